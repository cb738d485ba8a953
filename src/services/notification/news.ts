import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { currentScope, derivedId, inScope, type Tx } from '#kernel'
import type { schedulePlanned } from '#services/schedule'
import type { Ctx } from './context.ts'
import { intend } from './intents.ts'
import type { Tables } from './tables.ts'

type Planned = z.output<typeof schedulePlanned.data>

/** What is worth telling of a day, the most telling first: of two that come together, the first is said. */
const TEMPLATES = ['ready', 'changed', 'leave-earlier', 'weather'] as const

const News = z.object({
  template: z.enum(TEMPLATES),
  dayId: z.uuid(),
  /** By a sheet, an edit or settings: then the plan knows what. */
  changed: z.boolean(),
  wakeUpMoved: z.boolean(),
  /** `HH:MM` before it moved; null when it was not known. */
  wakeUpBefore: z.string().nullable(),
})
export type News = z.output<typeof News>

/**
 * How long a version waits that is not settled: schedule tells a day after a second with what there is, and what
 * comes in just after it (a forecast that adds minutes to the road) would be told as a change of something that the
 * person has hardly read.
 */
const SETTLE_MS = 1500
/** Timers may fire a moment before their time; the row decides, so come a moment after it. */
const GRACE_MS = 10
const batch = 100

/** Such a day has nothing to get up for: its own words (`onCancelled`, the tentative day) are all there is to say. */
const isOff = (state: Planned['state']) => state === 'cancelled' || state === 'tentative'

/** @param told Has the person been told of this day? A quiet version that overtook the first one is the first word. */
export function newsOf({ tell, state, changes, dayId }: Planned, told: boolean): News | undefined {
  if (isOff(state)) return undefined
  const template = told ? tell : 'ready'
  if (template === 'quiet') return undefined
  const moved = changes.find(({ field }) => field === 'wakeUp')
  return {
    template,
    dayId,
    changed: changes.some(({ field }) => field !== 'wakeUp'),
    wakeUpMoved: moved !== undefined,
    wakeUpBefore: moved?.before ?? null,
  }
}

/** Two versions told as one: the more telling word, and where the wake-up was before both. */
export function together(first: News | undefined, second: News | undefined): News | undefined {
  if (!first || !second) return first ?? second
  const template = TEMPLATES.find((each) => each === first.template || each === second.template)!
  return {
    template,
    dayId: second.dayId,
    changed: first.changed || second.changed,
    wakeUpMoved: first.wakeUpMoved || second.wakeUpMoved,
    wakeUpBefore: first.wakeUpMoved ? first.wakeUpBefore : second.wakeUpBefore,
  }
}

/**
 * Says what is new now, if the version is settled, else when its time is up. News that already waits goes with it, or
 * goes unsaid where the day is off by now. The row of the day is locked by the caller's write, so one version after the
 * other comes here.
 */
export async function tellOrWait(
  ctx: Ctx,
  tx: Tx<Tables>,
  data: Planned,
  kept: { told: boolean; waiting: unknown },
): Promise<void> {
  if (isOff(data.state)) {
    await forgetWaiting(tx, data.planId)
    return
  }
  const waiting = kept.waiting === null ? undefined : News.parse(kept.waiting)
  const news = together(waiting, newsOf(data, kept.told))
  if (!news) return
  if (data.settled) await say(tx, data, news)
  else await keepWaiting(ctx, tx, data.planId, news)
}

async function forgetWaiting(tx: Tx<Tables>, planId: string): Promise<void> {
  await tx.query
    .updateTable('days')
    .set({ waiting: null, tell_at: null })
    .where('plan_id', '=', planId)
    .execute()
}

async function keepWaiting(ctx: Ctx, tx: Tx<Tables>, planId: string, news: News): Promise<void> {
  await sql`
    update days set waiting = ${JSON.stringify(news)}, correlation_id = ${currentScope().correlationId},
      tell_at = coalesce(tell_at, notification.now() + make_interval(secs => ${SETTLE_MS / 1000}))
    where plan_id = ${planId}`.execute(tx.query)
  tx.afterCommit(() => {
    void sleep(SETTLE_MS + GRACE_MS, undefined, { ref: false, signal: ctx.stopping })
      .then(() => tellWaiting(ctx))
      .catch((error: unknown) => {
        if (!ctx.stopping.aborted) ctx.log.warn({ err: error, planId }, 'News of a day is left to the sweep')
      })
  })
}

/** What has waited long enough is told, once, whichever replica finds it, in the story that it belongs to. */
export async function tellWaiting(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{
      plan_id: string
      user_id: string
      version: number
      waiting: unknown
      correlation_id: string
    }>`
      select plan_id, user_id, version, waiting, correlation_id from days where tell_at <= notification.now()
      order by tell_at limit ${batch} for update skip locked`.execute(tx.query)
    for (const { plan_id: planId, user_id: userId, version, waiting, correlation_id: correlationId } of rows)
      await inScope({ correlationId }, () => say(tx, { planId, userId, version }, News.parse(waiting)))
  })
}

/** The day counts as told in the same transaction as the intent to tell it: killed here, neither is there. */
async function say(
  tx: Tx<Tables>,
  { planId, userId, version }: { planId: string; userId: string; version: number },
  { template, ...news }: News,
): Promise<void> {
  await tx.query
    .updateTable('days')
    .set({ told: true, waiting: null, tell_at: null })
    .where('plan_id', '=', planId)
    .execute()
  await intend(tx, {
    id: derivedId(template, planId, version),
    userId,
    template,
    facts: { planId, version, ...news },
  })
}
