import { layOut } from '../layout/layout.ts'
import type { Layout, Phrase, Span } from '../layout/model.ts'
import { isInColumn, leftOf } from '../layout/neighbours.ts'
import { foldedWords } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { RawPage } from '../pdf/page.ts'
import type { Place } from '../types.ts'
import { spansAt, spotOf } from './spots.ts'
import type { LearnableField, LearnedPlace, Spot } from './types.ts'
import { isSameValue, valueIn } from './values.ts'

/** A value that a person has put right, and where it stands if they have pointed to it. */
export interface Lesson {
  field: LearnableField
  value: string | Place
  /** The title of the production as it is printed. */
  production: string
  spot: Spot | null
}

const LABEL_WORDS = 6

/**
 * What a correction teaches: where such a value stands on sheets of this production. Null when the document does not
 * say the value there, or when nobody pointed and it does not stand in exactly one place: then there is nothing to
 * learn, only a value to keep.
 */
export function placeOf(
  pages: readonly RawPage[],
  lesson: Lesson,
  reference: Temporal.PlainDate,
): LearnedPlace | null {
  const layout = layOut(pages)
  const spans = lesson.spot === null ? onlyPlace(layout, lesson) : spansAt(layout, lesson.spot)
  const read = valueIn(lesson.field, spans, reference)
  const [first] = read?.spans ?? []
  if (read === null || first === undefined || !isSameValue(read.value, lesson.value)) return null
  const spot = spotOf(read.spans)
  if (spot === null) return null
  const { field, production } = lesson
  return { field, production, ...labelOf(first), ...spot, lines: read.spans.length }
}

/** A time that is printed once needs no pointing at. */
function onlyPlace(layout: Layout, { value }: Lesson): Span[] {
  const spans = layout.phrases.flatMap((phrase) =>
    phrase.words.flatMap((word, index): Span[] =>
      findTimes(word.text).some(({ time }) => time === value) ? [{ phrase, from: index, to: index + 1 }] : [],
    ),
  )
  return spans.length === 1 ? spans : []
}

/** The words that announce a value: before it on its line, else left of it, else over it. */
function labelOf({ phrase, from }: Span): Pick<LearnedPlace, 'label' | 'position'> {
  const before = labelWords(phrase, from)
  if (before !== null) return { label: before, position: 'after' }
  const left = leftOf(phrase)
  const beside = left === undefined ? null : labelWords(left, left.words.length)
  if (beside !== null) return { label: beside, position: 'right' }
  const over = phraseOver(phrase)
  const above = over === undefined ? null : labelWords(over, over.words.length)
  return { label: above, position: above === null ? 'after' : 'below' }
}

/** The words before `to`, back to the next figure: `7.00 / first shot` announces with `first shot`. */
export function labelWords(phrase: Phrase, to: number): string | null {
  const words: string[] = []
  for (const word of phrase.words.slice(0, to).toReversed()) {
    if (/\p{N}/u.test(word.text) || words.length >= LABEL_WORDS) break
    words.unshift(...foldedWords(word.text))
  }
  const label = words.join(' ')
  return /\p{L}{2}/u.test(label) ? label : null
}

function phraseOver(phrase: Phrase): Phrase | undefined {
  for (const row of phrase.page.rows.slice(0, phrase.row.index).toReversed()) {
    if (phrase.top - row.bottom > phrase.size * 2.6) return undefined
    const found = row.phrases.find((candidate) => isInColumn(candidate, phrase))
    if (found !== undefined) return found
  }
  return undefined
}
