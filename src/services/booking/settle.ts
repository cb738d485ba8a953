import { sql } from 'kysely'
import { notFound, Problem, type Tx } from '#kernel'
import { freeSeats } from './cancel.ts'
import type { Ctx } from './context.ts'
import { seatsChanged } from './desk.ts'
import { publishChange } from './public-state.ts'
import type { Tables } from './tables.ts'
import { giveVouchersBack } from './vouchers.ts'

/** Money that payment has captured for a booking. */
export interface Captured {
  readonly bookingId: string
  readonly paymentId: string
  /** Minor units. */
  readonly captured: number
  readonly currency: string
}

type Outcome = 'unknown' | 'repeat' | 'confirmed' | 'expired' | 'refused' | 'payment-needed' | 'over'

/** `payment.completed`: repeats and late ones change nothing, or get their verdict. */
export async function hearPayment(ctx: Ctx, payment: Captured, tx: Tx<Tables>): Promise<void> {
  await settle(ctx, tx, payment)
}

/**
 * The verdict on a payment, the same for the event and for who asks. It is accepted when it is the booking's price to
 * the last grosz and the seats are the buyer's or still anybody's; else the booking's state names it as refused, and
 * payment gives the money back. Told twice it changes nothing; a second payment of one booking is refused.
 *
 * @throws Problem 404 when there is no such booking: the money is nobody's, and people have to look
 */
export async function settle(
  ctx: Ctx,
  tx: Tx<Tables>,
  { bookingId, paymentId, captured, currency }: Captured,
): Promise<void> {
  const outcome = await decide(ctx, tx, bookingId, paymentId, captured, currency)
  if (outcome === 'unknown') throw notFound('booking')
  if (outcome === 'confirmed') await publishChange(tx, 'confirmed', [bookingId])
  if (outcome === 'refused')
    await publishChange(tx, 'changed', [bookingId], `payment ${paymentId} does not fit the booking`)
  if (outcome === 'expired') {
    // Vouchers before seats, as a hold locks them.
    await giveVouchersBack(tx, [bookingId])
    await freeSeats(tx, [bookingId])
    await publishChange(tx, 'expired', [bookingId], 'paid too late, the seats are gone')
  }
}

/**
 * Confirms a booking that costs nothing; again it is well.
 *
 * @throws Problem 409 when it costs something, is over, or its hold has run out and the seats are gone
 */
export async function confirmFree(ctx: Ctx, tx: Tx<Tables>, bookingId: string): Promise<void> {
  const outcome = await decide(ctx, tx, bookingId, null, null, null)
  if (outcome === 'confirmed') return await publishChange(tx, 'confirmed', [bookingId])
  if (outcome === 'repeat') return
  if (outcome === 'unknown') throw notFound('booking')
  if (outcome === 'payment-needed')
    throw new Problem(409, 'booking.payment-needed', 'This booking has a price: pay it')
  throw over()
}

export const over = () => new Problem(409, 'booking.over', 'This booking is over')

async function decide(
  ctx: Ctx,
  tx: Tx<Tables>,
  bookingId: string,
  paymentId: string | null,
  captured: number | null,
  currency: string | null,
): Promise<Outcome> {
  const { rows } = await sql<{ outcome: Outcome; showtime_id: string }>`
    select settle(${bookingId}::uuid, ${paymentId}::uuid, ${captured}::int, ${currency}) as outcome,
      (select showtime_id from bookings where booking_id = ${bookingId}::uuid) as showtime_id`.execute(
    tx.query,
  )
  const { outcome, showtime_id: showtimeId } = rows[0]!
  if (outcome === 'confirmed' || outcome === 'expired') tx.afterCommit(() => seatsChanged(ctx, showtimeId))
  return outcome
}
