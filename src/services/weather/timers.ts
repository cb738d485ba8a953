import { type Kysely, sql } from 'kysely'
import { derivedId, inScope, planTimers, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { type Cause, fetchWeather } from './jobs.ts'
import type { Tables } from './tables.ts'

type Timer = 'horizon' | 'day-before' | 'half-day-before' | 'hours-before' | 'retry'

export const timers = planTimers<Timer>('weather', 'days')

/** When the weather is looked at again, hours before the call (PRODUCT 1.5). */
const REFRESH_HOURS = { 'day-before': 24, 'half-day-before': 12, 'hours-before': 3 } as const
/** Should a fetch be lost for good (a dead letter), it is asked for again after this. */
const WATCH_MINUTES = 10

/** Asks for the weather of a day: the intent is a row, the job follows the commit. */
export async function askFor(tx: Tx<Tables>, planId: string, cause: Cause): Promise<void> {
  const { request } = await tx.query
    .updateTable('days')
    .set({ request: sql<number>`request + 1` })
    .where('plan_id', '=', planId)
    .returning('request')
    .executeTakeFirstOrThrow()
  await timers.set(tx.query, planId, 'retry', { minutes: WATCH_MINUTES })
  await tx.enqueue(
    fetchWeather,
    { planId, request, cause },
    { id: derivedId('weather.fetch', planId, request) },
  )
}

/** The refreshes of a day that are still to come; those of an earlier call go. */
export async function setRefreshes(
  db: Kysely<Tables>,
  planId: string,
  call: Temporal.Instant,
): Promise<void> {
  await db.deleteFrom('timers').where('plan_id', '=', planId).execute()
  for (const [kind, hours] of Object.entries(REFRESH_HOURS)) {
    const dueAt = call.subtract({ hours })
    await sql`insert into timers (plan_id, kind, due_at)
      select ${planId}, ${kind}, ${dueAt}::timestamptz where ${dueAt}::timestamptz > weather.now()`.execute(
      db,
    )
  }
}

/** When the next day is asked for again. */
export const nextTimer = sql`select min(due_at) from timers`

/**
 * Due days are asked for again; after the call nobody needs it any more. A retry completes what failed, in the story of
 * the call sheet that asked for it.
 */
export async function sweepTimers(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const causes = new Map<string, { cause: Cause; story: string | null }>()
    for (const { planId, kind, over, story } of await timers.take(tx.query))
      if (!over && causes.get(planId)?.cause !== 'refresh')
        causes.set(planId, kind === 'retry' ? { cause: 'retry', story } : { cause: 'refresh', story: null })
    for (const [planId, { cause, story }] of causes)
      await inScope(story ? { correlationId: story } : {}, () => askFor(tx, planId, cause))
  })
}
