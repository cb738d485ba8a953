import { sql } from 'kysely'
import { derivedId, dueRows, inScope, planTimers, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { type Cause, calculate, checkPlaces } from './jobs.ts'
import type { Tables } from './tables.ts'

type Timer = 'evening' | 'before-wake-up' | 'retry'

export const timers = planTimers<Timer>('route', 'plans')

/** Should a calculation be lost for good (a dead letter), it is asked for again after this. */
const WATCH_MINUTES = 10

/** Asks for a calculation: the intent is a row, the job follows the commit. */
export async function askFor(tx: Tx<Tables>, planId: string, cause: Cause): Promise<void> {
  const { request } = await tx.query
    .updateTable('plans')
    .set({ request: sql<number>`request + 1` })
    .where('plan_id', '=', planId)
    .returning('request')
    .executeTakeFirstOrThrow()
  await timers.set(tx.query, planId, 'retry', { minutes: WATCH_MINUTES })
  await tx.enqueue(
    calculate,
    { planId, request, cause },
    { id: derivedId('route.calculate', planId, request) },
  )
}

/** When the next plan is calculated again. */
export const nextTimer = sql`select min(due_at) from timers`

/**
 * Due plans are calculated again; a plan whose call has passed is left as it is. A retry completes what failed, in the
 * story of the call sheet that asked for it.
 */
export async function sweepTimers(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const causes = new Map<string, { cause: Cause; story: string | null }>()
    for (const { planId, kind, over, story } of await timers.take(tx.query))
      if (!over && causes.get(planId)?.cause !== 'retry')
        causes.set(planId, kind === 'retry' ? { cause: 'retry', story } : { cause: 'traffic', story: null })
    for (const [planId, { cause, story }] of causes)
      await inScope(story ? { correlationId: story } : {}, () => askFor(tx, planId, cause))
  })
}

/** When the next places are tried again. */
export const nextPlaceCheck = sql`select min(due_at) from place_checks`

/** Users whose places are still to be looked up are tried again. */
export async function sweepPlaceChecks(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ user_id: string; settings_version: number; attempts: number }>`
      with due as (${dueRows('route', 'place_checks', ['user_id'])})
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
