import { type Kysely, sql } from 'kysely'
import { derivedId, type Tx } from '#kernel'
import { copyPlan } from './jobs.ts'
import type { Tables } from './tables.ts'

/** Long enough for the slowest call with its retries; the same job, run again after a crash, need not wait for it. */
const leaseSeconds = 120
const sweepMinutes = 5

/** Asks for the plans named to be copied (again) into the user's linked calendars, or into the one given. */
export async function wantCopies(
  tx: Tx<Tables>,
  which: { planId: string; exceptCalendarId?: string } | { calendarId: string } | OwnEvent,
): Promise<void> {
  if ('ownEventId' in which) return await wantOwn(tx, which)
  const only =
    'planId' in which
      ? sql`p.plan_id = ${which.planId} and c.id is distinct from ${which.exceptCalendarId ?? null}::uuid`
      : sql`c.id = ${which.calendarId} and (p.ends_at > calendar.now())`
  const { rows } = await sql<Wanted>`
    insert into plan_copies (calendar_id, plan_id, due_at)
    select c.id, p.plan_id, calendar.now() + make_interval(mins => ${sweepMinutes})
    from plans p join calendars c on c.user_id = p.user_id
    where c.kind = 'google' and c.state = 'connected' and ${only}
    on conflict (calendar_id, plan_id) do update set wanted = plan_copies.wanted + 1, due_at = excluded.due_at
    returning calendar_id, plan_id, wanted`.execute(tx.query)
  await queueCopies(tx, rows)
  if ('calendarId' in which) await wantAllOwn(tx, which.calendarId)
}

/** An event of the user's own; it may be gone, then its copies go. */
export interface OwnEvent {
  readonly ownEventId: string
  readonly userId: string
  readonly exceptCalendarId?: string
}

async function wantOwn(tx: Tx<Tables>, { ownEventId, userId, exceptCalendarId }: OwnEvent): Promise<void> {
  const { rows } = await sql<Wanted>`
    insert into plan_copies (calendar_id, plan_id, due_at)
    select c.id, ${ownEventId}::uuid, calendar.now() + make_interval(mins => ${sweepMinutes}) from calendars c
    where c.user_id = ${userId} and c.kind = 'google' and c.state = 'connected'
      and c.id is distinct from ${exceptCalendarId ?? null}::uuid
    on conflict (calendar_id, plan_id) do update set wanted = plan_copies.wanted + 1, due_at = excluded.due_at
    returning calendar_id, plan_id, wanted`.execute(tx.query)
  await queueCopies(tx, rows)
}

/** A calendar that is linked gets what the user has planned in ours, too. */
async function wantAllOwn(tx: Tx<Tables>, calendarId: string): Promise<void> {
  const { rows } = await sql<Wanted>`
    insert into plan_copies (calendar_id, plan_id, due_at)
    select c.id, e.id, calendar.now() + make_interval(mins => ${sweepMinutes})
    from calendars c join events e on e.user_id = c.user_id and e.calendar_id is null and e.plan_id is null
    where c.id = ${calendarId} and c.kind = 'google' and c.state = 'connected'
      and (e.recurrence is not null or e.ends_at > calendar.now())
    on conflict (calendar_id, plan_id) do update set wanted = plan_copies.wanted + 1, due_at = excluded.due_at
    returning calendar_id, plan_id, wanted`.execute(tx.query)
  await queueCopies(tx, rows)
}

interface Wanted {
  calendar_id: string
  plan_id: string
  wanted: number
}

async function queueCopies(tx: Tx<Tables>, rows: readonly Wanted[]): Promise<void> {
  for (const { calendar_id: calendarId, plan_id: planId, wanted } of rows)
    await tx.enqueue(copyPlan, { calendarId, planId }, { id: derivedId('copy', calendarId, planId, wanted) })
}

/** The day stays on: what the user had deleted of it in a calendar is written again. */
export async function putBack(tx: Tx<Tables>, planId: string): Promise<void> {
  const put = await tx.query
    .updateTable('event_copies')
    .set({ state: 'removed' })
    .where('plan_id', '=', planId)
    .where('role', '=', 'day')
    .where('state', '=', 'dropped')
    .returning('event_id')
    .execute()
  if (put.length > 0) await wantCopies(tx, { planId })
}

/** When the next copy whose job was given up is tried again. */
export const nextCopy = sql`
  select min(w.due_at) from plan_copies w join calendars c on c.id = w.calendar_id
  where c.state = 'connected' and w.written < w.wanted`

/** Copies whose job was given up: tried again every five minutes for as long as the calendar is linked. */
export async function sweepCopies(tx: Tx<Tables>): Promise<void> {
  const { rows } = await sql<{ calendar_id: string; plan_id: string }>`
    update plan_copies w set due_at = calendar.now() + make_interval(mins => ${sweepMinutes})
    from calendars c
    where c.id = w.calendar_id and c.state = 'connected' and w.written < w.wanted and w.due_at <= calendar.now()
    returning w.calendar_id, w.plan_id`.execute(tx.query)
  for (const { calendar_id: calendarId, plan_id: planId } of rows)
    await tx.enqueue(copyPlan, { calendarId, planId })
}

/**
 * Takes the plan for one job. Undefined when nothing is left to do or another job is at it, which then also writes
 * what has come since. A job that is run again after a crash takes its own lease over.
 */
export async function claim(
  db: Kysely<Tables>,
  calendarId: string,
  planId: string,
  key: string,
): Promise<number | undefined> {
  const { rows } = await sql<{ wanted: number }>`
    update plan_copies set lease_key = ${key}, lease_until = pg_catalog.now() + make_interval(secs => ${leaseSeconds})
    where calendar_id = ${calendarId} and plan_id = ${planId} and written < wanted
      and (lease_key is null or lease_key = ${key} or lease_until < pg_catalog.now())
    returning wanted`.execute(db)
  return rows[0]?.wanted
}

/** Before each outside call. @throws when the lease was lost: another job is at it. */
export async function renew(db: Kysely<Tables>, calendarId: string, planId: string, key: string) {
  const { rows } = await sql`
    update plan_copies set lease_until = pg_catalog.now() + make_interval(secs => ${leaseSeconds})
    where calendar_id = ${calendarId} and plan_id = ${planId} and lease_key = ${key} returning 1`.execute(db)
  if (rows.length === 0) throw new Error('The lease on this plan was lost to another job')
}

/** Records what was written; returns the version wanted by now when it has grown meanwhile, and keeps the lease then. */
export async function settle(
  db: Kysely<Tables>,
  calendarId: string,
  planId: string,
  key: string,
  written: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ wanted: number; done: boolean }>`
    update plan_copies set written = ${written},
      lease_key = case when wanted <= ${written} then null else lease_key end,
      lease_until = case when wanted <= ${written} then null else lease_until end
    where calendar_id = ${calendarId} and plan_id = ${planId} and lease_key = ${key}
    returning wanted, wanted <= ${written} as done`.execute(db)
  return rows[0] && !rows[0].done ? rows[0].wanted : undefined
}

export async function release(db: Kysely<Tables>, calendarId: string, planId: string, key: string) {
  await sql`
    update plan_copies set lease_key = null, lease_until = null
    where calendar_id = ${calendarId} and plan_id = ${planId} and lease_key = ${key}`.execute(db)
}
