import { sql } from 'kysely'
import type { z } from 'zod'
import { derivedId } from '#kernel'
import type { calendarEventCreated, calendarEventDeleted } from '#services/calendar'
import type { settingsUpdated } from '#services/config'
import type { pdfCorrected, pdfParsed } from '#services/pdf'
import type { Ctx, Tx } from './context.ts'
import { adopt, replan } from './jobs.ts'
import { openPlansFrom } from './queries.ts'

type Read = z.output<typeof pdfParsed.data>
type Corrected = z.output<typeof pdfCorrected.data>

/** Settings that decide which call is the reader's, and where a day without location starts. */
const READ_AGAIN = ['crewName', 'crewRole', 'crewDepartment', 'stop']

export async function onPdfParsed(_ctx: Ctx, data: Read, tx: Tx, event: { time: string }): Promise<void> {
  if (data.kind !== 'other') await takeIn(tx, data, event)
}

export async function onPdfCorrected(
  _ctx: Ctx,
  data: Corrected,
  tx: Tx,
  event: { time: string },
): Promise<void> {
  await takeIn(tx, data, event)
}

/** Remembers when the document was first heard of, and lets a job read it: the same version is taken in once. */
async function takeIn(tx: Tx, data: Read | Corrected, { time }: { time: string }): Promise<void> {
  const { documentId, version: documentVersion, userId } = data
  await sql`
    insert into documents (document_id, user_id, heard_at)
    values (${documentId}, ${userId}, ${Temporal.Instant.from(time)})
    on conflict (document_id) do update set heard_at = least(documents.heard_at, excluded.heard_at)`.execute(
    tx.query,
  )
  await tx.enqueue(
    adopt,
    { documentId, documentVersion, userId },
    { id: derivedId('adopt', documentId, documentVersion, userId) },
  )
}

/** Days to come are composed again when the reader's own call may be another. */
export async function onSettingsUpdated(
  ctx: Ctx,
  { userId, version, fields }: z.output<typeof settingsUpdated.data>,
  tx: Tx,
): Promise<void> {
  if (!fields.some((field) => READ_AGAIN.includes(field))) return
  // The user's zone is not known here; yesterday in UTC is no later than today anywhere.
  const from = ctx.clock.now().toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 })
  for (const { id } of await openPlansFrom(tx.query, { userId }, from))
    await tx.enqueue(replan, { planId: id, userId }, { id: derivedId(id, 'settings', version) })
}

/** What the day's event overlaps with in the user's calendar, for the warnings. */
export async function onCalendarEvent(
  _ctx: Ctx,
  data: z.output<typeof calendarEventCreated.data>,
  tx: Tx,
): Promise<void> {
  await keepConflicts(tx, data, data.conflicts)
}

export async function onCalendarEventDeleted(
  _ctx: Ctx,
  data: z.output<typeof calendarEventDeleted.data>,
  tx: Tx,
): Promise<void> {
  await keepConflicts(tx, data, [])
}

async function keepConflicts(
  tx: Tx,
  { planId, eventId, version }: { planId: string; eventId: string; version: number },
  conflicts: readonly unknown[],
): Promise<void> {
  await sql`
    insert into calendar_conflicts (plan_id, event_id, version, conflicts)
    select id, ${eventId}, ${version}, ${JSON.stringify(conflicts)} from plans where id = ${planId}
    on conflict (plan_id, event_id) do update set version = excluded.version, conflicts = excluded.conflicts
    where calendar_conflicts.version < excluded.version`.execute(tx.query)
}
