import { z } from 'zod'
import { cutPage, decodeCursor, decodeInstantCursor, Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { Booking } from './contract.ts'
import { bookingsToPresent, presentBooking } from './present.ts'

interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly state?: string | undefined
}
type Bookings = { items: Booking[]; nextCursor: string | null }

/** A buyer's own, newest first. */
export async function listBookings(
  ctx: Ctx,
  { cursor, limit, state }: Page,
  userId: string,
): Promise<Bookings> {
  const after = decodeInstantCursor(cursor)
  const rows = await bookingsToPresent(ctx.db.query)
    .where('user_id', '=', userId)
    .$if(state !== undefined, (query) => query.where('bookings.state', '=', state!))
    .$if(after !== undefined, (query) =>
      query.where((row) =>
        row(row.refTuple('created_at', 'booking_id'), '<', row.tuple(after!.at, after!.id)),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('booking_id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.created_at.toString(), id: row.booking_id }),
    (row) => presentBooking(ctx, row),
  )
}

interface Search extends Page {
  readonly showtimeId?: string | undefined
  readonly reference?: string | undefined
}

/** Everybody's, newest first: ids are UUIDs of version 7, whose order is that of the holds. */
export async function searchBookings(
  ctx: Ctx,
  { cursor, limit, state, showtimeId, reference }: Search,
): Promise<Bookings> {
  const after = decodeCursor(cursor)
  if (after && !z.uuid().safeParse(after.id).success)
    throw new Problem(422, 'invalid-cursor', 'This cursor is not one of ours')
  const rows = await bookingsToPresent(ctx.db.query)
    .$if(showtimeId !== undefined, (query) => query.where('bookings.showtime_id', '=', showtimeId!))
    .$if(reference !== undefined, (query) => query.where('reference', '=', reference!))
    .$if(state !== undefined, (query) => query.where('bookings.state', '=', state!))
    .$if(after !== undefined, (query) => query.where('booking_id', '<', after!.id))
    .orderBy('booking_id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.booking_id, id: row.booking_id }),
    (row) => presentBooking(ctx, row),
  )
}
