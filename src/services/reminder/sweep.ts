import { sql } from 'kysely'
import { currentStory, derivedId, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { reminderDue } from './contract.ts'
import { fireDigests } from './digests.ts'
import { type ReminderRow, ringsAfter, seriesOf } from './queries.ts'
import type { Tables } from './tables.ts'

/** Reminders of one transaction. */
const batch = 500
/** Rounds of one run: whoever comes next goes on. */
const mostRounds = 40
/** Later than this it says so. */
const lateAfterSeconds = 120
/** Occurrences that are counted as missed; more are not worth a number. */
const mostMissed = 1_000

/** When the next reminder or digest is due. */
export const nextRing = sql`select min(due_at) from reminders union all select min(due_at) from digests`

/**
 * Every second: what is due by the database's time rings. Row, occurrence and event are one transaction, and the row is
 * locked, so that of replicas and of runs after a kill exactly one rings it. Occurrences of a series that all came due
 * while nothing ran ring once, together, and say how many they are.
 */
export async function sweep(ctx: Ctx): Promise<void> {
  for (let round = 0; round < mostRounds && !ctx.stopping.aborted; round++)
    if ((await ringBatch(ctx)) < batch) break
  await fireDigests(ctx)
}

async function ringBatch(ctx: Ctx): Promise<number> {
  const { rows: any } = await sql<{ due: boolean }>`
    select exists (select from reminders where due_at <= reminder.now()) as due`.execute(ctx.db.query)
  if (!any[0]!.due) return 0
  return await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<ReminderRow & { now: Temporal.Instant }>`
      select *, reminder.now() as now from reminders where due_at <= reminder.now()
      order by due_at limit ${batch} for update skip locked`.execute(tx.query)
    if (rows.length === 0) return 0
    const rings = rows.map((row) => ringOf(row, row.now))
    await moveOn(tx, rings)
    await sql`
      insert into occurrences (id, reminder_id, user_id, planned_at, rang_at, missed, snoozed, late)
      select * from jsonb_to_recordset(${JSON.stringify(rings.map(({ occurrence }) => occurrence))}::jsonb)
        as rung(id uuid, reminder_id uuid, user_id uuid, planned_at timestamptz, rang_at timestamptz, missed int,
          snoozed boolean, late boolean)`.execute(tx.query)
    await tx.publishAll(rings.map(newsOf))
    ctx.metrics.operations.inc({ service: 'reminder', operation: 'ring', status: 'ok' }, rows.length)
    return rows.length
  })
}

interface Ring {
  readonly row: ReminderRow
  readonly nextAt: Temporal.Instant | null
  readonly snoozedAt: Temporal.Instant | null
  readonly occurrence: {
    readonly id: string
    readonly reminder_id: string
    readonly user_id: string
    readonly planned_at: Temporal.Instant
    readonly rang_at: Temporal.Instant
    readonly missed: number
    readonly snoozed: boolean
    readonly late: boolean
  }
}

/** What rings of a reminder now, and when it rings next. */
export function ringOf(row: ReminderRow, now: Temporal.Instant): Ring {
  const isDue = (at: Temporal.Instant | null): at is Temporal.Instant =>
    at !== null && Temporal.Instant.compare(at, now) <= 0
  const passed = isDue(row.next_at) ? passedBy(row, row.next_at, now) : undefined
  const snoozed = !passed && isDue(row.snoozed_at)
  const planned = passed?.last ?? row.snoozed_at!
  const lateSeconds = now.since(planned).total('seconds')
  return {
    row,
    nextAt: passed ? passed.next : row.next_at,
    snoozedAt: isDue(row.snoozed_at) ? null : row.snoozed_at,
    occurrence: {
      id: derivedId('occurrence', row.id, row.version, planned.toString()),
      reminder_id: row.id,
      user_id: row.user_id,
      planned_at: planned,
      rang_at: now,
      missed: passed?.missed ?? 0,
      snoozed,
      late: lateSeconds > lateAfterSeconds,
    },
  }
}

/** The last occurrence that is due, how many were before it, and the first that is not. */
function passedBy(row: ReminderRow, first: Temporal.Instant, now: Temporal.Instant) {
  const series = seriesOf(row)
  let last = first
  let missed = 0
  let next = ringsAfter(series, row.lead_minutes, first)
  while (next && Temporal.Instant.compare(next, now) <= 0 && missed < mostMissed) {
    last = next
    missed += 1
    next = ringsAfter(series, row.lead_minutes, next)
  }
  const isLeft = next && Temporal.Instant.compare(next, now) <= 0
  return { last, missed, next: isLeft ? ringsAfter(series, row.lead_minutes, now) : next }
}

async function moveOn(tx: Tx<Tables>, rings: readonly Ring[]): Promise<void> {
  const rows = rings.map(({ row, nextAt, snoozedAt }) => ({
    id: row.id,
    next_at: nextAt,
    snoozed_at: snoozedAt,
  }))
  await sql`
    update reminders r set next_at = moved.next_at, snoozed_at = moved.snoozed_at, version = r.version + 1,
      state = case when num_nonnulls(moved.next_at, moved.snoozed_at) = 0 then 'over' else r.state end,
      updated_at = reminder.now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as moved(id uuid, next_at timestamptz, snoozed_at timestamptz)
    where r.id = moved.id`.execute(tx.query)
}

/** Each begins a story of its own: those that ring in the same second have nothing else in common. */
const newsOf = ({ row, occurrence }: Ring) => ({
  because: { ...currentStory(), correlationId: occurrence.id },
  event: reminderDue,
  subject: `reminder:${row.id}`,
  data: {
    reminderId: row.id,
    occurrenceId: occurrence.id,
    userId: row.user_id,
    version: row.version + 1,
    late: occurrence.late,
  },
})
