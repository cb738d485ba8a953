import { findDates } from '../fields/dates.ts'
import { spanAt } from '../fields/field.ts'
import { type Span, textOf } from '../layout/model.ts'
import { ofWords } from '../lexicon/index.ts'
import { parsePlace } from '../normalise/addresses.ts'
import { isBlank } from '../normalise/blank.ts'
import { resolveDate } from '../normalise/dates.ts'
import { trimmed } from '../normalise/text.ts'
import { findTimes, parseTime } from '../normalise/times.ts'
import type { Place, ShootingDayNumber } from '../types.ts'
import type { Form } from './forms.ts'

export type LearnedValue = string | Place | ShootingDayNumber

export interface ValueRead {
  value: LearnedValue
  /** The words it stands on. */
  spans: Span[]
}

/** A value begins where its place begins: further in than this, the words before it are its label. */
const LATEST_START = 3

/** What the lines say as a value of this form, or null: nothing is read into a place that says something else. */
export function valueIn(form: Form, spans: readonly Span[], reference: Temporal.PlainDate): ValueRead | null {
  const [first] = spans
  if (first === undefined) return null
  switch (form) {
    case 'time':
      return timeIn(first)
    case 'date':
      return dateIn(first, reference)
    case 'day':
      return dayIn(first)
    case 'title':
      return titleIn(spans)
    case 'place':
      return placeIn(spans)
    case 'text':
      return textIn(spans)
  }
}

/** The number of a row, or of people. */
const BARE_NUMBER = /^\d{1,3}$/u

function timeIn(span: Span): ValueRead | null {
  const text = textOf(span)
  const [found] = findTimes(text)
  const time = found ?? (BARE_NUMBER.test(text) ? null : parseTime(text))
  return time === null || time.index > LATEST_START ? null : { value: time.time, spans: [within(span, time)] }
}

function dateIn(span: Span, reference: Temporal.PlainDate): ValueRead | null {
  const [found] = findDates(textOf(span))
  const date = found === undefined ? null : resolveDate(found, reference)
  if (found === undefined || date === null) return null
  // Words of a weekday stand before the figures.
  if (found.index > LATEST_START && found.weekday === null) return null
  if (found.weekday !== null && found.weekday !== date.dayOfWeek) return null
  return { value: date.toString(), spans: [within(span, found)] }
}

const DAY = new RegExp(
  String.raw`^\W*(?<number>\d{1,3})(?:\s*(?:/|(?:${ofWords})\b)\s*(?<of>\d{1,3}))?(?![\d.:])`,
  'iu',
)

function dayIn(span: Span): ValueRead | null {
  const found = DAY.exec(textOf(span))
  const number = Number(found?.groups?.['number'])
  const of = found?.groups?.['of'] === undefined ? null : Number(found.groups['of'])
  if (found === null || number < 1 || (of !== null && of < number)) return null
  return { value: { number, of }, spans: [within(span, { index: found.index, length: found[0].length })] }
}

const LONGEST_TEXT = 600

function textIn(spans: readonly Span[]): ValueRead | null {
  const text = trimmed(spans.map(textOf).join(' '))
  const isText = /\p{L}{2}/u.test(text) && text.length <= LONGEST_TEXT && !isBlank(text)
  return isText ? { value: text, spans: [...spans] } : null
}

function titleIn(spans: readonly Span[]): ValueRead | null {
  const text = trimmed(spans.map(textOf).join(' ')).replaceAll(/^["„“”«]+|["“”»]+$/gu, '')
  const isTitle = /\p{L}{2}/u.test(text) && text.length <= 120 && findTimes(text).length === 0
  return isTitle ? { value: text, spans: [...spans] } : null
}

/** What stands behind the address of a place and is no part of it. */
const PHONE = /^(?:(?:tel|tél|telefon|teléfono|phone|ph|mob|mobil)\.?:?\s*[+(]?\d|\+?[\d(][\d ()./-]{7,}$)/iu

function placeIn(spans: readonly Span[]): ValueRead | null {
  const lines = spans.map((span) => withoutPhone(trimmed(textOf(span)))).filter((line) => !isBlank(line))
  const place = parsePlace(lines)
  const words = `${place?.name ?? ''} ${place?.address ?? ''}`
  return place === null || !/\p{L}{3}/u.test(words) ? null : { value: place, spans: [...spans] }
}

function withoutPhone(line: string): string {
  const parts = line.split(/,\s*/u)
  return parts.some((part) => PHONE.test(part)) ? parts.filter((part) => !PHONE.test(part)).join(', ') : line
}

/** The words of a span that a stretch of its text covers. */
function within(span: Span, { index, length }: { index: number; length: number }): Span {
  const before = textOf({ ...span, from: 0, to: span.from })
  return spanAt(span.phrase, index + (before === '' ? 0 : before.length + 1), length)
}

/** Do two values say the same? Of texts, what a person typed may leave out or put in marks and spaces. */
export function isSameValue(one: LearnedValue, other: unknown): boolean {
  return plain(one) !== '' && plain(one) === plain(other)
}

function plain(value: unknown): string {
  if (typeof value === 'string') return squeezed(value)
  if (typeof value !== 'object' || value === null) return ''
  if ('number' in value) return `${value.number}/${'of' in value ? value.of : null}`
  const { name, address } = value as Partial<Place>
  return squeezed(`${name ?? ''}${address ?? ''}`)
}

const squeezed = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
