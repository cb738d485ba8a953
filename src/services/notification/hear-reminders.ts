import { derivedId, type EventOf, together } from '#kernel'
import type { reminderDigestDue, reminderDue } from '#services/reminder'
import type { Ctx } from './context.ts'
import { intendAll } from './intents.ts'
import type { Tables } from './tables.ts'

/** Many ring at the same full hour: what is due together is one statement. */
export const onReminderDue = together<Ctx, Tables, typeof reminderDue.data>(async (_ctx, events, tx) => {
  await intendAll(
    tx,
    events.map((because) => ({
      id: derivedId('reminder', because.data.occurrenceId),
      userId: because.data.userId,
      template: 'reminder' as const,
      facts: { occurrenceId: because.data.occurrenceId },
      because,
    })),
  )
  return undefined
})

type DigestDue = EventOf<typeof reminderDigestDue.data>

export const onReminderDigest = together<Ctx, Tables, typeof reminderDigestDue.data>(
  async (_ctx, events: readonly DigestDue[], tx) => {
    await intendAll(
      tx,
      events.map((because) => ({
        id: derivedId('reminder digest', because.data.userId, because.data.date),
        userId: because.data.userId,
        template: 'reminder-digest' as const,
        facts: { date: because.data.date },
        because,
      })),
    )
    return undefined
  },
)
