import type { z } from 'zod'
import { derivedId, type Tx } from '#kernel'
import type { PublicBooking } from '#services/booking'
import type { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed } from '#services/payment'
import type { Ctx } from './context.ts'
import { intend } from './intents.ts'
import { alertRefund } from './jobs.ts'
import type { Tables } from './tables.ts'

type DataOf<D extends { data: z.ZodType }> = z.output<D['data']>

/** Whoever bought: a user, or a guest, who is known by the booking alone. */
const buyer = ({ userId, bookingId }: { userId: string | null; bookingId: string }) =>
  userId === null ? { userId, guestOf: bookingId } : { userId }

/** Said in the app only, where a guest never looks. */
export async function onBookingCreated(said: PublicBooking, tx: Tx<Tables>): Promise<void> {
  const { bookingId, userId } = said
  if (userId === null) return
  const id = derivedId('booking held', bookingId)
  await intend(tx, { id, userId, template: 'booking-held', facts: { bookingId } })
}

/** Confirmed, or changed since: what of it is news is found when it is told, whichever event came first. */
export async function onBookingNews(said: PublicBooking, tx: Tx<Tables>): Promise<void> {
  const { bookingId, version, state } = said
  if (state !== 'confirmed') return
  const id = derivedId('booking news', bookingId, version)
  await intend(tx, { id, ...buyer(said), template: 'booking-news', facts: { bookingId } })
}

export async function onBookingCancelled(said: PublicBooking, tx: Tx<Tables>): Promise<void> {
  const { bookingId, cancelReason } = said
  // Who lets a hold go knows it; an erased account has nobody to tell.
  if (cancelReason === 'released' || cancelReason === 'account-erased') return
  const id = derivedId('booking cancelled', bookingId)
  await intend(tx, { id, ...buyer(said), template: 'booking-cancelled', facts: { bookingId } })
}

export async function onBookingExpired(said: PublicBooking, tx: Tx<Tables>): Promise<void> {
  const { bookingId } = said
  const id = derivedId('booking expired', bookingId)
  await intend(tx, { id, ...buyer(said), template: 'booking-expired', facts: { bookingId } })
}

export async function onPaymentCompleted(
  said: DataOf<typeof paymentCompleted>,
  tx: Tx<Tables>,
): Promise<void> {
  const { paymentId, bookingId, captured: amount, currency } = said
  const facts = { bookingId, amount, currency }
  const id = derivedId('payment receipt', paymentId)
  await intend(tx, { id, ...buyer(said), template: 'payment-receipt', facts })
}

/** Each try that failed is told. */
export async function onPaymentFailed(said: DataOf<typeof paymentFailed>, tx: Tx<Tables>): Promise<void> {
  const { paymentId, bookingId, version, amount, currency } = said
  const facts = { bookingId, amount, currency }
  const id = derivedId('payment failed', paymentId, version)
  await intend(tx, { id, ...buyer(said), template: 'payment-failed', facts })
}

export async function onPaymentRefunded(said: DataOf<typeof paymentRefunded>, tx: Tx<Tables>): Promise<void> {
  const { refundId, bookingId, refundAmount: amount, currency } = said
  const facts = { bookingId, amount, currency }
  const id = derivedId('payment refunded', refundId)
  await intend(tx, { id, ...buyer(said), template: 'payment-refunded', facts })
}

/** Nothing that the buyer could do: the house's own people are told, each once for every failure. */
export async function onRefundFailed(
  said: DataOf<typeof paymentRefundFailed>,
  tx: Tx<Tables>,
): Promise<void> {
  const { refundId, bookingId, version, refundAmount: amount, currency, wasDone } = said
  await tx.enqueue(
    alertRefund,
    { refundId, bookingId, version, amount, currency, wasDone },
    { id: derivedId('alert refund', refundId, version) },
  )
}

/** The job: whoever may give money back hears of it, however often it runs once. */
export async function runRefundAlert(
  ctx: Ctx,
  { refundId, version, ...facts }: z.output<typeof alertRefund.data>,
): Promise<void> {
  const staff = new Set<string>()
  for (const role of ['box_office', 'admin'] as const)
    for (const userId of (await ctx.call.auth.usersWithRole({ role })).userIds) staff.add(userId)
  await ctx.db.transaction(async (tx) => {
    for (const userId of staff)
      await intend(tx, {
        id: derivedId('refund failed', refundId, version, userId),
        userId,
        template: 'refund-failed',
        facts: { refundId, ...facts },
      })
  })
}
