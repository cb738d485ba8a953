import { fold } from './text.ts'

/** What a printed date says. `year` is null where none is printed, `weekday` 1 (Monday) to 7. */
export interface DateFound {
  day: number
  month: number
  year: number | null
  weekday: number | null
  /** Both readings of `03/04/2025` are dates; `day` and `month` hold the day first. */
  ambiguous: boolean
  index: number
  length: number
}

/** Month and weekday names of every lexicon, folded; the longest match wins. */
export interface CalendarNames {
  months: ReadonlyMap<string, number>
  weekdays: ReadonlyMap<string, number>
}

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']

/** Builds the finder of dates in a text; it knows the names of all languages at once. */
export function dateFinder(names: CalendarNames): (text: string) => DateFound[] {
  const month = alternatives(names.months)
  const weekday = alternatives(names.weekdays)
  const year = String.raw`(?<year>(?:19|20)\d{2}|['’]?\d{2})(?![\d:]|[.,]\d)`
  const patterns = [
    /(?<![\d-])(?<year>(?:19|20)\d{2})[-./](?<month>\d{1,2})[-./](?<day>\d{1,2})(?!\d)/gu,
    new RegExp(
      String.raw`(?<![\d.:/])(?<day>\d{1,2})\s?(?<separator>[./-])\s?(?<month>\d{1,2})\s?\k<separator>\s?${year}`,
      'gu',
    ),
    new RegExp(
      String.raw`(?<![\d.:/])(?<day>\d{1,2})[.\s-]{0,2}(?<roman>x{0,1}(?:ix|iv|v?i{0,3}))[.\s-]{1,2}(?<year>(?:19|20)\d{2})(?!\d)`,
      'gu',
    ),
    new RegExp(
      String.raw`(?<![\d.:/])(?<day>\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+of)?[\s.-]{0,2}(?<name>${month})(?!\p{L})\.?(?:[\s,./-]{0,3}${year})?`,
      'gu',
    ),
    new RegExp(
      String.raw`(?<!\p{L})(?<name>${month})(?!\p{L})\.?\s{0,2}(?<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:[\s,./-]{1,3}${year})?`,
      'gu',
    ),
    /(?<![\d.:/])(?<day>\d{1,2})(?<separator>[./])(?<month>0[1-9]|1[0-2])\.?(?![\d:]|[./]\d)/gu,
  ]
  const day = new RegExp(String.raw`(?<!\p{L})(?<weekday>${weekday})(?!\p{L})`, 'gu')
  return (text) => (/\d/u.test(text) ? findDates(foldKeeping(text), patterns, day, names) : [])
}

/** Folded text of the same length, so that places in it are places in the original. */
function foldKeeping(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text.toLowerCase()
  return [...text].map((letter) => fold(letter).slice(0, letter.length).padEnd(letter.length)).join('')
}

function alternatives(names: ReadonlyMap<string, number>): string {
  return [...names.keys()].toSorted((a, b) => b.length - a.length).join('|')
}

function findDates(
  text: string,
  patterns: readonly RegExp[],
  weekdayPattern: RegExp,
  names: CalendarNames,
): DateFound[] {
  const found: DateFound[] = []
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      if (found.some((other) => match.index < other.index + other.length && other.index < end)) continue
      const parts = partsOf(match.groups ?? {}, names)
      if (parts !== null) found.push({ ...parts, weekday: null, index: match.index, length: match[0].length })
    }
  }
  for (const match of text.matchAll(weekdayPattern)) attachWeekday(found, match, text, names)
  return found.toSorted((a, b) => a.index - b.index)
}

/** A weekday belongs to the date it stands next to. */
function attachWeekday(found: DateFound[], match: RegExpExecArray, text: string, names: CalendarNames): void {
  const end = match.index + match[0].length
  const near = found.find(
    (date) =>
      date.weekday === null &&
      ((date.index >= end && /^[\s,.:()/-]{0,4}$/u.test(text.slice(end, date.index))) ||
        (date.index + date.length <= match.index &&
          /^[\s,.:()/r-]{0,6}$/u.test(text.slice(date.index + date.length, match.index)))),
  )
  if (near === undefined) return
  near.weekday = names.weekdays.get(match[0]) ?? null
  const start = Math.min(near.index, match.index)
  near.length = Math.max(near.index + near.length, end) - start
  near.index = start
}

type Parts = Pick<DateFound, 'day' | 'month' | 'year' | 'ambiguous'>

function partsOf(groups: Record<string, string | undefined>, names: CalendarNames): Parts | null {
  const day = Number(groups['day'])
  const named = groups['name'] !== undefined || groups['roman'] !== undefined
  const month = monthOf(groups, names)
  const year = yearOf(groups['year'])
  if (month === undefined || day < 1 || day > 31) return null
  if (month >= 1 && month <= 12) {
    const dayFirstOnly =
      named || groups['separator'] !== '/' || day > 12 || day === month || groups['separator'] === undefined
    return isDay(day, month, year) ? { day, month, year, ambiguous: !dayFirstOnly } : null
  }
  // 11/24/2025 can only be month first.
  return groups['separator'] === '/' && day <= 12 && isDay(month, day, year)
    ? { day: month, month: day, year, ambiguous: false }
    : null
}

function monthOf(groups: Record<string, string | undefined>, names: CalendarNames): number | undefined {
  const { name, roman, month } = groups
  if (name !== undefined) return names.months.get(name)
  if (roman !== undefined) return roman === '' ? undefined : ROMAN.indexOf(roman) + 1 || undefined
  return Number(month)
}

function yearOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const digits = Number(text.replace(/\D/gu, ''))
  return digits < 100 ? 2000 + digits : digits
}

function isDay(day: number, month: number, year: number | null): boolean {
  // 29 February is a day in some year.
  return day <= Temporal.PlainYearMonth.from({ year: year ?? 2024, month }).daysInMonth
}

/**
 * The day a printed date means. Without a year: the nearest one to `reference` that falls on the printed weekday, at
 * most five years away. Null when there is no such day.
 */
export function resolveDate(
  found: Pick<DateFound, 'day' | 'month' | 'year' | 'weekday'>,
  reference: Temporal.PlainDate,
): Temporal.PlainDate | null {
  const { day, month, year } = found
  if (year !== null) return plainDate(year, month, day)
  const candidates = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5]
    .map((offset) => plainDate(reference.year + offset, month, day))
    .filter((date) => date !== null)
    .toSorted((a, b) => distance(a, reference) - distance(b, reference))
  return candidates.find((date) => date.dayOfWeek === found.weekday) ?? candidates[0] ?? null
}

function distance(date: Temporal.PlainDate, reference: Temporal.PlainDate): number {
  return Math.abs(reference.until(date).days)
}

function plainDate(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return null
  }
}
