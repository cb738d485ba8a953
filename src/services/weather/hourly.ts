import { z } from 'zod'
import { Coordinates } from '#kernel'
import { HourlyWeather, WeatherAlert } from './contract.ts'

/** Hours in a row, as one provider gave them. */
export const HourlyForecast = z.object({
  provider: z.string(),
  coordinates: Coordinates,
  kind: z.enum(['forecast', 'usual']).describe('`usual`: what that date is like there, from past years'),
  resolutionHours: z.number().int().positive().describe('Step of the source; hours between are filled in'),
  hours: z.array(HourlyWeather),
  alerts: z.array(WeatherAlert),
})
export type HourlyForecast = z.output<typeof HourlyForecast>

/** Below this an hour counts as fog (the meteorological definition), metres. */
export const FOG_VISIBILITY_METERS = 1_000

/** The start of the hour, in UTC, that an instant lies in. */
export function hourOf(instant: Temporal.Instant): Temporal.Instant {
  return instant.round({ smallestUnit: 'hour', roundingMode: 'floor' })
}

/** The hours that touch the window `[from, to)`. */
export function hoursWithin(
  hours: readonly HourlyWeather[],
  from: Temporal.Instant,
  to: Temporal.Instant,
): HourlyWeather[] {
  const first = hourOf(from).epochMilliseconds
  return hours.filter(
    ({ at }) => at.epochMilliseconds >= first && at.epochMilliseconds < to.epochMilliseconds,
  )
}
