import { said, withLinks } from './draft.ts'
import type { BookingTexts, BookingView } from './templates.ts'

const reasons: Readonly<Partial<Record<NonNullable<BookingView['reason']>, string>>> = {
  buyer: 'Rezerwacja odwołana na Twoje życzenie.',
  'box-office': 'Odwołała ją kasa kina.',
  'showtime-cancelled': 'Kino odwołało ten seans. Przepraszamy.',
  'seat-blocked': 'Kino musiało wyłączyć te miejsca ze sprzedaży. Przepraszamy.',
}

const where = ({ theater, address, screen }: BookingView) => `${theater}, ${screen}, ${address}`
const links = ({ ticketsUrl, calendarUrl }: BookingView) => [
  { label: 'Bilety', url: ticketsUrl },
  { label: 'Do kalendarza', url: calendarUrl },
]

/** What is said about bookings and their money, in Polish. */
export const bookingTexts: BookingTexts = {
  bookingHeld: ({ movie, starts, seats, until, total }) =>
    said(
      `Miejsca zatrzymane: ${movie}`,
      `${starts}, miejsca ${seats}, ${total}.`,
      ...(until ? [`Zapłać do ${until}.`] : []),
    ),
  bookingConfirmed: (booking) =>
    withLinks(
      said(
        `Rezerwacja potwierdzona: ${booking.movie}`,
        `${booking.starts}, miejsca ${booking.seats}.`,
        where(booking),
        `Rezerwacja ${booking.reference}, ${booking.total}`,
      ),
      links(booking),
    ),
  bookingChanged: (booking, before) =>
    withLinks(
      said(
        `Zmiana rezerwacji: ${booking.movie}`,
        ...(before.starts
          ? [`Nowy termin: ${booking.starts} (było: ${before.starts}).`]
          : [`${booking.starts}.`]),
        ...(before.seats
          ? [`Twoje miejsca teraz: ${booking.seats} (było: ${before.seats}).`]
          : [`Miejsca ${booking.seats}.`]),
        where(booking),
        `Rezerwacja ${booking.reference}. Bilety na odwołane miejsca nie uprawniają do wejścia.`,
      ),
      links(booking),
    ),
  bookingCancelled: ({ movie, starts, seats, reason, reference }) =>
    said(
      `Rezerwacja odwołana: ${movie}`,
      `${starts}, miejsca ${seats}.`,
      ...(reason && reasons[reason] ? [reasons[reason]] : []),
      `Rezerwacja ${reference}. Zapłacone pieniądze wrócą same; o zwrocie napiszemy osobno.`,
    ),
  bookingExpired: ({ movie, seats, reference }) =>
    said(
      `Rezerwacja wygasła: ${movie}`,
      `Miejsca ${seats} są znowu wolne.`,
      `Rezerwacja ${reference}. Jeśli płatność doszła, pieniądze wrócą same.`,
    ),
  paymentReceipt: ({ amount, movie, starts, reference }) =>
    said(`Płatność przyjęta: ${amount}`, `Bilety: ${movie}, ${starts}.`, `Rezerwacja ${reference}`),
  paymentFailed: ({ amount, movie, reference }) =>
    said(
      `Płatność odrzucona: ${amount}`,
      `Bilety: ${movie}. Spróbuj inną kartą, zanim wygaśnie rezerwacja.`,
      `Rezerwacja ${reference}`,
    ),
  paymentRefunded: ({ amount, movie, reference }) =>
    said(`Zwrot: ${amount}`, `Bilety: ${movie}. Pieniądze wracają tą samą drogą.`, `Rezerwacja ${reference}`),
}
