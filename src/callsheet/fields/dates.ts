import type { Phrase, Span } from '../layout/model.ts'
import { below, leftOf, overlap } from '../layout/neighbours.ts'
import { calendarNames, type LabelKey, labels as labelBook } from '../lexicon/index.ts'
import { type DateFound, dateFinder, resolveOrder, weekdayOf } from '../normalise/dates.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { Field, IsoDate, Problem } from '../types.ts'
import { fieldOf, spanAt } from './field.ts'
import type { Reading } from './reading.ts'

export const findDates = dateFinder(calendarNames)

interface Candidate {
  found: DateFound
  span: Span
  /** The words of the next line, where a date is broken over two. */
  rest: Span | null
  date: Temporal.PlainDate
  /** Printed weekday and date disagree. */
  mismatch: boolean
  /** The reading of `03/04` was chosen without proof. */
  undecided: boolean
  issued: boolean
  score: number
}

export interface DatesRead {
  shootingDate: Field<IsoDate> | null
  /** When the sheet was issued, local: a date, with the time if one is printed beside it. */
  issuedAt: Field<string> | null
  problems: Problem[]
}

/** Two different dates closer than this in score are a question for a person. */
const CLEAR_LEAD = 0.08

/** What a date with its weekday and year gains where no other day is named. */
const ALONE = 0.13

function isProven({ found, mismatch, score }: Candidate): boolean {
  return found.weekday !== null && found.year !== null && !mismatch && score > 0.7
}

export function readDates(reading: Reading, advance: ReadonlySet<Phrase>): DatesRead {
  const candidates = reading.layout.phrases.flatMap((phrase) => candidatesIn(phrase, reading, advance))
  const issued = candidates.filter((it) => it.issued).toSorted((a, b) => b.score - a.score)[0]
  const shooting = bestByDay(candidates.filter((it) => !it.issued && it.score > 0.35))
  const [best, second] = shooting
  const problems: Problem[] = []
  if (best !== undefined && second === undefined && isProven(best)) best.score += ALONE
  if (best === undefined) {
    problems.push({ code: 'no-date', message: 'No shooting date was found.', field: 'shootingDate' })
    return { shootingDate: null, issuedAt: issuedField(issued), problems }
  }
  let confidence = Math.min(0.98, best.score)
  const doubt = (code: Problem['code'], message: string, at: number): void => {
    problems.push({ code, message, field: 'shootingDate' })
    confidence = Math.min(confidence, at)
  }
  if (best.mismatch)
    doubt('weekday-mismatch', `The printed weekday does not match ${best.date.toString()}.`, 0.5)
  if (best.found.year === null) {
    doubt(
      'date-without-year',
      'The date is printed without a year.',
      best.found.weekday === null ? 0.6 : 0.88,
    )
  }
  if (best.undecided) doubt('ambiguous-date', 'Day and month of the date may be the other way round.', 0.5)
  if (second !== undefined && best.score - second.score < CLEAR_LEAD) {
    doubt('several-dates', `The shooting date may also be ${second.date.toString()}.`, 0.55)
  }
  return {
    shootingDate: fieldOf(
      best.date.toString(),
      confidence,
      best.rest === null ? [best.span] : [best.span, best.rest],
    ),
    issuedAt: issuedField(issued),
    problems,
  }
}

/** Every shooting date that the pages may name, in reading order; `sure` when nothing printed speaks against it. */
export function datesIn(reading: Reading): { date: Temporal.PlainDate; span: Span; sure: boolean }[] {
  return reading.layout.phrases
    .flatMap((phrase) => candidatesIn(phrase, reading, new Set()))
    .filter(({ issued }) => !issued)
    .map(({ date, span, mismatch, undecided }) => ({ date, span, sure: !mismatch && !undecided }))
}

function issuedField(issued: Candidate | undefined): Field<string> | null {
  if (issued === undefined) return null
  const { phrase } = issued.span
  const end = issued.found.index + issued.found.length
  const [time] = findTimes(phrase.text.slice(end, end + 16))
  const value = time === undefined ? issued.date.toString() : `${issued.date.toString()}T${time.time}`
  return fieldOf(value, 0.85, [issued.span])
}

/** One candidate a day, the best of each; a date that is printed again gains a little. */
function bestByDay(candidates: readonly Candidate[]): Candidate[] {
  const byDay = Map.groupBy(candidates, (it) => it.date.toString())
  return [...byDay.values()]
    .flatMap((same) => {
      const [best] = same.toSorted((a, b) => b.score - a.score || yearsOf(b) - yearsOf(a))
      return best === undefined
        ? []
        : [{ ...best, score: best.score + Math.min(0.06, 0.02 * (same.length - 1)) }]
    })
    .toSorted((a, b) => b.score - a.score)
}

function yearsOf({ found }: Candidate): number {
  return found.year === null ? 0 : 1
}

function candidatesIn(phrase: Phrase, reading: Reading, advance: ReadonlySet<Phrase>): Candidate[] {
  const lower = lineBelow(phrase)
  const whole = findDates(phrase.text, reading.language)
  const broken = lower === undefined ? [] : brokenDates(phrase, lower, reading)
  return [...whole, ...broken].flatMap((found) => {
    const withWeekday = { ...found, weekday: found.weekday ?? weekdayBeside(phrase, reading) }
    const resolved = resolveOrder(withWeekday, {
      reference: reading.reference,
      language: reading.language,
      country: reading.countryIsEvident ? reading.country : null,
    })
    if (resolved === null) return []
    const span = spanAt(phrase, found.index, found.length)
    const context = contextOf(phrase, span, reading)
    // `sunset 17.11` is a time; two figures are a date only where something says so.
    const printed = phrase.text.slice(found.index, found.index + found.length)
    // `Drehtag 3/12` is the third of twelve.
    const isCounted = /^\d{1,3}\/\d{1,3}$/u.test(printed) && !context.nearest.includes('date')
    const named =
      withWeekday.weekday !== null ||
      context.nearest.some((key) => key === 'date' || (key === 'day' && !isCounted))
    if (
      found.year === null &&
      !named &&
      /^\d/u.test(phrase.text.slice(found.index)) &&
      !/\p{L}/u.test(printed)
    )
      return []
    const mismatch = withWeekday.weekday !== null && withWeekday.weekday !== resolved.date.dayOfWeek
    const candidate: Candidate = {
      found: withWeekday,
      span,
      rest: broken.includes(found) && lower ? restOf(found, phrase, lower) : null,
      ...resolved,
      mismatch,
      issued: isIssued(context),
      score: 0,
    }
    candidate.score = scoreOf(candidate, context, reading, advance.has(phrase))
    return [candidate]
  })
}

const YEAR = /^20\d{2}\.?$/u

/** The line under a phrase that begins, ends or has its middle where it does, with nothing between. */
function lineBelow(phrase: Phrase): Phrase | undefined {
  const lower = below(phrase, 0.6)
  if (lower === undefined) return undefined
  const [left, right] = [lower.left - phrase.left, lower.right - phrase.right]
  // Set to the right or the middle, what is no year may be another date.
  const apart = YEAR.test(lower.text)
    ? Math.min(Math.abs(left), Math.abs(right), Math.abs(left + right) / 2)
    : Math.abs(left)
  const isLine = apart < phrase.size * 0.6
  return isLine && lower.bounds.bottom === phrase.bounds.bottom ? lower : undefined
}

/** `Martes, 16 de` and under it `marzo de 2027`: the weekday shows that both lines say one date. */
function brokenDates(phrase: Phrase, lower: Phrase, { language }: Reading): DateFound[] {
  const end = phrase.text.length
  return findDates(`${phrase.text} ${lower.text}`, language).filter(
    ({ index, length, weekday }) => weekday !== null && index < end && index + length > end + 1,
  )
}

function restOf({ index, length }: DateFound, phrase: Phrase, lower: Phrase): Span {
  return spanAt(lower, 0, index + length - phrase.text.length - 1)
}

function weekdayBeside(phrase: Phrase, { language }: Reading): number | null {
  for (const index of [phrase.index - 1, phrase.index + 1]) {
    const text = trimmed(phrase.row.phrases[index]?.text ?? '').replace(/\.$/u, '')
    const weekday = weekdayOf(text, language, calendarNames)
    if (weekday !== null) return weekday
  }
  return null
}

interface Context {
  /** Labels before the date in its phrase, left of it, or over it, the nearest first. */
  keys: LabelKey[]
  nearest: readonly LabelKey[]
}

function contextOf(phrase: Phrase, span: Span, { labelsIn }: Reading): Context {
  const text = (from: number, to: number): string =>
    phrase.words
      .slice(Math.max(0, from), to)
      .map((word) => word.text)
      .join(' ')
  // A label further away than a few words is another value's.
  const own = keysIn(text(span.from - 5, span.from))
  const after = keysIn(text(span.to, span.to + 3)).filter((key) => key === 'day')
  const left = leftOf(phrase)
  const over = phrase.page.rows[phrase.row.index - 1]?.phrases.find(
    (it) => overlap(it, phrase) > 0.5 && phrase.top - it.bottom < it.size * 1.6,
  )
  const beside = [
    ...(left === undefined ? [] : keysIn(left.text)),
    // Words inside a line over it (a title such as `Nocna zmiana`) are no label.
    ...(over === undefined ? [] : labelsIn(over).flatMap(({ keys }) => keys)),
  ]
  return { keys: [...own, ...after, ...beside], nearest: own.length > 0 ? own.slice(0, 2) : beside }
}

/** Every label in a text, the last first. */
function keysIn(text: string): LabelKey[] {
  const words = foldedWords(text)
  const keys: LabelKey[] = []
  for (let index = 0; index < words.length; ) {
    const match = labelBook.match(words, index)
    if (match !== undefined) keys.unshift(...match.keys)
    index += match?.length ?? 1
  }
  return keys
}

function isIssued({ nearest }: Context): boolean {
  const isDated = nearest.includes('issued') || nearest.includes('revision')
  // `Call sheet v3 · issued Tue 19 Jan`: the word next to the date says what it is of.
  return nearest[0] === 'issued' || (isDated && !nearest.includes('date'))
}

function scoreOf(candidate: Candidate, context: Context, reading: Reading, inAdvance: boolean): number {
  const { span, found, mismatch } = candidate
  const { phrase } = span
  let score = 0.5
  if (context.keys.includes('date')) score += 0.3
  else if (context.keys.includes('day')) score += 0.22
  if (found.weekday !== null) score += mismatch ? -0.02 : 0.15
  if (found.year === null && found.weekday === null && context.keys.length === 0) score -= 0.4
  const isTop = phrase.page.ordinal === 1 && phrase.top < phrase.page.raw.height * 0.35
  score += isTop ? 0.14 : phrase.page.ordinal === 1 ? -0.05 : -0.15
  if (phrase.size > reading.layout.bodySize * 1.15 || phrase.bold) score += 0.05
  if (inAdvance || context.keys.includes('advance')) score -= 0.6
  if (reading.isTaken(phrase)) score -= 0.4
  return score
}
