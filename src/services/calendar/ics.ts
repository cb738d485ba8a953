import {
  ICalAlarmType,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { PersonalCipher } from '#kernel'
import { type Content, openContent } from './content.ts'
import { withNotes } from './notes.ts'
import type { EventRow } from './queries.ts'
import { vtimezone } from './vtimezone.ts'

/** How far the clocks of a recurring event are described ahead. */
const seriesYears = 5
/** How often an app should look again, in seconds. */
const refreshSeconds = 15 * 60

/**
 * An iCalendar document (RFC 5545) of these events: local times with their zone described, alarms relative to the
 * start, stable UIDs, and SEQUENCE as the event's version. The same rows always give the same bytes.
 */
export function icsOf(rows: readonly EventRow[], cipher: PersonalCipher): string {
  const calendar = new ICalCalendar({
    prodId: { company: 'Klaps', product: 'Calendar', language: 'PL' },
    name: 'Klaps',
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  })
  const [from, to] = spanOf(rows)
  // Without a zone of its own the document keeps its stamps in UTC, as they must be.
  calendar.timezone({ name: null, generator: (zone) => vtimezone(zone, from, to) })
  for (const row of rows) addEvent(calendar, row, openContent(cipher, row.id, row.content))
  return propertiesFirst(calendar.toString())
}

/**
 * The library writes some properties behind the zones and alarms; RFC 5545 (3.6, 3.6.1) has those of a component before
 * the components in it, and strict readers refuse anything else.
 */
function propertiesFirst(text: string): string {
  const open: { own: string[]; inner: string[] }[] = [{ own: [], inner: [] }]
  for (const line of text.split('\r\n')) {
    const current = open.at(-1)!
    if (line.startsWith('BEGIN:')) open.push({ own: [line], inner: [] })
    else if (line.startsWith('END:')) {
      open.pop()
      open.at(-1)!.inner.push(...current.own, ...current.inner, line)
    } else current.own.push(line)
  }
  const [{ own, inner }] = open as [{ own: string[]; inner: string[] }]
  return [...inner, ...own].join('\r\n')
}

function spanOf(rows: readonly EventRow[]): [Temporal.Instant, Temporal.Instant] {
  const starts = rows.map((row) => row.starts_at).toSorted(Temporal.Instant.compare)
  const ends = rows.map((row) => row.ends_at).toSorted(Temporal.Instant.compare)
  const from = starts[0] ?? Temporal.Instant.fromEpochMilliseconds(0)
  const to = ends.at(-1) ?? from
  const repeats = rows.some((row) => row.recurrence !== null)
  return [from, repeats ? to.add({ hours: 24 * 366 * seriesYears }) : to]
}

const classes = {
  private: ICalEventClass.PRIVATE,
  default: null,
  public: ICalEventClass.PUBLIC,
} as const

function addEvent(calendar: ICalCalendar, row: EventRow, content: Content): void {
  const { title, description, location, latitude, longitude, notes, language } = content
  const text = row.role === 'day' && notes ? withNotes(description, notes, language) : description
  const event = calendar.createEvent({
    id: `${row.id}@klaps`,
    sequence: row.version - 1,
    stamp: row.updated_at.toZonedDateTimeISO('UTC'),
    lastModified: row.updated_at.toZonedDateTimeISO('UTC'),
    start: row.starts_at.toZonedDateTimeISO(row.time_zone),
    end: row.ends_at.toZonedDateTimeISO(row.time_zone),
    timezone: row.time_zone,
    summary: title,
    description: text,
    status: row.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: row.busy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    class: classes[row.visibility as keyof typeof classes],
    ...(row.recurrence ? { repeating: row.recurrence } : {}),
  })
  if (location) {
    const geo = latitude !== null && longitude !== null ? { geo: { lat: latitude, lon: longitude } } : {}
    event.location({ title: location, ...geo })
  }
  if (row.cancelled) return
  for (const { minutesBefore } of row.reminders as { minutesBefore: number }[])
    event.createAlarm({ type: ICalAlarmType.display, trigger: minutesBefore * 60, description: title })
}
