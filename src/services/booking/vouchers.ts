import { sql } from 'kysely'
import type { Tx } from '#kernel'
import type { Tables } from './tables.ts'

/** What holds that ended unpaid took from their vouchers is on them again, once. */
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
