import type { Phrase, Span } from '../layout/model.ts'
import { wholePhrase } from '../layout/model.ts'
import { isInColumn, rightOf } from '../layout/neighbours.ts'
import { smallWords } from '../lexicon/index.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import type { LabelHit } from './labels.ts'
import type { Reading } from './reading.ts'

const NAME = smallWords('placeName')

/** What a form says over the row of an address: which of the day's places it is, and what it is called. */
export interface PlaceForm {
  ordinal: number | null
  name: { text: string; spans: Span[] } | null
}

/** `LOKACJA 2` over `nazwa | Oddział banku` over `adres | al. KEN 36`: forms of several places stand side by side. */
export function formOf(address: LabelHit, { labels }: Reading): PlaceForm {
  const { phrase } = address.span
  const over = labels.filter(({ span, keys, ordinal }) => {
    const head = span.phrase
    const isOver = head.page === phrase.page && head.bottom <= phrase.top && reachesOver(head, phrase)
    return isOver && keys.includes('location') && ordinal !== null
  })
  const heading = over.toSorted((a, b) => b.span.phrase.top - a.span.phrase.top)[0]
  return { ordinal: heading?.ordinal ?? null, name: nameOver(phrase) }
}

/** A heading between the rules of its form, or in the column of what stands under it. */
function reachesOver({ bounds, ...head }: Phrase, phrase: Phrase): boolean {
  return Number.isFinite(bounds.right)
    ? bounds.left <= phrase.left && bounds.right >= phrase.right
    : Math.abs(head.left - phrase.left) < phrase.size
}

function nameOver(phrase: Phrase): PlaceForm['name'] {
  const row = phrase.page.rows
    .slice(0, phrase.row.index)
    .flatMap(({ phrases }) => phrases)
    .findLast((it) => isInColumn(it, phrase))
  const value = row === undefined ? undefined : rightOf(row)
  if (row === undefined || value === undefined || !NAME.has(foldedWords(row.text).join(' '))) return null
  return { text: trimmed(value.text), spans: [wholePhrase(row), wholePhrase(value)] }
}
