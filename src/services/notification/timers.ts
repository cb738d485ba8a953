import { sql } from 'kysely'
import type { z } from 'zod'
import { derivedId, type Tx } from '#kernel'
import type { schedulePlanned } from '#services/schedule'
import { untilNoneIsLeft } from './batches.ts'
import type { Ctx } from './context.ts'
import { type Intent, intendAll, sayWaiting } from './intents.ts'
import { tellWaiting } from './news.ts'
import { queueDeliveries } from './notify.ts'
import { fireAlerts } from './system-alerts.ts'
import type { Tables } from './tables.ts'

type Planned = z.output<typeof schedulePlanned.data>

/** Later than this nobody is helped: a wake-up call is then skipped, and the timer says so. */
const latestMinutes = 30
/** Rows of one transaction. */
const batch = 500

/** When a timed message stops being of use. */
export const timedUntil = (due: Temporal.Instant) => due.add({ minutes: latestMinutes })

/**
 * Puts the wake-up and departure timers where the plan has them now. One that has rung rings again only when the plan
 * puts it off by more than half an hour: who could sleep longer is woken again, nobody is woken twice for one time.
 */
export async function setTimers(tx: Tx<Tables>, plan: Planned): Promise<void> {
  await setTimer(tx, plan, 'wake-up', plan.wakeUp)
  await setTimer(tx, plan, 'departure', plan.leaveHome)
}

async function setTimer(
  tx: Tx<Tables>,
  plan: Planned,
  kind: 'wake-up' | 'departure',
  time: string | null,
): Promise<void> {
  const id = derivedId('timer', plan.planId, kind)
  if (time === null) {
    await tx.query.deleteFrom('timers').where('id', '=', id).where('fired_at', 'is', null).execute()
    return
  }
  await sql`
    insert into timers as t (id, user_id, kind, plan_id, shooting_date, due_at)
    values (${id}, ${plan.userId}, ${kind}, ${plan.planId}, ${plan.shootingDate}::date, ${time}::timestamptz)
    on conflict (id) do update set
      shooting_date = excluded.shooting_date,
      due_at = excluded.due_at,
      fired_at = case when ${rings} then null else t.fired_at end,
      outcome = case when ${rings} then null else t.outcome end`.execute(tx.query)
}

const rings = sql`excluded.due_at > t.fired_at + ${sql.lit(`${latestMinutes} minutes`)}::interval`

export async function clearTimers(tx: Tx<Tables>, planId: string): Promise<void> {
  await tx.query.deleteFrom('timers').where('plan_id', '=', planId).where('fired_at', 'is', null).execute()
}

/** When the next of all that `sweep` looks for is due. */
export const nextDue = sql`
  select min(due_at) from timers where fired_at is null
  union all select min(tell_at) from days
  union all select min(due_at) from service_states
  union all select min(due_at) from intents
  union all select min(due_at) from deliveries where state = 'waiting'`

/**
 * Every second: what is due by the database's time becomes an intent, once, whichever replica finds it, and so does news
 * that has waited to settle; deliveries whose quiet hours have ended are queued. One look tells what there is to do,
 * which mostly is nothing.
 */
export async function sweep(ctx: Ctx): Promise<void> {
  const { rows } = await sql<Record<'timers' | 'news' | 'alerts' | 'intents' | 'deliveries', boolean>>`select
    exists (select from timers where fired_at is null and due_at <= notification.now()) as timers,
    exists (select from days where tell_at <= notification.now()) as news,
    exists (select from service_states where due_at <= notification.now()) as alerts,
    exists (select from intents where due_at <= notification.now()) as intents,
    exists (select from deliveries where state = 'waiting' and due_at <= notification.now()) as deliveries`.execute(
    ctx.db.query,
  )
  const due = rows[0]!
  if (due.timers) await fireTimers(ctx)
  if (due.news) await tellWaiting(ctx)
  if (due.alerts) await fireAlerts(ctx)
  if (due.intents) await sayWaiting(ctx)
  if (due.deliveries) await releaseWaiting(ctx)
}

interface Due {
  id: string
  user_id: string
  kind: 'wake-up' | 'departure' | 'evening'
  plan_id: string | null
  shooting_date: Temporal.PlainDate
  due_at: Temporal.Instant
  outcome: string
}

/** The evening before comes for many at the same minute, and so does the end of quiet hours. */
export const fireTimers = (ctx: Ctx): Promise<void> => untilNoneIsLeft(ctx, batch, fireBatch)

/** What has waited for the end of quiet hours goes to its provider. */
export const releaseWaiting = (ctx: Ctx): Promise<void> => untilNoneIsLeft(ctx, batch, releaseBatch)

async function fireBatch(ctx: Ctx): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<Due>`
      update timers set fired_at = notification.now(),
        outcome = case when due_at < notification.now() - ${`${latestMinutes} minutes`}::interval then 'too-late' else 'rung' end
      where id in (
        select id from timers where fired_at is null and due_at <= notification.now()
        order by due_at limit ${batch} for update skip locked)
      returning id, user_id, kind, plan_id, shooting_date, due_at, outcome`.execute(tx.query)
    for (const { kind, outcome } of rows)
      ctx.metrics.operations.inc({ service: 'notification', operation: kind, status: outcome })
    for (const timer of rows) if (timer.outcome === 'too-late') await tellSkipped(tx, timer)
    await intendAll(tx, rows.filter(({ outcome }) => outcome !== 'too-late').map(intentOf))
    return rows.length
  })
}

const tellSkipped = (tx: Tx<Tables>, { id, kind, due_at }: Due) =>
  tx.audit({
    action: 'notification timer skipped',
    target: `timer:${id}`,
    details: { kind, dueAt: due_at.toString(), code: 'too-late' },
  })

const intentOf = ({ id, user_id, kind, plan_id, shooting_date, due_at }: Due): Intent => ({
  id: derivedId(id, due_at.toString()),
  userId: user_id,
  template: kind,
  facts: { planId: plan_id, date: shooting_date.toString(), dueAt: due_at.toString() },
})

async function releaseBatch(ctx: Ctx): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update deliveries set state = 'queued', version = version + 1
      where id in (
        select id from deliveries where state = 'waiting' and due_at <= notification.now()
        order by due_at limit ${batch} for update skip locked)
      returning id`.execute(tx.query)
    await queueDeliveries(tx, rows)
    return rows.length
  })
}
