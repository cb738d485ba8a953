import type { ClockTime } from '../types.ts'

/** How plainly a text is a time of day: `7:30` is, `7.30` may be a date, `0730` a number, `7` anything. */
export type TimeForm = 'clock' | 'dotted' | 'figures' | 'hour'

export interface TimeFound {
  time: ClockTime
  form: TimeForm
  /** Where it stands in the text it was found in. */
  index: number
  length: number
  /** Printed with am or pm (`7:30a`). */
  twelveHour: boolean
}

const PLAINNESS: Record<TimeForm, number> = { clock: 1, dotted: 0.95, figures: 0.92, hour: 0.85 }

/** How far a time may be believed by its form alone, once a label says that it is one. */
export function plainness(found: TimeFound): number {
  return PLAINNESS[found.form]
}

/** Without minutes only the lower case counts: `12A` is a scene. */
const TIGHT_HALF = String.raw`(?:\s?(?<half>[ap])(?:\.?m\.?)?|\s?(?<half>AM|PM|A\.M\.|P\.M\.))(?![\p{L}\d])`
const HALF = String.raw`(?:\s?(?<half>[ap])\.?\s?(?:m\.?)?(?![\p{L}\d]))`
const PATTERNS: readonly (readonly [TimeForm, RegExp])[] = [
  [
    'clock',
    new RegExp(
      String.raw`(?<![\d.:])(?<hour>\d{1,2})[:;](?<minute>\d{2})(?::\d{2})?(?![\d:]|[.,]\d)${HALF}?`,
      'giu',
    ),
  ],
  ['clock', new RegExp(String.raw`(?<![\d.:/])(?<hour>\d{1,2})\.(?<minute>\d{2})(?!\d)${HALF}`, 'giu')],
  ['clock', new RegExp(String.raw`(?<![\d.:/])(?<hour>\d{1,2}?)(?<minute>[0-5]\d)${TIGHT_HALF}`, 'gu')],
  ['clock', new RegExp(String.raw`(?<![\d.:/])(?<hour>\d{1,2})${TIGHT_HALF}`, 'gu')],
  ['clock', /(?<![\d.:/])(?<hour>\d{1,2})\s?h\s?(?<minute>[0-5]\d)?(?![\p{L}\d])/giu],
  ['hour', /(?<![\p{L}\d])(?:godz(?:ina|inie|iny)?\.?|g\.)\s*(?<hour>\d{1,2})(?![\d.:])/giu],
  ['dotted', /(?<![\d.:,/])(?<hour>\d{1,2})\.(?<minute>\d{2})(?![\d:/]|\.\d)/gu],
  [
    'figures',
    /(?<![\d.:,/+-])(?<hour>[01]\d|2[0-4])(?<minute>[0-5]\d)(?![\d/]|[.:,]\d|-(?!\d{4}(?!\d)))(?:\s?h(?:rs)?\b)?/giu,
  ],
]

/** Every time of day in a text, by the plainest form, left to right. */
export function findTimes(text: string): TimeFound[] {
  const found: TimeFound[] = []
  for (const [form, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const taken = found.some(
        (other) => match.index < other.index + other.length && other.index < match.index + match[0].length,
      )
      const time = taken ? undefined : clock(match.groups ?? {})
      if (time === undefined) continue
      found.push({
        time,
        form,
        index: match.index,
        length: match[0].trimEnd().length,
        twelveHour: match.groups?.['half'] !== undefined,
      })
    }
  }
  return found.toSorted((a, b) => a.index - b.index)
}

/**
 * The time of day that a cell holds and nothing else (`7.00`, `0730`, `7:30a`, `godz. 7`, `7`), or null: `O/C`, `n/a`,
 * `TBC` are no times.
 */
export function parseTime(text: string): TimeFound | null {
  const cell = text
    .trim()
    .replace(/^godz\p{L}*\.?\s*(?=\d{1,2}[.:])/iu, '')
    .replace(/^(?:ok\.|ca\.?|c\.|~|@|od|from|at|o)\s*/iu, '')
  const [first] = findTimes(cell)
  const rest =
    first === undefined ? cell : cell.slice(0, first.index) + cell.slice(first.index + first.length)
  if (first !== undefined && first.index <= 1 && !/[\p{L}\d]{4,}/u.test(rest)) return first
  const bare = /^(?<hour>\d{1,2})(?:\s*hrs?)?$/iu.exec(cell)
  const short = /^(?<hour>\d)(?<minute>[0-5]\d)$/u.exec(cell)
  const match = bare ?? short
  const time = match === null ? undefined : clock(match.groups ?? {})
  if (match === null || time === undefined) return null
  return { time, form: 'hour', index: 0, length: match[0].length, twelveHour: false }
}

function clock(groups: Record<string, string | undefined>): ClockTime | undefined {
  let hour = Number(groups['hour'])
  const minute = Number(groups['minute'] ?? 0)
  const half = groups['half']?.toLowerCase().charAt(0)
  if (half !== undefined) {
    // Some write 13:30 PM; the half says nothing new then.
    if (hour > 12 && half === 'a') return undefined
    if (hour < 12 && half === 'p') hour += 12
    if (hour === 12 && half === 'a') hour = 0
  }
  if (hour === 24 && minute === 0) hour = 0
  if (!(hour <= 23 && minute <= 59)) return undefined
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

export function minutesOf(time: ClockTime): number {
  const [hour, minute] = time.split(':')
  return Number(hour) * 60 + Number(minute)
}

/** Minutes from one time of day on to the next such as the other, 0 to 1439: a night shoot ends the next day. */
export function minutesFrom(start: ClockTime, end: ClockTime): number {
  return (minutesOf(end) - minutesOf(start) + 1440) % 1440
}
