import { said, withLinks } from './draft.ts'
import type { BookingTexts, BookingView } from './templates.ts'

const reasons: Readonly<Partial<Record<NonNullable<BookingView['reason']>, string>>> = {
  buyer: 'You have cancelled it.',
  'box-office': 'The box office has cancelled it.',
  'showtime-cancelled': 'The theater has cancelled this showtime. We are sorry.',
  'seat-blocked': 'The theater had to close these seats. We are sorry.',
}

const where = ({ theater, address, screen }: BookingView) => `${theater}, ${screen}, ${address}`
const links = ({ ticketsUrl, calendarUrl }: BookingView) => [
  { label: 'Tickets', url: ticketsUrl },
  { label: 'For your calendar', url: calendarUrl },
]

/** What is said about bookings and their money, in English. */
export const bookingTexts: BookingTexts = {
  bookingHeld: ({ movie, starts, seats, until, total }) =>
    said(
      `Seats held: ${movie}`,
      `${starts}, seats ${seats}, ${total}.`,
      ...(until ? [`Pay by ${until}.`] : []),
    ),
  bookingConfirmed: (booking) =>
    withLinks(
      said(
        `Booking confirmed: ${booking.movie}`,
        `${booking.starts}, seats ${booking.seats}.`,
        where(booking),
        `Booking ${booking.reference}, ${booking.total}`,
      ),
      links(booking),
    ),
  bookingChanged: (booking, before) =>
    withLinks(
      said(
        `Booking changed: ${booking.movie}`,
        ...(before.starts ? [`New time: ${booking.starts} (was ${before.starts}).`] : [`${booking.starts}.`]),
        ...(before.seats
          ? [`Your seats now: ${booking.seats} (were ${before.seats}).`]
          : [`Seats ${booking.seats}.`]),
        where(booking),
        `Booking ${booking.reference}. The tickets that you have of cancelled seats do not admit.`,
      ),
      links(booking),
    ),
  bookingCancelled: ({ movie, starts, seats, reason, reference }) =>
    said(
      `Booking cancelled: ${movie}`,
      `${starts}, seats ${seats}.`,
      ...(reason && reasons[reason] ? [reasons[reason]] : []),
      `Booking ${reference}. What you have paid goes back by itself; a message of its own says when.`,
    ),
  bookingExpired: ({ movie, seats, reference }) =>
    said(
      `Booking expired: ${movie}`,
      `Seats ${seats} are free again.`,
      `Booking ${reference}. If you have paid, the money goes back by itself.`,
    ),
  paymentReceipt: ({ amount, movie, starts, reference }) =>
    said(`Payment received: ${amount}`, `Tickets: ${movie}, ${starts}.`, `Booking ${reference}`),
  paymentFailed: ({ amount, movie, reference }) =>
    said(
      `Payment declined: ${amount}`,
      `Tickets: ${movie}. Try another card before the booking expires.`,
      `Booking ${reference}`,
    ),
  paymentRefunded: ({ amount, movie, reference }) =>
    said(`Refund: ${amount}`, `Tickets: ${movie}. It goes back the way it came.`, `Booking ${reference}`),
}
