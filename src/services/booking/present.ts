import { type Kysely, type Selectable, sql } from 'kysely'
import type { Ctx } from './context.ts'
import type { BookedSeat, Booking } from './contract.ts'
import type { Tables } from './tables.ts'

type Row = Selectable<Tables['bookings']> & { starts_at: Temporal.Instant; seats: BookedSeat[] }
type Cancelling = Pick<Row, 'state' | 'moved' | 'starts_at'>

/** Bookings with what their public form is made of; the caller says which and in what order. */
export const bookingsToPresent = (db: Kysely<Tables>) =>
  db
    .selectFrom('bookings')
    .innerJoin('showtimes', 'showtimes.showtime_id', 'bookings.showtime_id')
    .selectAll('bookings')
    .select(['showtimes.starts_at', seatsOf])

const seatsOf = sql<BookedSeat[]>`(
  select jsonb_agg(jsonb_build_object('seatId', s.seat_id, 'type', s.type, 'category', s.category, 'amount', s.amount,
    'fullAmount', s.full_amount, 'state', s.state, 'ticketId', t.ticket_id))
  from booking_seats s left join tickets t on t.booking_id = s.booking_id and t.seat_id = s.seat_id
  where s.booking_id = bookings.booking_id)`.as('seats')

export function presentBooking(ctx: Ctx, row: Row): Booking {
  return {
    id: row.booking_id,
    version: row.version,
    reference: row.reference,
    state: row.state as Booking['state'],
    showtimeId: row.showtime_id,
    seats: row.seats.toSorted((a, b) => bySeat(a.seatId, b.seatId)),
    total: row.total,
    currency: row.currency,
    voucher: row.voucher_ending,
    heldUntil: row.state === 'held' ? row.held_until : null,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    cancelReason: row.cancel_reason as Booking['cancelReason'],
    cancellableUntil: row.state === 'confirmed' ? cancellableUntil(ctx, row) : null,
    refunded: row.captured - (keepsMoney(row) ? row.total : 0),
  }
}

const keepsMoney = ({ state, payment_accepted }: Row) =>
  payment_accepted === true && (state === 'confirmed' || state === 'admitted')

/** Buyers of a showtime that was moved may change their minds until it begins. */
export function cancellableUntil(ctx: Ctx, { moved, starts_at }: Cancelling): Temporal.Instant {
  return moved ? starts_at : starts_at.subtract({ minutes: ctx.settings.BOOKING_CANCEL_MINUTES })
}

/** One booking that the caller has already reached. */
export async function bookingById(ctx: Ctx, db: Kysely<Tables>, bookingId: string): Promise<Booking> {
  const row = await bookingsToPresent(db).where('booking_id', '=', bookingId).executeTakeFirstOrThrow()
  return presentBooking(ctx, row)
}

/** As one walks along the rows: A2 before A10, Z1 before AA1. */
export function bySeat(one: string, other: string): number {
  const [a, b] = [seatParts(one), seatParts(other)]
  if (a.row.length !== b.row.length) return a.row.length - b.row.length
  return a.row === b.row ? a.number - b.number : a.row < b.row ? -1 : 1
}

/** What stands on the seat: its row's letters and its number. */
export function seatParts(seatId: string): { row: string; number: number } {
  const row = seatId.replace(/\d+$/, '')
  return { row, number: Number(seatId.slice(row.length)) }
}
