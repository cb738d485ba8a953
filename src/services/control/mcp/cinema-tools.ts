import { z } from 'zod'
import type { Booking } from '#services/booking'
import { PriceCategory, SeatId, SeatType } from '#services/movie'
import { type Tool, tool } from './tool.ts'

const page = 20

const listShowtimes = tool({
  name: 'list_showtimes',
  title: 'What is on',
  description: `Showtimes by start, those to come when no date is given, at most ${page}. Prices in minor units (grosz, cent).`,
  scope: 'showtime:read',
  input: z.object({
    title: z.string().trim().min(1).max(100).optional().describe('Part of the title of the movie'),
    city: z.string().trim().min(1).max(120).optional(),
    date: z.iso.date().optional().describe('In the time zone of the theater'),
  }),
  output: z.object({
    showtimes: z.array(
      z.object({
        showtimeId: z.string(),
        movie: z.string(),
        theater: z.string(),
        city: z.string(),
        screen: z.string(),
        startsAt: z.string().describe('UTC'),
        free: z.int().nullable().describe('Free seats, at most a second old'),
        currency: z.string(),
        prices: z.array(z.object({ category: z.string(), seatType: z.string(), amount: z.int() })),
      }),
    ),
    more: z.boolean(),
  }),
  run: async (ctx, { title, city, date }) => {
    const { items, nextCursor } = await ctx.call.movie.listShowtimes({
      limit: page,
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
})

const findSeats = tool({
  name: 'find_seats',
  title: 'The best free seats',
  description:
    'The best free seats together of a showtime. Nothing is held: ask the user, then `hold_seats`.',
  scope: 'showtime:read',
  input: z.object({
    showtimeId: z.uuid(),
    seats: z.int().min(1).max(10),
    type: SeatType.default('standard'),
  }),
  output: z.object({ seatIds: z.array(z.string()), together: z.boolean() }),
  run: async (ctx, input) => {
    const { seatIds, together } = await ctx.call.booking.best(input)
    return { seatIds: [...seatIds], together }
  },
})

const Held = z.object({
  bookingId: z.string(),
  reference: z.string(),
  state: z.string(),
  showtimeId: z.string(),
  seats: z.array(z.string()),
  total: z.int().describe('Minor units of the currency'),
  currency: z.string(),
  heldUntil: z.string().nullable().describe('While held: pay in the web app before'),
})

function presentBooking(booking: Booking): z.output<typeof Held> {
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

const listBookings = tool({
  name: 'list_bookings',
  title: 'My bookings',
  description: `The user's bookings, newest first, at most ${page}.`,
  scope: 'booking:read',
  input: z.object({}),
  output: z.object({ bookings: z.array(Held), more: z.boolean() }),
  run: async (ctx) => {
    const { items, nextCursor } = await ctx.call.booking.list({ limit: page })
    return { bookings: items.map(presentBooking), more: nextCursor !== null }
  },
})

const holdSeats = tool({
  name: 'hold_seats',
  title: 'Hold seats for five minutes',
  description:
    'Holds seats of a showtime for the user, all or none, for five minutes; they pay in the web app. Ask the user first. Do not repeat it when the answer is lost: look at `list_bookings`.',
  scope: 'booking:create',
  input: z.object({
    showtimeId: z.uuid(),
    seats: z
      .array(z.object({ seatId: SeatId, category: PriceCategory.default('normal') }))
      .min(1)
      .max(10),
  }),
  output: Held,
  changes: 'yes',
  run: async (ctx, input) => presentBooking(await ctx.call.booking.hold(input)),
})

export const cinemaTools: readonly Tool[] = [listShowtimes, findSeats, listBookings, holdSeats]
