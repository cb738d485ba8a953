import { sql } from 'kysely'
import { z } from 'zod'
import { currentScope, derivedId, inScope, type Tx } from '#kernel'
import { type schedulePlanned, wakeUpMoved } from '#services/schedule'
import { untilNoneIsLeft } from './batches.ts'
import type { Ctx } from './context.ts'
import { intend } from './intents.ts'
import type { Tables } from './tables.ts'

type Planned = z.output<typeof schedulePlanned.data>

/** What is worth telling of a day, the most telling first: of two that come together, the first is said. */
const TEMPLATES = ['ready', 'changed', 'leave-earlier', 'weather'] as const

const News = z.object({
  template: z.enum(TEMPLATES),
  dayId: z.uuid(),
  /** Has the forecast changed as well? What is more telling may be overtaken until it is said; the weather is not. */
  weather: z.boolean().default(false),
})
export type News = z.output<typeof News>

/** What the row of a day knows of what its person has been told. */
export interface Kept {
  /** Is a message about this day written, or at least decided? */
  readonly told: boolean
  /** In the last message that is written; null where there is none, or it knew none. */
  readonly saidWakeUp: Temporal.Instant | null
  readonly waiting: unknown
}

/** Such a day has nothing to get up for: its own words (`onCancelled`, the tentative day) are all there is to say. */
const isOff = (state: Planned['state']) => state === 'cancelled' || state === 'tentative'

/**
 * What a version is to somebody who was told of the day as `kept` says. Whoever has not been told yet hears the day
 * itself, whichever version comes first; to others a wake-up counts by how far it is from the one they were told, so
 * that small steps add up and a step back takes nothing along.
 */
export function newsOf(
  { tell, state, wakeUp, dayId }: Planned,
  kept: Omit<Kept, 'waiting'>,
): News | undefined {
  if (isOff(state)) return undefined
  const news = (template: News['template']): News => ({ template, dayId, weather: tell === 'weather' })
  if (!kept.told) return news('ready')
  if (tell === 'changed') return news(tell)
  const way = kept.saidWakeUp && wakeUp ? wakeUpMoved(kept.saidWakeUp, Temporal.Instant.from(wakeUp)) : null
  if (way === 'earlier') return news('leave-earlier')
  if (way === 'later') return news('changed')
  return tell === 'quiet' ? undefined : news(tell)
}

/** Two versions told as one: the more telling word, and the weather with it. */
export function together(first: News | undefined, second: News | undefined): News | undefined {
  if (!first || !second) return first ?? second
  const [most] = [first, second].toSorted(
    (one, other) => TEMPLATES.indexOf(one.template) - TEMPLATES.indexOf(other.template),
  )
  return { ...most!, weather: first.weather || second.weather }
}

/**
 * Says what is new now, if the version is settled, else when its time is up (`NOTIFICATION_SETTLE_SECONDS` after the first
 * that was not). Schedule tells a day after a second with what there is; a forecast that is late, and the road that is
 * worked out again for it, follow as further versions, and who is told before them is told one wake-up and then another.
 * Schedule says when nothing better is on its way, also when a provider has given up, so the whole time passes only while
 * one is still being asked.
 * News that already waits goes with it, or
 * goes unsaid where the day is off by now. The row of the day is locked by the caller's write, so one version after the
 * other comes here.
 */
export async function tellOrWait(ctx: Ctx, tx: Tx<Tables>, data: Planned, kept: Kept): Promise<void> {
  if (isOff(data.state)) {
    await forgetWaiting(tx, data.planId)
    return
  }
  const waiting = kept.waiting === null ? undefined : News.parse(kept.waiting)
  const news = together(waiting, newsOf(data, kept))
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

async function keepWaiting({ settings }: Ctx, tx: Tx<Tables>, planId: string, news: News): Promise<void> {
  const seconds = settings.NOTIFICATION_SETTLE_SECONDS
  await sql`
    update days set waiting = ${JSON.stringify(news)}, correlation_id = ${currentScope().correlationId},
      tell_at = coalesce(tell_at, notification.now() + make_interval(secs => ${seconds}))
    where plan_id = ${planId}`.execute(tx.query)
}

/** A transaction waits for two statements a row, and whoever plans one of these days for the transaction. */
const batch = 100

/** What has waited long enough is told, once, whichever replica finds it, in the story that it belongs to. */
export const tellWaiting = (ctx: Ctx): Promise<void> => untilNoneIsLeft(ctx, batch, tellBatch)

async function tellBatch(ctx: Ctx): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
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
    return rows.length
  })
}

/** The day counts as told in the same transaction as the intent to tell it: killed here, neither is there. */
async function say(
  tx: Tx<Tables>,
  { planId, userId, version }: { planId: string; userId: string; version: number },
  { template, dayId, weather }: News,
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
    facts: { planId, version, dayId, weather },
  })
}
