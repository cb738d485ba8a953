import { findDates } from '../fields/dates.ts'
import { spanAt } from '../fields/field.ts'
import { type Span, textOf } from '../layout/model.ts'
import { parsePlace } from '../normalise/addresses.ts'
import { isBlank } from '../normalise/blank.ts'
import { resolveDate } from '../normalise/dates.ts'
import { trimmed } from '../normalise/text.ts'
import { findTimes, parseTime } from '../normalise/times.ts'
import type { Place } from '../types.ts'
import type { LearnableField } from './types.ts'

export interface ValueRead {
  value: string | Place
  /** The words it stands on. */
  spans: Span[]
}

/** A value begins where its place begins: further in than this, the words before it are its label. */
const LATEST_START = 3

/** What the lines say as a value of this field, or null: nothing is read into a place that says something else. */
export function valueIn(
  field: LearnableField,
  spans: readonly Span[],
  reference: Temporal.PlainDate,
): ValueRead | null {
  const [first] = spans
  if (first === undefined) return null
  switch (field) {
    case 'crewCall':
    case 'productionCall':
    case 'personalCall':
    case 'estimatedWrap':
      return timeIn(first)
    case 'shootingDate':
      return dateIn(first, reference)
    case 'productionTitle':
      return titleIn(spans)
    case 'locations':
    case 'unitBase':
      return placeIn(spans)
  }
}

function timeIn(span: Span): ValueRead | null {
  const text = textOf(span)
  const [found] = findTimes(text)
  const time = found ?? parseTime(text)
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

function titleIn(spans: readonly Span[]): ValueRead | null {
  const text = trimmed(spans.map(textOf).join(' ')).replaceAll(/^["„“”«]+|["“”»]+$/gu, '')
  const isTitle = /\p{L}{2}/u.test(text) && text.length <= 120 && findTimes(text).length === 0
  return isTitle ? { value: text, spans: [...spans] } : null
}

function placeIn(spans: readonly Span[]): ValueRead | null {
  const lines = spans.map((span) => trimmed(textOf(span))).filter((line) => !isBlank(line))
  const place = parsePlace(lines)
  const words = `${place?.name ?? ''} ${place?.address ?? ''}`
  return place === null || !/\p{L}{3}/u.test(words) ? null : { value: place, spans: [...spans] }
}

/** The words of a span that a stretch of its text covers. */
function within(span: Span, { index, length }: { index: number; length: number }): Span {
  const before = textOf({ ...span, from: 0, to: span.from })
  return spanAt(span.phrase, index + (before === '' ? 0 : before.length + 1), length)
}

/** Do two values say the same? Of places, what a person typed may leave out or put in marks and spaces. */
export function isSameValue(one: string | Place, other: unknown): boolean {
  return plain(one) !== '' && plain(one) === plain(other)
}

function plain(value: unknown): string {
  if (typeof value === 'string') return squeezed(value)
  if (typeof value !== 'object' || value === null) return ''
  const { name, address } = value as Partial<Place>
  return squeezed(`${name ?? ''}${address ?? ''}`)
}

const squeezed = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
