import { sql } from 'kysely'
import type { z } from 'zod'
import { derivedId, Problem, type Tx } from '#kernel'
import type { calendarEventMoved } from '#services/calendar'
import type { Ctx } from './context.ts'
import { checkAnchor } from './jobs.ts'
import type { Series } from './occurrences.ts'
import { type ReminderRow, ringsAfter } from './queries.ts'
import { eventSeries } from './series.ts'
import type { Tables } from './tables.ts'

/** What calendar says of an event's time. */
export type EventTimes = z.output<(typeof calendarEventMoved)['data']>

/** Reminders move and go with their event. A repetition, or news older than what is known, changes nothing. */
export async function onEventMoved(ctx: Ctx, times: EventTimes, tx: Tx<Tables>): Promise<void> {
  const rows = await tx.query
    .selectFrom('reminders')
    .selectAll()
    .where('event_id', '=', times.eventId)
    .where('user_id', '=', times.userId)
    .where('event_version', '<', times.version)
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const row of rows) await move(tx, row, times, ctx.clock.now())
}

async function move(
  tx: Tx<Tables>,
  row: ReminderRow,
  times: EventTimes,
  now: Temporal.Instant,
): Promise<void> {
  const changes = times.gone ? goneWith(row) : movedWith(row, times, now)
  await tx.query
    .updateTable('reminders')
    .set((e) => ({
      ...changes,
      event_version: times.version,
      version: e('version', '+', 1),
      updated_at: now,
    }))
    .where('id', '=', row.id)
    .execute()
}

const goneWith = ({ state }: ReminderRow) => ({
  state: state === 'completed' ? state : 'cancelled',
  next_at: null,
  snoozed_at: null,
})

/**
 * One that has rung rings again when the event is put off. One whose time the event's move has passed over rings at
 * once, as long as the event has not begun: late is better than never.
 */
function movedWith(row: ReminderRow, times: EventTimes, now: Temporal.Instant) {
  const series = seriesOfEvent(times)
  const columns = {
    starts_at: series.start,
    zone: series.timeZone,
    rule: series.rule,
    except_dates: [...series.except],
  }
  if (row.state === 'completed') return columns
  const start = Temporal.Instant.from(times.start!)
  const ahead = ringsAfter(series, row.lead_minutes, now)
  const passedOver = !ahead && row.next_at !== null && Temporal.Instant.compare(start, now) > 0
  const next = ahead ?? (passedOver ? now : null)
  const state = next || row.snoozed_at ? 'active' : 'over'
  return { ...columns, next_at: next, state, snoozed_at: row.snoozed_at }
}

/** A rule that we cannot follow (some calendars send such) counts as its first occurrence. */
function seriesOfEvent({ start, timeZone, recurrence }: EventTimes): Series {
  const event = { start: Temporal.Instant.from(start!), timeZone, recurrence }
  try {
    return eventSeries(event)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return eventSeries({ ...event, recurrence: null })
  }
}

/** Brings a reminder to what calendar says of its event now: what was told while it was made has not found it. */
export async function lookAgain(ctx: Ctx, reminderId: string): Promise<void> {
  const row = await ctx.db.query
    .selectFrom('reminders')
    .select(['event_id', 'event_version', 'user_id'])
    .where('id', '=', reminderId)
    .executeTakeFirst()
  if (!row?.event_id) return
  const times = await timesOf(ctx, row.event_id, row.user_id, row.event_version ?? 0)
  await ctx.db.transaction((tx) => onEventMoved(ctx, times, tx))
}

async function timesOf(ctx: Ctx, eventId: string, userId: string, known: number): Promise<EventTimes> {
  try {
    return await ctx.call.calendar.timesOf({ eventId })
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error
    return { eventId, userId, version: known + 1, gone: true, start: null, timeZone: 'UTC', recurrence: null }
  }
}

/** Nightly: every reminder of an event that still rings is compared with calendar, in case news was lost. */
export async function healAnchors(ctx: Ctx): Promise<void> {
  const day = ctx.clock.now().toString().slice(0, 10)
  let after = '00000000-0000-0000-0000-000000000000'
  for (let found = pageSize; found === pageSize; ) {
    const rows = await ctx.db.query
      .selectFrom('reminders')
      .select('id')
      .where('event_id', 'is not', null)
      .where('due_at', 'is not', null)
      .where(sql<boolean>`id > ${after}::uuid`)
      .orderBy('id')
      .limit(pageSize)
      .execute()
    found = rows.length
    after = rows.at(-1)?.id ?? after
    await ctx.db.transaction((tx) =>
      tx.enqueueAll(
        checkAnchor,
        rows.map(({ id }) => ({ data: { reminderId: id }, id: derivedId('heal', id, day) })),
      ),
    )
  }
}

const pageSize = 500
