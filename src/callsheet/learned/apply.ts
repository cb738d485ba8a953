import { fieldOf } from '../fields/field.ts'
import { type Layout, type Phrase, type Span, wholePhrase } from '../layout/model.ts'
import { below, rightOf } from '../layout/neighbours.ts'
import { foldedWords } from '../normalise/text.ts'
import type { CallSheet, ClockTime, Field, FieldName, Place } from '../types.ts'
import { fingerprintOf, likeness } from './fingerprint.ts'
import { formOf } from './forms.ts'
import { ownTimeOf } from './own-time.ts'
import { labelsAt, labelWords, wholeLabel } from './places.ts'
import { isRecord, type Row, withRows } from './rows.ts'
import { distance, linesFrom, phrasesNear } from './spots.ts'
import type { LearnedPlace, Spot } from './types.ts'
import { isSameValue, type LearnedValue, type ValueRead, valueIn } from './values.ts'

/** Sure, and yet not as sure as a person who looks. */
const BY_LABEL = 0.95
const BY_PLACE = 0.85
/** Locations that the reader is this sure of stay beside those of a learned place. */
const STANDS = 0.9
/** Sheets of one office share nearly all their words and columns; of two, those that everybody uses. */
const SAME_LAYOUT = 0.6

/**
 * The sheet with the values that stand where a person pointed on an earlier sheet of the same production and layout. A
 * place that says no such value any more is passed over: what was learned is tried first, never forced.
 */
export function withLearned(
  sheet: CallSheet,
  layout: Layout,
  learned: readonly LearnedPlace[],
  reference: Temporal.PlainDate,
): CallSheet {
  if (learned.length === 0) return sheet
  const own = fingerprintOf(layout)
  const fitting = learned.filter((place) => isFor(place, sheet, layout, own)).filter(isNotRefuted)
  const whole = wholeValues(layout, fitting, reference)
  const rows = fitting.filter(({ property }) => property !== null)
  const told = withWhole(sheet, whole, (field, spot) => isRefuted(layout, field, spot, fitting))
  return withCallsOfRows(layout, told, rows, reference)
}

/** What was learned last comes first: it may say that an earlier place is the wrong one. */
const isNotRefuted = ({ field, label }: LearnedPlace, index: number, all: readonly LearnedPlace[]): boolean =>
  label === null || !all.slice(0, index).some((newer) => newer.field === field && refutes(newer, label))

/** Was it said of what stands under this label that another value is the right one? */
function isRefuted(layout: Layout, field: FieldName, spot: Spot, places: readonly LearnedPlace[]): boolean {
  const labels = labelsAt(layout, spot)
  return places.some((place) => place.field === field && labels.some((label) => refutes(place, label)))
}

const refutes = ({ label: own, instead }: LearnedPlace, label: string): boolean =>
  label !== own && instead.includes(label)

type Values = Map<FieldName, Field<LearnedValue>[]>

/** Of each field the values at its learned places, each once. */
function wholeValues(layout: Layout, places: readonly LearnedPlace[], reference: Temporal.PlainDate): Values {
  const values: Values = new Map()
  for (const place of places) {
    const confidence = place.label === null ? BY_PLACE : BY_LABEL
    for (const read of place.property === null ? valuesAt(layout, place, reference) : []) {
      const own = values.get(place.field) ?? []
      if (own.some((other) => isSameValue(other.value, read.value))) continue
      values.set(place.field, [...own, fieldOf(read.value, confidence, read.spans)])
    }
  }
  return values
}

function withWhole(
  sheet: CallSheet,
  values: Values,
  isRefuted: (field: FieldName, spot: Spot) => boolean,
): CallSheet {
  const found = [...values].map(([name, own]) => {
    const read = sheet[name]
    if (!Array.isArray(read)) return [name, own[0]] as const
    const isStanding = ({ confidence }: Field<unknown>) => name !== 'locations' || confidence >= STANDS
    const others = (read as Field<string | Place>[]).filter(
      (field) =>
        isStanding(field) &&
        !field.evidence.some((spot) => isRefuted(name, spot)) &&
        !own.some((known) => isSameValue(known.value, field.value)),
    )
    return [name, [...own, ...others]] as const
  })
  const problems = sheet.problems.filter(({ field }) => field === null || !values.has(field))
  return { ...sheet, ...Object.fromEntries(found), problems }
}

/** Values of rows; a personal call that was read from a row follows it. */
function withCallsOfRows(
  layout: Layout,
  sheet: CallSheet,
  places: readonly LearnedPlace[],
  reference: Temporal.PlainDate,
): CallSheet {
  return places.reduce((current, place) => {
    const before = current[place.field]
    if (!Array.isArray(before) || !before.every((field) => isRecord(field.value))) return current
    const rows = before as unknown as Field<Row>[]
    const after = withRows(layout, rows, place, reference)
    const changed = rows.findIndex((field, index) => {
      const [own, others] = [current.personalCall?.evidence[0], field.evidence[0]]
      return field !== after[index] && own !== undefined && JSON.stringify(own) === JSON.stringify(others)
    })
    const moved = changed < 0 ? null : after[changed]
    const personalCall = moved ? follow(current.personalCall, rows[changed]!, moved) : current.personalCall
    return { ...current, [place.field]: after, personalCall }
  }, sheet)
}

function follow(
  own: Field<ClockTime> | null,
  before: Field<Row>,
  after: Field<Row>,
): Field<ClockTime> | null {
  const now = ownTimeOf(after.value)
  const isTheirs = own !== null && own.value === ownTimeOf(before.value) && now !== null
  return isTheirs ? { ...own, value: now, evidence: after.evidence } : own
}

/** Is the sheet of the production and of the layout that the place was learned on? */
function isFor(place: LearnedPlace, sheet: CallSheet, layout: Layout, own: readonly string[]): boolean {
  const { production, label } = place
  if (production !== null && !names(production, sheet, layout)) return false
  const alike = likeness(place.layout, own)
  // Of a sheet with hardly any words of its own, its production and the label of the value are all there is.
  return alike === null ? production !== null && label !== null : alike >= SAME_LAYOUT
}

/** Does the sheet name this production: as its title, or anywhere on its first page? */
function names(production: string, { productionTitle }: CallSheet, layout: Layout): boolean {
  const wanted = ` ${foldedWords(production).join(' ')} `
  if (wanted.trim() === '') return false
  const texts = [productionTitle?.value ?? '', ...(layout.pages[0]?.rows ?? []).flatMap(textsOf)]
  return texts.some((text) => ` ${foldedWords(text).join(' ')} `.includes(wanted))
}

const textsOf = (row: { phrases: readonly Phrase[] }) => row.phrases.map((phrase) => phrase.text)

/**
 * The value at a learned place; where its label stands several times, at the one nearest to where it stood before. Where
 * the label is numbered (`Location 2`), the value at each number.
 */
function valuesAt(layout: Layout, place: LearnedPlace, reference: Temporal.PlainDate): ValueRead[] {
  const form = formOf(place.field, null)
  if (form === undefined) return []
  const starts = place.label === null ? byPlace(layout, place) : byLabel(layout, place, place.label)
  const read = starts
    .toSorted((a, b) => distance(a.value, place) - distance(b.value, place))
    .flatMap(({ value, number }) => {
      const found = valueIn(form, linesFrom(value, place.lines), reference)
      return found === null ? [] : [{ found, number }]
    })
  const first = read.slice(0, 1)
  const numbered = read.filter(({ number }) => number !== null).toSorted((a, b) => a.number! - b.number!)
  return (first[0]?.number == null ? first : numbered).map(({ found }) => found)
}

interface Start {
  value: Span
  /** Of a label that is numbered. */
  number: number | null
}

const plainly = (value: Span): Start => ({ value, number: null })

function byPlace(layout: Layout, place: LearnedPlace): Start[] {
  const page = layout.pages.find(({ number }) => number === place.page)
  return page === undefined ? [] : phrasesNear(page, place).map((phrase) => plainly(wholePhrase(phrase)))
}

function byLabel(layout: Layout, { position }: LearnedPlace, label: string): Start[] {
  return layout.phrases.flatMap((phrase): Start[] => {
    if (position === 'after')
      return phrase.words.flatMap((_, index) =>
        index > 0 && labelWords(phrase, index) === label
          ? [plainly({ phrase, from: index, to: phrase.words.length })]
          : [],
      )
    if (wholeLabel(phrase) !== label) return []
    const value = position === 'right' ? rightOf(phrase) : below(phrase)
    const number = /\d+/u.exec(phrase.words.at(-1)?.text ?? '')?.[0]
    return value === undefined
      ? []
      : [{ value: wholePhrase(value), number: number === undefined ? null : Number(number) }]
  })
}
