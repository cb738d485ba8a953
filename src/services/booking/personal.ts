import type { Tx } from '#kernel'
import { cancelBooking } from './cancel.ts'
import type { Ctx } from './context.ts'
import { seatsChanged } from './desk.ts'
import type { Tables } from './tables.ts'

/** A signed-in buyer's bookings with their seats and tickets; nothing else here has their id. */
export async function exportPerson(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const { query } = ctx.db
  const bookings = await query
    .selectFrom('bookings')
    .select([
      'booking_id',
      'reference',
      'state',
      'showtime_id',
      'total',
      'currency',
      'language',
      'voucher_ending',
    ])
    .select(['created_at', 'confirmed_at', 'cancel_reason', 'payment_id', 'captured', 'credited'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  const seats = await query
    .selectFrom('booking_seats as s')
    .innerJoin('bookings as b', 'b.booking_id', 's.booking_id')
    .leftJoin('tickets as t', (join) =>
      join.onRef('t.booking_id', '=', 's.booking_id').onRef('t.seat_id', '=', 's.seat_id'),
    )
    .select(['s.booking_id', 's.seat_id', 's.type', 's.category', 's.amount', 's.state'])
    .select(['t.ticket_id', 't.state as ticket_state', 't.admitted_at'])
    .where('b.user_id', '=', userId)
    .orderBy('s.booking_id')
    .orderBy('s.seat_id')
    .execute()
  const seatsOf = Map.groupBy(seats, (seat) => seat.booking_id)
  return {
    bookings: bookings.map((booking) => ({
      ...booking,
      created_at: booking.created_at.toString(),
      confirmed_at: booking.confirmed_at?.toString() ?? null,
      seats: (seatsOf.get(booking.booking_id) ?? []).map(({ booking_id: _, ...seat }) => ({
        ...seat,
        admitted_at: seat.admitted_at?.toString() ?? null,
      })),
    })),
  }
}

/** Holds end. What was sold stays valid and stays in the books, as the law asks, without the person. */
export async function erasePerson(ctx: Ctx, userId: string, tx: Tx<Tables>): Promise<void> {
  const held = await tx.query
    .selectFrom('bookings')
    .select(['booking_id', 'state', 'showtime_id'])
    .where('user_id', '=', userId)
    .where('state', '=', 'held')
    .orderBy('booking_id')
    .forUpdate()
    .execute()
  for (const booking of held) await cancelBooking(tx, booking, 'account-erased')
  tx.afterCommit(() => {
    for (const { showtime_id: showtimeId } of held) seatsChanged(ctx, showtimeId)
  })
  await tx.query
    .updateTable('bookings')
    .set({ user_id: null, buyer: null })
    .where('user_id', '=', userId)
    .execute()
}
