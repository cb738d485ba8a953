import type { Tx } from '#kernel'
import type { Ctx } from './context.ts'
import type { Tables } from './tables.ts'

/** A signed-in buyer's bookings; nothing else here has their id. */
export async function exportPerson(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const { query } = ctx.db
  const bookings = await query
    .selectFrom('bookings')
    .select(['booking_id', 'reference', 'state', 'showtime_id', 'total', 'currency', 'created_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  const seats = await query
    .selectFrom('booking_seats')
    .innerJoin('bookings', 'bookings.booking_id', 'booking_seats.booking_id')
    .select(['booking_seats.booking_id', 'seat_id', 'type', 'category', 'amount', 'booking_seats.state'])
    .where('user_id', '=', userId)
    .execute()
  const seatsOf = Map.groupBy(seats, (seat) => seat.booking_id)
  return {
    bookings: bookings.map((booking) => ({
      ...booking,
      created_at: booking.created_at.toString(),
      seats: (seatsOf.get(booking.booking_id) ?? []).map(({ booking_id: _, ...seat }) => seat),
    })),
  }
}

/** What was sold stays, as the law asks, without the person; a hold runs out by itself. */
export async function erasePerson(_ctx: Ctx, userId: string, { query }: Tx<Tables>): Promise<void> {
  await query
    .updateTable('bookings')
    .set({ user_id: null, buyer: null })
    .where('user_id', '=', userId)
    .execute()
}
