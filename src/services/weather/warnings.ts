import type { Condition, HourlyWeather, WeatherSummary } from './contract.ts'

/** Thresholds of PRODUCT 1.5. */
export const THRESHOLDS = {
  coldBelow: 0,
  hotAbove: 30,
  /** Over all shooting hours together. */
  heavyRainOverMm: 5,
  windOver: 10,
  gustsOver: 15,
  warmersBelow: 5,
  parasolsAbove: 25,
  windProtectionOver: 8,
  /** Drives in such cold start with scraping ice. */
  severeColdBelow: -5,
  /** Less in an hour is a trace. */
  wetHourMm: 0.1,
  wetHourPercent: 50,
} as const

export type WarningCode =
  | 'cold'
  | 'heat'
  | 'rain'
  | 'heavy-rain'
  | 'snow'
  | 'wind'
  | 'gusts'
  | 'thunderstorm'
  | 'fog'

/** `value` is the extreme that raised it (degrees, millimetres, m/s); `at` the hour it is first seen. */
export interface Warning {
  code: WarningCode
  value?: number
  at: Temporal.Instant
}

/** What an hour is called after when several things can be said of it: what hinders the work most comes first. */
const GRAVITY: readonly Condition[] = [
  'thunderstorm',
  'heavy-snow',
  'heavy-rain',
  'freezing-rain',
  'snow',
  'sleet',
  'rain',
  'fog',
  'drizzle',
  'cloudy',
  'partly-cloudy',
  'clear',
]

/** Undefined when there are no hours. */
export function summarise(hours: readonly HourlyWeather[]): WeatherSummary | undefined {
  if (hours.length === 0) return undefined
  const all = (of: (hour: HourlyWeather) => number | null) => hours.flatMap((hour) => of(hour) ?? [])
  const temperatures = all((hour) => hour.temperature)
  return {
    temperatureMin: Math.min(...temperatures),
    temperatureMax: Math.max(...temperatures),
    feelsLikeMin: least(all((hour) => hour.feelsLike)),
    windMax: Math.max(...all((hour) => hour.windSpeed)),
    gustMax: most(all((hour) => hour.windGust)),
    precipitationMm: tenth(all((hour) => hour.precipitationMm).reduce((sum, mm) => sum + mm, 0)),
    precipitationProbability: most(all((hour) => hour.precipitationProbability)),
    humidityMean: mean(all((hour) => hour.humidity)),
    visibilityMin: least(all((hour) => hour.visibility)),
    uvIndexMax: most(all((hour) => hour.uvIndex)),
    cloudCoverMean: mean(all((hour) => hour.cloudCover)),
    condition: GRAVITY.find((one) => hours.some(({ condition }) => condition === one)) ?? 'unknown',
  }
}

/** Warnings over the hours given, each once, in the order of PRODUCT 1.5. Heavy rain replaces rain. */
export function warningsOf(hours: readonly HourlyWeather[]): Warning[] {
  const rainMm = tenth(hours.filter(isRainy).reduce((sum, hour) => sum + hour.precipitationMm, 0))
  const rain: WarningCode = rainMm > THRESHOLDS.heavyRainOverMm ? 'heavy-rain' : 'rain'
  return [
    extreme(
      hours,
      'cold',
      (hour) => hour.temperature,
      (value) => value < THRESHOLDS.coldBelow,
      Math.min,
    ),
    extreme(
      hours,
      'heat',
      (hour) => hour.temperature,
      (value) => value > THRESHOLDS.hotAbove,
      Math.max,
    ),
    first(hours, rain, isRainy, rainMm),
    first(hours, 'snow', isSnowy),
    extreme(
      hours,
      'wind',
      (hour) => hour.windSpeed,
      (value) => value > THRESHOLDS.windOver,
      Math.max,
    ),
    extreme(
      hours,
      'gusts',
      (hour) => hour.windGust,
      (value) => value > THRESHOLDS.gustsOver,
      Math.max,
    ),
    first(hours, 'thunderstorm', (hour) => hour.thunder),
    first(hours, 'fog', (hour) => hour.fog),
  ].flatMap((warning) => warning ?? [])
}

const RAINY: ReadonlySet<string> = new Set(['drizzle', 'rain', 'heavy-rain', 'freezing-rain', 'thunderstorm'])

/** Measurable water that is not snow, or rain named and at least as likely as not. */
export function isRainy(hour: HourlyWeather): boolean {
  if (isSnowy(hour) && hour.condition !== 'sleet') return false
  if (hour.precipitationMm >= THRESHOLDS.wetHourMm) return true
  return RAINY.has(hour.condition) && (hour.precipitationProbability ?? 0) >= THRESHOLDS.wetHourPercent
}

export function isSnowy(hour: HourlyWeather): boolean {
  return hour.snow
}

function first(
  hours: readonly HourlyWeather[],
  code: WarningCode,
  test: (hour: HourlyWeather) => boolean,
  value?: number,
): Warning | undefined {
  const hour = hours.find(test)
  return hour && { code, at: hour.at, ...(value === undefined ? {} : { value }) }
}

function extreme(
  hours: readonly HourlyWeather[],
  code: WarningCode,
  of: (hour: HourlyWeather) => number | null,
  test: (value: number) => boolean,
  pick: (...values: number[]) => number,
): Warning | undefined {
  const over = hours.filter((hour) => test(of(hour) ?? Number.NaN))
  const value = pick(...over.flatMap((hour) => of(hour) ?? []))
  return over[0] && { code, value, at: over[0].at }
}

function least(values: readonly number[]): number | null {
  return values.length > 0 ? Math.min(...values) : null
}

function most(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? Math.round(values.reduce((sum, value) => sum + value, 0) / values.length) : null
}

/** Rounded to a tenth, which is as fine as forecasts are. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
