import { z } from 'zod'
import { Coordinates, Instant } from '#kernel'

/** What an hour is like in one word, whatever code the provider uses. */
export const Condition = z.enum([
  'clear',
  'partly-cloudy',
  'cloudy',
  'fog',
  'drizzle',
  'rain',
  'heavy-rain',
  'freezing-rain',
  'sleet',
  'snow',
  'heavy-snow',
  'thunderstorm',
  'unknown',
])
export type Condition = z.output<typeof Condition>

const measured = (meaning: string) => z.number().nullable().describe(meaning)

/** One hour at a place. Null where the provider does not say. */
export const HourlyWeather = z.object({
  at: Instant.describe('Start of the hour; sums, chances and gusts are of the hour that follows'),
  temperature: z.number().describe('Degrees Celsius, two metres above ground'),
  feelsLike: measured('Degrees Celsius'),
  humidity: measured('Relative, percent'),
  pressure: measured('At sea level, hPa'),
  visibility: measured('Metres'),
  uvIndex: measured('UV index'),
  windSpeed: z.number().describe('Metres a second, ten metres above ground'),
  windGust: measured('Metres a second'),
  windDirection: measured('Where the wind comes from, degrees clockwise from north'),
  cloudCover: measured('Percent of the sky'),
  precipitationProbability: measured('Percent'),
  precipitationMm: z.number().describe('Rain, and snow as water, millimetres'),
  snow: z.boolean(),
  fog: z.boolean(),
  thunder: z.boolean(),
  condition: Condition,
})
export type HourlyWeather = z.output<typeof HourlyWeather>

export const WeatherAlert = z.object({
  source: z.string().describe('The office that issued it'),
  event: z.string(),
  from: Instant,
  to: Instant,
  description: z.string(),
})
export type WeatherAlert = z.output<typeof WeatherAlert>

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
