import { afterEach, describe, expect, it } from 'vitest'
import {
  type ReplayServer,
  type Reply,
  replayServer,
  type SeenRequest,
  singleAttemptClient,
} from '../../../../test/support/outbound.ts'
import { openMeteo } from './open-meteo.ts'
import { instant, unix, warsaw } from './providers.fixture.ts'
import { reaches } from './types.ts'

let server: ReplayServer
afterEach(() => server?.close())

describe('openMeteo', () => {
  async function meteo(reply: (request: SeenRequest) => Reply, apiKey?: string) {
    server = await replayServer(reply)
    return openMeteo(singleAttemptClient('open-meteo'), {
      baseUrl: server.baseUrl,
      archiveUrl: `${server.baseUrl}/archive-host`,
      now: () => instant('2026-03-15T18:20:00Z'),
      apiKey,
    })
  }

  const forecast = {
    latitude: 52.23,
    longitude: 21.02,
    generationtime_ms: 0.2,
    utc_offset_seconds: 0,
    timezone: 'GMT',
    elevation: 113,
    hourly_units: { time: 'unixtime', temperature_2m: '°C', wind_speed_10m: 'm/s' },
    hourly: {
      time: [unix('2026-03-16T05:00Z'), unix('2026-03-16T06:00Z'), unix('2026-03-16T07:00Z')],
      temperature_2m: [1.4, 0.9, 0.7],
      apparent_temperature: [-2.1, -2.9, -3],
      relative_humidity_2m: [88, 93, 95],
      pressure_msl: [1_008.4, 1_008.1, 1_008],
      wind_speed_10m: [3.2, 4.1, 4.4],
      wind_gusts_10m: [7, 8.5, 9.1],
      wind_direction_10m: [250, 255, 260],
      cloud_cover: [100, 100, 98],
      precipitation: [0, 0.3, 0.6],
      snowfall: [0, 0.21, 0],
      weather_code: [3, 73, 61],
      visibility: [12_000, 800, 4_000],
      uv_index: [0, 0.1, 0.35],
      precipitation_probability: [10, 65, 80],
    },
  }

  it('asks for the days of the window in metres a second and Unix time', async () => {
    const provider = await meteo(() => ({ body: forecast }))
    await provider.forecast(warsaw, { from: instant('2026-03-16T05:30Z'), to: instant('2026-03-16T06:30Z') })
    const [request] = server.requests
    expect(request?.url.pathname).toBe('/v1/forecast')
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toMatchObject({
      latitude: '52.2297',
      longitude: '21.0122',
      wind_speed_unit: 'ms',
      timeformat: 'unixtime',
      timezone: 'GMT',
      start_date: '2026-03-16',
      end_date: '2026-03-16',
    })
    expect(request?.url.searchParams.get('hourly')).toContain('precipitation_probability')
    expect(request?.url.searchParams.has('apikey')).toBe(false)
  })

  it('gives each hour the sums, chances and gusts of the hour that follows its start', async () => {
    const provider = await meteo(() => ({ body: forecast }))
    const window = { from: instant('2026-03-16T05:30Z'), to: instant('2026-03-16T06:30Z') }
    const { hours, ...about } = await provider.forecast(warsaw, window)
    expect(about).toEqual({
      provider: 'open-meteo',
      coordinates: warsaw,
      kind: 'forecast',
      resolutionHours: 1,
      alerts: [],
    })
    expect(hours.map(({ at }) => at.toString())).toEqual(['2026-03-16T05:00:00Z', '2026-03-16T06:00:00Z'])
    expect(hours[0]).toEqual({
      at: instant('2026-03-16T05:00Z'),
      temperature: 1.4,
      feelsLike: -2.1,
      humidity: 88,
      pressure: 1_008.4,
      visibility: 12_000,
      uvIndex: 0,
      windSpeed: 3.2,
      windGust: 8.5,
      windDirection: 250,
      cloudCover: 100,
      precipitationProbability: 65,
      precipitationMm: 0.3,
      snow: true,
      fog: false,
      thunder: false,
      condition: 'cloudy',
    })
    expect(hours[1]).toMatchObject({ condition: 'snow', snow: true, fog: true, precipitationMm: 0.6 })
  })

  it('leaves out hours that the model does not reach', async () => {
    const hourly = { ...forecast.hourly, temperature_2m: [1.4, null, null] }
    const provider = await meteo(() => ({ body: { ...forecast, hourly } }))
    const window = { from: instant('2026-03-16T05:00Z'), to: instant('2026-03-16T07:00Z') }
    expect((await provider.forecast(warsaw, window)).hours).toHaveLength(1)
  })

  it.each([
    ['columns of different length', { hourly: { ...forecast.hourly, visibility: [1] } }],
    ['text for a number', { hourly: { ...forecast.hourly, temperature_2m: ['warm', 1, 2] } }],
    ['no hours', { reason: 'down', error: true }],
  ])('calls %s malformed', async (_, body) => {
    const provider = await meteo(() => ({ body }))
    const window = { from: instant('2026-03-16T05:00Z'), to: instant('2026-03-16T07:00Z') }
    await expect(provider.forecast(warsaw, window)).rejects.toMatchObject({ kind: 'malformed' })
  })

  it('gives the present hour as the current weather, with the key of a paid plan', async () => {
    const time = [unix('2026-03-15T18:00Z'), unix('2026-03-15T19:00Z'), unix('2026-03-15T20:00Z')]
    const provider = await meteo(
      () => ({ body: { ...forecast, hourly: { ...forecast.hourly, time } } }),
      'paid',
    )
    expect(await provider.current(warsaw)).toMatchObject({
      at: instant('2026-03-15T18:00Z'),
      temperature: 1.4,
    })
    expect(server.requests[0]?.url.searchParams.get('apikey')).toBe('paid')
  })

  it.each([
    ['2026-03-30T22:59Z', true],
    ['2026-03-30T23:00Z', false],
    ['2026-03-31T05:00Z', false],
  ])('reaches %s from 15 March: %s', async (to, covered) => {
    const provider = await meteo(() => ({ body: forecast }))
    const window = { from: instant('2026-03-30T05:00Z'), to: instant(to) }
    expect(reaches(provider, window, instant('2026-03-15T18:20:00Z'))).toBe(covered)
  })

  /** A whole archive: each UTC day asked for, warmer by the year, wet in odd years. */
  function archive({ url }: SeenRequest): Reply {
    const [from, to] = ['start_date', 'end_date'].map((name) =>
      Temporal.PlainDate.from(url.searchParams.get(name) ?? '').toZonedDateTime('UTC'),
    )
    if (!from || !to) return { status: 400, body: { error: true } }
    const rows = from.until(to.add({ days: 1 })).total('hours')
    const times = Array.from({ length: rows }, (_, row) => from.add({ hours: row }))
    const hourly = {
      time: times.map((time) => time.epochMilliseconds / 1000),
      temperature_2m: times.map((time) => time.year - 2_000),
      wind_direction_10m: times.map((time) => (time.year % 2 === 0 ? 350 : 10)),
      precipitation: times.map((time) => (time.year % 2 === 0 ? 0 : 2)),
      weather_code: times.map((time) => (time.year % 2 === 0 ? 3 : 61)),
    }
    return { body: { hourly } }
  }

  it('has the twenty-three hours of the day the clocks went forward', async () => {
    const provider = await meteo(archive)
    const hours = await provider.history?.(warsaw, Temporal.PlainDate.from('2025-03-30'), 'Europe/Warsaw')
    expect(hours).toHaveLength(23)
    expect(hours?.[0]?.at.toString()).toBe('2025-03-29T23:00:00Z')
    expect(server.requests[0]?.url.pathname).toBe('/archive-host/v1/archive')
    expect(server.requests[0]?.url.searchParams.get('hourly')).not.toContain('visibility')
  })

  it('says what a date beyond the horizon is usually like, from ten years', async () => {
    const provider = await meteo(archive)
    const window = { from: instant('2026-07-01T04:00Z'), to: instant('2026-07-01T06:00Z') }
    const usual = await provider.usual?.(warsaw, window)
    expect(usual?.kind).toBe('usual')
    expect(usual?.hours.map(({ at }) => at.toString())).toEqual([
      '2026-07-01T04:00:00Z',
      '2026-07-01T05:00:00Z',
    ])
    // 2016 to 2025: the mean of 16 to 25 degrees, 2 mm in five of ten years, wind from 350 and 10 degrees.
    expect(usual?.hours[0]).toMatchObject({
      temperature: 20.5,
      precipitationMm: 1,
      precipitationProbability: 50,
      windDirection: 0,
      visibility: null,
      snow: false,
    })
    expect(server.requests).toHaveLength(10)
  })
})
