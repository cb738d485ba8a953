import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../src/catalogue.ts'
import { fullPath } from '../src/kernel/http/wire.ts'
import { covers, defaultRoles, type Route } from '../src/kernel/index.ts'
import {
  callers,
  permissionMatrix,
  permissionsAsked,
  permissionsDocument,
} from '../src/kernel/permission-matrix.ts'
import { openTestHouse, type TestHouse } from './harness/house.ts'
import type { Person } from './harness/person.ts'
import { foreignService } from './support/accounts.ts'

const contracts = catalogue.map((service) => service.contract)
const grants = (role: string, permission: string) =>
  defaultRoles[role]!.some((granted) => covers(granted, permission))

/** The routes that a role opens beyond those which any signed-in user does. */
const openedBy = (role: string) =>
  contracts
    .flatMap(permissionMatrix)
    .filter((row) => row.callers.includes(role) && row.allow.includes(':'))
    .map((row) => row.route)

describe('permissions', () => {
  it('each one that a route asks for is explained in its contract and granted to administrators', () => {
    for (const contract of contracts)
      for (const permission of permissionsAsked(contract)) {
        expect(Object.keys(contract.permissions)).toContain(permission)
        expect(grants('admin', permission)).toBe(true)
      }
  })
  it('no role is granted one that nobody knows', () => {
    const known = new Set(contracts.flatMap((contract) => Object.keys(contract.permissions)))
    const strange = Object.values(defaultRoles)
      .flat()
      .filter((permission) => permission !== '*' && !known.has(permission))
    expect(strange).toEqual([])
  })
  it('roles grant at least what PRODUCT, section 4, says of them', () => {
    const crew = [
      'schedule:read',
      'schedule:create',
      'calendar:read',
      'calendar:write',
      'notification:read',
      'notification:write',
    ]
    for (const permission of crew) {
      expect(grants('crew_member', permission)).toBe(true)
      expect(grants('production_manager', permission)).toBe(true)
    }
    for (const permission of ['schedule:read', 'calendar:read'])
      expect(grants('viewer', permission)).toBe(true)
  })
  it('docs/permissions.md is up to date', async () => {
    const written = await readFile(new URL('../docs/permissions.md', import.meta.url), 'utf8')
    expect(written).toBe(permissionsDocument(contracts))
  })
})

describe('the matrix of roles and routes', () => {
  it('a viewer looks at days, calendars, routes and weather and keeps their own settings, nothing else', () => {
    const nouns = ['schedules', 'productions', 'calendar', 'routes', 'weather']
    const writes = openedBy('viewer').filter((route) => !route.startsWith('GET '))
    expect(writes).toEqual([
      'PATCH /config/settings',
      'POST /routes/calculate',
      'POST /routes/{planId}/recalculate',
    ])
    for (const route of openedBy('viewer'))
      expect([...nouns, 'config'].some((noun) => route.includes(` /${noun}`))).toBe(true)
  })
  it('a crew member opens all of production but what touches other people', () => {
    const isElsewhere = /^(movie|booking|payment|control):/
    const all = contracts
      .flatMap(permissionMatrix)
      .filter((row) => row.allow.includes(':') && !isElsewhere.test(row.allow))
    const opened = new Set(openedBy('crew_member'))
    const closed = all.map((row) => row.route).filter((route) => !opened.has(route))
    expect(closed.toSorted()).toEqual(
      [
        'DELETE /ai/model-routes',
        'DELETE /ai/prices',
        'DELETE /config/credentials/{name}',
        'GET /ai/model-routes',
        'GET /ai/upstreams',
        'GET /analytics/box-office/bookings',
        'GET /analytics/box-office/occupancy',
        'GET /analytics/box-office/payments',
        'GET /analytics/box-office/popular',
        'GET /analytics/box-office/revenue',
        'GET /analytics/box-office/{report}/csv',
        'GET /analytics/daily',
        'GET /analytics/summary',
        'GET /audit',
        'GET /audit/verify',
        'GET /config/credentials',
        'GET /health/history',
        'GET /health/services',
        'GET /users',
        'GET /users/{userId}',
        'PATCH /ai/keys/{keyId}',
        'POST /config/credentials/{name}/test',
        'POST /notifications/send',
        'PUT /ai/model-routes',
        'PUT /ai/prices',
        'PUT /config/credentials/{name}',
        'PUT /productions/{productionId}/members/{userId}',
        'PUT /users/{userId}/roles',
      ].toSorted(),
    )
  })
  it('nobody of a production opens the box office', () => {
    const crew = new Set(openedBy('crew_member'))
    const boxOffice = openedBy('box_office').filter((route) => !crew.has(route))
    expect(boxOffice).toContain('POST /tickets/admissions')
    for (const role of ['crew_member', 'production_manager', 'viewer', 'customer'])
      expect(openedBy(role).filter((route) => boxOffice.includes(route))).toEqual([])
  })
  it('a production manager opens what crew members do, and the members of productions', () => {
    const crew = openedBy('crew_member')
    const manager = openedBy('production_manager')
    expect(crew.filter((route) => !manager.includes(route))).toEqual([])
    expect(manager.filter((route) => !crew.includes(route))).toEqual([
      'PUT /productions/{productionId}/members/{userId}',
    ])
  })
  it('what is for services alone opens to no person, an administrator included', () => {
    const rows = contracts.flatMap(permissionMatrix).filter((row) => row.allow === 'service')
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(row.callers).toEqual(['service'])
  })
})

describe('every cell, over HTTP', () => {
  let house: TestHouse
  let knocking: Map<string, (service: string) => Promise<Person>>
  beforeAll(async () => {
    const neighbour = await foreignService('neighbour')
    house = await openTestHouse({ env: { SERVICE_JWKS: neighbour.jwks } })
    const people = await Promise.all(
      Object.keys(defaultRoles).map(async (role) => [role, await house.person({ roles: [role] })] as const),
    )
    knocking = new Map<string, (service: string) => Promise<Person>>([
      ['anonymous', async () => house.stranger],
      ...people.map(([role, person]) => [role, async () => person] as const),
      ['service', (service) => neighbour.callerOf(house.url, service)],
    ])
  })
  afterAll(() => house.stop())

  it.each(catalogue.map((service) => [service.contract.name, service.contract] as const))(
    '%s lets in whom the matrix says and answers 401 or 403 to the others',
    async (name, contract) => {
      for (const route of Object.values(contract.routes) as Route[]) {
        const row = permissionMatrix(contract).find((each) => each.route === `${route.method} ${route.path}`)!
        for (const caller of Object.keys(callers)) {
          const { token } = await knocking.get(caller)!(name)
          const refused = await knock(house.url, route, token)
          expect([row.route, caller, refused]).toEqual([row.route, caller, !row.callers.includes(caller)])
        }
      }
    },
  )
})

/** Sends a request that no handler can do harm with, and tells whether it was turned away at the door. */
async function knock(url: string, route: Route, token: string | undefined): Promise<boolean> {
  const path = fullPath(route).replace(/\{\w+\}/g, 'no-such-thing')
  const response = await fetch(url + path, {
    method: route.method,
    redirect: 'manual',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(route.method === 'GET' || route.method === 'DELETE' ? {} : { body: '{"no":"such field"}' }),
  })
  if (response.status !== 401 && response.status !== 403) {
    await response.body?.cancel()
    return false
  }
  const body = (await response.json()) as { code?: string; error?: { code: string } }
  const code = body.code ?? body.error?.code
  // To a resource of its own, a token that was made out to something else is none.
  return code === 'unauthorized' ? token === undefined || route.resource : code === 'forbidden'
}
