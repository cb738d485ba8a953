import type { Coordinates } from '#kernel'
import type { HourlyWeather } from '../contract.ts'
import type { HourlyForecast } from '../hourly.ts'

/** Instants, `to` excluded. */
export interface Window {
  from: Temporal.Instant
  to: Temporal.Instant
}

/** All methods throw `OutboundError` when the provider cannot be had or answers nonsense. */
export interface WeatherProvider {
  readonly name: string
  /** How many UTC days the forecast covers, today being the first; see `reaches`. */
  readonly horizonDays: number
  /** Every hour that touches the window and that the provider knows; alerts that touch it, where it has any. */
  forecast(place: Coordinates, window: Window): Promise<HourlyForecast>
  /** The weather now. */
  current(place: Coordinates): Promise<HourlyWeather>
  /** The hours of a past date, in the zone of the place. Absent: the provider keeps no history. */
  history?(place: Coordinates, date: Temporal.PlainDate, zone: string): Promise<HourlyWeather[]>
  /** What the window is usually like there, from the same days of past years; for dates beyond the horizon. */
  usual?(place: Coordinates, window: Window): Promise<HourlyForecast>
}

/**
 * Does the provider's forecast cover the window? Open-Meteo refuses dates beyond its last day, and is asked for one
 * hour more than the window (its sums look back); so that hour must be covered too.
 */
export function reaches(provider: WeatherProvider, { to }: Window, now: Temporal.Instant): boolean {
  const end = now.toZonedDateTimeISO('UTC').startOfDay().add({ days: provider.horizonDays }).toInstant()
  return Temporal.Instant.compare(to.add({ hours: 1 }), end) < 0
}
