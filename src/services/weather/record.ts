import type { Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { type WeatherFailure, weatherFailed, weatherFetched } from './contract.ts'
import type { Outcome } from './fetch.ts'
import { hasChanged, Outlook, Told } from './outlook.ts'
import { type Day, lockDay } from './queries.ts'
import type { Tables } from './tables.ts'
import { timers } from './timers.ts'

type Fetched = Extract<Outcome, { kind: 'fetched' }>
type Failed = Extract<Outcome, { kind: 'failed' }>

const FIRST_RETRY_MINUTES = 5
const RETRY_MINUTES = 30

/** Texts of failures for people who read logs and events; the user's language is the notification's matter. */
export const FAILURES: Readonly<Record<WeatherFailure, string>> = {
  'location-not-found': 'The map does not know the location',
  'provider-down': 'No weather service answers',
  'day-over': 'The day is over',
}

/** Stores an answer and publishes it where it is news, in one transaction. */
export async function record(
  ctx: Ctx,
  planId: string,
  { request, outcome }: { request: number; outcome: Outcome },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const day = await lockDay(tx.query, planId)
    if (!day || day.request !== request || day.answered_request >= request) return
    await tx.query.deleteFrom('timers').where('plan_id', '=', planId).where('kind', '=', 'retry').execute()
    if (outcome.kind === 'failed') await recordFailure(tx, day, outcome)
    else await recordWeather(tx, day, outcome)
  })
}

/** The last forecast stays, with its age. A failure is told once for each version of the day. */
async function recordFailure(tx: Tx<Tables>, day: Day, { code, willRetry }: Failed): Promise<void> {
  if (willRetry) {
    const minutes = day.failed_attempts === 0 ? FIRST_RETRY_MINUTES : RETRY_MINUTES
    await timers.set(tx.query, day.plan_id, 'retry', { minutes })
  }
  const isKnown = isAnswered(day) && day.failure === code
  const version = isKnown ? day.version : day.version + 1
  await tx.query
    .updateTable('days')
    .set({
      answered_request: day.request,
      answered_plan_version: day.plan_version,
      version,
      failure: code,
      failed_attempts: willRetry ? day.failed_attempts + 1 : 0,
    })
    .where('plan_id', '=', day.plan_id)
    .execute()
  if (isKnown) return
  await tx.publish(
    weatherFailed,
    { ...identity(day), version, code, message: FAILURES[code], willRetry },
    { subject: `plan:${day.plan_id}` },
  )
}

async function recordWeather(
  tx: Tx<Tables>,
  day: Day,
  { seen, outlook, forecastFrom }: Fetched,
): Promise<void> {
  if (forecastFrom) await timers.set(tx.query, day.plan_id, 'horizon', forecastFrom)
  const { kind, provider } = seen.forecast
  const told = day.told ? Told.decode(day.told as never) : undefined
  const changed = told !== undefined && hasChanged(told, outlook)
  const isNews = changed || !isAnswered(day) || day.failure !== null || isOtherKind(day, kind, outlook)
  const version = isNews ? day.version + 1 : day.version
  await tx.query
    .updateTable('days')
    .set({
      answered_request: day.request,
      answered_plan_version: day.plan_version,
      version,
      failure: null,
      failed_attempts: 0,
      kind,
      provider,
      fetched_at: seen.fetchedAt,
      forecast: JSON.stringify(Outlook.encode(outlook)),
      ...(isNews
        ? { told: JSON.stringify(Told.encode({ hours: outlook.hours, alerts: outlook.alerts })) }
        : {}),
    })
    .where('plan_id', '=', day.plan_id)
    .execute()
  if (!isNews) return
  const { summary, warnings, advice, rating, extras, sun } = outlook
  const weather = { summary, warnings, advice, rating, extras, sun, changed }
  await tx.publish(
    weatherFetched,
    { ...identity(day), version, kind, provider, fetchedAt: seen.fetchedAt.toString(), ...weather },
    { subject: `plan:${day.plan_id}` },
  )
}

/** Has the present version of the day had an answer? */
function isAnswered(day: Day): boolean {
  return day.answered_plan_version === day.plan_version
}

/** A forecast where there was only what is usual, or other minutes for the road. */
function isOtherKind(day: Day, kind: Day['kind'], { extras }: Outlook): boolean {
  if (!day.forecast || day.kind !== kind) return true
  const before = Outlook.decode(day.forecast as never).extras
  return before.trafficMinutes !== extras.trafficMinutes || before.parkingMinutes !== extras.parkingMinutes
}

export function identity(day: Day) {
  return { planId: day.plan_id, dayId: day.day_id, userId: day.user_id, planVersion: day.plan_version }
}
