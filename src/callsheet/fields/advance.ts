import type { Phrase } from '../layout/model.ts'
import type { LabelKey } from '../lexicon/index.ts'
import { findDates } from './dates.ts'
import type { LabelHit } from './labels.ts'

const ENDS: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'contacts',
  'notes',
  'safety',
  'hospital',
  'equipment',
  'crewCall',
  'location',
])

/** The phrases that speak of the next days: what they say is not true of this one. */
export function advancePhrases(labels: readonly LabelHit[]): Set<Phrase> {
  const found = new Set<Phrase>()
  for (const hit of labels) {
    if (!hit.keys.includes('advance') || !announces(hit)) continue
    const { phrase } = hit.span
    found.add(phrase)
    for (const other of phrase.row.phrases) if (other.index > phrase.index) found.add(other)
    const left = phrase.left - 20
    const right = phrase.bounds.right
    for (const row of phrase.page.rows.slice(phrase.row.index + 1)) {
      const own = row.phrases.filter((it) => it.left >= left && it.left < right)
      if (own.some((it) => endsAdvance(it, phrase, labels))) break
      for (const it of own) found.add(it)
    }
  }
  return found
}

/** A heading, or a line with a date; `Tomorrow, perhaps` in the largest print is the film's title. */
function announces({ span, alone, colon, strength }: LabelHit): boolean {
  const { phrase } = span
  if (strength < 0.7) return false
  if (findDates(phrase.text).length > 0 || colon) return true
  const isTop = phrase.page.ordinal === 1 && phrase.top < phrase.page.raw.height * 0.2
  return (alone || strength >= 0.85) && !isTop
}

function endsAdvance(phrase: Phrase, heading: Phrase, labels: readonly LabelHit[]): boolean {
  return labels.some(
    (hit) =>
      hit.span.phrase === phrase &&
      hit.span.from === 0 &&
      hit.alone &&
      phrase.size >= heading.size - 0.5 &&
      phrase.bold === heading.bold &&
      hit.keys.some((key) => ENDS.has(key)),
  )
}
