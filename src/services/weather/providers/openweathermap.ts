import type { z } from 'zod'
import { type Coordinates, endpoint, type OutboundClient, OutboundError, type OutboundPolicy } from '#kernel'
import type { HourlyWeather, WeatherAlert } from '../contract.ts'
import { type HourlyForecast, hourOf, hoursWithin } from '../hourly.ts'
import { flags, fromOpenWeatherMapId } from './conditions.ts'
import { Current, Forecast, OneCall, type OneCallHour, type Point } from './openweathermap-answers.ts'
import type { WeatherProvider, Window } from './types.ts'

export const OPENWEATHERMAP_URL = 'https://api.openweathermap.org'
/** The free plan: 60 calls a minute. */
export const OPENWEATHERMAP_POLICY: OutboundPolicy = { rate: { points: 60, perSeconds: 60 } }
/** Its days end at midnight UTC (openweathermap.org/faq, One Call by call). */
export const OPENWEATHERMAP_ZONE = 'UTC'

const NAME = 'openweathermap'
const HORIZON_DAYS = 5
const ONE_CALL_HOURS = 48
const STEP_HOURS = 3

export interface OpenWeatherMapOptions {
  apiKey: string
  baseUrl?: string
  now: () => Temporal.Instant
}

/**
 * OpenWeatherMap. Within 48 hours One Call 3.0 gives hours, the UV index and alerts; it is a subscription of its
 * own, and a key without it gets status 401 there: from then on, and beyond the 48 hours, it is the 5-day forecast
 * in steps of three hours. Its history is another paid product and not used.
 */
export function openWeatherMap(client: OutboundClient, options: OpenWeatherMapOptions): WeatherProvider {
  let oneCallSubscribed = true

  function address(path: string, { latitude, longitude }: Coordinates): URL {
    const url = endpoint(options.baseUrl ?? OPENWEATHERMAP_URL, path)
    url.searchParams.set('lat', String(latitude))
    url.searchParams.set('lon', String(longitude))
    url.searchParams.set('units', 'metric')
    url.searchParams.set('appid', options.apiKey)
    return url
  }

  async function oneCall(place: Coordinates): Promise<z.output<typeof OneCall> | undefined> {
    if (!oneCallSubscribed) return undefined
    const url = address('data/3.0/onecall', place)
    url.searchParams.set('exclude', 'current,minutely,daily')
    try {
      return await client.json(OneCall, url)
    } catch (error) {
      if (!(error instanceof OutboundError) || error.status !== 401) throw error
      oneCallSubscribed = false
      return undefined
    }
  }

  return {
    name: NAME,
    horizonDays: HORIZON_DAYS,
    async forecast(place, window) {
      const near = hourOf(options.now()).add({ hours: ONE_CALL_HOURS })
      const answer = Temporal.Instant.compare(window.to, near) <= 0 ? await oneCall(place) : undefined
      if (answer) {
        const hours = hoursWithin(answer.hourly.map(oneCallHour), window.from, window.to)
        return forecastOf(place, 1, hours, alertsOf(answer, window))
      }
      const { list } = await client.json(Forecast, address('data/2.5/forecast', place))
      return forecastOf(place, STEP_HOURS, hoursWithin(everyHour(list), window.from, window.to), [])
    },
    async current(place) {
      const point = await client.json(Current, address('data/2.5/weather', place))
      return toHour(hourOf(options.now()), point, 'last hour')
    },
  }
}

function forecastOf(
  coordinates: Coordinates,
  resolutionHours: number,
  hours: HourlyWeather[],
  alerts: WeatherAlert[],
): HourlyForecast {
  return { provider: NAME, coordinates, kind: 'forecast', resolutionHours, hours, alerts }
}

/**
 * The hours between the steps. What falls from the sky belongs to the three hours that end at a step and is spread
 * over them; everything else is that of the step nearest in time, so nothing is invented between two values.
 */
function everyHour(steps: readonly Point[]): HourlyWeather[] {
  return steps.flatMap((step, index) =>
    Array.from({ length: STEP_HOURS }, (_, hour) => {
      const at = instant(step.dt).subtract({ hours: STEP_HOURS - hour })
      const nearest = hour < STEP_HOURS / 2 ? (steps[index - 1] ?? step) : step
      const { precipitationMm, precipitationProbability, snow, fog, thunder, condition } = toHour(
        at,
        step,
        'three hours',
      )
      const falling = { precipitationMm, precipitationProbability, snow, fog, thunder, condition }
      return { ...toHour(at, nearest, 'three hours'), ...falling }
    }),
  )
}

function toHour(at: Temporal.Instant, point: Point, sums: 'last hour' | 'three hours'): HourlyWeather {
  const rain = sums === 'last hour' ? point.rain?.['1h'] : (point.rain?.['3h'] ?? 0) / STEP_HOURS
  const snow = sums === 'last hour' ? point.snow?.['1h'] : (point.snow?.['3h'] ?? 0) / STEP_HOURS
  const visibility = point.visibility ?? null
  return {
    at,
    temperature: point.main.temp,
    feelsLike: point.main.feels_like ?? null,
    humidity: point.main.humidity ?? null,
    pressure: point.main.pressure ?? null,
    visibility,
    uvIndex: null,
    windSpeed: point.wind?.speed ?? 0,
    windGust: point.wind?.gust ?? null,
    windDirection: point.wind?.deg ?? null,
    cloudCover: point.clouds?.all ?? null,
    precipitationProbability: percent(point.pop),
    precipitationMm: hundredths((rain ?? 0) + (snow ?? 0)),
    ...flags(fromOpenWeatherMapId(point.weather[0]?.id ?? 0), visibility, snow ?? 0),
  }
}

function oneCallHour(hour: OneCallHour): HourlyWeather {
  const visibility = hour.visibility ?? null
  const snow = hour.snow?.['1h'] ?? 0
  return {
    at: instant(hour.dt),
    temperature: hour.temp,
    feelsLike: hour.feels_like ?? null,
    humidity: hour.humidity ?? null,
    pressure: hour.pressure ?? null,
    visibility,
    uvIndex: hour.uvi ?? null,
    windSpeed: hour.wind_speed ?? 0,
    windGust: hour.wind_gust ?? null,
    windDirection: hour.wind_deg ?? null,
    cloudCover: hour.clouds ?? null,
    precipitationProbability: percent(hour.pop),
    precipitationMm: hundredths((hour.rain?.['1h'] ?? 0) + snow),
    ...flags(fromOpenWeatherMapId(hour.weather[0]?.id ?? 0), visibility, snow),
  }
}

function alertsOf({ alerts }: z.output<typeof OneCall>, window: Window): WeatherAlert[] {
  return alerts
    .map((alert) => ({
      source: alert.sender_name,
      event: alert.event,
      from: instant(alert.start),
      to: instant(alert.end),
      description: alert.description,
    }))
    .filter(
      ({ from, to }) =>
        Temporal.Instant.compare(from, window.to) < 0 && Temporal.Instant.compare(to, window.from) > 0,
    )
}

function instant(unixSeconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(unixSeconds * 1000)
}

function percent(share: number | undefined): number | null {
  return share === undefined ? null : Math.round(share * 100)
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
