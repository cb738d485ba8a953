import type { z } from 'zod'
import { derivedId, type EventOf, type errorOccurred, type Tx } from '#kernel'
import type { calendarDisconnected } from '#services/calendar'
import type { settingsUpdated } from '#services/config'
import type { emailProcessed, mailboxDisconnected } from '#services/email'
import type { pdfParsed, pdfRejected } from '#services/pdf'
import { intend } from './intents.ts'
import { arrangeEvenings, compose } from './jobs.ts'
import type { Tables } from './tables.ts'

type DataOf<D extends { data: z.ZodType }> = z.output<D['data']>

export async function onParsed(data: DataOf<typeof pdfParsed>, tx: Tx<Tables>): Promise<void> {
  if (!data.needsReview) return
  await review(tx, data, data.usable ? 'unsure' : 'incomplete')
}

export async function onRejected(data: DataOf<typeof pdfRejected>, tx: Tx<Tables>): Promise<void> {
  await review(tx, data, data.code)
}

async function review(
  tx: Tx<Tables>,
  {
    documentId,
    emailId,
    userId,
    version,
  }: { documentId: string; emailId: string; userId: string; version: number },
  code: string,
): Promise<void> {
  await intend(tx, {
    id: derivedId('review', documentId, version),
    userId,
    template: 'review',
    facts: { documentId, emailId, code },
  })
}

/** A message that was not taken in, or that nobody could read: what it brings would be missed in silence. */
export async function onProcessed(
  { emailId, userId, version, state }: DataOf<typeof emailProcessed>,
  tx: Tx<Tables>,
): Promise<void> {
  if (state !== 'failed') return
  const id = derivedId('message failed', emailId, version)
  await intend(tx, { id, userId, template: 'message-failed', facts: { emailId } })
}

export async function onMailboxDisconnected(
  { mailboxId, userId, version }: DataOf<typeof mailboxDisconnected>,
  tx: Tx<Tables>,
): Promise<void> {
  const id = derivedId('mailbox disconnected', mailboxId, version)
  await intend(tx, { id, userId, template: 'mailbox-disconnected', facts: { mailboxId } })
}

export async function onCalendarDisconnected(
  { calendarId, userId, version }: DataOf<typeof calendarDisconnected>,
  tx: Tx<Tables>,
): Promise<void> {
  const id = derivedId('calendar disconnected', calendarId, version)
  await intend(tx, { id, userId, template: 'calendar-disconnected', facts: { calendarId } })
}

/**
 * An error that concerns a person is told once an hour for each operation, however often it happens. One of composing is
 * not: what tells of it would fail the same way.
 */
export async function onError(
  { operation, code, userId }: DataOf<typeof errorOccurred>,
  tx: Tx<Tables>,
  event: EventOf<typeof errorOccurred.data>,
): Promise<void> {
  if (!userId || operation === `notification.${compose.name}`) return
  const hour = Temporal.Instant.from(event.time).round({ smallestUnit: 'hour', roundingMode: 'floor' })
  const id = derivedId('error', userId, operation, code, hour.toString())
  await intend(tx, { id, userId, template: 'processing-error', facts: { operation, code } })
}

export async function onSettings(
  { userId, version, fields }: DataOf<typeof settingsUpdated>,
  tx: Tx<Tables>,
): Promise<void> {
  if (!fields.some((field) => field === 'timeZone' || field.startsWith('notifications'))) return
  await tx.enqueue(arrangeEvenings, { userId }, { id: derivedId('evenings', userId, version) })
}
