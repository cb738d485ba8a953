import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noExtras } from '#services/route'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { adoptDocument } from './adopt.ts'
import {
  arrive,
  contextOf,
  neighbours,
  routeAnswer,
  weatherAnswer,
  weatherFailure,
} from './neighbours.fixture.ts'
import { callSheet } from './read-sheets.fixture.ts'
import service from './service.ts'
import { sweepWaiting } from './sweep.ts'

const world = neighbours()
let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [...world.services, service] })
  await house.travelTo(Temporal.Instant.from('2026-03-10T10:00:00Z'))
})
afterAll(() => house.stop())
beforeEach(() => {
  world.route = { mode: 'answer', driveMinutes: 30, asked: [] }
  world.weather = { mode: 'answer', extras: noExtras, degrees: 12, asked: [] }
})

interface Told {
  type: string
  correlationid: string
  data: Record<string, any>
}

/** Events of one user as they were published, oldest first. */
async function told(user: Person, type?: string): Promise<Told[]> {
  const rows = await house.rows<{ event: Told }>(
    `select event from (select relayed_at at, event from schedule.event_log union all select now(), event from schedule.outbox) e
     where event->'data'->>'userId' = $1 order by (event->>'time')::timestamptz`,
    [user.id],
  )
  return rows.map(({ event }) => event).filter((event) => !type || event.type === type)
}

async function planned(user: Person, count: number) {
  return await until(`${count} planned versions`, async () => {
    const found = await told(user, 'schedule.planned')
    return found.length >= count && found.map(({ data }) => data)
  })
}

async function kepts(user: Person, count: number) {
  return await until(`${count} sheets without effect`, async () => {
    const found = await told(user, 'schedule.kept')
    return found.length >= count && found.map(({ data }) => data)
  })
}

async function theDay(user: Person) {
  const { body } = await user.get('/schedules')
  expect(body.items).toHaveLength(1)
  return body.items[0]
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const settled = () => pause(300)

describe('a call sheet', () => {
  it('becomes a planned day with wake-up, route and weather', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({ wrap: '19:00' }))
    const [first] = await planned(anna, 1)
    expect(first).toMatchObject({
      version: 1,
      first: true,
      complete: true,
      missing: [],
      shootingDate: '2026-03-16',
      zone: 'Europe/Warsaw',
      call: '2026-03-16T07:00:00+01:00',
      wrap: '2026-03-16T19:00:00+01:00',
      wakeUp: '2026-03-16T05:05:00+01:00',
      leaveHome: '2026-03-16T05:50:00+01:00',
      changes: [],
      tell: 'ready',
      state: 'pending',
    })
    const [created] = await told(anna, 'schedule.created')
    expect(created!.data).toMatchObject({
      version: 1,
      revision: 1,
      cause: 'sheet',
      exterior: true,
      locationIsStop: false,
      location: { name: 'Dworzec', address: 'pl. Dworcowy 1, Warszawa' },
    })
    expect(JSON.stringify(await told(anna))).not.toContain('Zmyslony')
    const day = await theDay(anna)
    expect(day).toMatchObject({ productionTitle: 'Zimowa noc', planned: true, missing: [], revision: 1 })
  })

  it('delivered ten times makes one day and one plan', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}), { times: 10 })
    await planned(anna, 1)
    await settled()
    expect((await told(anna)).map(({ type }) => type)).toEqual(['schedule.created', 'schedule.planned'])
    await theDay(anna)
  })

  it('of another kind, or without a date or a call, plans nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, { ...callSheet({}), kind: 'other' })
    await arrive(world, anna.id, { ...callSheet({}), shootingDate: null })
    await arrive(world, anna.id, callSheet({ crewCall: null }))
    await settled()
    expect((await anna.get('/schedules')).body.items).toEqual([])
  })

  it('names no location: the equipment house is used and said so', async () => {
    const anna = await house.person()
    world.settings.set(anna.id, {
      stop: { name: 'Panavision', address: 'ul. Sprzętowa 2, Warszawa', found: true, opensAt: null },
    })
    await arrive(world, anna.id, callSheet({ locations: [] }))
    await planned(anna, 1)
    const [created] = await told(anna, 'schedule.created')
    expect(created!.data).toMatchObject({ locationIsStop: true, location: { name: 'Panavision' } })
    const { dayId } = await theDay(anna)
    const { warnings } = (await anna.get(`/schedules/${dayId}?language=pl`)).body
    expect(warnings[0]).toMatchObject({ code: 'location-missing', severity: 'severe' })
    expect(warnings[0].text).toContain('Przyjęto: Panavision')
  })
})

describe('a call sheet without any place', () => {
  it('is planned with what there is and asks for the location', async () => {
    const anna = await house.person()
    world.route.mode = 'fail'
    await arrive(world, anna.id, callSheet({ locations: [] }))
    const [first] = await planned(anna, 1)
    expect(first).toMatchObject({ missing: ['route'], wakeUp: null })
    const { dayId } = await theDay(anna)
    const { warnings, location } = (await anna.get(`/schedules/${dayId}`)).body
    expect(location).toEqual({ name: null, address: null })
    expect(warnings[0].code).toBe('no-location')
  })

  it('a cancellation of a day that nobody planned is said to have no effect', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({ cancelled: true }))
    const [kept] = await kepts(anna, 1)
    expect(kept).toMatchObject({ because: 'nothing-to-cancel', planId: null })
  })
})

describe('a revision', () => {
  it('updates the day with the difference, and the same again does nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ crewCall: '06:30', scenes: ['12', '12A'] }))
    const [, second] = await planned(anna, 2)
    expect(second).toMatchObject({
      version: 2,
      first: false,
      tell: 'changed',
      wakeUp: '2026-03-16T04:35:00+01:00',
    })
    expect(second!.changes).toContainEqual({ field: 'call', before: '07:00', after: '06:30' })
    expect(second!.changes).toContainEqual({ field: 'wakeUp', before: '05:05', after: '04:35' })
    await arrive(world, anna.id, callSheet({ crewCall: '06:30', scenes: ['12', '12A'] }))
    await kepts(anna, 1)
    expect((await told(anna)).map(({ type }) => type)).toEqual([
      'schedule.created',
      'schedule.planned',
      'schedule.updated',
      'schedule.planned',
      'schedule.kept',
    ])
    const { dayId, version } = await theDay(anna)
    expect(version).toBe(2)
    const { items } = (await anna.get(`/schedules/${dayId}/revisions`)).body
    expect(items.map((each: { cause: string }) => each.cause)).toEqual(['unchanged', 'revision', 'sheet'])
    expect(items[1].changes.map((each: { field: string }) => each.field)).toEqual(['call', 'scenes.12A'])
  })

  it('is told since any earlier one as one change each, without what went back', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ crewCall: '06:30', wrap: '20:00' }))
    await planned(anna, 2)
    await arrive(world, anna.id, callSheet({ crewCall: '06:00' }))
    const [, , { planId }] = (await planned(anna, 3)) as [unknown, unknown, { planId: string }]
    const since = async (sinceRevision?: number) =>
      (await world.asCalendar().planOf({ planId, ...(sinceRevision === undefined ? {} : { sinceRevision }) }))
        .changes
    expect(await since()).toContainEqual({ field: 'call', before: '06:30', after: '06:00' })
    expect(await since(1)).toEqual([{ field: 'call', before: '07:00', after: '06:00' }])
    expect(await since(3)).toEqual([])
  })

  it('with an older printed number that comes late is kept and overwrites nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({ crewCall: '08:00', revision: 3 }))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ crewCall: '09:00', revision: 2 }))
    await settled()
    const [kept] = await told(anna, 'schedule.kept')
    expect(kept!.data).toMatchObject({ because: 'superseded' })
    const { dayId, call, version } = await theDay(anna)
    expect([call, version]).toEqual(['2026-03-16T07:00:00Z', 1])
    const { items } = (await anna.get(`/schedules/${dayId}/revisions`)).body
    expect(items.map((each: { cause: string }) => each.cause)).toEqual(['superseded', 'sheet'])
  })

  it('that cancels the day clears it, and a later one puts it on again', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ cancelled: true }))
    await until('the cancellation', async () => (await told(anna, 'schedule.cancelled')).length === 1)
    expect(await theDay(anna)).toMatchObject({ state: 'cancelled', version: 2 })
    await arrive(world, anna.id, callSheet({ crewCall: '10:00' }))
    const [, again] = await planned(anna, 2)
    expect(again).toMatchObject({ tell: 'changed', state: 'pending', call: '2026-03-16T10:00:00+01:00' })
    expect(again!.changes).toContainEqual({ field: 'cancelled', before: 'yes', after: 'no' })
  })

  it('by correction of the same document moves the day to another date', async () => {
    const anna = await house.person()
    const documentId = await arrive(world, anna.id, callSheet({ date: '2026-03-16' }))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ date: '2026-03-17' }), { documentId, version: 2 })
    await planned(anna, 2)
    const { items } = (await anna.get('/schedules')).body
    expect(
      items.map((each: { shootingDate: string; state: string }) => [each.shootingDate, each.state]),
    ).toEqual([
      ['2026-03-16', 'cancelled'],
      ['2026-03-17', 'pending'],
    ])
  })
})

describe('route and weather', () => {
  it('that fail leave a plan that says what is missing and completes itself later', async () => {
    const anna = await house.person()
    world.route.mode = 'silent'
    world.weather.mode = 'fail'
    const start = performance.now()
    await arrive(world, anna.id, callSheet({}))
    const [first] = await planned(anna, 1)
    expect(performance.now() - start).toBeGreaterThan(900)
    expect(first).toMatchObject({
      complete: false,
      missing: ['route', 'weather'],
      wakeUp: null,
      tell: 'ready',
    })
    const { dayId } = await theDay(anna)
    expect((await anna.get(`/schedules/${dayId}`)).body).toMatchObject({
      route: null,
      weather: null,
      failures: [{ what: 'weather', code: 'provider-down', willRetry: true }],
    })
    const day = world.route.asked[0]!
    world.route.mode = 'answer'
    world.weather.mode = 'answer'
    await world.publish('route', ...routeAnswer(world, day))
    const [, second] = await planned(anna, 2)
    expect(second).toMatchObject({
      missing: ['weather'],
      wakeUp: '2026-03-16T05:05:00+01:00',
      tell: 'changed',
      changes: [{ field: 'wakeUp', before: null, after: '05:05' }],
    })
    await world.publish('weather', ...weatherAnswer(world, day))
    const [, , third] = await planned(anna, 3)
    expect(third).toMatchObject({ complete: true, missing: [], tell: 'quiet' })
  })

  it('heard again or out of order change nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    const day = world.route.asked[0]!
    world.route.driveMinutes = 60
    await world.publish('route', ...routeAnswer(world, day, { version: 5 }))
    const [, second] = await planned(anna, 2)
    expect(second).toMatchObject({ tell: 'leave-earlier', wakeUp: '2026-03-16T04:35:00+01:00' })
    world.route.driveMinutes = 10
    await world.publish('route', ...routeAnswer(world, day, { version: 4 }))
    world.route.driveMinutes = 60
    await world.publish('route', ...routeAnswer(world, day, { version: 6 }))
    await settled()
    expect(await told(anna, 'schedule.planned')).toHaveLength(2)
    expect((await theDay(anna)).wakeUp).toBe('2026-03-16T03:35:00Z')
  })

  it('wait for each other when the weather adds minutes, and the day is told once', async () => {
    const anna = await house.person()
    world.weather.extras = { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] }
    await arrive(world, anna.id, callSheet({}))
    const day = await until('the question', () => world.route.asked[0])
    await until(
      'both answers',
      async () =>
        (await house.rows('select 1 from schedule.answers where plan_id = $1', [day.planId])).length === 2,
    )
    expect(await told(anna, 'schedule.planned')).toHaveLength(0)
    await world.publish('route', ...routeAnswer(world, day, { extras: world.weather.extras }))
    const [first] = await planned(anna, 1)
    expect(first).toMatchObject({ first: true, complete: true, wakeUp: '2026-03-16T04:50:00+01:00' })
    await settled()
    expect(await told(anna, 'schedule.planned')).toHaveLength(1)
  })

  it('that recalculate longer than the second are still waited for, and the day is told once', async () => {
    const anna = await house.person()
    const extras = { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain' as const] }
    world.weather.mode = 'silent'
    await arrive(world, anna.id, callSheet({}))
    const day = await until('the question', () => world.weather.asked[0])
    await pause(600)
    Object.assign(world.weather, { mode: 'answer', extras })
    await world.publish('weather', ...weatherAnswer(world, day))
    await pause(1500)
    expect(await told(anna, 'schedule.planned')).toHaveLength(0)
    await world.publish('route', ...routeAnswer(world, day, { extras }))
    const [first] = await planned(anna, 1)
    expect(first).toMatchObject({ settled: true, tell: 'ready', wakeUp: '2026-03-16T04:50:00+01:00' })
    await settled()
    expect(await told(anna, 'schedule.planned')).toHaveLength(1)
  })

  it('of which the map owes a recalculation do not hold the plan back longer than five seconds', async () => {
    const anna = await house.person()
    world.weather.extras = { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] }
    const start = performance.now()
    await arrive(world, anna.id, callSheet({}))
    const [first] = await planned(anna, 1)
    expect(performance.now() - start).toBeGreaterThan(4500)
    expect(first).toMatchObject({ settled: false, complete: true, wakeUp: '2026-03-16T05:05:00+01:00' })
  }, 20_000)

  it('that come after the day was told, and do not fit, wait for the recalculation too', async () => {
    const anna = await house.person()
    world.route.mode = 'silent'
    world.weather.extras = { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] }
    await arrive(world, anna.id, callSheet({}))
    expect((await planned(anna, 1))[0]).toMatchObject({ missing: ['route'] })
    const day = world.route.asked[0]!
    world.route.mode = 'answer'
    await world.publish('route', ...routeAnswer(world, day))
    await pause(1500)
    expect(await told(anna, 'schedule.planned')).toHaveLength(1)
    await world.publish('route', ...routeAnswer(world, day, { extras: world.weather.extras }))
    const [, second] = await planned(anna, 2)
    expect(second).toMatchObject({ settled: true, tell: 'changed', wakeUp: '2026-03-16T04:50:00+01:00' })
  })

  it('that give up after the day was told say that nothing better is on its way, once', async () => {
    const anna = await house.person()
    world.weather.mode = 'silent'
    await arrive(world, anna.id, callSheet({}))
    expect((await planned(anna, 1))[0]).toMatchObject({ settled: false, missing: ['weather'], tell: 'ready' })
    const { planId } = await theDay(anna)
    const { items } = await world.asCalendar().plannedStates({ limit: 200 })
    expect(items.find(({ key }) => key === planId)?.data).toMatchObject({ version: 1, settled: false })
    const day = world.weather.asked[0]!
    await world.publish('weather', ...weatherFailure(world, day))
    const [, second] = await planned(anna, 2)
    expect(second).toMatchObject({ settled: true, missing: ['weather'], tell: 'quiet', changes: [] })
    await world.publish('weather', ...weatherFailure(world, day))
    await settled()
    expect(await told(anna, 'schedule.planned')).toHaveLength(2)
  })

  it('a change of weather worth telling is told as such, a small one is quiet', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    const day = world.route.asked[0]!
    world.weather.degrees = 13
    await world.publish('weather', ...weatherAnswer(world, day))
    world.weather.degrees = 2
    const [, quiet] = await planned(anna, 2)
    expect(quiet!.tell).toBe('quiet')
    await world.publish('weather', ...weatherAnswer(world, day, { changed: true }))
    const [, , weather] = await planned(anna, 3)
    expect(weather!.tell).toBe('weather')
  })

  it('a location in another zone: printed times are on the clock there', async () => {
    const anna = await house.person()
    world.route.zone = 'Europe/London'
    await arrive(world, anna.id, callSheet({}))
    const [first] = await planned(anna, 1)
    expect(first).toMatchObject({
      zone: 'Europe/London',
      call: '2026-03-16T07:00:00Z'.replace('Z', '+00:00'),
    })
    expect((await theDay(anna)).call).toBe('2026-03-16T07:00:00Z')
  })
})

describe('killed at any moment', () => {
  it('a job that runs again after its commit doubles nothing', async () => {
    const anna = await house.person()
    const documentId = await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    const ctx = contextOf(house, 'schedule') as never
    const again = { documentId, documentVersion: 1, userId: anna.id }
    await Promise.all([adoptDocument(ctx, again), adoptDocument(ctx, again), adoptDocument(ctx, again)])
    await settled()
    expect((await told(anna)).map(({ type }) => type)).toEqual(['schedule.created', 'schedule.planned'])
  })

  it('two sheets of a new day that arrive together make one day, the later one standing', async () => {
    const anna = await house.person()
    const [first, second] = [callSheet({ revision: 1 }), callSheet({ crewCall: '06:00', revision: 2 })]
    await Promise.all([arrive(world, anna.id, first), arrive(world, anna.id, second)])
    await until('the later call', async () => {
      const { body } = await anna.get('/schedules')
      return body.items.length === 1 && body.items[0].call === '2026-03-16T05:00:00Z'
    })
    expect(await told(anna, 'schedule.created')).toHaveLength(1)
  })

  it('a plan whose wake-up died with its process is decided by the sweep, in the story that it belongs to', async () => {
    const anna = await house.person()
    world.route.mode = 'silent'
    world.weather.mode = 'silent'
    await arrive(world, anna.id, callSheet({}))
    const created = await until('the day', async () => (await told(anna, 'schedule.created'))[0])
    const ctx = contextOf(house, 'schedule') as never
    await house.travelTo(Temporal.Instant.from('2026-03-10T10:01:00Z'))
    await sweepWaiting(ctx)
    await sweepWaiting(ctx)
    await house.travelTo(Temporal.Instant.from('2026-03-10T10:00:00Z'))
    const [plan] = await told(anna, 'schedule.planned')
    expect(plan!.data).toMatchObject({ version: 1, missing: ['route', 'weather'] })
    expect(plan!.correlationid).toBe(created.correlationid)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await told(anna, 'schedule.planned')).toHaveLength(1)
  })

  it('a document that is gone by the time it is read plans nothing', async () => {
    const anna = await house.person()
    const ctx = contextOf(house, 'schedule') as never
    await adoptDocument(ctx, { documentId: crypto.randomUUID(), documentVersion: 1, userId: anna.id })
    expect((await anna.get('/schedules')).body.items).toEqual([])
  })
})
