import type { DaySpec, Weekday } from './forms.ts'
import { type Doubt, type Here, localNow, type Refusal } from './readings.ts'

export interface DateReading {
  readonly date: Temporal.PlainDate
  readonly because: Doubt | null
}

/** The dates that a day may be, the one that is meant first. Times that are over are taken out by whoever asks. */
export function datesOf(day: DaySpec, here: Here): DateReading[] | Refusal {
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
export function comingDate(month: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
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
