import type { Coordinates } from '#kernel'
import type { HourlyForecast, HourlyWeather } from '../hourly.ts'

/** Instants, `to` excluded. */
export interface Window {
  from: Temporal.Instant
  to: Temporal.Instant
}

/** All methods throw `OutboundError` when the provider cannot be had or answers nonsense. */
export interface WeatherProvider {
  readonly name: string
  /** How many days ahead the forecast reaches. */
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
