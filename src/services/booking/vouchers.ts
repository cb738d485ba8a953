import { sql } from 'kysely'
import type { Tx } from '#kernel'
import type { Tables } from './tables.ts'

/** What bookings that are over took from their vouchers is on them again, once: the use, and the amount of the kind amount. */
export async function giveVouchersBack({ query }: Tx<Tables>, bookingIds: readonly string[]): Promise<void> {
  await sql`
    with ended as (
      update voucher_uses set given_back_at = booking.now()
      where booking_id = any(${[...bookingIds]}::uuid[]) and given_back_at is null
      returning voucher_id, amount
    ), sums as (select voucher_id, count(*)::int as uses, sum(amount)::int as amount from ended group by voucher_id),
    locked as (
      select v.voucher_id, sums.uses, sums.amount from vouchers v join sums using (voucher_id)
      order by v.voucher_id for update of v
    )
    update vouchers v set uses_left = uses_left + locked.uses,
      amount_left = case when kind = 'amount' then amount_left + locked.amount end
    from locked where v.voucher_id = locked.voucher_id`.execute(query)
}

/**
 * Some live seats of a booking go: what a voucher of the kind amount paid for them is on it again (the others have no
 * amount). Its use comes back with the last seat.
 */
export async function giveAmountBack(
  { query }: Tx<Tables>,
  bookingId: string,
  seatIds: readonly string[],
): Promise<void> {
  await sql`
    with part as (
      select coalesce(sum(full_amount - amount), 0)::int as amount from booking_seats
      where booking_id = ${bookingId} and seat_id = any(${[...seatIds]}::text[]) and state = 'live'
    ), used as (
      update voucher_uses u set amount = u.amount - part.amount from part
      where u.booking_id = ${bookingId} and u.given_back_at is null and part.amount > 0
      returning u.voucher_id, part.amount
    )
    update vouchers v set amount_left = amount_left + used.amount from used where v.voucher_id = used.voucher_id`.execute(
    query,
  )
}
