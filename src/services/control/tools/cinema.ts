import type { z } from 'zod'
import type { Booking } from '#services/booking'
import { cinemaPage, type cinemaTools, type HeldSeats } from '../contract.ts'
import type { Runs } from './run.ts'

function presentBooking(booking: Booking): z.output<typeof HeldSeats> {
  const { id, reference, state, showtimeId, seats, total, currency, heldUntil } = booking
  const live = seats.filter((seat) => seat.state === 'live').map(({ seatId }) => seatId)
  return {
    bookingId: id,
    reference,
    state,
    showtimeId,
    seats: live,
    total,
    currency,
    heldUntil: heldUntil?.toString() ?? null,
  }
}

export const cinemaRuns: Runs<keyof typeof cinemaTools> = {
  list_showtimes: async (ctx, { title, city, date }) => {
    const { items, nextCursor } = await ctx.call.movie.listShowtimes({
      limit: cinemaPage,
      ...(title ? { title } : {}),
      ...(city ? { city } : {}),
      ...(date ? { date: Temporal.PlainDate.from(date) } : {}),
    })
    const ids = items.map(({ id }) => id)
    const known = ids.length > 0 ? (await ctx.call.booking.availability({ showtimeId: ids })).items : []
    const free = new Map(known.map((each) => [each.showtimeId, each.free]))
    return {
      more: nextCursor !== null,
      showtimes: items.map((each) => ({
        showtimeId: each.id,
        movie: each.movieTitle,
        theater: each.theaterName,
        city: each.city,
        screen: each.screenName,
        startsAt: each.startsAt.toString(),
        free: free.get(each.id) ?? null,
        currency: each.currency,
        prices: [...each.prices],
      })),
    }
  },
  find_seats: async (ctx, input) => {
    const { seatIds, together } = await ctx.call.booking.best(input)
    return { seatIds: [...seatIds], together }
  },
  list_bookings: async (ctx) => {
    const { items, nextCursor } = await ctx.call.booking.list({ limit: cinemaPage })
    return { bookings: items.map(presentBooking), more: nextCursor !== null }
  },
  hold_seats: async (ctx, input, { userId, key }) => {
    const { language } = await ctx.call.config.settingsOf({ userId })
    const options = key === undefined ? {} : { idempotencyKey: key }
    return presentBooking(await ctx.call.booking.hold({ ...input, language }, options))
  },
}
