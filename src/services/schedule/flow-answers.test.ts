import { describe, expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import {
  house,
  pause,
  planned,
  settled,
  theDay,
  told,
  withFlow,
  world,
} from '../../../test/support/schedule-flow.ts'
import { arrive, routeAnswer, weatherAnswer, weatherFailure } from './neighbours.fixture.ts'
import { callSheet } from './read-sheets.fixture.ts'

withFlow()

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
