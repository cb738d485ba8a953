import { z } from 'zod'
import { Amount, Currency, event, Instant, Language } from '#kernel'
import { PriceCategory, SeatId, SeatType } from '#services/movie'

/**
 * held -> confirmed | cancelled | expired; confirmed -> cancelled | admitted. No other move; a terminal state stays. A
 * booking whose people are inside when the show is cancelled stays `admitted`, with the reason `showtime-cancelled`.
 * Source: PRODUCT.md, section 2, states. `expired` to `confirmed` happens only where the seats are atomically taken
 * again for a payment that came late (invariant 6); the booking was still `held` in its row then.
 */
export const BookingState = z
  .enum(['held', 'confirmed', 'cancelled', 'expired', 'admitted'])
  .meta({ id: 'BookingState' })
export type BookingState = z.output<typeof BookingState>

export const CancelReason = z
  .enum(['released', 'buyer', 'box-office', 'showtime-cancelled', 'seat-blocked', 'account-erased'])
  .meta({ id: 'CancelReason', description: '`released`: the buyer let a hold go before paying' })

export const BookedSeat = z
  .object({
    seatId: SeatId,
    type: SeatType,
    category: PriceCategory,
    amount: Amount.describe('What this seat costs after the voucher, VAT included'),
    fullAmount: Amount.describe('Its price before the voucher'),
    state: z.enum(['live', 'cancelled']),
    ticketId: z.uuid().nullable().describe('Once confirmed'),
  })
  .meta({ id: 'BookedSeat' })
export type BookedSeat = z.output<typeof BookedSeat>

export const Booking = z
  .object({
    id: z.uuid(),
    version: z.int(),
    reference: z.string().describe('Eight letters and digits to say on the phone'),
    state: BookingState,
    showtimeId: z.uuid(),
    seats: z.array(BookedSeat),
    total: Amount.describe('Price of the live seats'),
    currency: Currency,
    voucher: z.string().nullable().describe('The last four characters of the voucher used'),
    heldUntil: Instant.nullable().describe(
      "While held: when the seats are free again. Once it has passed they are anybody's, whatever the state says: only a payment that was under way may still get those that are free",
    ),
    createdAt: Instant,
    confirmedAt: Instant.nullable(),
    cancelReason: CancelReason.nullable(),
    cancellableUntil: Instant.nullable().describe('Once confirmed: how long the buyer may cancel'),
    refunded: Amount.describe('Credited as vouchers and owed back to the payment method so far'),
  })
  .meta({ id: 'Booking' })
export type Booking = z.output<typeof Booking>

/** A new hold. Whoever is not signed in keeps the token: it is their only key to the booking. */
export const HeldBooking = Booking.extend({
  bookingToken: z
    .string()
    .nullable()
    .describe('For guests only: send it as `Booking-Token` to see, pay, cancel and get the tickets'),
}).meta({ id: 'HeldBooking' })

export const WantedSeat = z
  .object({ seatId: SeatId, category: PriceCategory.default('normal') })
  .meta({ id: 'WantedSeat' })

export const HoldRequest = z
  .object({
    showtimeId: z.uuid(),
    seats: z
      .array(WantedSeat)
      .min(1)
      .max(10)
      .refine((seats) => new Set(seats.map((seat) => seat.seatId)).size === seats.length, {
        error: 'The same seat twice',
      }),
    voucher: z.string().trim().toUpperCase().min(6).max(32).optional(),
    guest: z
      .object({ email: z.email().max(254), name: z.string().trim().min(1).max(120).optional() })
      .optional()
      .describe('Who is not signed in: where the tickets go'),
    language: Language.default('pl').describe("Of the guest's messages and of the printed tickets"),
    queueToken: z.uuid().optional().describe('Admission from the waiting room, where the showtime has one'),
  })
  .meta({ id: 'HoldRequest' })

/**
 * Full public state of a booking: what payment, notification and analytics keep copies of. `payment` is this
 * service's verdict on money that came: until it names a payment nothing is known about that one; once it does, what
 * was captured beyond `owed` and `credited` goes back.
 */
const PublicBooking = z.object({
  bookingId: z.uuid(),
  version: z.int(),
  state: BookingState,
  showtimeId: z.uuid(),
  movieId: z.uuid(),
  theaterId: z.uuid(),
  userId: z.uuid().nullable().describe('Null for a guest'),
  guestTokenHash: z.string().nullable().describe('Base64url SHA-256 of the guest token'),
  seats: z.array(
    z.object({
      seatId: SeatId,
      type: SeatType,
      category: PriceCategory,
      amount: z.int(),
      state: z.enum(['live', 'cancelled']),
    }),
  ),
  total: z.int().describe('Price of the live seats'),
  owed: z
    .int()
    .describe('What this service is entitled to keep: the total while confirmed or admitted, else 0'),
  credited: z.int().describe('Turned into vouchers for the buyer so far'),
  currency: Currency,
  heldUntil: z.iso.datetime({ offset: true }),
  startsAt: z.iso.datetime({ offset: true }),
  cancelReason: CancelReason.nullable(),
  payment: z
    .object({ paymentId: z.uuid(), accepted: z.boolean() })
    .nullable()
    .describe('The payment that this state has taken into account'),
  refusedPayments: z
    .array(z.uuid())
    .describe('Payments besides that one (a booking is paid once): all their money goes back'),
})
export type PublicBooking = z.output<typeof PublicBooking>

export const bookingCreated = event('booking', 'booking.created', PublicBooking)
export const bookingConfirmed = event('booking', 'booking.confirmed', PublicBooking)
/** Some seats were cancelled, the showtime moved, the last live seat was admitted, or a payment was refused. */
export const bookingChanged = event('booking', 'booking.changed', PublicBooking)
export const bookingCancelled = event('booking', 'booking.cancelled', PublicBooking)
export const bookingExpired = event('booking', 'booking.expired', PublicBooking)
