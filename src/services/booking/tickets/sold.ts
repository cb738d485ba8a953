import { type Selectable, sql } from 'kysely'
import { gathered, type Meta, Problem } from '#kernel'
import { admitted, type Reached, reachable } from '../access.ts'
import type { Ctx } from '../context.ts'
import { bySeat } from '../present.ts'
import type { Tables } from '../tables.ts'
import { type Occasion, occasionFrom } from './occasion.ts'

type Columns = 'ticket_id' | 'showtime_id' | 'seat_id' | 'category' | 'state' | 'admitted_at'
export type TicketRow = Pick<Selectable<Tables['tickets']>, Columns> & { readonly amount: number }

/** A booking that was sold: what its tickets are made of. */
export interface Sold {
  readonly booking: Reached
  readonly tickets: readonly TicketRow[]
  readonly occasion: Occasion
}

/** @throws Problem 409 while the booking has no tickets; 404 as `reach` does */
export async function soldTo(ctx: Ctx, bookingId: string, meta: Meta<Tables>): Promise<Sold> {
  const booking = admitted(await soldTogether(ctx, bookingId), meta)
  if (!booking.confirmed_at) throw noTickets()
  return {
    booking,
    tickets: booking.tickets.map(ticketFrom).toSorted((a, b) => bySeat(a.seat_id, b.seat_id)),
    occasion: occasionFrom(booking),
  }
}

export const noTickets = () =>
  new Problem(409, 'booking.not-confirmed', 'There are no tickets: the booking is not confirmed')

/** As the database puts it into JSON. */
type WireTicket = Omit<TicketRow, 'admitted_at'> & { readonly admitted_at: string | null }

const ticketFrom = ({ admitted_at, ...row }: WireTicket): TicketRow => ({
  ...row,
  admitted_at: admitted_at === null ? null : Temporal.Instant.from(admitted_at),
})

/** One read for all that is on tickets, and for others who ask in the same moment: a sale ends with it. */
const soldTogether = gathered(64, async (ctx: Ctx, bookingIds: readonly string[]) => {
  const rows = await reachable(ctx.db.query)
    .leftJoin('movies as m', 'm.movie_id', 'showtimes.movie_id')
    .leftJoin('theaters as t', 't.theater_id', 'showtimes.theater_id')
    .leftJoin('screens as r', 'r.screen_id', 'showtimes.screen_id')
    .select(['showtimes.ends_at', 'm.title', 't.name', 't.address', 't.city', 't.time_zone'])
    .select(['r.name as screen', ticketsOf])
    .where('booking_id', '=', sql<string>`any(${[...bookingIds]}::uuid[])`)
    .execute()
  const byId = new Map(rows.map((row) => [row.booking_id, row]))
  return bookingIds.map((bookingId) => byId.get(bookingId))
})

const ticketsOf = sql<WireTicket[]>`(
  select coalesce(jsonb_agg(jsonb_build_object('ticket_id', k.ticket_id, 'showtime_id', k.showtime_id,
    'seat_id', k.seat_id, 'category', k.category, 'state', k.state, 'admitted_at', k.admitted_at, 'amount', s.amount)), '[]')
  from tickets k join booking_seats s on s.booking_id = k.booking_id and s.seat_id = k.seat_id
  where k.booking_id = bookings.booking_id)`.as('tickets')
