import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { notFound, type PersonalCipher, Problem, type Tx } from '#kernel'
import type { Reminder } from './contract.ts'
import { nextAfter, type Series } from './occurrences.ts'
import type { RemindersRow, Tables } from './tables.ts'

export type ReminderRow = Selectable<RemindersRow>
export type ReminderShown = z.output<typeof Reminder>

/** Of one person that still ring; far above what anybody keeps in mind. */
export const mostActive = 2_000

const textAad = (id: string) => `reminder:reminders.text:${id}`
export const sealText = (cipher: PersonalCipher, id: string, text: string) => cipher.seal(text, textAad(id))
/** @throws CipherError when the person's key is gone. */
export const openText = (cipher: PersonalCipher, row: Pick<ReminderRow, 'id' | 'text'>) =>
  cipher.open(row.text, textAad(row.id))

type SeriesColumns = Pick<ReminderRow, 'starts_at' | 'zone' | 'rule' | 'except_dates'>

export const seriesOf = (row: SeriesColumns): Series => ({
  start: row.starts_at,
  timeZone: row.zone,
  rule: row.rule,
  except: row.except_dates,
})

/** When the reminder rings next after an instant: so long before its occurrence as it was asked to. */
export function ringsAfter(
  series: Series,
  leadMinutes: number,
  after: Temporal.Instant,
): Temporal.Instant | null {
  return nextAfter(series, after.add({ minutes: leadMinutes }))?.subtract({ minutes: leadMinutes }) ?? null
}

export function present(cipher: PersonalCipher, row: ReminderRow): ReminderShown {
  return {
    id: row.id,
    text: openText(cipher, row),
    timeZone: row.zone,
    startsAt: row.starts_at,
    rule: row.rule,
    except: row.except_dates,
    eventId: row.event_id,
    minutesBefore: row.lead_minutes,
    urgent: row.urgent,
    state: row.state as ReminderShown['state'],
    nextAt: row.due_at,
    snoozedUntil: row.snoozed_at,
    version: row.version,
    createdAt: row.created_at,
  }
}

/** A person's reminder. @throws Problem 404, also for another's. */
export async function reminderOf(db: Kysely<Tables>, userId: string, id: string): Promise<ReminderRow> {
  const row = await db
    .selectFrom('reminders')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row) throw notFound('reminder')
  return row
}

/** As `reminderOf`, locked until the transaction ends: the sweep passes it over meanwhile. */
export async function lockReminder(tx: Tx<Tables>, userId: string, id: string): Promise<ReminderRow> {
  const row = await tx.query
    .selectFrom('reminders')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('reminder')
  return row
}

type Changes = Partial<
  Pick<
    ReminderRow,
    | 'text'
    | 'zone'
    | 'starts_at'
    | 'rule'
    | 'except_dates'
    | 'lead_minutes'
    | 'urgent'
    | 'state'
    | 'next_at'
    | 'snoozed_at'
  >
>

export async function changeReminder(
  tx: Tx<Tables>,
  id: string,
  changes: Changes,
  now: Temporal.Instant,
): Promise<ReminderRow> {
  return await tx.query
    .updateTable('reminders')
    .set((e) => ({ ...changes, version: e('version', '+', 1), updated_at: now }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export const pastTime = () => new Problem(422, 'reminder.time-past', 'That time is over')
