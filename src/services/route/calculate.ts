import type { z } from 'zod'
import type { UserSettings } from '#services/config'
import { type Outcome, workOut } from './calculation.ts'
import type { Ctx } from './context.ts'
import type { Lookup } from './geocoding.ts'
import type { Cause, calculate } from './jobs.ts'
import { type Maps, mapsOf } from './maps.ts'
import { findLocation, findPersonal, type PersonalPlace } from './places.ts'
import { extrasOf, findPlan, type Plan } from './queries.ts'
import { record } from './record.ts'

/** Checks that are there to find out what has changed on the road. */
const FRESH: readonly Cause[] = ['traffic', 'retry', 'asked']

/**
 * The job `calculate`: asks settings and maps, then records the answer in one transaction. Asking twice does no harm,
 * so a run that was killed in between is simply run again; one whose answer is there already, or that a newer request
 * has overtaken, does nothing.
 */
export async function runCalculation(ctx: Ctx, job: z.output<typeof calculate.data>): Promise<void> {
  const plan = await findPlan(ctx.db.query, job.planId)
  if (!plan || plan.request !== job.request || plan.answered_request >= job.request) return
  const settings = await ctx.call.config.settingsOf({ userId: plan.user_id })
  const maps = await mapsOf(ctx)
  const outcome = await answer(ctx, maps, plan, settings, job.cause)
  await record(ctx, plan, {
    ...job,
    outcome,
    eveningAt: settings.notifications.eveningAt,
    zone: settings.timeZone,
  })
  count(ctx, outcome)
}

async function answer(
  ctx: Ctx,
  maps: Maps,
  plan: Plan,
  settings: UserSettings,
  cause: Cause,
): Promise<Outcome> {
  const userId = plan.user_id
  const { home, stop } = settings
  const find = async (place: PersonalPlace, address: string | undefined): Promise<Lookup | undefined> =>
    address === undefined ? undefined : await findPersonal(ctx, maps, { userId, place, address })
  const [ofHome, ofStop, ofLocation] = await Promise.all([
    find('home', home?.address),
    find('stop', stop?.address),
    plan.location && !plan.location_is_stop ? findLocation(ctx, maps, plan.location) : undefined,
  ])
  const lookups = plan.location_is_stop
    ? { home: ofHome, stop: undefined, location: ofStop }
    : { home: ofHome, stop: ofStop, location: ofLocation }
  return await workOut(ctx, maps, {
    call: plan.call.toZonedDateTimeISO(plan.zone),
    lookups,
    stopOpensAt: stop?.opensAt ?? null,
    buffers: settings.buffers,
    extras: await extrasOf(ctx.db.query, plan),
    fresh: FRESH.includes(cause),
  })
}

function count(ctx: Ctx, outcome: Outcome): void {
  const done = outcome.kind === 'calculated'
  ctx.metrics.counter('route_calculations_total', 'Routes calculated', ['provider', 'status']).inc({
    provider: done ? (outcome.route.legs.at(-1)?.provider ?? 'none') : 'none',
    status: done ? (outcome.route.estimated ? 'estimated' : 'ok') : outcome.code,
  })
}
