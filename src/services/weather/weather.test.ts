import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { routeCalculated } from '#services/route'
import { scheduleCancelled, scheduleCreated, scheduleUpdated } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import {
  cancelled,
  crewMember,
  dayOf,
  home,
  nowhere,
  publish,
  published,
  publishedAtLast,
  scheduleStandIn,
} from '../../../test/support/neighbours.ts'
import config from '../config/service.ts'
import routeService from '../route/service.ts'
import type { Ctx } from './context.ts'
import { weatherFailed, weatherFetched } from './contract.ts'
import { runFetch } from './fetch.ts'
import weatherService from './service.ts'

/** The evening two days before the call at 07:00 in Warsaw on the 16th. */
const EVENING = '2027-03-14T18:00:00Z'

let house: TestHouse
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({
    services: [config, scheduleStandIn, routeService, weatherService],
    env: { ...sandbox.env, KLAPS_OUTBOX_POLL_MS: '100' },
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
  await house.rows('delete from weather.days')
  await house.rows('delete from route.plans')
  await travelTo(EVENING)
})

async function travelTo(time: string): Promise<void> {
  const instant = Temporal.Instant.from(time)
  sandbox.clock.set(instant)
  await house.travelTo(instant)
}

const weatherOn = (date: string, kind: Parameters<typeof sandbox.standIns.weather.set>[0]['kind']) =>
  sandbox.standIns.weather.set({ date, kind })

const events = (definition: typeof weatherFetched | typeof weatherFailed, planId: string, count = 1) =>
  publishedAtLast(house, definition, planId, { count })

describe('the weather of a day', () => {
  it('is fetched for the shooting hours, with what it means for the work and the way', async () => {
    weatherOn('2027-03-16', 'rain')
    const anna = await house.person()
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    const [event] = await events(weatherFetched, day.planId)
    expect(event).toMatchObject({
      version: 1,
      planVersion: 1,
      kind: 'forecast',
      provider: 'openweathermap',
      changed: false,
      rating: 'bad',
      extras: { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] },
    })
    expect(event.warnings.map((warning: any) => warning.code)).toEqual(['heavy-rain'])
    expect(event.advice).toContain('rain-covers')
    const { body } = await anna.get(`/weather/days/${day.planId}`)
    expect(body).toMatchObject({
      kind: 'forecast',
      stale: false,
      failure: null,
      summary: { condition: 'rain' },
    })
    expect(body.hours).toHaveLength(10)
    expect(body.hours[0].at).toBe('2027-03-16T06:00:00Z')
    expect(body.sun.sunrise).toMatch(/^2027-03-16T05:4\d:\d\d\+01:00\[Europe\/Warsaw\]$/)
    expect((await (await house.person()).get(`/weather/days/${day.planId}`)).status).toBe(404)
    expect((await house.stranger.get(`/weather/days/${day.planId}`)).status).toBe(401)
  })
})

describe('with the route', () => {
  it('rain on the way makes the plan leave earlier', async () => {
    weatherOn('2027-03-16', 'rain')
    const anna = await crewMember(house, { home })
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    const plan = await until('the wet plan', async () => {
      const found = await published(house, routeCalculated, day.planId)
      return found.find((event) => event.extras.trafficMinutes === 15)
    })
    expect(plan.buffers).toMatchObject({ trafficMinutes: 35, parkingMinutes: 15 })
  })
})

describe('events twice and out of order', () => {
  it('answer each newest version once; an unchanged day from what is known', async () => {
    const anna = await house.person()
    const day = dayOf(anna.id)
    await publish(house, scheduleUpdated, { ...day, version: 2 })
    await events(weatherFetched, day.planId)
    const asked = sandbox.journal.all('openweathermap').length
    await publish(house, scheduleCreated, day)
    await publish(house, scheduleUpdated, { ...day, version: 3 })
    const answers = await events(weatherFetched, day.planId, 2)
    expect(answers.map((event) => [event.version, event.planVersion, event.changed])).toEqual([
      [1, 2, false],
      [2, 3, false],
    ])
    expect(sandbox.journal.all('openweathermap')).toHaveLength(asked)
  })

  it('another date has another forecast', async () => {
    weatherOn('2027-03-16', 'frost')
    weatherOn('2027-03-17', 'snow')
    const anna = await house.person()
    const day = dayOf(anna.id, { call: '2027-03-16T07:30:00+01:00' })
    await publish(house, scheduleCreated, day)
    expect((await events(weatherFetched, day.planId))[0].extras.reasons).toEqual(['severe-cold'])
    const moved = { ...day, version: 2, shootingDate: '2027-03-17', call: '2027-03-17T07:30:00+01:00' }
    await publish(house, scheduleUpdated, moved)
    const [, event] = await events(weatherFetched, day.planId, 2)
    expect(event.summary.condition).toBe('snow')
    expect(event.extras.reasons).toContain('snow')
  })

  it('a cancelled day is gone, and comes back only for something newer', async () => {
    const anna = await house.person()
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await events(weatherFetched, day.planId)
    await publish(house, scheduleCancelled, cancelled(day, 3))
    await until('the drop', async () => (await anna.get(`/weather/days/${day.planId}`)).status === 404)
    await publish(house, scheduleUpdated, { ...day, version: 2 })
    await publish(house, scheduleUpdated, { ...day, version: 4 })
    const answers = await events(weatherFetched, day.planId, 2)
    expect(answers.map((event) => [event.version, event.planVersion])).toEqual([
      [1, 1],
      [2, 4],
    ])
  })

  it('a fetch that runs again changes nothing', async () => {
    const anna = await house.person()
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await events(weatherFetched, day.planId)
    const ctx = house.house.host.runtimes.get('weather')!.ctx as unknown as Ctx
    await runFetch(ctx, { planId: day.planId, request: 1, cause: 'planned' })
    expect(await published(house, weatherFetched, day.planId)).toHaveLength(1)
  })
})

describe('what is missing', () => {
  it('a place that no map knows', async () => {
    const anna = await house.person()
    const day = dayOf(anna.id, { location: { name: null, address: nowhere } })
    await publish(house, scheduleCreated, day)
    expect((await events(weatherFailed, day.planId))[0]).toMatchObject({
      code: 'location-not-found',
      willRetry: false,
      version: 1,
    })
    expect((await anna.get(`/weather/days/${day.planId}`)).body).toMatchObject({
      kind: 'none',
      failure: 'location-not-found',
      stale: false,
      hours: [],
    })
  })

  it('a day that is over', async () => {
    const anna = await house.person()
    const day = dayOf(anna.id, { call: '2027-03-10T07:00:00+01:00' })
    await publish(house, scheduleCreated, day)
    expect((await events(weatherFailed, day.planId))[0]).toMatchObject({ code: 'day-over', willRetry: false })
  })

  it('the equipment house is the place when the sheet names none', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id, { locationIsStop: true, location: { name: null, address: null } })
    await publish(house, scheduleCreated, day)
    expect((await events(weatherFetched, day.planId))[0].kind).toBe('forecast')
  })

  it('one provider down: the other answers', async () => {
    sandbox.faults.set('openweathermap', { kind: 'malformed' })
    const anna = await house.person()
    const day = dayOf(anna.id, { call: '2027-03-16T06:00:00+01:00' })
    await publish(house, scheduleCreated, day)
    expect((await events(weatherFetched, day.planId))[0]).toMatchObject({
      provider: 'open-meteo',
      kind: 'forecast',
    })
  })

  it('all down: said once, completed later; a forecast that is there stays, with its age', async () => {
    const down = () => {
      sandbox.faults.set('openweathermap', { kind: 'status', status: 429, retryAfter: 0 })
      sandbox.faults.set('open-meteo', { kind: 'status', status: 500 })
    }
    down()
    const anna = await house.person()
    const day = dayOf(anna.id, { call: '2027-03-16T05:00:00+01:00' })
    await publish(house, scheduleCreated, day)
    expect((await events(weatherFailed, day.planId))[0]).toMatchObject({
      code: 'provider-down',
      willRetry: true,
    })
    sandbox.faults.clear()
    await travelTo('2027-03-14T18:05:30Z')
    expect((await events(weatherFetched, day.planId))[0]).toMatchObject({ version: 2, changed: false })
    const { fetchedAt } = (await anna.get(`/weather/days/${day.planId}`)).body
    down()
    await travelTo('2027-03-15T04:00:30Z')
    expect((await events(weatherFailed, day.planId, 2))[1]).toMatchObject({ version: 3, planVersion: 1 })
    expect((await anna.get(`/weather/days/${day.planId}`)).body).toMatchObject({
      kind: 'forecast',
      stale: true,
      fetchedAt,
      failure: 'provider-down',
    })
  })
})

describe('looking again', () => {
  it('24, 12 and 3 hours before the call: told when it has changed', async () => {
    weatherOn('2027-03-16', 'fair')
    const anna = await house.person()
    const day = dayOf(anna.id, { location: { name: null, address: 'Mińska 25, Warszawa' } })
    await publish(house, scheduleCreated, day)
    await events(weatherFetched, day.planId)
    expect(await timersOf(day.planId)).toEqual([
      ['day-before', '2027-03-15T06:00:00Z'],
      ['half-day-before', '2027-03-15T18:00:00Z'],
      ['hours-before', '2027-03-16T03:00:00Z'],
    ])
    await travelTo('2027-03-15T06:00:01Z')
    await until(
      'the first look',
      async () => (await timersOf(day.planId)).length === 2 && (await answered(day.planId)),
    )
    expect(await published(house, weatherFetched, day.planId)).toHaveLength(1)
    weatherOn('2027-03-16', 'storm')
    await travelTo('2027-03-15T18:00:01Z')
    const [, event] = await events(weatherFetched, day.planId, 2)
    expect(event).toMatchObject({ version: 2, changed: true, rating: 'bad', planVersion: 1 })
    expect(event.warnings.map((warning: any) => [warning.code, warning.severity])).toContainEqual([
      'thunderstorm',
      'severe',
    ])
  })

  it('beyond the horizon it is what is usual there, until a forecast reaches the day', async () => {
    const anna = await house.person()
    const day = dayOf(anna.id, { call: '2027-04-20T07:00:00+02:00' })
    await publish(house, scheduleCreated, day)
    const [usual] = await events(weatherFetched, day.planId)
    expect(usual).toMatchObject({ kind: 'usual', provider: 'open-meteo', extras: { trafficMinutes: 0 } })
    expect((await timersOf(day.planId))[0]).toEqual(['horizon', '2027-04-05T00:00:00Z'])
    await travelTo('2027-04-05T00:00:01Z')
    const [, forecast] = await events(weatherFetched, day.planId, 2)
    expect(forecast).toMatchObject({ kind: 'forecast', provider: 'open-meteo' })
  })
})

async function timersOf(planId: string): Promise<[string, string][]> {
  const rows = await house.rows<{ kind: string; due_at: string }>(
    `select kind, due_at::text from weather.timers where plan_id = $1 order by due_at`,
    [planId],
  )
  return rows.map(({ kind, due_at }) => [kind, Temporal.Instant.from(due_at).toString()])
}

async function answered(planId: string): Promise<boolean> {
  const rows = await house.rows(
    'select 1 from weather.days where plan_id = $1 and answered_request = request',
    [planId],
  )
  return rows.length > 0
}
