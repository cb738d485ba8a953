import { LRUCache } from 'lru-cache'
import type { z } from 'zod'
import type { booking } from '#services/booking'
import type { BookingView } from './templates.ts'

/** What booking says of a booking, for messages. */
export type Message = z.output<(typeof booking)['routes']['message']['output']>

interface Frame {
  readonly bookingId: string
  readonly locale: string
  readonly publicUrl: string
}

/** A booking in words: times where the theater is, money as the language writes it. */
export function bookingView(message: Message, { bookingId, locale, publicUrl }: Frame): BookingView {
  const { reference, movieTitle, theaterName, theaterAddress, screenName, timeZone, heldUntil } = message
  // Behind the `#` a guest's token never reaches a server's log; the page sends it in a header.
  const ticketsUrl = `${publicUrl}/tickets#${[bookingId, message.bookingToken].filter(Boolean).join('.')}`
  return {
    reference,
    movie: movieTitle,
    starts: localTime(message.startsAt, timeZone, locale),
    theater: theaterName,
    address: theaterAddress,
    screen: screenName,
    seats: liveSeats(message).join(', '),
    total: money(message.total, message.currency, locale),
    until: heldUntil ? clock(heldUntil, timeZone, locale) : null,
    reason: message.cancelReason,
    ticketsUrl,
    calendarUrl: ticketsUrl.replace('/tickets#', '/tickets?as=ics#'),
  }
}

/** Of a booking that is over, all that it had. */
export function liveSeats({ seats }: Message): string[] {
  const live = seats.filter(({ state }) => state === 'live')
  return (live.length > 0 ? live : seats).map(({ seatId }) => seatId)
}

/** Making a format takes a quarter of a millisecond and using one a few microseconds; there are few to make. */
const formats = new LRUCache<string, Intl.DateTimeFormat | Intl.NumberFormat>({ max: 500 })

function kept<F extends Intl.DateTimeFormat | Intl.NumberFormat>(name: string, make: () => F): F {
  const known = formats.get(name)
  if (known) return known as F
  const made = make()
  formats.set(name, made)
  return made
}

/** `Saturday, 14 March 2026, 19:30`, where the theater is. */
export function localTime(instant: Temporal.Instant, timeZone: string, locale: string): string {
  const day = kept(
    `day ${locale}`,
    () =>
      new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  )
  const date = instant.toZonedDateTimeISO(timeZone).toPlainDate()
  return `${day.format(date)}, ${clock(instant, timeZone, locale)}`
}

function clock(instant: Temporal.Instant, timeZone: string, locale: string): string {
  const time = kept(
    `time ${locale}`,
    () => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
  )
  return time.format(instant.toZonedDateTimeISO(timeZone).toPlainTime())
}

/**
 * @param minor Minor units of the currency, as many as ISO 4217 gives it: 2500 PLN is 25,00 zł, 2500 JPY is 2500 JPY.
 */
export function money(minor: number, currency: string, locale: string): string {
  const format = kept(
    `money ${currency} ${locale}`,
    () => new Intl.NumberFormat(locale, { style: 'currency', currency }),
  )
  const { maximumFractionDigits = 2 } = format.resolvedOptions()
  return format.format(minor / 10 ** maximumFractionDigits)
}
