import type { Layout, Phrase, Span } from '../layout/model.ts'
import { isInColumn, leftOf, overlap } from '../layout/neighbours.ts'
import { isBlank } from '../normalise/blank.ts'
import { foldedWords } from '../normalise/text.ts'
import type { Place } from '../types.ts'
import type { Form } from './forms.ts'
import { spansOf } from './pointed.ts'
import { isIn, spansAt } from './spots.ts'
import type { LearnedPlace, Spot } from './types.ts'
import { isSameValue, type LearnedValue, type ValueRead, valueIn } from './values.ts'

const LABEL_WORDS = 6

/** Where a value is printed, each place once; with spots, only where a person pointed to. */
export function printings(
  layout: Layout,
  { form, value, spots }: { form: Form; value: LearnedValue; spots: readonly Spot[] },
  reference: Temporal.PlainDate,
): ValueRead[] {
  const says = (spans: readonly Span[]): ValueRead[] => {
    const read = valueIn(form, spans, reference)
    return read !== null && isSameValue(read.value, value) ? [read] : []
  }
  const pointed = spots.flatMap((spot) => says(spansAt(layout, spot)))
  if (pointed.length > 0) return pointed
  const found = startsOf(layout, form, value).flatMap(says)
  const each = found.filter(
    ({ spans }, index) => found.findIndex((other) => isSameStart(other.spans[0], spans[0])) === index,
  )
  return spots.length === 0 ? each : each.filter(({ spans }) => spots.some((spot) => isIn(spans, spot)))
}

function startsOf(layout: Layout, form: Form, value: LearnedValue): Span[][] {
  if (form === 'time' || form === 'date' || form === 'day')
    return layout.phrases.flatMap((phrase) =>
      phrase.words.map((_, from) => [{ phrase, from, to: phrase.words.length }]),
    )
  const { name, address } = typeof value === 'string' ? { name: value, address: null } : (value as Place)
  return spansOf(layout, `${name ?? ''} ${address ?? ''}`)
}

const isSameStart = (one: Span | undefined, other: Span | undefined) =>
  one?.phrase === other?.phrase && one?.from === other?.from

/** The words that announce a value: before it on its line, else left of it or over it. */
export function labelOf({ phrase, from }: Span): Pick<LearnedPlace, 'label' | 'position'> {
  const before = labelWords(phrase, from)
  if (before !== null) return { label: before, position: 'after' }
  const [left, over] = [leftOf(phrase), phraseOver(phrase)]
  const beside = left === undefined ? null : wholeLabel(left)
  const above = over === undefined ? null : wholeLabel(over)
  // Captions are set apart from what they announce; what stands left of it may be another's value.
  const isCaption = above !== null && over?.bold === true && left?.bold === false
  if (beside !== null && !isCaption) return { label: beside, position: 'right' }
  return { label: above, position: above === null ? 'after' : 'below' }
}

/** The words that announce what stands at a spot, line by line. */
export const labelsAt = (layout: Layout, spot: Spot): string[] =>
  spansAt(layout, spot).flatMap((span) => labelOf(span).label ?? [])

/** The words of a phrase that announces something, without the number that tells it from its like: `Location 2`. */
export function wholeLabel(phrase: Phrase): string | null {
  const numbered = phrase.words.length > 1 && /^\(?\d{1,2}[.:)]*$/u.test(phrase.words.at(-1)?.text ?? '')
  return labelWords(phrase, phrase.words.length - (numbered ? 1 : 0))
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

/** Words of a row that say which it is (`Camera`, `Jan Kot`): the nearest left of a value that are among these texts. */
export function rowLabel(value: Span, texts: readonly string[]): string | null {
  const wanted = texts.map((text) => foldedWords(text).join(' '))
  const own = labelWords(value.phrase, value.from)
  if (own !== null && wanted.includes(own)) return own
  const left = value.phrase.row.phrases.slice(0, value.phrase.index).toReversed()
  return (
    left.map((phrase) => wholeLabel(phrase)).find((words) => words !== null && wanted.includes(words)) ?? null
  )
}

/** The words over the column that a value stands in: of a row of headings, past the rows of the table. */
export function headingOf({ phrase }: Span): string | null {
  for (const row of phrase.page.rows.slice(0, phrase.row.index).toReversed()) {
    const found = row.phrases.find((candidate) => isUnder(candidate, phrase))
    if (found === undefined || isBlank(found.text) || !isHeading(found)) continue
    return row.phrases.length > 1 ? wholeLabel(found) : null
  }
  return null
}

/** Does a cell stand under a heading? Shading reaches over whole rows, so that rules alone do not tell. */
export function isUnder(heading: Phrase, cell: Phrase): boolean {
  const middle = (it: Phrase): number => (it.left + it.right) / 2
  return (
    isInColumn(heading, cell) &&
    (overlap(heading, cell) > 0.3 ||
      Math.abs(heading.left - cell.left) < heading.size ||
      Math.abs(middle(heading) - middle(cell)) < heading.size)
  )
}

/** Words without figures: not `AM`, that a time was parted from. */
export const isHeading = ({ text }: Phrase): boolean => !/\p{N}|^[ap]\.?m\.?$/iu.test(text)
