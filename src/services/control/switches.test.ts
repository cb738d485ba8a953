import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { Switches } from '../../kernel/switches.ts'
import control from './service.ts'
import { noNeighbours, workshop } from './workshop.fixture.ts'

let house: TestHouse
let admin: Person
let anna: Person
beforeAll(async () => {
  house = await openTestHouse({ env: noNeighbours, services: [workshop, control] })
  admin = await house.person({ roles: ['admin'] })
  anna = await house.person()
})
afterAll(() => house.stop())

const styleFor = async (person: Person) => (await person.get('/workshop/flag')).body.value
const setStyle = (flag: Record<string, unknown>) => admin.put('/control/flags/workshop.style', flag)

describe('a flag', () => {
  it('is what the code says until somebody turns it, and then what fits the asker at once', async () => {
    expect(await styleFor(anna)).toBe('plain')
    const { status, body } = await setStyle({
      type: 'string',
      value: 'modern',
      rules: [
        { users: [anna.id], value: 'baroque' },
        { roles: ['admin'], value: 'gothic' },
      ],
      about: 'How it looks',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ key: 'workshop.style', version: 1, about: 'How it looks' })
    expect(await styleFor(anna)).toBe('baroque')
    expect(await styleFor(admin)).toBe('gothic')
    expect(await styleFor(await house.person())).toBe('modern')
    expect((await anna.get('/control/flags/mine')).body.flags).toEqual({ 'workshop.style': 'baroque' })
    expect((await admin.get('/control/flags')).body.items).toMatchObject([{ key: 'workshop.style' }])
  })
  it('of another type than the code expects counts for nothing', async () => {
    await setStyle({ type: 'boolean', value: true })
    expect(await styleFor(anna)).toBe('plain')
  })
  it('is refused when its values are not of its type', async () => {
    expect((await setStyle({ type: 'boolean', value: 'yes' })).status).toBe(422)
    expect((await setStyle({ type: 'string', value: 'a', rules: [{ value: 7 }] })).status).toBe(422)
  })
  it('that is taken away leaves the decision to the code', async () => {
    expect((await admin.delete('/control/flags/workshop.style')).status).toBe(204)
    expect(await styleFor(anna)).toBe('plain')
    expect((await admin.delete('/control/flags/workshop.style')).status).toBe(404)
    expect((await admin.get('/control/flags')).body.items).toEqual([])
    expect((await setStyle({ type: 'string', value: 'new' })).body.version).toBe(4)
  })
  it('outlives a restart in every service, without a word from control', async () => {
    await setStyle({ type: 'string', value: 'kept' })
    await until('the copy', async () =>
      (await house.rows(`select 1 from workshop.switches where state->>'value' = 'kept'`)).at(0),
    )
    await house.halt()
    const next = await openTestHouse({
      env: noNeighbours,
      services: [workshop, control],
      on: house,
      only: ['workshop'],
    })
    expect(await styleFor(await next.person())).toBe('kept')
    await next.stop()
    await house.stop()
    house = await openTestHouse({ env: noNeighbours, services: [workshop, control] })
    admin = await house.person({ roles: ['admin'] })
    anna = await house.person()
  })
})

describe('a percentage', () => {
  const switches = new Switches()
  switches.apply({
    name: 'flag:part',
    version: 1,
    state: { kind: 'flag', type: 'boolean', value: false, rules: [{ percent: 20, value: true }] },
  })
  const flag = { key: 'part', otherwise: false }
  it('is about so many people, always the same ones, and never nobody in particular', () => {
    const people = Array.from({ length: 5_000 }, () => crypto.randomUUID())
    const inside = people.filter((userId) => switches.value(flag, { userId }))
    expect(inside.length / people.length).toBeGreaterThan(0.17)
    expect(inside.length / people.length).toBeLessThan(0.23)
    expect(people.filter((userId) => switches.value(flag, { userId }))).toEqual(inside)
    expect(switches.value(flag)).toBe(false)
  })
  it('an older state does not undo a newer one', () => {
    expect(switches.apply({ name: 'flag:part', version: 1, state: null })).toBe(false)
    expect(switches.versions()).toEqual({ 'flag:part': 1 })
  })
})

describe('the state of the system', () => {
  it('read-only: people read, administrators and nobody else go on', async () => {
    expect((await admin.get('/control/system')).body).toMatchObject({ mode: 'normal', version: 0 })
    const closed = await admin.put('/control/system', { mode: 'read-only', reason: 'Moving the database' })
    expect(closed.body).toMatchObject({ mode: 'read-only', version: 1 })
    expect((await anna.get('/workshop/flag')).status).toBe(200)
    const refused = await anna.post('/workshop/orders', { colour: 'red' })
    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'read-only', detail: 'Moving the database' },
    })
    expect(refused.headers.get('retry-after')).toBe('60')
    expect((await admin.post('/workshop/orders', { colour: 'red' })).status).toBe(204)
  })
  it('maintenance: nothing is read either, and who may not ask still hears so', async () => {
    await admin.put('/control/system', { mode: 'maintenance' })
    expect((await anna.get('/workshop/flag')).body).toMatchObject({ status: 503, code: 'maintenance' })
    expect((await anna.get('/control/system')).status).toBe(403)
    expect((await house.stranger.get('/workshop/flag')).status).toBe(401)
    expect((await admin.get('/workshop/flag')).status).toBe(200)
    await admin.put('/control/system', { mode: 'normal' })
    expect((await anna.get('/workshop/flag')).status).toBe(200)
  })
  it('is audited, and an administrator’s matter', async () => {
    const { length } = await until('the audit', async () => {
      const found = await house.rows(
        `select 1 from control.event_log where event->'data'->>'action' = 'system.state'`,
      )
      return found.length >= 3 && found
    })
    expect(length).toBe(3)
    for (const [method, path, body] of [
      ['GET', '/control/flags'],
      ['PUT', '/control/flags/x', { type: 'boolean', value: true }],
      ['DELETE', '/control/flags/x'],
      ['GET', '/control/system'],
      ['PUT', '/control/system', { mode: 'normal' }],
    ] as const) {
      expect((await house.stranger.send(method, path, body)).status).toBe(401)
      expect((await anna.send(method, path, body)).status).toBe(403)
    }
    expect((await house.stranger.get('/control/flags/mine')).status).toBe(401)
    expect((await admin.put('/control/system', { mode: 'closed' })).status).toBe(422)
  })
})
