import type { z } from 'zod'
import { type Coordinates, Problem } from '#kernel'
import { askStations, type Seen } from './ask.ts'
import type { Ctx } from './context.ts'
import type { WeatherFailure } from './contract.ts'
import type { fetchWeather } from './jobs.ts'
import { JOURNEY_HOURS, type Outlook, outlookOf, shootingHours } from './outlook.ts'
import type { WeatherProvider } from './providers/types.ts'
import { type Day, findDay } from './queries.ts'
import { record } from './record.ts'
import { stationsOf } from './stations.ts'

export type Outcome =
  | {
      kind: 'fetched'
      seen: Seen
      outlook: Outlook
      /** When a forecast will reach the day, where there is none yet. */
      forecastFrom: Temporal.Instant | undefined
    }
  | { kind: 'failed'; code: WeatherFailure; willRetry: boolean }

/**
 * The job `fetch`: finds the place, asks a provider, then records the answer in one transaction. Asking twice does no
 * harm, so a run that was killed in between is simply run again; one whose answer is there already, or that a newer
 * request has overtaken, does nothing.
 */
export async function runFetch(ctx: Ctx, job: z.output<typeof fetchWeather.data>): Promise<void> {
  const day = await findDay(ctx.db.query, job.planId)
  if (!day || day.request !== job.request || day.answered_request >= job.request) return
  const outcome = await weatherOf(ctx, day, job.cause !== 'planned')
  await record(ctx, day.plan_id, { ...job, outcome })
}

async function weatherOf(ctx: Ctx, day: Day, fresh: boolean): Promise<Outcome> {
  const shoot = shootingHours(day.call, day.wrap)
  if (Temporal.Instant.compare(shoot.to, ctx.clock.now()) <= 0)
    return { kind: 'failed', code: 'day-over', willRetry: false }
  const place = await placeOf(ctx, day)
  if (place === 'unknown') return { kind: 'failed', code: 'location-not-found', willRetry: false }
  if (place === 'down') return { kind: 'failed', code: 'provider-down', willRetry: true }
  const stations = await stationsOf(ctx)
  const window = { from: day.call.subtract({ hours: JOURNEY_HOURS }), to: shoot.to }
  const { seen } = await askStations(ctx, stations, place, window, fresh)
  const outlook =
    seen &&
    outlookOf(seen.forecast, place, {
      call: day.call,
      wrap: shoot.to,
      zone: day.zone,
      exterior: day.exterior,
    })
  if (!seen || !outlook) return { kind: 'failed', code: 'provider-down', willRetry: true }
  const forecastFrom = seen.forecast.kind === 'usual' ? reachedFrom(stations, shoot.to) : undefined
  return { kind: 'fetched', seen, outlook, forecastFrom }
}

async function placeOf(ctx: Ctx, day: Day): Promise<Coordinates | 'unknown' | 'down'> {
  const address = day.location_is_stop
    ? (await ctx.call.config.settingsOf({ userId: day.user_id })).stop?.address
    : day.location
  if (!address) return 'unknown'
  try {
    const { place } = await ctx.call.route.geocode({ address: address.slice(0, 300) })
    return place?.coordinates ?? 'unknown'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // 422: too short to be an address.
    if (error.status === 422) return 'unknown'
    if (error.status >= 500) return 'down'
    throw error
  }
}

/** The first day, UTC, on which the furthest forecast covers a window that ends at `to`; see `reaches`. */
function reachedFrom(stations: readonly WeatherProvider[], to: Temporal.Instant): Temporal.Instant {
  const furthest = Math.max(...stations.map(({ horizonDays }) => horizonDays))
  const lastDay = to.add({ hours: 1 }).toZonedDateTimeISO('UTC').startOfDay()
  return lastDay.subtract({ days: furthest - 1 }).toInstant()
}
