import { z } from 'zod'
import { route } from '#kernel'
import { SeatId } from '#services/movie'
import { HeldBooking, HoldRequest } from './booking.ts'
import { Availability, Best, BestRequest, SeatMap, WaitingRoomTicket } from './seat-map.ts'

/** Up to the hold: what is free, and taking it. */
export const saleRoutes = {
  hold: route({
    method: 'POST',
    path: '/bookings',
    summary: 'Hold seats for five minutes, all or none',
    description:
      'Signed in, or as a guest with an e-mail. The price is computed here. A refusal names the seats that are taken and the best free ones instead. Without an `Idempotency-Key` the same request sent again is another one, and finds its own seats taken.',
    allow: 'public',
    idempotent: 'own',
    status: 201,
    input: HoldRequest,
    output: HeldBooking,
    problems: {
      'booking.seats-taken': 409,
      'booking.leaves-orphan': 409,
      'booking.not-on-sale': 409,
      'booking.buyer-limit': 409,
      'booking.no-such-seat': 422,
      'booking.category-not-sold': 422,
      'booking.guest-needed': 422,
      'booking.voucher-unknown': 422,
      'booking.voucher-spent': 409,
      'booking.queue': 503,
      'booking.busy': 503,
    },
  }),
  seatMap: route({
    method: 'GET',
    path: '/bookings/seat-maps/{showtimeId}',
    summary: 'Which seats of a showtime are not free',
    description: 'A SeatMap. At most a second old. The layout is asked of /screens/layouts/{layoutId}.',
    allow: 'public',
    kind: 'raw',
    input: z.object({ showtimeId: z.uuid() }),
    produces: 'application/json',
  }),
  seatsTaken: route({
    method: 'GET',
    path: '/bookings/seat-maps/{showtimeId}/taken',
    summary: 'The seat map as `seatMap` tells it, for a service that shows it elsewhere',
    allow: 'service',
    input: z.object({ showtimeId: z.uuid() }),
    output: SeatMap,
  }),
  seatMapStream: route({
    method: 'GET',
    path: '/bookings/seat-maps/{showtimeId}/stream',
    summary: 'A seat map, live',
    description:
      'First `seat-map` (a SeatMap), then `seats` ({version, seats: {A1: "held"}, free, held, sold, blocked}) as they change, and `ping` every 20 s. `Last-Event-ID` resumes: what changed since comes as one `seats`.',
    allow: 'public',
    kind: 'stream',
    input: z.object({ showtimeId: z.uuid() }),
  }),
  availability: route({
    method: 'GET',
    path: '/bookings/availability',
    summary: 'Free seats of several showtimes',
    allow: 'public',
    input: z.object({ showtimeId: z.array(z.uuid()).min(1).max(100) }),
    output: z.object({ items: z.array(Availability) }),
  }),
  best: route({
    method: 'GET',
    path: '/bookings/seat-maps/{showtimeId}/best',
    summary: 'The best free seats together',
    allow: 'public',
    input: BestRequest,
    output: Best,
    problems: { 'booking.not-on-sale': 409 },
  }),
  blockSeats: route({
    method: 'PUT',
    path: '/bookings/seat-maps/{showtimeId}/blocks',
    summary: 'Take seats out of sale, or put them back',
    description:
      'The list replaces the blocked seats. A seat that somebody holds or owns is refused unless `force`: then those seats are cancelled, their money goes back and their people are told that these seats had to be closed, also where the hold had run out and a payment was on its way. A seat whose ticket was admitted is refused always.',
    allow: 'booking:manage',
    idempotent: true,
    input: z.object({
      showtimeId: z.uuid(),
      seatIds: z.array(SeatId).max(2000),
      force: z.boolean().default(false),
      reason: z.string().trim().min(1).max(300),
    }),
    output: z.object({ blocked: z.array(SeatId), cancelledBookings: z.int() }),
    problems: { 'booking.seats-in-use': 409, 'booking.no-such-seat': 422 },
  }),
  joinQueue: route({
    method: 'POST',
    path: '/bookings/queue',
    summary: 'Stand in the waiting room of a showtime',
    description:
      'Who comes before the sale opens is put in a random order when it does; afterwards first come, first served. Where nobody waits you are admitted at once.',
    allow: 'public',
    status: 201,
    input: z.object({ showtimeId: z.uuid() }),
    output: WaitingRoomTicket,
    problems: { 'booking.sale-over': 409 },
  }),
  queuePosition: route({
    method: 'GET',
    path: '/bookings/queue/{queueToken}',
    summary: 'How many are before me',
    allow: 'public',
    input: z.object({ queueToken: z.uuid() }),
    output: WaitingRoomTicket,
  }),
}
