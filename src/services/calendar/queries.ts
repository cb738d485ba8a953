import { type Kysely, type Selectable, sql } from 'kysely'
import type { Busy } from './conflicts.ts'
import { type Occurrence, occurrences, type Window } from './occurrences.ts'
import type { EventsRow, Tables } from './tables.ts'

export type EventRow = Selectable<EventsRow>

/** Series a user may have in all calendars; far above what people have. */
const seriesLimit = 2000

/** One event or one occurrence of a series. */
export interface Shown extends Occurrence {
  row: EventRow
}

/** The user's series that may touch the window, each with its occurrences in it. */
export async function seriesIn(db: Kysely<Tables>, userId: string, window: Window): Promise<Shown[]> {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('user_id', '=', userId)
    .where('recurrence', 'is not', null)
    .where('cancelled', '=', false)
    .where('starts_at', '<', window.to)
    .orderBy('starts_at')
    .limit(seriesLimit)
    .execute()
  if (rows.length === 0) return []
  const exceptions = await exceptionsOf(db, userId)
  return rows.flatMap((row) =>
    occurrences({ ...row, recurrence: row.recurrence ?? '' }, window, exceptions.get(keyOf(row))).map(
      (one) => ({ ...one, row }),
    ),
  )
}

const keyOf = (row: Pick<EventRow, 'calendar_id' | 'external_id'>) => `${row.calendar_id} ${row.external_id}`

async function exceptionsOf(db: Kysely<Tables>, userId: string): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('events')
    .select(['calendar_id', 'series_id as external_id', 'original_start'])
    .where('user_id', '=', userId)
    .where('series_id', 'is not', null)
    .where('original_start', 'is not', null)
    .limit(20_000)
    .execute()
  const found = new Map<string, Set<string>>()
  for (const row of rows) {
    const starts = found.get(keyOf(row)) ?? new Set()
    starts.add(String(row.original_start))
    found.set(keyOf(row), starts)
  }
  return found
}

/** Single events of the window after the cursor, by start and id; a day that was cancelled is among them. */
export async function singlesIn(
  db: Kysely<Tables>,
  userId: string,
  window: Window,
  options: { after?: { start: Temporal.Instant; id: string }; limit: number },
): Promise<Shown[]> {
  let query = db
    .selectFrom('events')
    .selectAll()
    .where('user_id', '=', userId)
    .where('recurrence', 'is', null)
    .where('starts_at', '<', window.to)
    .where('ends_at', '>', window.from)
    .where((e) => e.or([e('cancelled', '=', false), e('role', '=', 'day')]))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(options.limit)
  const { after } = options
  if (after) query = query.where(sql<boolean>`(starts_at, id) > (${after.start}, ${after.id}::uuid)`)
  const rows = await query.execute()
  return rows.map((row) => ({ row, start: row.starts_at, end: row.ends_at }))
}

/** Everything that takes the user's time in the window, from our own calendar and the linked ones. */
export async function busyIn(db: Kysely<Tables>, userId: string, window: Window): Promise<Busy[]> {
  const singles = await singlesIn(db, userId, window, { limit: 5000 })
  const series = await seriesIn(db, userId, window)
  return [...singles, ...series]
    .filter(({ row }) => row.busy && !row.cancelled && row.role !== 'wake-up')
    .map(({ row, start, end }) => ({ eventId: row.id, planId: row.plan_id, start, end }))
}

/** What a linked calendar should hold of a plan, or of an event of the user's own, which stands for itself. */
export async function eventsToCopy(db: Kysely<Tables>, planOrEventId: string): Promise<EventRow[]> {
  return await db
    .selectFrom('events')
    .selectAll()
    .where((e) =>
      e.or([
        e('plan_id', '=', planOrEventId),
        e.and([e('id', '=', planOrEventId), e('plan_id', 'is', null), e('calendar_id', 'is', null)]),
      ]),
    )
    .orderBy('starts_at')
    .execute()
}

/** The events of a plan in our own calendar. */
export async function eventsOfPlan(db: Kysely<Tables>, planId: string): Promise<EventRow[]> {
  return await db
    .selectFrom('events')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('starts_at')
    .execute()
}
