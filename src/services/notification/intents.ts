import { derivedId, type Tx } from '#kernel'
import { compose } from './jobs.ts'
import type { Tables } from './tables.ts'

/** Messages that the service writes by itself; each has a composer in `composers.ts`. */
export type TemplateName =
  | 'ready'
  | 'changed'
  | 'leave-earlier'
  | 'weather'
  | 'cancelled'
  | 'evening'
  | 'wake-up'
  | 'departure'
  | 'review'
  | 'mailbox-disconnected'
  | 'calendar-disconnected'
  | 'processing-error'
  | 'target-off'
  | 'service-state'
  | 'refund-failed'
  | BookingTemplate

/** About a booking or its money: what is said, and to whom, is asked of booking (`bookings.ts`). */
export type BookingTemplate =
  | 'booking-held'
  | 'booking-news'
  | 'booking-cancelled'
  | 'booking-expired'
  | 'payment-receipt'
  | 'payment-failed'
  | 'payment-refunded'

/** Ids and technical facts of the cause; what names people is asked for when the message is composed. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>

export interface Intent {
  /** Derived from the cause and the person; becomes the notification's id. */
  readonly id: string
  readonly userId: string | null
  /** Instead of a user: the booking of a guest, who is known by it alone. */
  readonly guestOf?: string
  readonly template: TemplateName
  readonly facts: Facts
}

/** Writes down that something has to be said, and queues the saying. A repetition of the same cause does nothing. */
export async function intend(
  tx: Tx<Tables>,
  { id, userId, guestOf, template, facts }: Intent,
): Promise<void> {
  const fresh = await tx.query
    .insertInto('intents')
    .values({
      id,
      user_id: userId,
      guest_of: guestOf ?? null,
      template,
      facts: JSON.stringify(facts),
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (fresh) await tx.enqueue(compose, { intentId: id }, { id: derivedId('compose', id) })
}
