import { sql } from 'kysely'
import { freeSeats } from './cancel.ts'
import type { Ctx } from './context.ts'
import { seatsChanged } from './desk.ts'
import { publishChange } from './public-state.ts'
import { giveVouchersBack } from './vouchers.ts'

/** Holds ended in one transaction. */
const BATCH = 100

/** When the next hold runs out, its grace apart. */
export const nextExpiry = sql`select min(held_until) from bookings where state = 'held'`

/**
 * Ends holds whose time has run out a while ago. Their seats are anybody's since; the grace is for a payment that was on
 * its way, which gets those that are still free (`settle`). A voucher is wanted for the next try and has no grace. Two
 * at once share the work.
 */
export async function sweepExpired(ctx: Ctx): Promise<void> {
  while ((await expireSome(ctx)) === BATCH);
}

async function expireSome(ctx: Ctx): Promise<number> {
  const { BOOKING_EXPIRY_GRACE_SECONDS: graceSeconds } = ctx.settings
  const isDue = sql`state = 'held' and held_until <= booking.now()
    and (voucher_id is not null or held_until <= booking.now() - make_interval(secs => ${graceSeconds}))`
  const { rows: some } = await sql`select 1 from bookings where ${isDue} limit 1`.execute(ctx.db.query)
  if (some.length === 0) return 0
  return await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ booking_id: string; showtime_id: string }>`
      with due as (
        select booking_id from bookings where ${isDue}
        order by held_until limit ${BATCH} for update skip locked
      )
      update bookings b set state = 'expired', version = version + 1 from due where b.booking_id = due.booking_id
      returning b.booking_id, b.showtime_id`.execute(tx.query)
    const bookingIds = rows.map((row) => row.booking_id)
    if (bookingIds.length === 0) return 0
    await giveVouchersBack(tx, bookingIds)
    await freeSeats(tx, bookingIds)
    await publishChange(tx, 'expired', bookingIds, 'the hold has run out')
    const showtimeIds = new Set(rows.map((row) => row.showtime_id))
    tx.afterCommit(() => {
      for (const showtimeId of showtimeIds) seatsChanged(ctx, showtimeId)
    })
    return bookingIds.length
  })
}
