import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../index.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.reset()
  sandbox.clock.set(Temporal.Instant.from('2026-11-20T12:00:00Z'))
})

interface MeteoAnswer {
  error?: boolean
  reason?: string
  utc_offset_seconds: number
  hourly_units: Record<string, string>
  hourly: Record<string, (number | string)[]>
  daily: Record<string, (number | string)[]>
}

const meteo = async (query: string, path = 'forecast') => {
  const response = await fetch(
    `${sandbox.env.OPEN_METEO_URL}/v1/${path}?latitude=52.2&longitude=21.04&${query}`,
  )
  return { status: response.status, answer: (await response.json()) as MeteoAnswer }
}

describe('Open-Meteo', () => {
  test('gives the hours of the asked days by name, in the asked zone and units', async () => {
    sandbox.standIns.weather.set({ date: '2026-11-21', kind: 'rain' })
    const query =
      'hourly=temperature_2m,precipitation,wind_speed_10m&daily=sunrise,precipitation_sum&timezone=Europe/Warsaw&wind_speed_unit=ms'
    const { answer } = await meteo(`${query}&start_date=2026-11-21&end_date=2026-11-22`)
    expect(answer.hourly.time).toHaveLength(48)
    expect(answer.hourly.time?.[0]).toBe('2026-11-21T00:00')
    expect(answer.hourly_units).toMatchObject({ temperature_2m: '°C', wind_speed_10m: 'm/s' })
    expect(Math.min(...(answer.hourly.precipitation?.slice(0, 24) as number[]))).toBeGreaterThan(0.5)
    expect(answer.daily.sunrise?.[0]).toMatch(/^2026-11-21T07:\d{2}$/)
    expect(answer.utc_offset_seconds).toBe(3600)
  })

  test('the day the clocks go back has 25 hours', async () => {
    sandbox.clock.set(Temporal.Instant.from('2026-10-20T12:00:00Z'))
    const { answer } = await meteo(
      'hourly=temperature_2m&timezone=Europe/Warsaw&start_date=2026-10-25&end_date=2026-10-25',
    )
    expect(answer.hourly.time).toHaveLength(25)
  })

  test('400 with a reason beyond sixteen days, for an unknown variable and for a missing place', async () => {
    const beyond = await meteo('hourly=temperature_2m&start_date=2026-12-20&end_date=2026-12-20')
    expect(beyond).toMatchObject({
      status: 400,
      answer: { error: true, reason: expect.stringContaining('out of allowed range') },
    })
    expect((await meteo('hourly=temperature_2m&forecast_days=17')).status).toBe(400)
    expect((await meteo('hourly=luck')).status).toBe(400)
    expect((await fetch(`${sandbox.env.OPEN_METEO_URL}/v1/forecast?hourly=temperature_2m`)).status).toBe(400)
  })

  test('history is there, and the same again', async () => {
    const query = 'daily=temperature_2m_max,temperature_2m_min&start_date=2025-11-30&end_date=2025-12-02'
    const first = await meteo(query, 'archive')
    expect(first.answer.daily.time).toEqual(['2025-11-30', '2025-12-01', '2025-12-02'])
    expect((await meteo(query, 'archive')).answer).toEqual(first.answer)
  })
})

describe('OpenWeatherMap', () => {
  const get = async (path: string, key = sandbox.env.OPENWEATHERMAP_API_KEY ?? '') => {
    const url = `${sandbox.env.OPENWEATHERMAP_URL}${path}${path.includes('?') ? '&' : '?'}lat=52.2&lon=21.04&appid=${key}`
    const response = await fetch(url)
    return { status: response.status, answer: (await response.json()) as unknown }
  }

  test('401 for a bad key', async () => {
    expect((await get('/data/2.5/weather', 'bad')).status).toBe(401)
  })

  test('current weather comes in kelvin unless asked otherwise, in Polish when asked', async () => {
    sandbox.standIns.weather.set({ date: '2026-11-20', kind: 'fog' })
    const { answer: kelvin } = await get('/data/2.5/weather')
    const { answer: metric } = await get('/data/2.5/weather?units=metric&lang=pl')
    expect((kelvin as { main: { temp: number } }).main.temp).toBeGreaterThan(200)
    expect(metric).toMatchObject({
      weather: [{ id: 741, description: 'mgła' }],
      visibility: 180,
      timezone: 3600,
    })
  })

  test('the forecast has forty steps of three hours', async () => {
    const { answer } = await get('/data/2.5/forecast?units=metric')
    const { list } = answer as { list: { dt: number }[] }
    expect(list).toHaveLength(40)
    expect((list[1]?.dt ?? 0) - (list[0]?.dt ?? 0)).toBe(10_800)
  })

  test('One Call leaves out what is excluded, warns of a storm and knows the past', async () => {
    sandbox.standIns.weather.set({
      date: '2026-11-20',
      kind: 'storm',
      near: { latitude: 52.2, longitude: 21 },
    })
    const { answer } = await get('/data/3.0/onecall?units=metric&exclude=minutely,daily')
    expect(answer).toMatchObject({ alerts: [{ event: 'Burze' }], current: { weather: [{ id: 211 }] } })
    expect((answer as { hourly: object[] }).hourly).toHaveLength(48)
    expect(answer).not.toHaveProperty('daily')
    const { answer: past } = await get('/data/3.0/onecall/timemachine?dt=1700000000')
    expect(past).toMatchObject({ data: [{ dt: 1_700_000_000 }] })
    expect((await get('/data/3.0/onecall/timemachine?dt=9999999999')).status).toBe(400)
  })
})
