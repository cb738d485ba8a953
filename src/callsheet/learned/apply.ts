import { fieldOf } from '../fields/field.ts'
import type { Layout, Phrase, Span } from '../layout/model.ts'
import { below, rightOf } from '../layout/neighbours.ts'
import { foldedWords } from '../normalise/text.ts'
import type { CallSheet, Field, Place } from '../types.ts'
import { labelWords } from './learn.ts'
import { distance, linesFrom, phrasesNear } from './spots.ts'
import type { LearnableField, LearnedPlace } from './types.ts'
import { isSameValue, type ValueRead, valueIn } from './values.ts'

/** Sure, and yet not as sure as a person who looks. */
const BY_LABEL = 0.95
const BY_PLACE = 0.85
/** Locations that the reader is this sure of stay beside those of a learned place. */
const STANDS = 0.9

/**
 * The sheet with the values that stand where a person pointed on an earlier sheet of the same production. A place that
 * says no such value any more is passed over: what was learned is tried first, never forced.
 */
export function withLearned(
  sheet: CallSheet,
  layout: Layout,
  learned: readonly LearnedPlace[],
  reference: Temporal.PlainDate,
): CallSheet {
  const values: Partial<Record<LearnableField, Field<string | Place>[]>> = {}
  for (const place of learned) {
    if (!isOf(place.production, sheet, layout)) continue
    const read = valueAt(layout, place, reference)
    if (read === null) continue
    const own = (values[place.field] ??= [])
    if (own.some((other) => isSameValue(other.value, read.value))) continue
    own.push(fieldOf(read.value, place.label === null ? BY_PLACE : BY_LABEL, read.spans))
  }
  const fields = Object.keys(values)
  if (fields.length === 0) return sheet
  const single = Object.fromEntries(Object.entries(values).map(([field, own]) => [field, own[0] ?? null]))
  const problems = sheet.problems.filter(({ field }) => field === null || !fields.includes(field))
  const locations = values.locations
    ? locationsOf(values.locations as Field<Place>[], sheet)
    : sheet.locations
  return { ...sheet, ...single, locations, problems }
}

function locationsOf(learned: readonly Field<Place>[], sheet: CallSheet): Field<Place>[] {
  const others = sheet.locations.filter(
    (field) => field.confidence >= STANDS && !learned.some((known) => isSameValue(known.value, field.value)),
  )
  return [...learned, ...others]
}

/** Does the sheet name this production: as its title, or anywhere on its first page? */
function isOf(production: string, { productionTitle }: CallSheet, layout: Layout): boolean {
  const wanted = ` ${foldedWords(production).join(' ')} `
  if (wanted.trim() === '') return false
  const texts = [productionTitle?.value ?? '', ...(layout.pages[0]?.rows ?? []).flatMap(textsOf)]
  return texts.some((text) => ` ${foldedWords(text).join(' ')} `.includes(wanted))
}

const textsOf = (row: { phrases: readonly Phrase[] }) => row.phrases.map((phrase) => phrase.text)

/** The value at a learned place; where its label stands several times, at the one nearest to where it stood before. */
function valueAt(layout: Layout, place: LearnedPlace, reference: Temporal.PlainDate): ValueRead | null {
  const starts = place.label === null ? byPlace(layout, place) : byLabel(layout, place, place.label)
  for (const start of starts.toSorted((a, b) => distance(a, place) - distance(b, place))) {
    const read = valueIn(place.field, linesFrom(start, place.lines), reference)
    if (read !== null) return read
  }
  return null
}

function byPlace(layout: Layout, place: LearnedPlace): Span[] {
  const page = layout.pages.find(({ number }) => number === place.page)
  return page === undefined ? [] : phrasesNear(page, place).map((phrase) => whole(phrase))
}

function byLabel(layout: Layout, { position }: LearnedPlace, label: string): Span[] {
  return layout.phrases.flatMap((phrase): Span[] => {
    if (position === 'after')
      return phrase.words.flatMap((_, index) =>
        index > 0 && labelWords(phrase, index) === label
          ? [{ phrase, from: index, to: phrase.words.length }]
          : [],
      )
    if (labelWords(phrase, phrase.words.length) !== label) return []
    const value = position === 'right' ? rightOf(phrase) : below(phrase)
    return value === undefined ? [] : [whole(value)]
  })
}

const whole = (phrase: Phrase): Span => ({ phrase, from: 0, to: phrase.words.length })
