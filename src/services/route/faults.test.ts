import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scheduleCreated } from '#services/schedule'
import type { Fault } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import {
  crewMember,
  dayOf,
  publish,
  published,
  publishedAtLast,
  storiesOf,
} from '../../../test/support/neighbours.ts'
import { openRouteHouse, type RouteHouse } from '../../../test/support/route-house.ts'
import { routeCalculated, routeFailed } from './contract.ts'

const ROUTES = { path: '/directions' }
const GEOCODING = { path: '/maps/api/geocode' }

let house: RouteHouse
let anna: Person
beforeAll(async () => {
  house = await openRouteHouse()
  anna = await crewMember(house)
  await until('the places', async () => {
    const rows = await house.rows('select 1 from route.personal_places where user_id = $1', [anna.id])
    return rows.length === 2
  })
})
afterAll(() => house.stop())
beforeEach(async () => {
  house.sandbox.faults.clear()
  await house.rows('delete from route.places')
  await house.standAt('2027-03-14T10:00:00Z')
})

let days = 0
/** Each day has a date of its own, so that no drive comes from what another day has asked. */
async function planDay(): Promise<string> {
  const date = Temporal.PlainDate.from('2027-03-16').add({ days: days++ })
  const day = dayOf(anna.id, { shootingDate: date.toString(), call: `${date}T07:00:00Z` })
  await publish(house, scheduleCreated, day)
  return day.planId
}

const told = async (
  definition: typeof routeCalculated | typeof routeFailed,
  planId: string,
  count = 1,
): Promise<any> => (await publishedAtLast(house, definition, planId, { count, limitMs: 25_000 }))[count - 1]
const providersOf = (event: any) => event.legs.map((leg: any) => leg.provider)
const met = (standIn: string, kind: string) =>
  house.sandbox.journal.all(standIn).filter((each) => each.fault === kind).length

describe('a map of roads', () => {
  it.each<[string, Fault, string]>([
    ['that is slow is waited for', { kind: 'slow', ms: 300, times: 2 }, 'google'],
    [
      'that asks for patience is asked again after it',
      { kind: 'status', status: 429, retryAfter: 1, times: 1 },
      'google',
    ],
    ['that is silent once is asked again', { kind: 'timeout', times: 1 }, 'google'],
    [
      'that goes on asking for patience is left for the next one',
      { kind: 'status', status: 429, retryAfter: 1 },
      'osrm',
    ],
    ['that answers nonsense is left for the next one', { kind: 'malformed' }, 'osrm'],
  ])('%s', async (_, fault, provider) => {
    const before = met('google-maps', fault.kind)
    house.sandbox.faults.set('google-maps', fault, ROUTES)
    const event = await told(routeCalculated, await planDay())
    expect(met('google-maps', fault.kind), 'the fault was met').toBeGreaterThan(before)
    expect(providersOf(event)).toEqual([provider, provider])
  })

  it('all of them gone, the estimate stands in and the plan completes itself', async () => {
    house.sandbox.faults.set('google-maps', { kind: 'malformed' }, ROUTES)
    house.sandbox.faults.set('osrm', { kind: 'status', status: 429, retryAfter: 1 })
    const planId = await planDay()
    const estimated = await told(routeCalculated, planId)
    expect(estimated).toMatchObject({ estimated: true })
    expect(providersOf(estimated)).toEqual(['estimate', 'estimate'])
    house.sandbox.faults.clear()
    await house.standAt('2027-03-14T10:06:00Z')
    expect(providersOf(await told(routeCalculated, planId, 2))).toEqual(['google', 'google'])
    expect(await storiesOf(house, 'route', [routeCalculated.type], planId), 'one story').toHaveLength(1)
  })
})

describe('a map of addresses', () => {
  it.each<[string, Fault]>([
    ['is slow', { kind: 'slow', ms: 300 }],
    ['asks for patience', { kind: 'status', status: 429, retryAfter: 1, times: 1 }],
    ['goes on asking for patience', { kind: 'status', status: 429, retryAfter: 0 }],
    ['answers nonsense', { kind: 'malformed' }],
  ])('that %s holds up no plan', async (_, fault) => {
    const before = met('google-maps', fault.kind)
    house.sandbox.faults.set('google-maps', fault, GEOCODING)
    const planId = await planDay()
    expect(providersOf(await told(routeCalculated, planId))).toEqual(['google', 'google'])
    expect(met('google-maps', fault.kind), 'the fault was met').toBeGreaterThan(before)
    expect(await published(house, routeFailed, planId)).toEqual([])
  })

  it('none of which answers sense: said once, and completed later', async () => {
    house.sandbox.faults.set('google-maps', { kind: 'malformed' }, GEOCODING)
    house.sandbox.faults.set('nominatim', { kind: 'malformed' })
    const planId = await planDay()
    expect(await told(routeFailed, planId)).toMatchObject({ code: 'provider-down', willRetry: true })
    house.sandbox.faults.clear()
    await house.standAt('2027-03-14T10:06:00Z')
    expect(await told(routeCalculated, planId)).toMatchObject({ version: 2 })
    expect(await published(house, routeFailed, planId)).toHaveLength(1)
  })
})
