import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isTimeZone } from '#kernel'
import { splitNotes } from '../notes.ts'
import type { RemoteChange, RemoteEvent } from './types.ts'

const GoogleTime = z.object({
  date: z.iso.date().nullish(),
  dateTime: z.iso.datetime({ offset: true }).nullish(),
  timeZone: z.string().max(64).nullish(),
})

/** An event as Google shows it: what we read of it. */
export const GoogleEvent = z.object({
  id: z.string().max(1100),
  etag: z.string().max(200).default(''),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).default('confirmed'),
  summary: z.string().nullish(),
  description: z.string().nullish(),
  location: z.string().nullish(),
  htmlLink: z.string().nullish(),
  start: GoogleTime.nullish(),
  end: GoogleTime.nullish(),
  recurrence: z.array(z.string()).nullish(),
  recurringEventId: z.string().nullish(),
  originalStartTime: GoogleTime.nullish(),
  transparency: z.string().nullish(),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).nullish(),
})
export type GoogleEvent = z.output<typeof GoogleEvent>

/**
 * The event for Google. What we wrote is written down beside it in private properties, which no calendar app shows or
 * edits: whoever reads the event later can tell our own writing from the user's, even if its record was lost.
 */
export function toGoogle(event: RemoteEvent): object {
  const time = (at: Temporal.Instant) => ({
    dateTime: at
      .toZonedDateTimeISO(event.timeZone)
      .toString({ timeZoneName: 'never', smallestUnit: 'second' }),
    timeZone: event.timeZone,
  })
  return {
    status: 'confirmed',
    summary: event.title,
    description: event.description,
    location: event.location ?? '',
    start: time(event.start),
    end: time(event.end),
    visibility: event.visibility,
    recurrence: event.recurrence?.split('\n') ?? [],
    transparency: event.busy ? 'opaque' : 'transparent',
    reminders: {
      useDefault: false,
      overrides: event.reminders.map(({ method, minutesBefore }) => ({ method, minutes: minutesBefore })),
    },
    extendedProperties: {
      private: {
        klapsPlan: event.planId,
        klapsStart: secondOf(event.start),
        klapsEnd: secondOf(event.end),
        klapsLocation: fingerprint(event.location ?? ''),
        klapsText: fingerprint(splitNotes(event.description).text),
      },
    },
  }
}

/** @param calendarZone Of the calendar: where all-day events begin and end at midnight. */
export function fromGoogle(event: GoogleEvent, calendarZone: string): RemoteChange {
  const zone = [event.start?.timeZone, calendarZone].find((name) => name && isTimeZone(name)) ?? 'UTC'
  const start = instantOf(event.start, zone)
  const end = instantOf(event.end, zone)
  return {
    id: event.id,
    tag: event.etag,
    cancelled: event.status === 'cancelled',
    title: event.summary?.slice(0, 1000) ?? '',
    description: event.description?.slice(0, 8192) ?? '',
    location: event.location?.slice(0, 1000) || null,
    start,
    end: start && end && Temporal.Instant.compare(end, start) < 0 ? start : end,
    timeZone: zone,
    allDay: Boolean(event.start?.date),
    busy: event.transparency !== 'transparent',
    recurrence: event.recurrence?.join('\n').slice(0, 4000) || null,
    seriesId: event.recurringEventId ?? null,
    originalStart: instantOf(event.originalStartTime, zone),
    url: event.htmlLink?.slice(0, 2000) ?? null,
    ours: editsOf(event, start, end),
  }
}

function editsOf(
  event: GoogleEvent,
  start: Temporal.Instant | null,
  end: Temporal.Instant | null,
): RemoteChange['ours'] {
  const written = event.extendedProperties?.private
  if (!written?.klapsPlan) return null
  return {
    start: start !== null && secondOf(start) !== written.klapsStart,
    end: end !== null && secondOf(end) !== written.klapsEnd,
    location: fingerprint(event.location ?? '') !== written.klapsLocation,
    text: fingerprint(splitNotes(event.description ?? '').text) !== written.klapsText,
  }
}

function instantOf(
  time: z.output<typeof GoogleTime> | null | undefined,
  zone: string,
): Temporal.Instant | null {
  if (time?.dateTime) return Temporal.Instant.from(time.dateTime)
  return time?.date ? Temporal.PlainDate.from(time.date).toZonedDateTime(zone).toInstant() : null
}

const secondOf = (at: Temporal.Instant) => at.toString({ smallestUnit: 'second' })

/** Of the words alone: Google trims and re-wraps what it is given. */
function fingerprint(text: string): string {
  const words = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  return createHash('sha256').update(words).digest('base64url').slice(0, 22)
}
