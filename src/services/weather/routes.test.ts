import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { userErased } from '#kernel'
import { scheduleCreated } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { authStandIn, dayOf, publish, scheduleStandIn } from '../../../test/support/neighbours.ts'
import config from '../config/service.ts'
import routeService from '../route/service.ts'
import weatherService from './service.ts'

const warsaw = 'latitude=52.1986&longitude=21.0436'

let house: TestHouse
let sandbox: Sandbox
let anna: Person
beforeAll(async () => {
  sandbox = await startSandbox()
  const { OPENWEATHERMAP_API_KEY, ...env } = sandbox.env
  house = await openTestHouse({
    services: [authStandIn, config, scheduleStandIn, routeService, weatherService],
    env: { ...env, KLAPS_OUTBOX_POLL_MS: '100' },
  })
  const admin = await house.person({ roles: ['admin'] })
  await admin.put('/config/credentials/openweathermap', { secret: OPENWEATHERMAP_API_KEY })
  anna = await house.person()
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
  await travelTo('2027-03-14T18:00:00Z')
})

async function travelTo(time: string): Promise<void> {
  const instant = Temporal.Instant.from(time)
  sandbox.clock.set(instant)
  await house.travelTo(instant)
}

const asked = (path: string) =>
  sandbox.journal.all().filter((request) => request.path.startsWith(path)).length

describe('GET /weather/current', () => {
  it('is at most half an hour old; the key may come from the settings of the system', async () => {
    const first = await anna.get(`/weather/current?${warsaw}`)
    expect(first.body).toMatchObject({ provider: 'openweathermap', hour: { at: '2027-03-14T18:00:00Z' } })
    const calls = asked('/data/2.5/weather')
    await travelTo('2027-03-14T18:29:00Z')
    expect((await anna.get(`/weather/current?${warsaw}`)).body).toEqual(first.body)
    expect(asked('/data/2.5/weather')).toBe(calls)
    await travelTo('2027-03-14T18:31:00Z')
    await anna.get(`/weather/current?${warsaw}`)
    expect(asked('/data/2.5/weather')).toBe(calls + 1)
  })
})

describe('GET /weather/forecast', () => {
  it('by the hour, with the sun; the night the clocks change has 23', async () => {
    const { body } = await anna.get(`/weather/forecast?${warsaw}&date=2027-03-28`)
    expect(body).toMatchObject({ kind: 'forecast', provider: 'open-meteo', stale: false })
    expect(body.hours).toHaveLength(23)
    expect(body.sun.sunrise).toMatch(/\+02:00\[Europe\/Warsaw\]$/)
  })

  it('beyond the horizon what is usual', async () => {
    const { body } = await anna.get(`/weather/forecast?${warsaw}&date=2027-07-01`)
    expect(body.kind).toBe('usual')
    expect(body.summary.temperatureMax).toBeGreaterThan(15)
  })

  it('the last one, marked stale, when nobody answers; 503 when there is none', async () => {
    const { body } = await anna.get(`/weather/forecast?${warsaw}&date=2027-03-20`)
    await travelTo('2027-03-14T20:00:00Z')
    sandbox.faults.set('open-meteo', { kind: 'status', status: 503 })
    sandbox.faults.set('openweathermap', { kind: 'drop' })
    const later = await anna.get(`/weather/forecast?${warsaw}&date=2027-03-20`)
    expect(later.body).toEqual({ ...body, stale: true })
    const none = await anna.get('/weather/forecast?latitude=50.06&longitude=19.94&date=2027-03-20')
    expect([none.status, none.body.code]).toEqual([503, 'weather.unavailable'])
  })

  it.each(['2027-03-13', '2030-01-01'])('refuses %s', async (date) => {
    const { status, body } = await anna.get(`/weather/forecast?${warsaw}&date=${date}`)
    expect([status, body.code]).toEqual([422, 'weather.date-out-of-range'])
  })
})

describe('GET /weather/history', () => {
  it('a past date by the hour, from the archive', async () => {
    const { body } = await anna.get(`/weather/history?${warsaw}&date=2027-01-15`)
    expect(body.provider).toBe('open-meteo')
    expect(body.hours).toHaveLength(24)
    expect(body.hours[0].at).toBe('2027-01-14T23:00:00Z')
    const calls = asked('/v1/archive')
    await anna.get(`/weather/history?${warsaw}&date=2027-01-15`)
    expect(asked('/v1/archive')).toBe(calls)
  })

  it.each([
    ['2027-03-14', 'weather.not-past'],
    ['1939-12-31', 'weather.date-out-of-range'],
    ['yesterday', 'invalid'],
  ])('refuses %s: %s', async (date, code) => {
    const answer = await anna.get(`/weather/history?${warsaw}&date=${date}`)
    expect([answer.status, answer.body.code]).toEqual([422, code])
  })
})

describe('GET /weather/sun', () => {
  it('in the zone asked for; nothing rises in the polar night', async () => {
    const { body } = await anna.get(`/weather/sun?${warsaw}&date=2027-03-16`)
    expect(body.sunrise).toMatch(/^2027-03-16T05:4\d:\d\d\+01:00\[Europe\/Warsaw\]$/)
    expect(body.goldenMorningStart < body.sunrise && body.sunrise < body.goldenMorningEnd).toBe(true)
    const north = await anna.get(
      '/weather/sun?latitude=78.2&longitude=15.6&date=2027-01-05&zone=Arctic/Longyearbyen',
    )
    expect(north.body).toMatchObject({ sunrise: null, sunset: null, polar: 'night' })
    expect((await anna.get('/weather/sun?latitude=91&longitude=0&date=2027-03-16')).status).toBe(422)
    expect((await anna.get(`/weather/sun?${warsaw}&date=2027-03-16&zone=Europe/Atlantis`)).status).toBe(422)
  })
})

describe('who may', () => {
  it('strangers sign in first, customers have no forecasts', async () => {
    const customer = await house.person({ roles: ['customer'] })
    const paths = [
      `/weather/current?${warsaw}`,
      `/weather/forecast?${warsaw}&date=2027-03-16`,
      `/weather/history?${warsaw}&date=2027-01-15`,
      `/weather/sun?${warsaw}&date=2027-03-16`,
      `/weather/days/${crypto.randomUUID()}`,
    ]
    for (const path of paths) {
      expect((await house.stranger.get(path)).status).toBe(401)
      expect((await customer.get(path)).status).toBe(403)
    }
    expect((await anna.get(paths[4]!)).status).toBe(404)
    expect((await anna.get('/weather/days/not-an-id')).status).toBe(422)
  })
})

describe('what is kept about a person', () => {
  it('is theirs to take and goes when they go', async () => {
    const boris = await house.person()
    const day = dayOf(boris.id)
    await publish(house, scheduleCreated, day)
    const count = async () =>
      (await house.rows('select 1 from weather.days where user_id = $1 and version > 0', [boris.id])).length
    await until('the weather', async () => (await count()) === 1)
    const { service, ctx } = house.house.host.runtimes.get('weather')!
    expect(await service.personal.export(ctx, boris.id)).toMatchObject({ days: [{ planId: day.planId }] })
    await publish(house, userErased, { userId: boris.id })
    await until('the end', async () => (await count()) === 0)
  })
})
