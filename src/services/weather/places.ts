import type { z } from 'zod'
import { agedCopy, type Coordinates, firstAnswer, Problem } from '#kernel'
import { askStations, rounded, type Seen } from './ask.ts'
import type { Ctx } from './context.ts'
import type { HourlyWeather, weather } from './contract.ts'
import { publicSun, publicWarnings } from './outlook.ts'
import type { Window } from './providers/types.ts'
import { stationsOf } from './stations.ts'
import { summarise } from './warnings.ts'

type Where = z.output<(typeof weather.routes.current)['input']>
type On = z.output<(typeof weather.routes.forecast)['input']>
type Forecast = z.output<(typeof weather.routes.forecast)['output']>

const CURRENT_SECONDS = 30 * 60
const DAY_SECONDS = 24 * 60 * 60
/** What is usual comes from the last ten years; further ahead fewer and fewer of them count. */
const FURTHEST_YEARS = 2
/** Where the archives begin. */
const EARLIEST = Temporal.PlainDate.from('1940-01-01')

const outOfRange = (detail: string) => new Problem(422, 'weather.date-out-of-range', detail)
const unavailable = () =>
  new Problem(503, 'weather.unavailable', 'No weather service answers, try again later', {
    headers: { 'Retry-After': '60' },
  })

/** The weather now, at most half an hour old. @throws Problem 503 when nobody answers */
export async function currentWeather(ctx: Ctx, where: Where) {
  const place = rounded(where)
  const { answer } = await firstAnswer(await stationsOf(ctx), async (station) => {
    const limits = { maxAgeSeconds: CURRENT_SECONDS, ttlSeconds: CURRENT_SECONDS }
    const key = `current:${station.name}:${place.latitude}:${place.longitude}`
    const { value, loadedAt } = await agedCopy(ctx, key, limits, () => station.current(place))
    return { provider: station.name, at: loadedAt, hour: value }
  })
  if (!answer) throw unavailable()
  return answer
}

/**
 * A date by the hour: a forecast as far as one reaches, else what is usual there. When nobody answers it is the last
 * forecast that was fetched for the date, marked stale.
 *
 * @throws Problem 422 for a date that is over or more than two years ahead, 503 when there is nothing
 */
export async function forecastOfDate(ctx: Ctx, where: On): Promise<Forecast> {
  const today = todayIn(ctx, where.zone)
  if (Temporal.PlainDate.compare(where.date, today) < 0)
    throw outOfRange('This date is over: ask for its history')
  if (Temporal.PlainDate.compare(where.date, today.add({ years: FURTHEST_YEARS })) > 0)
    throw outOfRange('This date is too far ahead')
  const window = dayWindow(where)
  const last = `last:${Object.values(rounded(where)).join(':')}:${window.from}`
  const { seen } = await askStations(ctx, await stationsOf(ctx), where, window, false)
  if (seen) await ctx.cache.set(last, seen, { ttlSeconds: DAY_SECONDS })
  const shown = seen ?? (await ctx.cache.get<Seen>(last))
  const summary = shown && summarise(shown.forecast.hours)
  if (!shown || !summary) throw unavailable()
  const { kind, provider, hours, alerts } = shown.forecast
  return {
    kind,
    provider,
    fetchedAt: shown.fetchedAt,
    stale: seen === undefined,
    summary,
    hours: [...hours],
    alerts: [...alerts],
    warnings: publicWarnings(hours, alerts),
    sun: publicSun(where, where.date, where.zone),
  }
}

/** A date that is over, from an archive. @throws Problem 422 for a date that is not, 503 when nobody answers */
export async function pastWeather(
  ctx: Ctx,
  where: On,
): Promise<{ provider: string; hours: HourlyWeather[] }> {
  if (Temporal.PlainDate.compare(where.date, EARLIEST) < 0) throw outOfRange('The archives begin in 1940')
  if (Temporal.PlainDate.compare(where.date, todayIn(ctx, where.zone)) >= 0)
    throw new Problem(422, 'weather.not-past', 'This date is not over yet: ask for the forecast')
  const place = rounded(where)
  const archives = (await stationsOf(ctx)).flatMap(({ name, history }) =>
    history ? [{ name, history }] : [],
  )
  const { answer } = await firstAnswer(archives, async ({ name, history }) => {
    const limits = { maxAgeSeconds: DAY_SECONDS, ttlSeconds: DAY_SECONDS }
    const key = ['history', name, place.latitude, place.longitude, where.date, where.zone].join(':')
    const { value } = await agedCopy(ctx, key, limits, () => history(place, where.date, where.zone))
    return { provider: name, hours: [...value] }
  })
  if (!answer) throw unavailable()
  return answer
}

export function sunOf({ date, zone, ...place }: On) {
  return publicSun(place satisfies Coordinates, date, zone)
}

function todayIn(ctx: Ctx, zone: string): Temporal.PlainDate {
  return ctx.clock.now().toZonedDateTimeISO(zone).toPlainDate()
}

function dayWindow({ date, zone }: On): Window {
  return {
    from: date.toZonedDateTime(zone).toInstant(),
    to: date.add({ days: 1 }).toZonedDateTime(zone).toInstant(),
  }
}
