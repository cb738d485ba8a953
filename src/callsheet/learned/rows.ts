import { fieldOf } from '../fields/field.ts'
import { evidenceOf, type Layout, type Phrase, type Span, wholePhrase } from '../layout/model.ts'
import { foldedWords } from '../normalise/text.ts'
import type { Evidence, Field } from '../types.ts'
import { formOf } from './forms.ts'
import { isHeading, isUnder, labelWords, wholeLabel } from './places.ts'
import { spotOf } from './spots.ts'
import type { LearnedPlace } from './types.ts'
import { type ValueRead, valueIn } from './values.ts'

export type Row = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a row says in words. */
export const textsOf = (row: unknown): string[] =>
  isRecord(row) ? Object.values(row).filter((value): value is string => typeof value === 'string') : []

/** Sure, and yet not as sure as a person who looks. */
const TAUGHT = 0.95

/**
 * A list with the values of its rows read where a person said that they stand: in a column, of every row that the reader
 * has found in it; or in a row that it does not find by itself, which is added.
 */
export function withRows(
  layout: Layout,
  list: readonly Field<Row>[],
  place: LearnedPlace,
  reference: Temporal.PlainDate,
): Field<Row>[] {
  const { property } = place
  if (property === null) return [...list]
  const named = place.label === null ? [] : namedRows(layout, place, reference)
  if (place.row === null && place.heading !== null)
    return list.map((field) => inColumn(layout, field, { ...place, property }, reference))
  const [read] = named
  if (read === undefined) return [...list]
  const at = list.findIndex(({ value }) => isSameRow(value, place))
  const known = list[at]
  if (known !== undefined) return list.with(at, withValue(known, property, read))
  return place.row === null
    ? [...list]
    : [...list, fieldOf({ ...place.row, [property]: read.value }, TAUGHT, read.spans)]
}

/** The row with the value that stands in its height under the heading; as it was where nothing of the kind does. */
function inColumn(
  layout: Layout,
  field: Field<Row>,
  { field: name, property, heading }: LearnedPlace & { property: string },
  reference: Temporal.PlainDate,
): Field<Row> {
  const [at] = field.evidence
  const form = formOf(name, property)
  if (at === undefined || form === undefined) return field
  const cells = cellsUnder(layout, heading, at)
  const read = cells.map((cell) => valueIn(form, [wholePhrase(cell)], reference)).find((it) => it !== null)
  return read ? withValue(field, property, read) : field
}

function withValue(field: Field<Row>, property: string, { value, spans }: ValueRead): Field<Row> {
  if (field.value[property] === value) return field
  return {
    ...field,
    value: { ...field.value, [property]: value },
    evidence: [...field.evidence, ...evidenceOf(spans)],
  }
}

/** The phrases in the height of a row that stand under a heading: the nearest such heading over it. */
function cellsUnder(layout: Layout, heading: string | null, row: Pick<Evidence, 'page' | 'box'>): Phrase[] {
  const over = layout.phrases
    .filter((phrase) => {
      const spot = isThatHeading(phrase, heading) ? spotOf([wholePhrase(phrase)]) : null
      return spot !== null && spot.page === row.page && spot.box.y < row.box.y
    })
    .at(-1)
  if (over === undefined) return []
  return over.page.rows
    .slice(over.row.index + 1)
    .flatMap(({ phrases }) => phrases)
    .filter((phrase) => isInHeight(phrase, row) && isUnder(over, phrase))
}

const isThatHeading = (phrase: Phrase, heading: string | null) =>
  heading !== null && isHeading(phrase) && phrase.row.phrases.length > 1 && wholeLabel(phrase) === heading

function isInHeight(phrase: Phrase, { box }: Pick<Evidence, 'box'>): boolean {
  const spot = spotOf([wholePhrase(phrase)])
  const middle = spot === null ? -1 : spot.box.y + spot.box.height / 2
  return middle > box.y - 1 && middle < box.y + box.height + 1
}

/** Values in the rows that begin with the learned words: under the learned heading, else after or right of them. */
function namedRows(layout: Layout, place: LearnedPlace, reference: Temporal.PlainDate): ValueRead[] {
  const form = place.property === null ? undefined : formOf(place.field, place.property)
  if (form === undefined) return []
  return layout.phrases.flatMap((phrase) =>
    valueSpans(layout, phrase, place).flatMap((span) => {
      const read = valueIn(form, [span], reference)
      return read === null ? [] : [read]
    }),
  )
}

function valueSpans(layout: Layout, phrase: Phrase, { label, position, heading }: LearnedPlace): Span[] {
  if (position === 'after')
    return phrase.words.flatMap((_, from) =>
      from > 0 && labelWords(phrase, from) === label ? [{ phrase, from, to: phrase.words.length }] : [],
    )
  if (wholeLabel(phrase) !== label) return []
  const spot = spotOf([wholePhrase(phrase)])
  const under = spot === null || heading === null ? [] : cellsUnder(layout, heading, spot)
  return [...under, ...phrase.row.phrases.slice(phrase.index + 1)].map(wholePhrase)
}

/** Is it the row that a person meant: the same words in all that both say and that is not the value itself? */
function isSameRow(value: Row, { row, label, property }: LearnedPlace): boolean {
  if (row === null) return textsOf(value).some((text) => foldedWords(text).join(' ') === label)
  const both = Object.keys(row).filter(
    (name) => name !== property && typeof row[name] === 'string' && typeof value[name] === 'string',
  )
  const words = (text: unknown) => foldedWords(String(text)).join(' ')
  return both.length > 0 && both.every((name) => words(row[name]) === words(value[name]))
}
