import type { Series } from '../occurrences.ts'
import { datesOf } from './dates.ts'
import type { ClockSpec, Spoken } from './forms.ts'
import {
  type Doubt,
  doubtsOf,
  type Here,
  localNow,
  plainTime,
  type Reading,
  type Refusal,
  type Resolved,
  timeOfPart,
  timesOf,
} from './readings.ts'
import { codes, repeated } from './repeat.ts'
import { atWall, clocksAt } from './wall.ts'

/** Puts what was said on the calendar. What can be meant otherwise is told in `others` and `doubts`. */
export function resolve(spoken: Spoken, here: Here): Resolved | Refusal {
  if (spoken.clock && !isOnClock(spoken.clock)) return 'no-such-time'
  if (spoken.after) return afterSpans(spoken, here)
  const hasTime = spoken.clock || spoken.part
  if (!spoken.day && !hasTime && !spoken.repeat) return 'time-missing'
  const resolved = spoken.repeat ? repeated(spoken, spoken.repeat, here) : once(spoken, here)
  if (typeof resolved === 'string') return resolved
  return { ...resolved, doubts: [...resolved.doubts, ...(spoken.more ? (['more-times'] as const) : [])] }
}

const isAhead = (at: Temporal.Instant, { now }: Here) => Temporal.Instant.compare(at, now) > 0

const isOnClock = ({ hour, minute }: ClockSpec) => minute < 60 && (hour < 24 || (hour === 24 && minute === 0))

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

function withClocks(resolved: Resolved, wall: Temporal.PlainDateTime, { timeZone }: Here): Resolved {
  const clocks = clocksAt(wall, timeZone)
  if (clocks === 'run') return resolved
  if (clocks === 'skip') return { ...resolved, doubts: [...resolved.doubts, 'time-skipped'] }
  return { ...resolved, doubts: [...resolved.doubts, 'time-twice'] }
}
