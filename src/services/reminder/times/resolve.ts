import { nextAfter, type Series } from '../occurrences.ts'
import type { ClockSpec, DaySpec, Part, RepeatSpec, Spoken, Weekday } from './forms.ts'
import { atWall, clocksAt } from './wall.ts'

/** Where and when the text is read. */
export interface Here {
  readonly now: Temporal.Instant
  readonly timeZone: string
  /** When the evening begins for this person. */
  readonly eveningAt: Temporal.PlainTime
}

/** Why there is another reading, or what was added to what was said. */
export type Doubt =
  /** No time of day was said: 09:00 is meant, or the hour of the part of the day that was said. */
  | 'time-assumed'
  /** No day was said: the next time that the clock shows this. */
  | 'day-assumed'
  /** `at 9` may be in the evening. */
  | 'half-of-day'
  /** `on Friday`, said on a Friday; `next Friday`. */
  | 'which-week'
  /** `w niedziele` is every Sunday, or this one without its mark. */
  | 'every-week'
  /** `3/4` is a day in March to some. */
  | 'month-first'
  /** The clocks skip this time on that day: it comes as much later. */
  | 'time-skipped'
  /** The clocks show this time twice on that day: the first is meant. */
  | 'time-twice'
  /** `every other Tuesday`: beginning with which? */
  | 'which-turn'
  /** The text holds another day or time, which was left in it. */
  | 'more-times'

export interface Reading {
  readonly series: Series
  readonly at: Temporal.Instant
  readonly because: Doubt | null
}

export interface Resolved {
  readonly meant: Reading
  readonly others: readonly Reading[]
  readonly doubts: readonly Doubt[]
}

export type Refusal = 'time-missing' | 'time-past' | 'no-such-date' | 'no-such-time' | 'too-often' | 'never'

const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

export const usualTime = Temporal.PlainTime.from('09:00')

/** The hour that a part of the day stands for. The evening is the person's own. */
export function timeOfPart(part: Part, eveningAt: Temporal.PlainTime): Temporal.PlainTime {
  const hours = { morning: 8, noon: 12, afternoon: 15, evening: eveningAt.hour, night: 22, midnight: 0 }
  return part === 'evening' ? eveningAt : Temporal.PlainTime.from({ hour: hours[part] })
}

/** Puts what was said on the calendar. What can be meant otherwise is told in `others` and `doubts`. */
export function resolve(spoken: Spoken, here: Here): Resolved | Refusal {
  if (spoken.clock && spoken.clock.hour === 24 && spoken.clock.minute > 0) return 'no-such-time'
  if (spoken.after) return afterSpans(spoken, here)
  const hasTime = spoken.clock || spoken.part
  if (!spoken.day && !hasTime && !spoken.repeat) return 'time-missing'
  const resolved = spoken.repeat ? repeated(spoken, spoken.repeat, here) : once(spoken, here)
  if (typeof resolved === 'string') return resolved
  return { ...resolved, doubts: [...resolved.doubts, ...(spoken.more ? (['more-times'] as const) : [])] }
}

const localNow = ({ now, timeZone }: Here) => now.toZonedDateTimeISO(timeZone).toPlainDateTime()
const isAhead = (at: Temporal.Instant, { now }: Here) => Temporal.Instant.compare(at, now) > 0

function afterSpans({ after, clock, part, more }: Spoken, here: Here): Resolved | Refusal {
  const byCalendar = after!.filter(({ unit }) => unit !== 'minute' && unit !== 'hour')
  const minutes = after!
    .filter((span) => !byCalendar.includes(span))
    .reduce((sum, { amount, unit }) => sum + amount * (unit === 'hour' ? 60 : 1), 0)
  let local = localNow(here)
  for (const { amount, unit } of byCalendar) {
    // Half a year is six months; half a day or a week is not said of days.
    const [whole, of] =
      amount % 1 === 0 ? [amount, unit] : unit === 'year' ? [amount * 12, 'month'] : [0, unit]
    if (whole === 0) return 'no-such-time'
    local = local.add({ [`${of}s`]: whole })
  }
  const time = clock ? plainTime(clock) : part && timeOfPart(part, here.eveningAt)
  if (time && byCalendar.length > 0) local = local.toPlainDate().toPlainDateTime(time)
  const moved = byCalendar.length > 0 ? atWall(local, here.timeZone) : here.now
  const exact = moved.add({ seconds: Math.round(minutes * 60) })
  const at = exact.round({ smallestUnit: 'second', roundingMode: 'ceil' })
  if (!isAhead(at, here)) return 'time-past'
  return {
    meant: single(at, here),
    others: [],
    doubts: more || (time && byCalendar.length === 0) ? ['more-times'] : [],
  }
}

function single(at: Temporal.Instant, { timeZone }: Here, because: Doubt | null = null): Reading {
  const start = at.toZonedDateTimeISO(timeZone).toPlainDateTime()
  return { at, because, series: { start, timeZone, rule: null, except: [] } }
}

const plainTime = ({ hour, minute }: Pick<ClockSpec, 'hour' | 'minute'>) =>
  Temporal.PlainTime.from({ hour: hour % 24, minute })

/** The time of day that was said, the other one that it may be, and what had to be assumed. */
function timesOf({ clock, part }: Spoken, here: Here) {
  const isExact = clock || part === 'noon' || part === 'midnight'
  const doubts: Doubt[] = isExact ? [] : ['time-assumed']
  if (!clock)
    return { time: part ? timeOfPart(part, here.eveningAt) : usualTime, other: null, doubts, nextDay: false }
  const stated = part && !clock.sure ? inPartOf(clock, part) : clock
  const other = stated.open
    ? plainTime({ hour: (stated.hour % 12) + (stated.hour === 12 ? 0 : 12), minute: stated.minute })
    : null
  return { time: plainTime(stated), other, doubts, nextDay: stated.hour === 24 }
}

function inPartOf(clock: ClockSpec, part: Part): ClockSpec {
  const isLate = part === 'afternoon' || part === 'evening' || (part === 'night' && clock.hour >= 9)
  return { ...clock, hour: (clock.hour % 12) + (isLate ? 12 : 0), sure: true, open: false }
}

function once(spoken: Spoken, here: Here): Resolved | Refusal {
  const { time, other, doubts, nextDay } = timesOf(spoken, here)
  const dates = spoken.day ? datesOf(spoken.day, here) : undefined
  if (typeof dates === 'string') return dates
  if (!dates) return nextTime(time, other, [...doubts, 'day-assumed'], here)
  const midnight = (date: Temporal.PlainDate) => (nextDay ? date.add({ days: 1 }) : date)
  const readings = dates.map(({ date, because }) => ({
    ...single(atWall(midnight(date).toPlainDateTime(time), here.timeZone), here, because),
    wall: midnight(date).toPlainDateTime(time),
  }))
  if (other) {
    const wall = dates[0]!.date.toPlainDateTime(other)
    readings.splice(1, 0, { ...single(atWall(wall, here.timeZone), here, 'half-of-day'), wall })
  }
  const ahead = readings.filter(({ at }) => isAhead(at, here))
  const [meant, ...others] = ahead
  if (!meant) return 'time-past'
  if (spoken.day?.kind === 'weekday' && spoken.day.maybeWeekly)
    others.push({ ...meant, because: 'every-week', series: weekly(meant.series) })
  return withClocks({ meant, others, doubts: [...doubts, ...doubtsOf(others, meant)] }, meant.wall, here)
}

const weekly = (series: Series): Series => ({
  ...series,
  rule: `FREQ=WEEKLY;BYDAY=${codes[series.start.dayOfWeek - 1]}`,
})

/** A time without a day: the next time that the clock shows it. */
function nextTime(
  time: Temporal.PlainTime,
  other: Temporal.PlainTime | null,
  doubts: Doubt[],
  here: Here,
): Resolved {
  const next = (at: Temporal.PlainTime) => {
    const today = localNow(here).toPlainDate().toPlainDateTime(at)
    return isAhead(atWall(today, here.timeZone), here) ? today : today.add({ days: 1 })
  }
  const wall = next(time)
  const meant = single(atWall(wall, here.timeZone), here)
  const others = other ? [single(atWall(next(other), here.timeZone), here, 'half-of-day')] : []
  return withClocks({ meant, others, doubts: [...doubts, ...doubtsOf(others, meant)] }, wall, here)
}

const doubtsOf = (others: readonly Reading[], meant: Reading): Doubt[] => [
  ...new Set(
    [...(meant.because === 'which-week' ? [] : [meant]), ...others].flatMap(({ because }) => because ?? []),
  ),
]

function withClocks(resolved: Resolved, wall: Temporal.PlainDateTime, { timeZone }: Here): Resolved {
  const clocks = clocksAt(wall, timeZone)
  if (clocks === 'run') return resolved
  if (clocks === 'skip') return { ...resolved, doubts: [...resolved.doubts, 'time-skipped'] }
  return { ...resolved, doubts: [...resolved.doubts, 'time-twice'] }
}

interface DateReading {
  readonly date: Temporal.PlainDate
  readonly because: Doubt | null
}

/** The dates that a day may be, the one that is meant first. Times that are over are taken out by whoever asks. */
function datesOf(day: DaySpec, here: Here): DateReading[] | Refusal {
  const today = localNow(here).toPlainDate()
  if (day.kind === 'offset') return [{ date: today.add({ days: day.days }), because: null }]
  if (day.kind === 'weekday') return weekdayDates(day.weekday, day.next, today)
  if (day.kind === 'date') return calendarDates(day, today)
  const inMonth = (month: Temporal.PlainDate) =>
    day.kind === 'month-day' ? dayOfMonth(month, day.day) : nthWeekday(month, day.weekday, day.ordinal)
  const found = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    .map((months) => inMonth(today.with({ day: 1 }).add({ months })))
    .filter((date) => date !== null && Temporal.PlainDate.compare(date, today) >= 0)
  const [first, second] = found as Temporal.PlainDate[]
  if (!first) return 'no-such-date'
  // Today counts while its time is ahead; else the one after it.
  return [
    { date: first, because: null },
    ...(first.equals(today) && second ? [{ date: second, because: null }] : []),
  ]
}

function weekdayDates(weekday: Weekday, next: boolean, today: Temporal.PlainDate): DateReading[] {
  const coming = today.add({ days: (weekday - today.dayOfWeek + 7) % 7 })
  const weekLater = coming.add({ days: 7 })
  if (!next) {
    if (!coming.equals(today)) return [{ date: coming, because: null }]
    return [
      { date: coming, because: null },
      { date: weekLater, because: 'which-week' },
    ]
  }
  // Of the week that begins with the coming Monday.
  const nextWeek = today.add({ days: 8 - today.dayOfWeek + weekday - 1 })
  const other = [coming, weekLater].find((date) => !date.equals(nextWeek) && !date.equals(today))
  return [
    { date: nextWeek, because: null },
    ...(other ? [{ date: other, because: 'which-week' as const }] : []),
  ]
}

function calendarDates(
  { year, month, day, swappable }: Extract<DaySpec, { kind: 'date' }>,
  today: Temporal.PlainDate,
): DateReading[] | Refusal {
  const date = year === null ? comingDate(month, day, today) : dateIn(year, month, day)
  const swapped = swappable
    ? calendarDates({ kind: 'date', year, month: day, day: month, swappable: false }, today)
    : []
  const others =
    typeof swapped === 'string' ? [] : swapped.map((each) => ({ ...each, because: 'month-first' as const }))
  if (!date) return others.length > 0 ? others : 'no-such-date'
  return [{ date, because: null }, ...others]
}

/** A date without a year is the next one; the 29th of February waits for its year. */
function comingDate(month: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  for (let years = 0; years <= 8; years++) {
    const date = dateIn(today.year + years, month, day)
    if (date && Temporal.PlainDate.compare(date, today) >= 0) return date
  }
  return null
}

function dateIn(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return null
  }
}

function dayOfMonth(month: Temporal.PlainDate, day: number): Temporal.PlainDate | null {
  return dateIn(month.year, month.month, day === -1 ? month.daysInMonth : day)
}

function nthWeekday(month: Temporal.PlainDate, weekday: Weekday, ordinal: number): Temporal.PlainDate | null {
  if (ordinal === -1) {
    const last = month.with({ day: month.daysInMonth })
    return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 })
  }
  const first = month.add({ days: (weekday - month.dayOfWeek + 7) % 7 })
  const date = first.add({ weeks: ordinal - 1 })
  return date.month === month.month ? date : null
}

// Repetition

const compact = (date: Temporal.PlainDate) => date.toString().replaceAll('-', '')

function repeated(spoken: Spoken, repeat: RepeatSpec, here: Here): Resolved | Refusal {
  const { time, other, doubts } = timesOf(spoken, here)
  const made = ruleOf(spoken, repeat, here)
  if (typeof made === 'string') return made
  const isShort = repeat.unit === 'hour' || repeat.unit === 'minute'
  if (repeat.unit === 'minute' && repeat.interval < 15) return 'too-often'
  const limits = limitsOf(spoken, here)
  if (typeof limits === 'string') return limits
  const reading = (at: Temporal.PlainTime, because: Doubt | null, skip = 0) =>
    seriesFrom(made, { ...limits, time: isShort && !spoken.clock ? null : at, skip, because }, here)
  const meant = reading(time, null)
  if (!meant) return 'never'
  const others = [
    ...(other ? [reading(other, 'half-of-day')] : []),
    ...(repeat.interval > 1 && repeat.unit === 'week' && !spoken.from
      ? [reading(time, 'which-turn', 1)]
      : []),
  ].filter((each) => each !== null)
  const assumed = isShort ? [] : doubts
  return { meant, others, doubts: [...assumed, ...doubtsOf(others, meant)] }
}

interface Rule {
  readonly fields: readonly string[]
  readonly interval: number
}

function ruleOf({ day, except }: Spoken, repeat: RepeatSpec, here: Here): Rule | Refusal {
  const silent = except.flatMap((each) => (each.kind === 'weekdays' ? each.weekdays : []))
  const rule = (freq: string, ...fields: string[]): Rule => ({
    fields: [`FREQ=${freq}`, ...fields],
    interval: repeat.interval,
  })
  const { unit, weekdays, monthDay, ordinal } = repeat
  if (unit === 'minute') return rule('MINUTELY')
  if (unit === 'hour') return rule('HOURLY')
  if (unit === 'week' || (unit === 'day' && silent.length > 0 && repeat.interval === 1)) {
    const named =
      weekdays.length > 0 ? weekdays : unit === 'day' ? ([1, 2, 3, 4, 5, 6, 7] as const) : onlyDay(day)
    const heard = named.filter((weekday) => !silent.includes(weekday))
    if (named.length > 0 && heard.length === 0) return 'never'
    return heard.length > 0
      ? rule('WEEKLY', `BYDAY=${heard.map((each) => codes[each - 1]).join(',')}`)
      : rule('WEEKLY')
  }
  if (unit === 'day') return rule('DAILY')
  if (unit === 'month') {
    if (ordinal !== null) return rule('MONTHLY', `BYDAY=${ordinal}${codes[weekdays[0]! - 1]}`)
    if (day?.kind === 'nth-weekday') return rule('MONTHLY', `BYDAY=${day.ordinal}${codes[day.weekday - 1]}`)
    const inMonth = monthDay ?? (day?.kind === 'month-day' ? day.day : null)
    return inMonth === null ? rule('MONTHLY') : rule('MONTHLY', `BYMONTHDAY=${inMonth}`)
  }
  if (day?.kind !== 'date') return rule('YEARLY')
  if (!comingDate(day.month, day.day, localNow(here).toPlainDate())) return 'no-such-date'
  return rule('YEARLY', `BYMONTH=${day.month}`, `BYMONTHDAY=${day.day}`)
}

const onlyDay = (day: DaySpec | null): readonly Weekday[] => (day?.kind === 'weekday' ? [day.weekday] : [])

interface Limits {
  readonly from: Temporal.PlainDate | null
  readonly until: Temporal.PlainDate | null
  readonly count: number | null
  readonly except: readonly Temporal.PlainDate[]
}

function limitsOf({ from, until, count, except, day, repeat }: Spoken, here: Here): Limits | Refusal {
  const dateOf = (spec: DaySpec): Temporal.PlainDate | Refusal => {
    const dates = datesOf(spec, here)
    return typeof dates === 'string' ? dates : dates[0]!.date
  }
  const begins = from ?? (day?.kind === 'offset' || (repeat?.unit === 'day' && day) ? day : null)
  const [first, last] = [begins && dateOf(begins), until && dateOf(until)]
  const silent = except.flatMap((each) => (each.kind === 'day' ? [dateOf(each.day)] : []))
  for (const each of [first, last, ...silent]) if (typeof each === 'string') return each
  return {
    from: first as Temporal.PlainDate | null,
    until: last as Temporal.PlainDate | null,
    count,
    except: silent as Temporal.PlainDate[],
  }
}

/** The series from its first occurrence on, which its interval counts from. `skip` begins with a later one. */
function seriesFrom(
  { fields, interval }: Rule,
  {
    from,
    until,
    count,
    except,
    time,
    skip,
    because,
  }: Limits & { time: Temporal.PlainTime | null; skip: number; because: Doubt | null },
  here: Here,
): Reading | null {
  const { timeZone } = here
  const local = localNow(here)
  const begin =
    from && time ? atWall(from.toPlainDateTime(time), timeZone).subtract({ seconds: 1 }) : here.now
  const after = Temporal.Instant.compare(begin, here.now) > 0 ? begin : here.now
  const end = until ? `UNTIL=${compact(until)}T235959Z` : count === null ? '' : `COUNT=${count}`
  const rule = [...fields, ...(interval > 1 ? [`INTERVAL=${interval}`] : []), ...(end ? [end] : [])].join(';')
  if (!time) {
    const start = local
      .round({ smallestUnit: 'minute', roundingMode: 'ceil' })
      .add({ [rule.includes('HOURLY') ? 'hours' : 'minutes']: interval })
    return { at: atWall(start, timeZone), because, series: { start, timeZone, rule, except } }
  }
  // Every occurrence there could be, to find the first: the interval counts from that one.
  const every = { start: local.toPlainDate().toPlainDateTime(time), timeZone, rule: fields.join(';'), except }
  let first = nextAfter(every, after)
  for (let skipped = 0; first && skipped < skip; skipped++) first = nextAfter(every, first)
  if (!first) return null
  const date = first.toZonedDateTimeISO(timeZone).toPlainDate()
  const series = { start: date.toPlainDateTime(time), timeZone, rule, except }
  const at = nextAfter(series, first.subtract({ seconds: 1 }))
  return at && { at, because, series }
}
