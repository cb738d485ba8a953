import { agedCopy, type Coordinates, firstAnswer, type ProviderFailure } from '#kernel'
import type { Ctx } from './context.ts'
import type { HourlyForecast } from './hourly.ts'
import { reaches, type WeatherProvider, type Window } from './providers/types.ts'

const HOUR_SECONDS = 3_600
const DAY_SECONDS = 24 * HOUR_SECONDS
/** When it is time to look again, what others of the crew have fetched just now will do. */
const FRESH_SECONDS = 600
/** A place of the weather is some two kilometres wide: two decimals of a degree. */
const PLACE_DECIMALS = 2

/** Hours and since when they are known. */
export interface Seen {
  readonly forecast: HourlyForecast
  readonly fetchedAt: Temporal.Instant
}

export type Asked =
  | { readonly seen: Seen; readonly failures: readonly ProviderFailure[] }
  | { readonly seen: undefined }

/**
 * The weather of a window: a forecast where a provider reaches that far, else what is usual there. Undefined when all
 * who could know have failed.
 *
 * @param fresh ask again what is older than ten minutes instead of an hour
 */
export async function askStations(
  ctx: Ctx,
  stations: readonly WeatherProvider[],
  coordinates: Coordinates,
  window: Window,
  fresh: boolean,
): Promise<Asked> {
  const place = rounded(coordinates)
  const near = stations.filter((station) => reaches(station, window, ctx.clock.now()))
  const kind = near.length > 0 ? 'forecast' : 'usual'
  const able = kind === 'forecast' ? near : stations.filter(({ usual }) => usual !== undefined)
  const { answer, failures } = await firstAnswer(able, (station) =>
    kept(ctx, station, kind, place, window, fresh),
  )
  for (const { provider, error } of failures)
    ctx.log.warn({ provider, err: error }, 'The weather could not be asked for')
  return answer ? { seen: answer, failures } : { seen: undefined }
}

/** An answer without hours is none: another provider may know them. */
async function kept(
  ctx: Ctx,
  station: WeatherProvider,
  kind: 'forecast' | 'usual',
  place: Coordinates,
  window: Window,
  fresh: boolean,
): Promise<Seen | undefined> {
  const key = [kind, station.name, place.latitude, place.longitude, window.from, window.to].join(':')
  const usual = { maxAgeSeconds: DAY_SECONDS, ttlSeconds: DAY_SECONDS }
  const forecast = { maxAgeSeconds: fresh ? FRESH_SECONDS : HOUR_SECONDS, ttlSeconds: HOUR_SECONDS }
  const { value, loadedAt } = await agedCopy(ctx, key, kind === 'usual' ? usual : forecast, async () =>
    kind === 'usual' && station.usual
      ? await station.usual(place, window)
      : await station.forecast(place, window),
  )
  return value.hours.length > 0 ? { forecast: value, fetchedAt: loadedAt } : undefined
}

export function rounded({ latitude, longitude }: Coordinates): Coordinates {
  const round = (degrees: number) => Number(degrees.toFixed(PLACE_DECIMALS))
  return { latitude: round(latitude), longitude: round(longitude) }
}
