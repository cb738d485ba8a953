import { z } from 'zod'
import { type Coordinates, endpoint, type OutboundClient, OutboundError } from '#kernel'
import type { HourlyWeather } from '../contract.ts'
import { type HourlyForecast, hoursWithin } from '../hourly.ts'
import { usualHours } from '../usual.ts'
import { flags, fromWmoCode } from './conditions.ts'
import type { WeatherProvider, Window } from './types.ts'

export const OPEN_METEO_URL = 'https://api.open-meteo.com'
export const OPEN_METEO_ARCHIVE_URL = 'https://archive-api.open-meteo.com'

const NAME = 'open-meteo'
const HORIZON_DAYS = 16
/** Years that make up what is usual. The archive reaches back to 1940; the climate of 1940 is no guide. */
const USUAL_YEARS = 10
/** The archive runs some five days behind. */
const ARCHIVE_LAG_DAYS = 5

/** What both the forecast and the archive know. */
const COMMON = [
  'temperature_2m',
  'apparent_temperature',
  'relative_humidity_2m',
  'pressure_msl',
  'wind_speed_10m',
  'wind_gusts_10m',
  'wind_direction_10m',
  'cloud_cover',
  'precipitation',
  'snowfall',
  'weather_code',
] as const
const FORECAST_ONLY = ['visibility', 'uv_index', 'precipitation_probability'] as const
type Variable = (typeof COMMON)[number] | (typeof FORECAST_ONLY)[number]

const Column = z
  .array(z.number().nullable())
  .max(24 * 32)
  .optional()
const columns = Object.fromEntries([...COMMON, ...FORECAST_ONLY].map((name) => [name, Column])) as Record<
  Variable,
  typeof Column
>
/** Columns of equal length; `time` in Unix seconds. */
const Hourly = z
  .object({ hourly: z.object({ time: z.array(z.int()).max(24 * 32), ...columns }) })
  .refine(
    ({ hourly }) => Object.values(hourly).every((column) => !column || column.length === hourly.time.length),
    {
      error: 'Columns differ in length',
    },
  )
type Hourly = z.output<typeof Hourly>['hourly']

export interface OpenMeteoOptions {
  baseUrl?: string
  archiveUrl?: string
  /** For the paid service; the free one takes no key. */
  apiKey?: string
  now: () => Temporal.Instant
}

/** Open-Meteo: forecast of 16 days by the hour, and the archive for history and for what is usual on a date. */
export function openMeteo(client: OutboundClient, options: OpenMeteoOptions): WeatherProvider {
  const forecastUrl = () => endpoint(options.baseUrl ?? OPEN_METEO_URL, 'v1/forecast')
  const archiveUrl = () => endpoint(options.archiveUrl ?? OPEN_METEO_ARCHIVE_URL, 'v1/archive')

  async function hours(url: URL, place: Coordinates, variables: readonly Variable[], { from, to }: Window) {
    const query = {
      latitude: String(place.latitude),
      longitude: String(place.longitude),
      hourly: variables.join(','),
      wind_speed_unit: 'ms',
      timeformat: 'unixtime',
      timezone: 'GMT',
      start_date: utcDate(from),
      // One hour more, for the sums that look back from there.
      end_date: utcDate(to.add({ hours: 1 })),
      ...(options.apiKey ? { apikey: options.apiKey } : {}),
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return hoursWithin(toHours((await client.json(Hourly, url)).hourly), from, to)
  }

  const forecastHours = (place: Coordinates, window: Window) =>
    hours(forecastUrl(), place, [...COMMON, ...FORECAST_ONLY], window)
  const archived = (place: Coordinates, window: Window) => hours(archiveUrl(), place, COMMON, window)

  return {
    name: NAME,
    horizonDays: HORIZON_DAYS,
    async forecast(place, window) {
      return forecastOf(place, 'forecast', await forecastHours(place, window))
    },
    async current(place) {
      const from = options.now()
      const [hour] = await forecastHours(place, { from, to: from.add({ seconds: 1 }) })
      if (!hour) throw new OutboundError(client.provider, 'malformed', 'The forecast lacks the present hour')
      return hour
    },
    async history(place, date, zone) {
      const from = date.toZonedDateTime(zone).toInstant()
      const to = date.add({ days: 1 }).toZonedDateTime(zone).toInstant()
      return archived(place, { from, to })
    },
    async usual(place, window) {
      const latest = options.now().subtract({ hours: 24 * ARCHIVE_LAG_DAYS })
      const years = pastWindows(window, latest).slice(0, USUAL_YEARS)
      const found = await Promise.all(years.map((past) => archived(place, past)))
      const starts = years.map(({ from }) => from)
      return forecastOf(place, 'usual', usualHours(found, starts, window.from))
    },
  }
}

/** The same days of past years, latest first, wholly covered by an archive that ends at `latest`. */
function pastWindows({ from, to }: Window, latest: Temporal.Instant): Window[] {
  const start = from.toZonedDateTimeISO('UTC')
  const length = from.until(to)
  return Array.from({ length: USUAL_YEARS + 2 }, (_, index) => start.subtract({ years: index }).toInstant())
    .map((past) => ({ from: past, to: past.add(length) }))
    .filter((past) => Temporal.Instant.compare(past.to, latest) < 0)
}

function forecastOf(
  coordinates: Coordinates,
  kind: HourlyForecast['kind'],
  hours: HourlyWeather[],
): HourlyForecast {
  return { provider: NAME, coordinates, kind, resolutionHours: 1, hours, alerts: [] }
}

/**
 * Open-Meteo's sums, chances and gusts look back over the hour that ends at `time`, ours look ahead: they are read
 * one row later. The last row only serves the one before it. Rows without a temperature lie beyond the model.
 */
function toHours(rows: Hourly): HourlyWeather[] {
  return rows.time.slice(0, -1).flatMap((time, row): HourlyWeather[] => {
    const here = (name: Variable) => rows[name]?.[row] ?? null
    const after = (name: Variable) => rows[name]?.[row + 1] ?? null
    const temperature = here('temperature_2m')
    if (temperature === null) return []
    const visibility = here('visibility')
    return [
      {
        at: Temporal.Instant.fromEpochMilliseconds(time * 1000),
        temperature,
        feelsLike: here('apparent_temperature'),
        humidity: here('relative_humidity_2m'),
        pressure: here('pressure_msl'),
        visibility,
        uvIndex: here('uv_index'),
        windSpeed: here('wind_speed_10m') ?? 0,
        windGust: after('wind_gusts_10m'),
        windDirection: here('wind_direction_10m'),
        cloudCover: here('cloud_cover'),
        precipitationProbability: after('precipitation_probability'),
        precipitationMm: after('precipitation') ?? 0,
        ...flags(fromWmoCode(here('weather_code')), visibility, after('snowfall') ?? 0),
      },
    ]
  })
}

function utcDate(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO('UTC').toPlainDate().toString()
}
