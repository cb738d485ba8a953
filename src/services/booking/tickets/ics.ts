import ICAL from 'ical.js'
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
  const event = [
    ['uid', {}, 'text', `${entry.bookingId}@klaps`],
    ['sequence', {}, 'integer', entry.version - 1],
    ['dtstamp', {}, 'date-time', utc(entry.stamp)],
    ['dtstart', {}, 'date-time', utc(occasion.startsAt)],
    ['dtend', {}, 'date-time', utc(occasion.endsAt)],
    ['summary', {}, 'text', occasion.movieTitle],
    [
      'description',
      {},
      'text',
      [
        `${words.screen}: ${occasion.screenName}`,
        `${words.seats}: ${seatIds.join(', ')}`,
        `${words.reference}: ${reference}`,
      ].join('\n'),
    ],
    ['location', {}, 'text', [occasion.theaterName, occasion.theaterAddress].filter(Boolean).join(', ')],
    ['status', {}, 'text', entry.isCancelled ? 'CANCELLED' : 'CONFIRMED'],
  ]
  const calendar = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', `-//Klaps//Tickets//${language.toUpperCase()}`],
    ['method', {}, 'text', 'PUBLISH'],
  ]
  return ICAL.stringify(['vcalendar', calendar, [['vevent', event, []]]])
}

const utc = (at: Temporal.Instant) => at.toString({ smallestUnit: 'second' })
