import type { z } from 'zod'
import { Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { reminder } from './contract.ts'
import {
  changeReminder,
  lockReminder,
  pastTime,
  present,
  type ReminderRow,
  type ReminderShown,
  ringsAfter,
  sealText,
  seriesOf,
} from './queries.ts'
import { checkedSeries, firstRing } from './series.ts'

type Routes = (typeof reminder)['routes']
type Patch = z.output<Routes['update']['input']>
type Snooze = z.output<Routes['snooze']['input']>

/** What a change makes of a reminder. */
type Changes = Parameters<typeof changeReminder>[2]

async function change(
  ctx: Ctx,
  userId: string,
  reminderId: string,
  action: string,
  decide: (row: ReminderRow, now: Temporal.Instant) => Changes | undefined,
  text?: string,
): Promise<ReminderShown> {
  const cipher = await ctx.secrets.person(userId)
  const row = await ctx.db.transaction(async (tx) => {
    const before = await lockReminder(tx, userId, reminderId)
    const now = ctx.clock.now()
    const changes = decide(before, now)
    if (!changes) return before
    const sealed = text === undefined ? {} : { text: sealText(cipher, reminderId, text) }
    await tx.audit({ action, target: `reminder:${reminderId}` })
    return await changeReminder(tx, reminderId, { ...changes, ...sealed }, now)
  })
  return present(cipher, row)
}

/** @throws Problem 404; 409 `reminder.goes-with-event`; 422 as `create`. */
export const update = (ctx: Ctx, userId: string, patch: Patch): Promise<ReminderShown> =>
  change(
    ctx,
    userId,
    patch.reminderId,
    'reminder changed',
    (row, now) => {
      const { startsAt, timeZone, rule, except, minutesBefore, urgent } = patch
      const moves = [startsAt, timeZone, rule, except, minutesBefore].some((each) => each !== undefined)
      checkAnchored(row, patch)
      const rest = urgent === undefined ? {} : { urgent }
      if (!moves) return rest
      const series = checkedSeries(
        {
          startsAt: startsAt ?? row.starts_at,
          rule: rule === undefined ? row.rule : rule,
          except: except ?? row.except_dates,
        },
        timeZone ?? row.zone,
      )
      const lead = minutesBefore ?? row.lead_minutes
      return {
        ...rest,
        starts_at: series.start,
        zone: series.timeZone,
        rule: series.rule,
        except_dates: [...series.except],
        lead_minutes: lead,
        state: 'active',
        next_at: firstRing(series, lead, now),
        snoozed_at: null,
      }
    },
    patch.text,
  )

/** An event's reminder has its times from the event; how long before it rings is the person's. */
function checkAnchored(row: ReminderRow, { startsAt, timeZone, rule, minutesBefore }: Patch): void {
  const own = [startsAt, timeZone, rule].some((each) => each !== undefined)
  if (row.event_id ? own : minutesBefore !== undefined)
    throw new Problem(
      409,
      'reminder.goes-with-event',
      row.event_id
        ? 'This reminder goes with its calendar event: change the event, or how long before it rings'
        : 'This reminder goes with no calendar event',
    )
}

export const complete = (ctx: Ctx, userId: string, reminderId: string): Promise<ReminderShown> =>
  change(ctx, userId, reminderId, 'reminder completed', (row) =>
    row.state === 'completed' ? undefined : { state: 'completed', next_at: null, snoozed_at: null },
  )

/**
 * Rings once more at that time. One that has rung for the last time is active until then; a series goes on beside it.
 *
 * @throws Problem 404; 422 `reminder.snooze-unclear`, `reminder.time-past`; 409 `reminder.completed`.
 */
export const snooze = (
  ctx: Ctx,
  userId: string,
  { reminderId, minutes, until }: Snooze,
): Promise<ReminderShown> =>
  change(ctx, userId, reminderId, 'reminder snoozed', (row, now) => {
    if ((minutes === undefined) === (until === undefined))
      throw new Problem(422, 'reminder.snooze-unclear', 'Say either for how many minutes or until when')
    const at = until ?? now.add({ minutes: minutes! })
    if (Temporal.Instant.compare(at, now) <= 0) throw pastTime()
    if (row.state === 'completed' || row.state === 'cancelled')
      throw new Problem(409, 'reminder.completed', 'This reminder is done: change its time instead')
    // One that has not rung yet is put off; a series goes on beside what has rung.
    const next = row.rule === null ? null : row.next_at
    return { state: 'active', snoozed_at: at, next_at: next }
  })

/** @throws Problem 404; 409 `reminder.not-a-series`; 422 `reminder.not-on-that-day`. */
export const skip = (
  ctx: Ctx,
  userId: string,
  reminderId: string,
  date: Temporal.PlainDate | undefined,
): Promise<ReminderShown> =>
  change(ctx, userId, reminderId, 'reminder occurrence skipped', (row, now) => {
    if (row.rule === null || !row.next_at)
      throw new Problem(
        409,
        'reminder.not-a-series',
        'This reminder does not come again: delete or complete it',
      )
    const series = seriesOf(row)
    const dayOf = (at: Temporal.Instant) =>
      at.add({ minutes: row.lead_minutes }).toZonedDateTimeISO(row.zone).toPlainDate()
    const day = date ?? dayOf(row.next_at)
    if (series.except.some((each) => each.equals(day))) return undefined
    const before = day
      .toZonedDateTime(row.zone)
      .toInstant()
      .subtract({ minutes: row.lead_minutes, seconds: 1 })
    const from = Temporal.Instant.compare(before, now) > 0 ? before : now
    const rings = ringsAfter(series, row.lead_minutes, from)
    if (!rings || !dayOf(rings).equals(day))
      throw new Problem(422, 'reminder.not-on-that-day', 'This reminder does not come on that day')
    const except = [...row.except_dates, day]
    const next = ringsAfter({ ...series, except }, row.lead_minutes, now)
    const isOver = !next && !row.snoozed_at
    return { except_dates: except, next_at: next, ...(isOver ? { state: 'over' } : {}) }
  })

export async function remove(ctx: Ctx, userId: string, reminderId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockReminder(tx, userId, reminderId)
    await tx.query.deleteFrom('reminders').where('id', '=', reminderId).execute()
    await tx.audit({ action: 'reminder deleted', target: `reminder:${reminderId}` })
  })
}
