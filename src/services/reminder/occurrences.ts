import { RRuleTemporal } from 'rrule-temporal'
import { Problem } from '#kernel'
import { atWall } from './times/wall.ts'

/** When something is to be reminded of: once, or by a rule of RFC 5545. */
export interface Series {
  /** The first occurrence on the wall clock of `timeZone`. */
  readonly start: Temporal.PlainDateTime
  readonly timeZone: string
  /** Without its prefix `RRULE:`; null for once. */
  readonly rule: string | null
  /** Days, where the user lives, on which it is silent. */
  readonly except: readonly Temporal.PlainDate[]
}

/** Rules that find nothing are given up after as many looks: some never occur. The 29th of February takes 2,922 days. */
const effort = { maxIterations: 3_000, maxCandidateEvaluations: 50_000 }
/** No clock has ever been moved by more than a day. */
const widestGapHours = 26
/** Silent days in a row that a search passes over. */
const mostSilent = 1_000

/**
 * The first occurrence after an instant, or null when there is none. Days and longer go by the wall clock, so that 09:00
 * stays 09:00 over both changes of the clocks: the rule runs on the wall clock alone, and each time that it gives becomes
 * an instant by `atWall`. RFC 5545 leaves out times that do not exist; a reminder that is left out is a loss, so here it
 * comes as much later as the gap is long. Hours and minutes go by the stopwatch.
 */
export function nextAfter(series: Series, after: Temporal.Instant): Temporal.Instant | null {
  const first = atWall(series.start, series.timeZone)
  if (series.rule === null) return Temporal.Instant.compare(first, after) > 0 ? first : null
  const byStopwatch = isByStopwatch(series.rule)
  const rule = runnable(
    series.rule,
    byStopwatch ? first.toZonedDateTimeISO('UTC').toPlainDateTime() : series.start,
  )
  const instantOf = (at: Temporal.ZonedDateTime) =>
    byStopwatch ? at.toInstant() : atWall(at.toPlainDateTime(), series.timeZone)
  let at = byStopwatch
    ? after.toZonedDateTimeISO('UTC')
    : onUtc(after.toZonedDateTimeISO(series.timeZone).toPlainDateTime().subtract({ hours: widestGapHours }))
  for (let looks = 0; looks < mostSilent; looks++) {
    const found = nextOf(rule, at)
    if (!found) return null
    const instant = instantOf(found)
    if (Temporal.Instant.compare(instant, after) > 0 && !isSilent(series, instant)) return instant
    at = found
  }
  return null
}

/** A rule that the library gives up on never comes: it says so by throwing. */
function nextOf(rule: RRuleTemporal<Temporal.ZonedDateTime>, at: Temporal.ZonedDateTime) {
  try {
    return rule.next(at)
  } catch {
    return null
  }
}

/** The occurrences after an instant, soonest first. */
export function occurrencesAfter(series: Series, after: Temporal.Instant, most: number): Temporal.Instant[] {
  const found: Temporal.Instant[] = []
  for (let at = nextAfter(series, after); at && found.length < most; at = nextAfter(series, at))
    found.push(at)
  return found
}

function isSilent({ except, timeZone }: Series, at: Temporal.Instant): boolean {
  if (except.length === 0) return false
  const date = at.toZonedDateTimeISO(timeZone).toPlainDate()
  return except.some((day) => day.equals(date))
}

const isByStopwatch = (rule: string) => /(^|;)FREQ=(HOURLY|MINUTELY)(;|$)/.test(rule)
const onUtc = (wall: Temporal.PlainDateTime) => wall.toZonedDateTime('UTC')

function runnable(rule: string, start: Temporal.PlainDateTime): RRuleTemporal<Temporal.ZonedDateTime> {
  const local = start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
  return new RRuleTemporal<Temporal.ZonedDateTime>({
    rruleString: `DTSTART:${local}Z\nRRULE:${rule}`,
    temporal: Temporal,
    ...effort,
  })
}

const parts =
  /^(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY|HOURLY|MINUTELY)|INTERVAL=\d{1,4}|COUNT=\d{1,4}|UNTIL=\d{8}(T\d{6}Z?)?|WKST=(MO|TU|WE|TH|FR|SA|SU)|BYDAY=([+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU),?){1,20}|BY(MONTHDAY|YEARDAY|MONTH|WEEKNO|SETPOS)=(-?\d{1,3},?){1,40})$/
/** Nobody wants to be reminded more often, and nobody else wants to wait for it. */
const leastMinutes = 15

/**
 * A rule as a user gives it, checked and in its plain form: one frequency, days before all. An UNTIL in UTC, as RFC 5545
 * asks for, is put on the wall clock that the rule runs on.
 *
 * @throws Problem 422 `reminder.rule-unreadable`, or `reminder.too-often` below a quarter of an hour.
 */
export function checkedRule(text: string, zone: string): string {
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
  const fields = rule.split(';').filter(Boolean)
  const names = fields.map((field) => field.split('=')[0])
  const refused = new Problem(
    422,
    'reminder.rule-unreadable',
    'This is not a repetition that we can follow (RFC 5545)',
  )
  if (!fields.every((field) => parts.test(field)) || new Set(names).size < names.length) throw refused
  if (!names.includes('FREQ') || (names.includes('COUNT') && names.includes('UNTIL'))) throw refused
  if (/(INTERVAL|COUNT)=0+(;|$)/.test(rule)) throw refused
  if (isByStopwatch(rule) && names.some((name) => name!.startsWith('BY'))) throw refused
  const interval = Number(/INTERVAL=(\d+)/.exec(rule)?.[1] ?? 1)
  if (/FREQ=MINUTELY/.test(rule) && interval < leastMinutes)
    throw new Problem(422, 'reminder.too-often', `A reminder comes every ${leastMinutes} minutes at most`)
  try {
    const until = (field: string) => untilOnWall(field, zone, isByStopwatch(rule))
    const plain = fields.map((field) => (field.startsWith('UNTIL=') ? until(field) : field)).join(';')
    runnable(plain, Temporal.PlainDateTime.from('2026-01-01T00:00'))
    return plain
  } catch {
    throw refused
  }
}

function untilOnWall(field: string, zone: string, byStopwatch: boolean): string {
  const text = field.slice('UNTIL='.length)
  const isUtc = text.endsWith('Z')
  const digits = text.replace('Z', '')
  const wall = Temporal.PlainDateTime.from(digits.includes('T') ? digits : `${digits}T235959`)
  const instant = isUtc ? wall.toZonedDateTime('UTC').toInstant() : atWall(wall, zone)
  const shown = byStopwatch ? instant.toZonedDateTimeISO('UTC') : instant.toZonedDateTimeISO(zone)
  return `UNTIL=${shown.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}Z`
}
