import type { ClockTime } from '../types.ts'
import { once } from './once.ts'
import { fold } from './text.ts'

/** How plainly a text is a time of day: `7:30` is, `7.30` may be a date, `0730` a number, `7` anything. */
export type TimeForm = 'clock' | 'dotted' | 'figures' | 'hour'

export interface TimeFound {
  readonly time: ClockTime
  readonly form: TimeForm
  /** Where it stands in the text it was found in. */
  readonly index: number
  readonly length: number
  /** Printed with am or pm (`7:30a`). */
  readonly twelveHour: boolean
}

const PLAINNESS: Record<TimeForm, number> = { clock: 1, dotted: 0.95, figures: 0.92, hour: 0.85 }

/** How far a time may be believed by its form alone, once a label says that it is one. */
export function plainness(found: TimeFound): number {
  return PLAINNESS[found.form]
}

/** Without minutes only the lower case counts: `12A` is a scene. */
const TIGHT_HALF = String.raw`(?:(?<half>[ap])|\s?(?<half>[ap])\.?\s?m\.?|\s?(?<half>AM|PM|A\.\s?M\.|P\.\s?M\.))(?![\p{L}\d])`
/** A letter of its own after a space is a half only at the end: `de 12:00 a 13:00` is a Spanish range. */
const HALF = String.raw`(?:\s?(?<half>[ap])\.?\s?m\.?(?![\p{L}\d])|(?<half>[ap])(?![\p{L}\d])|\s(?<half>[ap])(?=\s*(?:$|[,;)|/–-])))`
/** What follows an hour in German, French and Spanish: `7 Uhr`, `7h30`, `7 hs`, `7 heures 30`. */
const HOURS = String.raw`(?:uhr|heures?|horas|hs|h)`
const HOUR_WORDS = new RegExp(String.raw`\b${HOURS}\b`, 'giu')
const TO = String.raw`\s?(?:[-–/]|à|a|bis|do|to|al?)\s?`
const PATTERNS: readonly (readonly [TimeForm, RegExp])[] = [
  [
    'clock',
    new RegExp(
      String.raw`(?<![\d.:])(?<hour>\d{1,2})[:;](?<minute>\d{2})(?::\d{2})?(?!:?\d|[.,]\d)${HALF}?`,
      'giu',
    ),
  ],
  ['clock', new RegExp(String.raw`(?<![\d.:/])(?<hour>\d{1,2})\.(?<minute>\d{2})(?!\d)${HALF}`, 'giu')],
  ['clock', new RegExp(String.raw`(?<![\d.:/])(?<hour>\d{1,2}?)(?<minute>[0-5]\d)${TIGHT_HALF}`, 'gu')],
  ['clock', new RegExp(String.raw`(?<![\d.:/])(?<hour>\d{1,2})${TIGHT_HALF}`, 'gu')],
  [
    'clock',
    new RegExp(
      String.raw`(?<![\d.:,/])(?<hour>\d{1,2})[.,](?<minute>[0-5]\d)\s?${HOURS}(?![\p{L}\d])`,
      'giu',
    ),
  ],
  // The first of `8-18h` has no mark of its own.
  [
    'clock',
    new RegExp(
      String.raw`(?<![\p{L}\d.:,/-])(?<hour>\d{1,2})(?=${TO}\d{1,2}(?:[.:]?\d{2})?\s?${HOURS}(?![\p{L}]))`,
      'giu',
    ),
  ],
  [
    'clock',
    new RegExp(
      // `24h/24` is around the clock.
      String.raw`(?<![\d.:/])(?!24\s?h(?!\s?\d))(?<hour>\d{1,2})\s?${HOURS}\.?\s?(?:(?<minute>[0-5]\d)(?:\s?min?)?)?(?![\p{L}\d])`,
      'giu',
    ),
  ],
  ['hour', /(?<![\p{L}\d])(?:godz(?:ina|inie|iny)?\.?|g\.)\s*(?<hour>\d{1,2})(?![\d.:])/giu],
  ['dotted', /(?<![\d.:,/])(?<hour>\d{1,2})\.(?<minute>\d{2})(?!:?\d|\/|\.\d)/gu],
  [
    'figures',
    /(?<![\d.:,/+]|(?<!\d{4}\s?)-)(?<hour>[01]\d|2[0-4])(?<minute>[0-5]\d)(?![\d/]|[.:,]\d|-(?!\d{4}(?!\d)))(?:\s?h(?:rs)?\b)?/giu,
  ],
]

/** Words that are a time where they are all that a cell says; elsewhere they are parts of the day. */
const NAMED_TIMES: Readonly<Record<string, ClockTime>> = {
  noon: '12:00',
  midday: '12:00',
  midi: '12:00',
  mediodia: '12:00',
  poludnie: '12:00',
  midnight: '00:00',
  mitternacht: '00:00',
  minuit: '00:00',
  medianoche: '00:00',
  polnoc: '00:00',
}

/** With what may stand before it. */
const LONGEST_NAMED = 28

/** What stands before a time and says how surely it is meant, or that it is one. */
const LEAD =
  /^(?:(?:ok|ca|c|approx|aprox|env|est|vsl|voraus)\b\.?|circa|około|gegen|vers|environ|hacia|sobre|~|≈|@|od|o|from|at|um|ab|à partir de|dès|à|a partir de|desde|a) ?(?:las? )?/iu

/** Every time of day in a text, by the plainest form, left to right. */
export function findTimes(text: string): readonly TimeFound[] {
  return /\d/u.test(text) ? timesIn(text) : []
}

const timesIn = once((text): readonly TimeFound[] => {
  const found: TimeFound[] = []
  for (const [form, pattern] of PATTERNS) {
    // `matchAll` would copy each pattern for each text.
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const { index } = match
      const end = index + match[0].length
      const taken = found.some((other) => index < other.index + other.length && other.index < end)
      const time = taken ? undefined : clock(match.groups ?? {})
      if (time === undefined) continue
      found.push({
        time,
        form,
        index,
        length: match[0].trimEnd().length,
        twelveHour: match.groups?.['half'] !== undefined,
      })
    }
  }
  return found.toSorted((a, b) => a.index - b.index)
})

/**
 * The time of day that a cell holds and nothing else (`7.00`, `0730`, `7:30a`, `godz. 7`, `7`), or null: `O/C`, `n/a`,
 * `TBC` are no times.
 */
export const parseTime = once((text): TimeFound | null => {
  if (text.length > LONGEST_NAMED && !/\d/u.test(text)) return null
  const cell = text
    .trim()
    .replace(/^godz\p{L}*\.?\s*(?=\d{1,2}[.:])/iu, '')
    .replace(LEAD, '')
    .trim()
  const named = NAMED_TIMES[fold(cell)]
  if (named !== undefined)
    return { time: named, form: 'hour', index: 0, length: cell.length, twelveHour: false }
  const times = findTimes(cell)
  const [first] = times
  if (first !== undefined && first.index <= 1 && !/[\p{L}\d]{4,}/u.test(besides(cell, times))) return first
  const bare = /^(?<hour>\d{1,2})(?:\s*hrs?)?$/iu.exec(cell)
  const short = /^(?<hour>\d)(?<minute>[0-5]\d)$/u.exec(cell)
  const match = bare ?? short
  const time = match === null ? undefined : clock(match.groups ?? {})
  if (match === null || time === undefined) return null
  return { time, form: 'hour', index: 0, length: match[0].length, twelveHour: false }
})

/** The time that a cell holds or begins with, where what follows says only where or how: `5:45 Heliograf`, `07:00 @ base`. */
export function leadingTime(text: string): TimeFound | null {
  const whole = parseTime(text)
  if (whole !== null) return whole
  const [first, ...others] = findTimes(text)
  const isAlone = first !== undefined && others.length === 0 && first.index === 0 && first.form !== 'figures'
  return isAlone && !/\d/u.test(text.slice(first.length)) ? first : null
}

/** What a cell says besides its times and the words for hours. */
function besides(cell: string, times: readonly TimeFound[]): string {
  let rest = cell
  for (const { index, length } of times.toReversed()) rest = rest.slice(0, index) + rest.slice(index + length)
  return rest.replace(HOUR_WORDS, '')
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
