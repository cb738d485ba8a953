import { RRuleTemporal } from 'rrule-temporal'
import { z } from 'zod'

/** A moment as Google writes it: a date for all-day events, else an instant and, for recurrence, its zone. */
const EventTime = z.looseObject({
  date: z.iso.date().nullish(),
  dateTime: z.string().nullish(),
  timeZone: z.string().nullish(),
})
export type EventTime = z.infer<typeof EventTime>

const Reminders = z.looseObject({
  useDefault: z.boolean().optional(),
  overrides: z
    .array(z.object({ method: z.enum(['email', 'popup']), minutes: z.int().min(0).max(40_320) }))
    .optional(),
})

/** The fields of an event that a client may write; what we do not know is kept as it came. */
export const EventInput = z.looseObject({
  id: z.string().optional(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).optional(),
  summary: z.string().max(1024).optional(),
  description: z.string().max(8192).nullish(),
  location: z.string().max(1024).nullish(),
  start: EventTime.optional(),
  end: EventTime.optional(),
  recurrence: z.array(z.string()).nullish(),
  reminders: Reminders.optional(),
  extendedProperties: z
    .looseObject({
      private: z.record(z.string(), z.string().nullable()).optional(),
      shared: z.record(z.string(), z.string().nullable()).optional(),
    })
    .nullish(),
})
export type EventInput = z.infer<typeof EventInput>

/** An event as the calendar keeps it. */
export interface StoredEvent extends EventInput {
  id: string
  status: 'confirmed' | 'tentative' | 'cancelled'
  etag: string
  created: string
  updated: string
  iCalUID: string
  sequence: number
  /** Rises with each change anywhere in the sandbox's calendars; sync tokens point at it. */
  revision: number
  recurringEventId?: string
  originalStartTime?: EventTime
}

/** A request that the calendar refuses with 400. */
export class InvalidEvent extends Error {
  readonly reason: string
  constructor(message: string, reason = 'invalid') {
    super(message)
    this.name = 'InvalidEvent'
    this.reason = reason
  }
}

/** Google's limit: an event has at most five reminders of its own. */
const maximumOverrides = 5

/** Throws `InvalidEvent` for what Google refuses in a new or changed event. */
export function checkEvent(event: EventInput, calendarZone: string): void {
  if (!event.start) throw new InvalidEvent('Missing start time.', 'required')
  if (!event.end) throw new InvalidEvent('Missing end time.', 'required')
  if (Boolean(event.start.date) !== Boolean(event.end.date))
    throw new InvalidEvent('Start and end times must either both be date or both be dateTime.')
  const start = momentOf(event.start, calendarZone)
  const end = momentOf(event.end, calendarZone)
  if (Temporal.Instant.compare(end.toInstant(), start.toInstant()) < 0) {
    throw new InvalidEvent('The specified time range is empty.', 'timeRangeEmpty')
  }
  if (event.recurrence?.length && event.start.dateTime && !event.start.timeZone) {
    throw new InvalidEvent('Missing time zone definition for start time.', 'required')
  }
  if ((event.reminders?.overrides?.length ?? 0) > maximumOverrides) {
    throw new InvalidEvent('An event can have at most 5 override reminders.', 'invalid')
  }
  if (event.reminders?.useDefault && event.reminders.overrides?.length) {
    throw new InvalidEvent(
      'Cannot specify both default reminders and overrides at the same time.',
      'cannotUseDefaultRemindersAndSpecifyOverride',
    )
  }
}

/** The instant and zone of an event's start or end. Throws `InvalidEvent` for an unknown zone or a bare local time. */
export function momentOf(time: EventTime, calendarZone: string): Temporal.ZonedDateTime {
  const zone = time.timeZone ?? calendarZone
  try {
    if (time.date) return Temporal.PlainDate.from(time.date).toZonedDateTime(calendarZone)
    const text = time.dateTime ?? ''
    if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return Temporal.Instant.from(text).toZonedDateTimeISO(zone)
    if (!time.timeZone) throw new InvalidEvent('Missing time zone definition for start time.', 'required')
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone)
  } catch (error) {
    if (error instanceof InvalidEvent) throw error
    throw new InvalidEvent(
      `Invalid value for: ${time.timeZone ? `time zone ${time.timeZone} or ` : ''}time ${time.dateTime ?? time.date ?? ''}`,
    )
  }
}

/** How Google shows a moment: RFC 3339 with the offset of the event's zone. */
export function shownTime(time: EventTime, calendarZone: string): EventTime {
  if (time.date) return { date: time.date }
  const moment = momentOf(time, calendarZone)
  const dateTime = moment.toString({ timeZoneName: 'never', smallestUnit: 'second' })
  return {
    dateTime: dateTime.endsWith('+00:00') ? dateTime.replace('+00:00', 'Z') : dateTime,
    timeZone: moment.timeZoneId,
  }
}

/** One occurrence of a recurring event: its id suffix and its times. */
export interface Occurrence {
  id: string
  start: EventTime
  end: EventTime
}

/** Instants, either of which may be open. */
export interface Window {
  from: Temporal.Instant | undefined
  to: Temporal.Instant | undefined
}

/** An endless series is shown at most this far ahead. */
const horizonDays = 730

/**
 * The occurrences of a recurring event that touch the window, in the event's own zone (a weekly 07:00 stays 07:00
 * when the clocks change), EXDATE left out.
 */
export function occurrencesOf(
  event: StoredEvent,
  calendarZone: string,
  window: Window,
  now: Temporal.Instant,
): Occurrence[] {
  if (!event.start || !event.end) return []
  const isAllDay = Boolean(event.start.date)
  const start = momentOf(event.start, calendarZone)
  const length = start.toPlainDateTime().until(momentOf(event.end, calendarZone).toPlainDateTime())
  const rule = new RRuleTemporal({ rruleString: rruleText(event, start), temporal: Temporal })
  const from = (window.from ?? start.toInstant()).subtract({ hours: 24 * 31 })
  const to = window.to ?? now.add({ hours: 24 * horizonDays })
  return rule.between(from.toZonedDateTimeISO('UTC'), to.toZonedDateTimeISO('UTC'), true).map((moment) => {
    const local = moment.toPlainDateTime()
    const end = local.add(length)
    const id = `${event.id}_${instanceSuffix(moment, isAllDay)}`
    if (isAllDay) {
      return {
        id,
        start: { date: local.toPlainDate().toString() },
        end: { date: end.toPlainDate().toString() },
      }
    }
    const exactEnd = end.toZonedDateTime(start.timeZoneId)
    return { id, start: timeAt(moment), end: timeAt(exactEnd) }
  })
}

function rruleText(event: StoredEvent, start: Temporal.ZonedDateTime): string {
  const local = compact(start.toPlainDateTime())
  const lines = (event.recurrence ?? []).map((line) => allDayToMidnight(line, start.timeZoneId))
  return [`DTSTART;TZID=${start.timeZoneId}:${local}`, ...lines].join('\n')
}

/** `EXDATE;VALUE=DATE:20261224` as the midnight that stands for that day. */
function allDayToMidnight(line: string, zone: string): string {
  const match = /^(EXDATE|RDATE);VALUE=DATE:(.+)$/i.exec(line)
  if (!match) return line
  const days = (match[2] ?? '').split(',').map((day) => `${day}T000000`)
  return `${match[1]};TZID=${zone}:${days.join(',')}`
}

function timeAt(moment: Temporal.ZonedDateTime): EventTime {
  return { dateTime: moment.toString({ timeZoneName: 'never' }), timeZone: moment.timeZoneId }
}

/** As in Google's instance ids: `20261121T060000Z`, or the date alone for an all-day event. */
function instanceSuffix(moment: Temporal.ZonedDateTime, isAllDay: boolean): string {
  if (isAllDay) return moment.toPlainDate().toString().replaceAll('-', '')
  return `${compact(moment.withTimeZone('UTC').toPlainDateTime())}Z`
}

function compact(time: Temporal.PlainDateTime): string {
  return time.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
}
