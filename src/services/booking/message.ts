import { sql } from 'kysely'
import type { z } from 'zod'
import { gathered, notFound } from '#kernel'
import type { Ctx } from './context.ts'
import type { afterRoutes } from './contract/routes-after.ts'
import { guestKey, guestToken, openGuest } from './guests.ts'
import { bookingsToPresent, presentBooking } from './present.ts'
import { occasionsOf } from './tickets/occasion.ts'

type Message = z.output<typeof afterRoutes.message.output>

/**
 * What a message about a booking says and where it goes. A guest's address is opened here and nowhere else; null once
 * it has been forgotten.
 *
 * @throws Problem 404 when there is no such booking
 */
export async function messageOf(ctx: Ctx, { bookingId }: { readonly bookingId: string }): Promise<Message> {
  const found = await rowTogether(ctx, bookingId)
  if (!found) throw notFound('booking')
  const { row, occasion } = found
  const { movieTitle, theaterName, theaterAddress, screenName, timeZone, startsAt } = occasion
  const { version, reference, state, cancelReason, heldUntil, seats, total, currency } = presentBooking(
    ctx,
    row,
  )
  const guest = row.guest === null ? null : openGuest(ctx, bookingId, row.guest)
  return {
    userId: row.user_id,
    version,
    guestEmail: guest?.email ?? null,
    guestName: guest?.name ?? null,
    language: row.language as Message['language'],
    reference,
    bookingToken: guest ? guestToken(await guestKey(ctx), bookingId) : null,
    state,
    cancelReason,
    movieTitle,
    theaterName,
    theaterAddress,
    screenName,
    timeZone,
    startsAt,
    heldUntil,
    seats: seats.map(({ seatId, category, amount, state: seatState }) => ({
      seatId,
      category,
      amount,
      state: seatState,
    })),
    total,
    currency,
  }
}

/** Buyers who have bought at the same time are written to at the same time. */
const rowTogether = gathered(64, async (ctx: Ctx, bookingIds: readonly string[]) => {
  const { query } = ctx.db
  const rows = await bookingsToPresent(query)
    .where('booking_id', '=', sql<string>`any(${[...bookingIds]}::uuid[])`)
    .execute()
  const occasions = await occasionsOf(
    query,
    rows.map((row) => row.showtime_id),
  )
  const byId = new Map(
    rows.map((row) => [row.booking_id, { row, occasion: occasions.get(row.showtime_id)! }]),
  )
  return bookingIds.map((bookingId) => byId.get(bookingId))
})
