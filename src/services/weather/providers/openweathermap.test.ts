import { afterEach, describe, expect, it } from 'vitest'
import {
  type ReplayServer,
  type Reply,
  replayServer,
  singleAttemptClient,
} from '../../../../test/support/outbound.ts'
import { openWeatherMap } from './openweathermap.ts'
import { instant, unix, warsaw } from './providers.fixture.ts'

let server: ReplayServer
afterEach(() => server?.close())

describe('openWeatherMap', () => {
  const now = instant('2026-03-16T04:10:00Z')
  const step = (at: string, changes: object = {}) => ({
    dt: unix(at),
    main: {
      temp: 8.7,
      feels_like: 7.06,
      temp_min: 8.7,
      temp_max: 11.78,
      pressure: 1_013,
      sea_level: 1_013,
      grnd_level: 1_005,
      humidity: 84,
      temp_kf: -3.08,
    },
    weather: [{ id: 801, main: 'Clouds', description: 'few clouds', icon: '02d' }],
    clouds: { all: 19 },
    wind: { speed: 2.83, deg: 58, gust: 4.64 },
    visibility: 10_000,
    pop: 0,
    sys: { pod: 'd' },
    dt_txt: at.replace('T', ' ').replace('Z', ':00'),
    ...changes,
  })
  const rainy = step('2026-03-16T09:00Z', {
    main: { temp: 13.3, feels_like: 12.44, pressure: 1_014, humidity: 67 },
    weather: [{ id: 500, main: 'Rain', description: 'light rain', icon: '10d' }],
    pop: 0.2,
    rain: { '3h': 0.66 },
  })
  const fiveDays = { cod: '200', message: 0, cnt: 2, list: [step('2026-03-16T06:00Z'), rainy] }
  const oneCall = {
    lat: 52.23,
    lon: 21.01,
    timezone: 'Europe/Warsaw',
    timezone_offset: 3_600,
    hourly: [
      {
        dt: unix('2026-03-16T05:00Z'),
        temp: 2.5,
        feels_like: -1,
        pressure: 1_010,
        humidity: 90,
        dew_point: 1,
        uvi: 0.2,
        clouds: 75,
        visibility: 10_000,
        wind_speed: 4.2,
        wind_deg: 250,
        wind_gust: 9.6,
        weather: [{ id: 616, main: 'Snow', description: 'rain and snow', icon: '13d' }],
        pop: 0.83,
        rain: { '1h': 0.3 },
        snow: { '1h': 0.21 },
      },
    ],
    alerts: [
      {
        sender_name: 'IMGW-PIB',
        event: 'Yellow Wind Warning',
        start: unix('2026-03-16T00:00Z'),
        end: unix('2026-03-16T12:00Z'),
        description: 'Gusts to 75 km/h.',
        tags: ['Wind'],
      },
      {
        sender_name: 'IMGW-PIB',
        event: 'Yellow Frost Warning',
        start: unix('2026-03-17T00:00Z'),
        end: unix('2026-03-17T12:00Z'),
        description: 'To -10.',
        tags: [],
      },
    ],
  }
  const morning = { from: instant('2026-03-16T05:00Z'), to: instant('2026-03-16T09:00Z') }

  async function weatherMap(answers: Record<string, Reply>) {
    server = await replayServer(({ url }) => answers[url.pathname] ?? { status: 404, body: {} })
    return openWeatherMap(singleAttemptClient('openweathermap'), {
      apiKey: 'secret',
      baseUrl: server.baseUrl,
      now: () => now,
    })
  }

  it('reads hours and the alerts that touch the window from One Call', async () => {
    const provider = await weatherMap({ '/data/3.0/onecall': { body: oneCall } })
    const forecast = await provider.forecast(warsaw, morning)
    expect(forecast.resolutionHours).toBe(1)
    expect(forecast.hours).toEqual([
      {
        at: instant('2026-03-16T05:00Z'),
        temperature: 2.5,
        feelsLike: -1,
        humidity: 90,
        pressure: 1_010,
        visibility: 10_000,
        uvIndex: 0.2,
        windSpeed: 4.2,
        windGust: 9.6,
        windDirection: 250,
        cloudCover: 75,
        precipitationProbability: 83,
        precipitationMm: 0.51,
        snow: true,
        fog: false,
        thunder: false,
        condition: 'sleet',
      },
    ])
    expect(forecast.alerts).toEqual([
      {
        source: 'IMGW-PIB',
        event: 'Yellow Wind Warning',
        from: instant('2026-03-16T00:00Z'),
        to: instant('2026-03-16T12:00Z'),
        description: 'Gusts to 75 km/h.',
      },
    ])
    expect(Object.fromEntries(server.requests[0]?.url.searchParams ?? [])).toEqual({
      lat: '52.2297',
      lon: '21.0122',
      units: 'metric',
      appid: 'secret',
      exclude: 'current,minutely,daily',
    })
  })

  it('takes the 5-day forecast without the One Call subscription, and does not ask for it again', async () => {
    const refused = {
      status: 401,
      body: { cod: 401, message: 'Please note that using One Call 3.0 requires a separate subscription' },
    }
    const provider = await weatherMap({
      '/data/3.0/onecall': refused,
      '/data/2.5/forecast': { body: fiveDays },
    })
    await provider.forecast(warsaw, morning)
    await provider.forecast(warsaw, morning)
    expect(server.requests.map(({ url }) => url.pathname)).toEqual([
      '/data/3.0/onecall',
      '/data/2.5/forecast',
      '/data/2.5/forecast',
    ])
  })

  it('spreads the rain of three hours over them and takes the rest from the nearest step', async () => {
    const provider = await weatherMap({
      '/data/3.0/onecall': { status: 401, body: {} },
      '/data/2.5/forecast': { body: fiveDays },
    })
    const { hours, resolutionHours } = await provider.forecast(warsaw, morning)
    expect(resolutionHours).toBe(3)
    expect(
      hours.map((hour) => [hour.at.toString(), hour.temperature, hour.precipitationMm, hour.condition]),
    ).toEqual([
      ['2026-03-16T05:00:00Z', 8.7, 0, 'partly-cloudy'],
      ['2026-03-16T06:00:00Z', 8.7, 0.22, 'rain'],
      ['2026-03-16T07:00:00Z', 8.7, 0.22, 'rain'],
      ['2026-03-16T08:00:00Z', 13.3, 0.22, 'rain'],
    ])
    expect(hours[1]).toMatchObject({ precipitationProbability: 20, windGust: 4.64, uvIndex: null })
  })

  it('goes straight to the 5-day forecast beyond 48 hours', async () => {
    const provider = await weatherMap({ '/data/2.5/forecast': { body: fiveDays } })
    await provider.forecast(warsaw, { from: instant('2026-03-19T05:00Z'), to: instant('2026-03-19T09:00Z') })
    expect(server.requests.map(({ url }) => url.pathname)).toEqual(['/data/2.5/forecast'])
  })

  it('reads the current weather', async () => {
    const body = step('2026-03-16T04:08Z', {
      base: 'stations',
      visibility: 400,
      weather: [{ id: 741, main: 'Fog', description: 'fog', icon: '50n' }],
      rain: { '1h': 0.12 },
      name: 'Warsaw',
      cod: 200,
    })
    const provider = await weatherMap({ '/data/2.5/weather': { body } })
    expect(await provider.current(warsaw)).toMatchObject({
      at: instant('2026-03-16T04:00Z'),
      temperature: 8.7,
      precipitationMm: 0.12,
      visibility: 400,
      fog: true,
      condition: 'fog',
    })
  })

  it('calls an empty forecast malformed', async () => {
    const provider = await weatherMap({
      '/data/3.0/onecall': { status: 401, body: {} },
      '/data/2.5/forecast': { body: { cod: '200', list: [] } },
    })
    await expect(provider.forecast(warsaw, morning)).rejects.toMatchObject({ kind: 'malformed' })
  })

  it('passes a bad key on', async () => {
    const provider = await weatherMap({
      '/data/2.5/weather': { status: 401, body: { cod: 401, message: 'Invalid API key' } },
    })
    await expect(provider.current(warsaw)).rejects.toMatchObject({ kind: 'http', status: 401 })
  })
})
