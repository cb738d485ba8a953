import ICAL from 'ical.js'
import { RRuleTemporal } from 'rrule-temporal'
import { Problem } from '#kernel'

export interface Window {
  from: Temporal.Instant
  to: Temporal.Instant
}

export interface Series {
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  time_zone: string
  recurrence: string
}

export interface Occurrence {
  start: Temporal.Instant
  end: Temporal.Instant
}

/** Occurrences of one series in one window; a daily event over the longest window stays far below. */
const occurrenceLimit = 1000

/**
 * The occurrences of a series that touch the window, in the series' own zone: a weekly 07:00 stays 07:00 when the
 * clocks change, and so does its end. EXDATE lines are left out, as are the starts of `exceptions`, which have rows of
 * their own. A rule that cannot be read (some calendars send such) counts as its first occurrence only.
 */
export function occurrences(
  series: Series,
  window: Window,
  exceptions: ReadonlySet<string> = new Set(),
): Occurrence[] {
  const start = series.starts_at.toZonedDateTimeISO(series.time_zone)
  const end = series.ends_at.toZonedDateTimeISO(series.time_zone)
  const length = start.toPlainDateTime().until(end.toPlainDateTime())
  const endOf = (at: Temporal.ZonedDateTime) =>
    at.toPlainDateTime().add(length).toZonedDateTime(series.time_zone).toInstant()
  const found: Occurrence[] = []
  for (const at of startsIn(series, start, length, window)) {
    const one = { start: at.toInstant(), end: endOf(at) }
    const touches =
      Temporal.Instant.compare(one.end, window.from) > 0 && Temporal.Instant.compare(one.start, window.to) < 0
    if (touches && !exceptions.has(one.start.toString())) found.push(one)
    if (found.length >= occurrenceLimit) break
  }
  return found
}

function startsIn(
  series: Series,
  start: Temporal.ZonedDateTime,
  length: Temporal.Duration,
  window: Window,
): Temporal.ZonedDateTime[] {
  try {
    const rule = ruleOf(series.recurrence, start)
    const hours = Math.ceil(length.total({ unit: 'hours', relativeTo: start.toPlainDateTime() })) + 2
    return rule.between(
      window.from.subtract({ hours }).toZonedDateTimeISO(series.time_zone),
      window.to.toZonedDateTimeISO(series.time_zone),
      true,
    )
  } catch {
    return [start]
  }
}

function ruleOf(recurrence: string, start: Temporal.ZonedDateTime): RRuleTemporal<Temporal.ZonedDateTime> {
  const zone = start.timeZoneId
  const local = start.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
  const lines = recurrence.split('\n').map((line) => datesToMidnight(line, zone))
  return new RRuleTemporal<Temporal.ZonedDateTime>({
    rruleString: [`DTSTART;TZID=${zone}:${local}`, ...lines].join('\n'),
    temporal: Temporal,
    maxIterations: 20_000,
    maxCandidateEvaluations: 200_000,
  })
}

/** `EXDATE;VALUE=DATE:20261224`, as all-day series have it, means the midnight of that day. */
function datesToMidnight(line: string, zone: string): string {
  const match = /^(EXDATE|RDATE);VALUE=DATE:(.+)$/i.exec(line)
  if (!match) return line
  const days = match[2]!.split(',').map((day) => `${day}T000000`)
  return `${match[1]};TZID=${zone}:${days.join(',')}`
}

/**
 * An RRULE as a user gives it, checked and without its prefix. One rule of days, weeks, months or years: what repeats
 * within a day is no calendar event and would flood one.
 *
 * @throws Problem 422 `calendar.recurrence-unreadable`.
 */
export function checkedRule(text: string, start: Temporal.Instant, timeZone: string): string {
  const rule = text.trim().replace(/^RRULE:/i, '')
  const refused = (cause?: unknown) =>
    new Problem(422, 'calendar.recurrence-unreadable', 'This is not a rule of RFC 5545 that ever occurs', {
      cause,
    })
  if (!/^[A-Z0-9=;,:+-]+$/i.test(rule) || !/(^|;)FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)/i.test(rule))
    throw refused()
  if (/(^|;)(DTSTART|EXDATE|RDATE)/i.test(rule) || /(^|;)BY(HOUR|MINUTE|SECOND)=/i.test(rule)) throw refused()
  try {
    const first = ruleOf(`RRULE:${rule}`, start.toZonedDateTimeISO(timeZone)).next(
      start.subtract({ seconds: 1 }).toZonedDateTimeISO(timeZone),
    )
    if (!first) throw refused()
    ICAL.parse.property(`RRULE:${rule.toUpperCase()}`) // as feeds write it
  } catch (error) {
    throw error instanceof Problem ? error : refused(error)
  }
  return `RRULE:${rule.toUpperCase()}`
}
