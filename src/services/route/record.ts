import type { Tx } from '#kernel'
import { FAILURES, type Outcome } from './calculation.ts'
import type { Ctx } from './context.ts'
import { PlannedRoute, routeCalculated, routeFailed } from './contract.ts'
import type { Cause } from './jobs.ts'
import { extrasOf, lockPlan, type Plan, sameExtras } from './queries.ts'
import type { Tables } from './tables.ts'
import { askFor, timers } from './timers.ts'

type Calculated = Extract<Outcome, { kind: 'calculated' }>
type Failed = Extract<Outcome, { kind: 'failed' }>

export interface Result {
  readonly request: number
  readonly cause: Cause
  readonly outcome: Outcome
  /** When the user's evening summary goes out, on the clock of `zone`. */
  readonly eveningAt: Temporal.PlainTime
  readonly zone: string
}

/** A wake-up that moves by less is not worth a word (PRODUCT 1.4). */
const TELL_MINUTES = 5
/** How long before the wake-up the traffic is looked at for the last time. */
const LAST_CHECK_MINUTES = 90
const FIRST_RETRY_MINUTES = 5
const RETRY_MINUTES = 30

export const pathsAad = (planId: string) => `route:plans.paths:${planId}`

/** Stores an answer and publishes it where it is news, in one transaction. */
export async function record(ctx: Ctx, { plan_id, user_id }: Plan, result: Result): Promise<void> {
  const cipher = await ctx.secrets.person(user_id)
  const seal = (polylines: Calculated['polylines']) =>
    cipher.seal(JSON.stringify(polylines), pathsAad(plan_id))
  await ctx.db.transaction(async (tx) => {
    const plan = await lockPlan(tx.query, plan_id)
    if (!plan || plan.request !== result.request || plan.answered_request >= result.request) return
    await tx.query.deleteFrom('timers').where('plan_id', '=', plan_id).where('kind', '=', 'retry').execute()
    const before = validAnswer(plan)
    if (result.outcome.kind === 'failed') await recordFailure(tx, plan, before, result, result.outcome)
    else await recordRoute(tx, ctx.clock.now(), plan, before, result, result.outcome, seal)
  })
}

/** The last answer, if it is one to the present version of the plan. */
function validAnswer(plan: Plan): PlannedRoute | undefined {
  if (!plan.answer || plan.answered_plan_version !== plan.plan_version) return undefined
  return PlannedRoute.decode(plan.answer as never)
}

async function recordFailure(
  tx: Tx<Tables>,
  plan: Plan,
  before: PlannedRoute | undefined,
  { request, cause }: Result,
  { code, willRetry }: Failed,
): Promise<void> {
  // Requests that this one has overtaken may have been about settings.
  const stands =
    code !== 'no-home' &&
    code !== 'home-not-found' &&
    cause !== 'settings' &&
    (cause === 'planned' || request === plan.answered_request + 1)
  const attempts = willRetry ? plan.failed_attempts + 1 : 0
  if (willRetry) await retryLater(tx, plan)
  // What is there already is better than nothing, unless the settings say that it is wrong.
  const keeps = before !== undefined && stands && willRetry
  const isKnown = plan.failure === code && plan.answered_plan_version === plan.plan_version
  if (keeps || isKnown) {
    await tx.query
      .updateTable('plans')
      .set({ answered_request: request, failed_attempts: attempts })
      .where('plan_id', '=', plan.plan_id)
      .execute()
    return
  }
  const version = plan.version + 1
  await tx.query
    .updateTable('plans')
    .set({
      answered_request: request,
      answered_plan_version: plan.plan_version,
      version,
      failure: code,
      failure_stands: stands,
      failed_attempts: attempts,
      answer: null,
      paths: null,
      wake_up: null,
    })
    .where('plan_id', '=', plan.plan_id)
    .execute()
  await tx.publish(
    routeFailed,
    { ...identity(plan), version, code, message: FAILURES[code], willRetry, stands },
    { subject: `plan:${plan.plan_id}` },
  )
}

async function recordRoute(
  tx: Tx<Tables>,
  now: Temporal.Instant,
  plan: Plan,
  before: PlannedRoute | undefined,
  result: Result,
  outcome: Calculated,
  seal: (polylines: Calculated['polylines']) => string,
): Promise<void> {
  const { route, polylines, incomplete } = outcome
  const isNews = isWorthTelling(plan, before, route, result, incomplete)
  const kept = isNews ? route : (before ?? route)
  await tx.query
    .updateTable('plans')
    .set({ answered_request: result.request, failed_attempts: incomplete ? plan.failed_attempts + 1 : 0 })
    .where('plan_id', '=', plan.plan_id)
    .execute()
  if (incomplete) await retryLater(tx, plan)
  await setChecks(tx, now, plan, kept, result)
  if (isNews) await publishRoute(tx, now, plan, before, result.cause, route, seal(polylines))
  // Weather that came in while this was worked out.
  if (!sameExtras(kept.extras, await extrasOf(tx.query, plan))) await askFor(tx, plan.plan_id, 'weather')
}

async function publishRoute(
  tx: Tx<Tables>,
  now: Temporal.Instant,
  plan: Plan,
  before: PlannedRoute | undefined,
  cause: Cause,
  route: PlannedRoute,
  paths: string,
): Promise<void> {
  const version = plan.version + 1
  await tx.query
    .updateTable('plans')
    .set({
      answered_plan_version: plan.plan_version,
      version,
      failure: null,
      answer: JSON.stringify(PlannedRoute.encode(route)),
      wake_up: route.times.wakeUp.toInstant(),
      paths,
      calculated_at: now,
    })
    .where('plan_id', '=', plan.plan_id)
    .execute()
  const publicCause = cause === 'retry' || cause === 'asked' ? 'traffic' : cause
  await tx.publish(
    routeCalculated,
    { ...identity(plan), version, zone: plan.zone, ...route, cause: before ? publicCause : 'planned' },
    { subject: `plan:${plan.plan_id}` },
  )
}

/**
 * A first answer always is. A check of the traffic is from five minutes on, and when it replaces an estimate; it never
 * replaces a map's answer by an estimate. Everything else when it differs.
 */
function isWorthTelling(
  plan: Plan,
  before: PlannedRoute | undefined,
  route: PlannedRoute,
  { request, cause }: Result,
  incomplete: boolean,
): boolean {
  if (!before || cause === 'planned') return true
  const isCheck = cause === 'traffic' || cause === 'retry'
  if ((isCheck || cause === 'asked') && incomplete && route.estimated && !before.estimated) return false
  if (before.estimated && !route.estimated) return true
  // Requests that this one has overtaken may have been about more than the traffic.
  if (isCheck && request === plan.answered_request + 1) return movedMinutes(before, route) >= TELL_MINUTES
  return JSON.stringify(PlannedRoute.encode(before)) !== JSON.stringify(PlannedRoute.encode(route))
}

function movedMinutes(before: PlannedRoute, after: PlannedRoute): number {
  return Math.abs(before.times.wakeUp.epochMilliseconds - after.times.wakeUp.epochMilliseconds) / 60_000
}

/** The evening before the wake-up, and 90 minutes before it: what of that is still to come. */
async function setChecks(
  tx: Tx<Tables>,
  now: Temporal.Instant,
  plan: Plan,
  { times: { wakeUp } }: PlannedRoute,
  { eveningAt, zone }: Result,
): Promise<void> {
  const evening = wakeUp
    .withTimeZone(zone)
    .toPlainDate()
    .subtract({ days: 1 })
    .toZonedDateTime({ timeZone: zone, plainTime: eveningAt })
  const checks = [
    ['evening', evening.toInstant()],
    ['before-wake-up', wakeUp.subtract({ minutes: LAST_CHECK_MINUTES }).toInstant()],
  ] as const
  await tx.query
    .deleteFrom('timers')
    .where('plan_id', '=', plan.plan_id)
    .where('kind', 'in', ['evening', 'before-wake-up'])
    .execute()
  for (const [kind, dueAt] of checks)
    if (Temporal.Instant.compare(dueAt, now) > 0) await timers.set(tx.query, plan.plan_id, kind, dueAt)
}

async function retryLater(tx: Tx<Tables>, plan: Plan): Promise<void> {
  const minutes = plan.failed_attempts === 0 ? FIRST_RETRY_MINUTES : RETRY_MINUTES
  await timers.set(tx.query, plan.plan_id, 'retry', { minutes })
}

export function identity(plan: Plan) {
  return { planId: plan.plan_id, dayId: plan.day_id, userId: plan.user_id, planVersion: plan.plan_version }
}
