import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#kernel'
import type { CancelReason } from './contract.ts'
import { publishChange } from './public-state.ts'
import type { Tables } from './tables.ts'
import { giveAmountBack, giveVouchersBack } from './vouchers.ts'

export type BookingRow = Selectable<Tables['bookings']>

interface Refund {
  /** How much of what goes back was turned into a voucher, minor units; the rest goes to the payment method. */
  readonly credited?: number
}

/**
 * Ends a booking that is held or confirmed: its seats are free, its tickets admit nobody, its voucher is worth again
 * what was used, and nothing of its money is ours any more, so that payment gives back what was captured. A booking
 * that is over stays as it is; tickets that admitted stay admitted.
 *
 * @param booking Locked by this transaction (`for update`).
 * @returns whether it was cancelled by this call
 */
export async function cancelBooking(
  tx: Tx<Tables>,
  booking: Pick<BookingRow, 'booking_id' | 'state'>,
  reason: z.output<typeof CancelReason>,
  { credited = 0 }: Refund = {},
): Promise<boolean> {
  if (booking.state !== 'held' && booking.state !== 'confirmed') return false
  const bookingId = booking.booking_id
  await sql`
    update bookings set state = 'cancelled', cancel_reason = ${reason}, credited = credited + ${credited},
      version = version + 1
    where booking_id = ${bookingId}`.execute(tx.query)
  // Vouchers before seats, as a hold locks them.
  await giveVouchersBack(tx, [bookingId])
  await freeSeats(tx, [bookingId])
  await sql`
    update tickets set state = 'cancelled', version = version + 1
    where booking_id = ${bookingId} and state = 'valid'`.execute(tx.query)
  await publishChange(tx, 'cancelled', [bookingId])
  return true
}

/**
 * Pays back a booking whose people are all inside when their show is cancelled: it stays `admitted`, which is where bookings
 * end, but nothing of its money is ours any more.
 *
 * @param bookingId Of a booking that is locked by this transaction (`for update`).
 */
export async function payBack(tx: Tx<Tables>, bookingId: string): Promise<void> {
  await sql`
    update bookings set cancel_reason = 'showtime-cancelled', version = version + 1
    where booking_id = ${bookingId}`.execute(tx.query)
  await giveVouchersBack(tx, [bookingId])
  await publishChange(tx, 'changed', [bookingId])
}

/**
 * Cancels some seats of a confirmed booking, not its last: the others stay, and what these cost is not ours any more.
 * Where everybody else is inside already, the booking is admitted by it.
 *
 * @param booking Locked by this transaction (`for update`).
 */
export async function cancelSeats(
  tx: Tx<Tables>,
  { booking_id: bookingId }: Pick<BookingRow, 'booking_id'>,
  seatIds: readonly string[],
  { credited = 0 }: Refund = {},
): Promise<void> {
  const these = sql`booking_id = ${bookingId} and seat_id = any(${[...seatIds]}::text[])`
  await giveAmountBack(tx, bookingId, seatIds)
  await freeSeats(tx, [bookingId], seatIds)
  await sql`update booking_seats set state = 'cancelled' where ${these}`.execute(tx.query)
  await sql`
    update tickets set state = 'cancelled', version = version + 1 where ${these} and state = 'valid'`.execute(
    tx.query,
  )
  await sql`
    update bookings b set version = version + 1, credited = credited + ${credited},
      total = (select sum(amount) from booking_seats s where s.booking_id = b.booking_id and s.state = 'live'),
      state = case when exists (select from tickets t where t.booking_id = b.booking_id and t.state = 'valid')
        then state else 'admitted' end
    where booking_id = ${bookingId}`.execute(tx.query)
  await publishChange(tx, 'changed', [bookingId])
}

/**
 * Sorted, as a hold takes them: two that meet wait in one order. The rows stay, so that the live seat map hears of it.
 *
 * @param seatIds Only these; all when left out.
 */
export async function freeSeats(
  { query }: Tx<Tables>,
  bookingIds: readonly string[],
  seatIds?: readonly string[],
): Promise<void> {
  const onlyThese = seatIds ? sql`and s.seat_id = any(${[...seatIds]}::text[])` : sql``
  await sql`
    with mine as (
      select t.showtime_id, t.seat_id from bookings b
      join booking_seats s on s.booking_id = b.booking_id
      join taken_seats t on t.showtime_id = b.showtime_id and t.seat_id = s.seat_id and t.booking_id = b.booking_id
      where b.booking_id = any(${[...bookingIds]}::uuid[]) ${onlyThese}
      order by t.showtime_id, t.seat_id for update of t
    )
    update taken_seats t set state = 'free', booking_id = null, held_until = null, changed = pg_current_xact_id()
    from mine where t.showtime_id = mine.showtime_id and t.seat_id = mine.seat_id`.execute(query)
}
