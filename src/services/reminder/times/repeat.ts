import { nextAfter } from '../occurrences.ts'
import { comingDate, datesOf } from './dates.ts'
import type { DaySpec, RepeatSpec, Spoken, Weekday } from './forms.ts'
import {
  type Doubt,
  doubtsOf,
  type Here,
  localNow,
  type Reading,
  type Refusal,
  type Resolved,
  timesOf,
} from './readings.ts'
import { atWall } from './wall.ts'

export const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

const compact = (date: Temporal.PlainDate) => date.toString().replaceAll('-', '')

/** A series of times: its rule, from when on, and what else may be meant. */
export function repeated(spoken: Spoken, repeat: RepeatSpec, here: Here): Resolved | Refusal {
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
