import type { Language } from '../types.ts'
import { onceFor } from './once.ts'
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

/** What a name of a month or weekday stands for in one language: January and Monday are 1. */
export interface NameOfDay {
  number: number
  language: Language
}

/** Month and weekday names of every lexicon, folded. */
export interface CalendarNames {
  months: ReadonlyMap<string, readonly NameOfDay[]>
  weekdays: ReadonlyMap<string, readonly NameOfDay[]>
}

/** Every date in a text; `language` is the sheet's and decides what short weekdays mean. */
export type FindDates = (text: string, language?: Language | null) => readonly Readonly<DateFound>[]

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']

const YEAR = String.raw`(?<year>(?:19|20)\d{2}|['’]?\d{2})(?![\d:]|[.,]\d)`
/** Any word; whether it is a month is looked up, so that languages cost nothing. */
const NAME = String.raw`(?<name>\p{L}{3,12})(?!\p{L})\.?`
/** The second day of a night shoot, which begins on the first: `14/15 grudnia`, `14.-15.12.2026`, `14.12/15.12.2026`. */
const NEXT = String.raw`\.?\s?(?:[/–-]|(?:au|auf|to|na|al)\s)\s?(?:\p{L}{2,13}\.?,?\s)?(?<next>\d{1,2})`
const PATTERNS: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<![\d.:/-])(?<day>\d{1,2})${NEXT}\.?\s(?:(?:of|de|del)\s)?${NAME}(?:(?:[\s,]{1,3}|\s(?:de|del)\s)${YEAR})?`,
    'gu',
  ),
  new RegExp(
    String.raw`(?<![\d.:/-])(?<day>\d{1,2})${NEXT}\.(?<month>\d{1,2})\.(?<year>(?:19|20)\d{2})(?!\d)`,
    'gu',
  ),
  new RegExp(
    String.raw`(?<![\d.:/-])(?<day>\d{1,2})\.(?<month>\d{1,2})${NEXT}\.(?<until>\d{1,2})\.(?<year>(?:19|20)\d{2})(?!\d)`,
    'gu',
  ),
  /(?<![\d-])(?<year>(?:19|20)\d{2})[-./](?<month>\d{1,2})[-./](?<day>\d{1,2})(?!\d)/gu,
  new RegExp(
    String.raw`(?<![\d.:/])(?<day>\d{1,2})\s?(?<separator>[./-])\s?(?<month>\d{1,2})\s?\k<separator>\s?${YEAR}`,
    'gu',
  ),
  new RegExp(
    String.raw`(?<![\d.:/])(?<day>\d{1,2})[.\s/-]{0,2}(?<roman>x{0,1}(?:ix|iv|v?i{0,3}))[.\s/-]{1,2}(?<year>(?:19|20)\d{2})(?!\d)`,
    'gu',
  ),
  new RegExp(
    String.raw`(?<![\d.:/])(?<day>\d{1,2})(?:st|nd|rd|th|er|o|a|\.)?(?:\s+(?:of|de|del)(?=\s))?(?:[\s.-]{0,2}|\/)${NAME}(?:(?:[\s,./-]{0,3}|\s+(?:de|del)\s+)${YEAR})?`,
    'gu',
  ),
  new RegExp(
    String.raw`(?<!\p{L})${NAME}[\s-]{0,2}(?<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:]|\s?h)(?:(?:[\s,./-]{1,3}|\s+(?:de|del)\s+)${YEAR})?`,
    'gu',
  ),
  /(?<![\d.:/])(?<day>\d{1,2})(?<separator>[./])(?<month>0[1-9]|1[0-2])\.?(?![\d:]|[./]\d)/gu,
  /(?<![\d.:/])(?<day>\d{1,2})(?<separator>\.)\s?(?<month>[1-9])\.(?!\d)/gu,
]

/** Builds the finder of dates in a text; it knows the names of all languages at once. */
export function dateFinder(names: CalendarNames): FindDates {
  const find = onceFor((text, language: Language | null) =>
    findDates(text, foldKeeping(text), language, names),
  )
  return (text, language = null) => (/\d/u.test(text) ? find(text, language) : [])
}

/** Folded text of the same length, so that places in it are places in the original. */
function foldKeeping(text: string): string {
  return text
    .replace(/[^\p{ASCII}]/gu, (letter) => fold(letter).slice(0, letter.length).padEnd(letter.length))
    .toLowerCase()
}

function findDates(
  text: string,
  folded: string,
  language: Language | null,
  names: CalendarNames,
): DateFound[] {
  const found: DateFound[] = []
  for (const pattern of PATTERNS) {
    for (const match of matches(folded, pattern, names)) {
      const isTaken = found.some(
        (other) => match.index < other.index + other.length && other.index < match.index + match.length,
      )
      if (!isTaken) found.push(match)
    }
  }
  for (const date of found) attachWeekday(date, text, folded, language, names)
  return found.toSorted((a, b) => a.index - b.index)
}

/** What a pattern finds; where it took a number and a word that are no date, the search goes on behind the number. */
function matches(folded: string, pattern: RegExp, names: CalendarNames): DateFound[] {
  const found: DateFound[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(folded); match !== null; match = pattern.exec(folded)) {
    const groups = match.groups ?? {}
    const parts = partsOf(groups, names)
    if (parts !== null) found.push({ ...parts, weekday: null, index: match.index, length: match[0].length })
    else if (groups['name'] !== undefined)
      pattern.lastIndex = match.index + (/^\d+|^\p{L}+/u.exec(match[0])?.[0].length ?? 1)
  }
  return found
}

const BEFORE =
  /(?<!\p{L})(?<name>\p{L}{2,13})[\s,.:()/|–-]{0,4}(?:(?:den|dem|the|dia|dnia|le|el)\s+)?(?:\d{1,2}\s*[-–]\s*)?$/u
const AFTER = /^[\s,.:()/r|–-]{0,6}(?<name>\p{L}{2,13})(?!\p{L})/u

/** `poniedziałek / wtorek 14/15 grudnia`: a night is named by two days. */
const FIRST_NIGHT = /(?<!\p{L})(?<name>\p{L}{2,13})\.?\s?(?:[/–-]|na|auf|to)\s?$/u

/** A weekday belongs to the date it stands next to. */
function attachWeekday(
  date: DateFound,
  text: string,
  folded: string,
  language: Language | null,
  names: CalendarNames,
): void {
  const end = date.index + date.length
  const before = BEFORE.exec(folded.slice(Math.max(0, date.index - 24), date.index))
  const start = before === null ? 0 : Math.max(0, date.index - 24) + before.index
  const length = before?.groups?.['name']?.length ?? 0
  const printed = before && weekdayOf(text.slice(start, start + length), language, names)
  if (before && printed) {
    const first = FIRST_NIGHT.exec(folded.slice(0, start))
    const name = first?.groups?.['name'] ?? ''
    const begun = first && weekdayOf(text.slice(first.index, first.index + name.length), language, names)
    const isNight = begun !== null && (begun % 7) + 1 === printed
    date.weekday = isNight ? begun : printed
    date.length = end - start
    date.index = start
    return
  }
  const after = AFTER.exec(folded.slice(end, end + 20))
  const name = after?.groups?.['name'] ?? ''
  const nameEnd = end + (after?.[0].length ?? 0)
  const later = weekdayOf(text.slice(nameEnd - name.length, nameEnd), language, names)
  if (later === null) return
  date.weekday = later
  date.length = nameEnd - date.index
}

/**
 * What a printed weekday means. `Mar` is a Tuesday in French and Spanish, `Do` a Thursday in German and a Sunday in
 * Spanish, and words in others: short names count in their own language only, those of two letters with a capital.
 */
export function weekdayOf(printed: string, language: Language | null, names: CalendarNames): number | null {
  const word = fold(printed)
  const meanings = names.weekdays.get(word) ?? []
  const own = meanings.find((meaning) => meaning.language === language)
  // `so`, `me` and `mi` are words; the Polish ones (`wt`, `pt`) are none and are printed small.
  if (word.length <= 2 && own?.language !== 'pl' && !/^\p{Lu}/u.test(printed)) return null
  if (own !== undefined) return own.number
  const [first] = meanings
  const agree = meanings.every(({ number }) => number === first?.number)
  const isForeign = language !== null && word.length <= 3 && !meanings.some((it) => it.language === 'en')
  return first === undefined || !agree || isForeign ? null : first.number
}

type Parts = Pick<DateFound, 'day' | 'month' | 'year' | 'ambiguous'>

function partsOf(groups: Record<string, string | undefined>, names: CalendarNames): Parts | null {
  const day = Number(groups['day'])
  const { separator } = groups
  const month = monthOf(groups, names)
  // `31.12/1.1.2025` begins in the year before the one that is printed.
  const isNewYear = Number(groups['until']) < Number(groups['month'])
  const printed = yearOf(groups['year'])
  const year = isNewYear && printed !== null ? printed - 1 : printed
  if (groups['next'] !== undefined && !isNextDay(day, groups)) return null
  if (month === undefined || day < 1 || day > 31) return null
  if (month >= 1 && month <= 12) {
    // With points the day stands first; with strokes it depends on the country.
    const dayFirstOnly = separator === undefined || separator === '.' || day > 12 || day === month
    return isDay(day, month, year) ? { day, month, year, ambiguous: !dayFirstOnly } : null
  }
  // 11/24/2025 can only be month first.
  return separator !== undefined && year !== null && day <= 12 && isDay(month, day, year)
    ? { day: month, month: day, year, ambiguous: false }
    : null
}

/** More days than a night's two are a stretch of the schedule. */
function isNextDay(day: number, { next, month, until = month }: Record<string, string | undefined>): boolean {
  return until === month ? Number(next) === day + 1 : Number(next) === 1 && day >= 28
}

function monthOf(groups: Record<string, string | undefined>, names: CalendarNames): number | undefined {
  const { name, roman, month } = groups
  if (name !== undefined) return names.months.get(name)?.[0]?.number
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

/** What decides between `3 April` and `4 March` for `03/04`. */
export interface OrderEvidence {
  reference: Temporal.PlainDate
  language: Language | null
  /** ISO 3166, where something on the sheet says it (a postal code, a telephone number); else null. */
  country: string | null
}

/** Nearer than this to the reference is soon, further than {@link FAR_DAYS} is far. */
const SOON_DAYS = 45
const FAR_DAYS = 90

/**
 * The day that a date means whose day and month may stand either way. The weekday proves it; else the country's custom
 * (only the United States print the month first) and the nearness to the reference must not contradict each other.
 * `undecided` when nothing speaks for the order that was taken, or when the two disagree.
 */
export function resolveOrder(
  found: DateFound,
  { reference, language, country }: OrderEvidence,
): { date: Temporal.PlainDate; undecided: boolean } | null {
  const dayFirst = resolveDate(found, reference)
  if (!found.ambiguous) return dayFirst === null ? null : { date: dayFirst, undecided: false }
  const monthFirst = resolveDate({ ...found, day: found.month, month: found.day }, reference)
  if (dayFirst === null || monthFirst === null) return null
  if (found.weekday !== null) {
    if (dayFirst.dayOfWeek === found.weekday) return { date: dayFirst, undecided: false }
    if (monthFirst.dayOfWeek === found.weekday) return { date: monthFirst, undecided: false }
  }
  // Nobody who writes these languages prints the month first.
  if (language !== null && language !== 'en') return { date: dayFirst, undecided: false }
  const near = nearer(dayFirst, monthFirst, reference)
  const custom = country === null ? null : country === 'US' ? monthFirst : dayFirst
  const undecided = custom === null ? near === null : near !== null && !near.equals(custom)
  return { date: custom ?? near ?? dayFirst, undecided }
}

/** The one that is soon where the other is far, else null. */
function nearer(
  a: Temporal.PlainDate,
  b: Temporal.PlainDate,
  reference: Temporal.PlainDate,
): Temporal.PlainDate | null {
  const [toA, toB] = [distance(a, reference), distance(b, reference)]
  if (toA <= SOON_DAYS && toB > FAR_DAYS) return a
  return toB <= SOON_DAYS && toA > FAR_DAYS ? b : null
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
