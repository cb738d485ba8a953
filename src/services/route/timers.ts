import { type Kysely, sql } from 'kysely'
import { derivedId, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { type Cause, calculate, checkPlaces } from './jobs.ts'
import type { Tables } from './tables.ts'

export type Timer = 'evening' | 'before-wake-up' | 'retry'

/** Should a calculation be lost for good (a dead letter), it is asked for again after this. */
const WATCH_MINUTES = 10
/** Timers handled in one go. */
const BATCH = 100

/** Asks for a calculation: the intent is a row, the job follows the commit. */
export async function askFor(tx: Tx<Tables>, planId: string, cause: Cause): Promise<void> {
  const { request } = await tx.query
    .updateTable('plans')
    .set({ request: sql<number>`request + 1` })
    .where('plan_id', '=', planId)
    .returning('request')
    .executeTakeFirstOrThrow()
  await setTimer(tx.query, planId, 'retry', { minutes: WATCH_MINUTES })
  await tx.enqueue(
    calculate,
    { planId, request, cause },
    { id: derivedId('route.calculate', planId, request) },
  )
}

export async function setTimer(
  db: Kysely<Tables>,
  planId: string,
  kind: Timer,
  due: Temporal.Instant | { minutes: number },
): Promise<void> {
  const dueAt =
    due instanceof Temporal.Instant
      ? sql<Temporal.Instant>`${due}::timestamptz`
      : sql<Temporal.Instant>`route.now() + make_interval(mins => ${due.minutes})`
  await db
    .insertInto('timers')
    .values({ plan_id: planId, kind, due_at: dueAt })
    .onConflict((conflict) => conflict.columns(['plan_id', 'kind']).doUpdateSet({ due_at: dueAt }))
    .execute()
}

/** Due plans are calculated again; a plan whose call has passed is left as it is. */
export async function sweepTimers(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ plan_id: string; kind: Timer; over: boolean }>`
      with due as (
        select plan_id, kind from timers where due_at <= route.now() order by due_at limit ${BATCH}
        for update skip locked
      )
      delete from timers using due, plans
      where timers.plan_id = due.plan_id and timers.kind = due.kind and plans.plan_id = due.plan_id
      returning timers.plan_id, timers.kind, plans.call <= route.now() as over`.execute(tx.query)
    const causes = new Map<string, Cause>()
    for (const { plan_id, kind, over } of rows)
      if (!over && causes.get(plan_id) !== 'retry')
        causes.set(plan_id, kind === 'retry' ? 'retry' : 'traffic')
    for (const [planId, cause] of causes) await askFor(tx, planId, cause)
  })
}

/** Users whose places are still to be looked up are tried again. */
export async function sweepPlaceChecks(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ user_id: string; settings_version: number; attempts: number }>`
      with due as (
        select user_id from place_checks where due_at <= route.now() order by due_at limit ${BATCH}
        for update skip locked
      )
      update place_checks set attempts = attempts + 1, due_at = route.now() + make_interval(mins => ${WATCH_MINUTES})
      from due where place_checks.user_id = due.user_id
      returning place_checks.user_id, settings_version, attempts`.execute(tx.query)
    for (const { user_id, settings_version, attempts } of rows)
      await tx.enqueue(
        checkPlaces,
        { userId: user_id },
        { id: derivedId('route.check-places', user_id, settings_version, attempts) },
      )
  })
}

/** Notes that the places of a user's settings have changed, and asks the map. */
export async function askForPlaces(tx: Tx<Tables>, userId: string, settingsVersion: number): Promise<void> {
  const dueAt = sql<Temporal.Instant>`route.now() + make_interval(mins => ${WATCH_MINUTES})`
  await tx.query
    .insertInto('place_checks')
    .values({ user_id: userId, settings_version: settingsVersion, due_at: dueAt })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ settings_version: settingsVersion, attempts: 0, due_at: dueAt })
        .where('place_checks.settings_version', '<', settingsVersion),
    )
    .execute()
  await tx.enqueue(
    checkPlaces,
    { userId },
    { id: derivedId('route.check-places', userId, settingsVersion, 0) },
  )
}
