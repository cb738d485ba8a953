import type { Phrase, Span } from '../layout/model.ts'
import { below, rightOf } from '../layout/neighbours.ts'
import { alternatives } from '../lexicon/index.ts'
import { findPhones } from '../normalise/phones.ts'
import { findTimes, parseTime, plainness, type TimeFound } from '../normalise/times.ts'
import type { ClockTime } from '../types.ts'
import { findDates } from './dates.ts'
import { spanAt } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { Reading } from './reading.ts'
import { beginsAddress } from './street-number.ts'

/** A time of day on the page. */
export interface TimeHit {
  time: ClockTime
  until: ClockTime | null
  span: Span
  plain: number
  twelveHour: boolean
}

/** Between the two ends of a stretch of time. */
const TO = new RegExp(String.raw`^\s*(?:[-–—]|${alternatives('until')}|h?\s*[-–—])\s*$`, 'iu')

/** `wschód (15.12): 7.38`: of which day, and then the time. */
const DAY_IN_BRACKETS = /^\(\d{1,2}\.\d{1,2}\.?\)\s?:/u

/** `Wrap: 7:00` and under it, as its cell is narrow, `PM`: what the line says with the half of the day behind it. */
function withHalfBelow(phrase: Phrase): string {
  if (!/\d[:.]\d{2}$/u.test(phrase.text)) return phrase.text
  const half = /^[ap]\.?\s?m\b\.?/iu.exec(below(phrase, 0.8)?.text ?? '')
  return half === null ? phrase.text : `${phrase.text} ${half[0]}`
}

/** The times that a phrase holds; figures of dates, telephones and addresses are none. */
export function timesIn(phrase: Phrase, reading: Reading): TimeHit[] {
  const text = withHalfBelow(phrase)
  const printed = findTimes(text)
  const others =
    printed.length === 0
      ? []
      : [
          ...findDates(text, reading.language).filter((date) => date.year !== null || date.weekday !== null),
          ...findPhones(text, reading.country),
        ]
  const isOther = (index: number, length: number): boolean =>
    DAY_IN_BRACKETS.test(text.slice(Math.max(0, index - 1), index + length + 3)) ||
    others.some((other) => index < other.index + other.length && other.index < index + length)
  const isNumber = ({ form, index, length }: TimeFound): boolean =>
    form === 'figures' && index + length === text.length && beginsAddress(text.slice(index), phrase)
  const times = printed.filter((time) => !isOther(time.index, time.length) && !isNumber(time))
  // `13:00 - 13:45` is when it begins, and how long it lasts.
  const isEnd = (index: number): boolean => {
    const [before, time] = [times[index - 1], times[index]]
    if (before === undefined || time === undefined) return false
    return TO.test(text.slice(before.index + before.length, time.index))
  }
  const found = times.flatMap((time, index): (TimeFound & { until: ClockTime | null })[] =>
    isEnd(index) ? [] : [{ ...time, until: isEnd(index + 1) ? (times[index + 1]?.time ?? null) : null }],
  )
  if (found.length === 0 && phrase.words.length <= 2 && !numbersRow(phrase)) {
    const bare = parseTime(text)
    if (bare !== null) found.push({ ...bare, until: null })
  }
  const bareAfter = found.length === 0 ? hourAfter(phrase, reading.labelsIn(phrase)) : undefined
  if (bareAfter !== undefined) return [bareAfter]
  return found.map((time) => ({
    time: time.time,
    until: time.until,
    span: spanAt(phrase, time.index, time.length),
    plain: plainness(time),
    twelveHour: time.twelveHour,
  }))
}

/** `1 | 1st AD | Priya Nand`: how many there are, or which. */
function numbersRow(phrase: Phrase): boolean {
  const beside = rightOf(phrase)
  return /^\d{1,2}$/u.test(phrase.text) && beside !== undefined && /^\P{Nd}*\p{L}{2}/u.test(beside.text)
}

/** `Crew call: 7`: a bare hour is a time only as all that follows a label. */
function hourAfter(phrase: Phrase, labels: readonly LabelHit[]): TimeHit | undefined {
  const to = labels.at(-1)?.span.to
  if (to === undefined || phrase.words.length - to > 2 || phrase.words.length === to) return undefined
  const words = phrase.words
    .slice(to)
    .map((word) => word.text)
    .join(' ')
  const bare = beginsAddress(words, phrase) ? null : parseTime(words)
  if (bare === null) return undefined
  const span = { phrase, from: to, to: phrase.words.length }
  return { time: bare.time, until: null, span, plain: plainness(bare), twelveHour: bare.twelveHour }
}
