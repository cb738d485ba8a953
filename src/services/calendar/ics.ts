import ICAL from 'ical.js'
import type { PersonalCipher } from '#kernel'
import { type Content, openContent } from './content.ts'
import { withNotes } from './notes.ts'
import type { EventRow } from './queries.ts'
import { vtimezone } from './vtimezone.ts'

/** How far the clocks of a recurring event are described ahead. */
const seriesYears = 5
/** How often an app should look again. */
const refresh = 'PT15M'

/** jCal (RFC 7265): name, parameters, type of the value, value. `unknown` is written as it is. */
export type Property = readonly [string, Readonly<Record<string, string>>, string, unknown]
/** Name, properties, components in it. */
export type Component = readonly [string, readonly Property[], readonly Component[]]

/**
 * An iCalendar document (RFC 5545) of these events: local times with their zone described, alarms relative to the
 * start, stable UIDs, and SEQUENCE as the event's version. The same rows always give the same bytes.
 */
export function icsOf(rows: readonly EventRow[], cipher: PersonalCipher): string {
  const [from, to] = spanOf(rows)
  const zones = [...new Set(rows.map((row) => row.time_zone))]
  const calendar: Component = [
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', '-//Klaps//Calendar//PL'],
      ['method', {}, 'text', 'PUBLISH'],
      ['name', {}, 'unknown', 'Klaps'],
      ['x-wr-calname', {}, 'unknown', 'Klaps'],
      ['refresh-interval', {}, 'duration', refresh],
      ['x-published-ttl', {}, 'unknown', refresh],
    ],
    [
      ...zones.map((zone) => vtimezone(zone, from, to)),
      ...rows.map((row) => eventOf(row, openContent(cipher, row.id, row.content))),
    ],
  ]
  return ICAL.stringify([...calendar])
}

function spanOf(rows: readonly EventRow[]): [Temporal.Instant, Temporal.Instant] {
  const starts = rows.map((row) => row.starts_at).toSorted(Temporal.Instant.compare)
  const ends = rows.map((row) => row.ends_at).toSorted(Temporal.Instant.compare)
  const from = starts[0] ?? Temporal.Instant.fromEpochMilliseconds(0)
  const to = ends.at(-1) ?? from
  const repeats = rows.some((row) => row.recurrence !== null)
  return [from, repeats ? to.add({ hours: 24 * 366 * seriesYears }) : to]
}

/** `default` leaves it to the calendar that shows the event. */
const classes: Readonly<Record<string, string>> = { private: 'PRIVATE', public: 'PUBLIC' }

function eventOf(row: EventRow, content: Content): Component {
  const { title, description, location, latitude, longitude, notes, language } = content
  const text = row.role === 'day' && notes ? withNotes(description, notes, language) : description
  const visibility = classes[row.visibility]
  const properties: Property[] = [
    ['uid', {}, 'text', `${row.id}@klaps`],
    ['sequence', {}, 'integer', row.version - 1],
    ['dtstamp', {}, 'date-time', utc(row.updated_at)],
    ['last-modified', {}, 'date-time', utc(row.updated_at)],
    ['dtstart', { tzid: row.time_zone }, 'date-time', local(row.starts_at, row.time_zone)],
    ['dtend', { tzid: row.time_zone }, 'date-time', local(row.ends_at, row.time_zone)],
    ...(row.recurrence?.split('\n').map((line): Property => ICAL.parse.property(line)) ?? []),
    ['summary', {}, 'text', title],
    ...optional('description', text),
    ...optional('location', location),
    ['status', {}, 'text', row.cancelled ? 'CANCELLED' : 'CONFIRMED'],
    ['transp', {}, 'text', row.busy ? 'OPAQUE' : 'TRANSPARENT'],
    ...optional('class', visibility),
  ]
  if (location && latitude !== null && longitude !== null)
    properties.push(['geo', {}, 'float', [latitude, longitude]])
  const reminders = row.cancelled ? [] : (row.reminders as { minutesBefore: number }[])
  return ['vevent', properties, reminders.map(({ minutesBefore }) => alarmOf(minutesBefore, title))]
}

const optional = (name: string, text: string | null | undefined): Property[] =>
  text ? [[name, {}, 'text', text]] : []

const alarmOf = (minutesBefore: number, title: string): Component => [
  'valarm',
  [
    ['action', {}, 'text', 'DISPLAY'],
    ['trigger', {}, 'duration', before(minutesBefore)],
    ['description', {}, 'text', title],
  ],
  [],
]

/** `-PT12H`, `-P1DT30M`, `PT0S`: RFC 5545, 3.3.6. */
const before = (minutes: number) =>
  Temporal.Duration.from({ minutes: -minutes }).round({ largestUnit: 'days' }).toString()

const utc = (at: Temporal.Instant) => at.toString({ smallestUnit: 'second' })

const local = (at: Temporal.Instant, zone: string) =>
  at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })
