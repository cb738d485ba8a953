import { z } from 'zod'
import { PriceCategory, SeatId, SeatType } from '#services/movie'
import { tool } from './tool.ts'

/** Showtimes or bookings of one answer. */
export const cinemaPage = 20

export const HeldSeats = z.object({
  bookingId: z.string(),
  reference: z.string(),
  state: z.string(),
  showtimeId: z.string(),
  seats: z.array(z.string()),
  total: z.int().describe('Minor units of the currency'),
  currency: z.string(),
  heldUntil: z.string().nullable().describe('While held: pay in the web app before'),
})

export const cinemaTools = {
  list_showtimes: tool({
    title: 'What is on',
    description: `Showtimes by start, those to come when no date is given, at most ${cinemaPage}. Prices in minor units (grosz, cent).`,
    scope: 'showtime:read',
    permission: null,
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
  }),
  find_seats: tool({
    title: 'The best free seats',
    description:
      'The best free seats together of a showtime. Nothing is held: ask the user, then `hold_seats`.',
    scope: 'showtime:read',
    permission: null,
    input: z.object({
      showtimeId: z.uuid(),
      seats: z.int().min(1).max(10),
      type: SeatType.default('standard'),
    }),
    output: z.object({ seatIds: z.array(z.string()), together: z.boolean() }),
  }),
  list_bookings: tool({
    title: 'My bookings',
    description: `The user's bookings, newest first, at most ${cinemaPage}.`,
    scope: 'booking:read',
    permission: null,
    input: z.object({}),
    output: z.object({ bookings: z.array(HeldSeats), more: z.boolean() }),
  }),
  hold_seats: tool({
    title: 'Hold seats for five minutes',
    description:
      'Holds seats of a showtime for the user, all or none, for five minutes; they pay in the web app. Ask the user first.',
    scope: 'booking:create',
    permission: null,
    input: z.object({
      showtimeId: z.uuid(),
      seats: z
        .array(z.object({ seatId: SeatId, category: PriceCategory.default('normal') }))
        .min(1)
        .max(10),
    }),
    output: HeldSeats,
    changes: 'once-by-key',
  }),
}
