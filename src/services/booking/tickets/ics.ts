import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Occasion } from './occasion.ts'
import { wordsOf } from './words.ts'

export interface CalendarEntry {
  readonly occasion: Occasion
  readonly bookingId: string
  /** Grows with each change of the booking: an app that has the entry takes the newer one. */
  readonly version: number
  readonly language: string
  readonly reference: string
  readonly seatIds: readonly string[]
  readonly isCancelled: boolean
  readonly stamp: Temporal.Instant
}

/** The showtime as an iCalendar document (RFC 5545), in UTC, which every app shows in its own zone. */
export function ticketsIcs(entry: CalendarEntry): string {
  const { occasion, language, reference, seatIds } = entry
  const words = wordsOf(language)
  const calendar = new ICalCalendar({
    prodId: { company: 'Klaps', product: 'Tickets', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
  })
  const event = calendar.createEvent({
    id: `${entry.bookingId}@klaps`,
    sequence: entry.version - 1,
    stamp: entry.stamp.toZonedDateTimeISO('UTC'),
    start: occasion.startsAt.toZonedDateTimeISO('UTC'),
    end: occasion.endsAt.toZonedDateTimeISO('UTC'),
    summary: occasion.movieTitle,
    description: [
      `${words.screen}: ${occasion.screenName}`,
      `${words.seats}: ${seatIds.join(', ')}`,
      `${words.reference}: ${reference}`,
    ].join('\n'),
    status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  event.location({
    title: [occasion.theaterName, occasion.theaterAddress].filter(Boolean).join(', '),
  })
  return calendar.toString()
}
