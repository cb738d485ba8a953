import type { Layout } from '../layout/model.ts'
import { cancelledWords } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'
import type { Field } from '../types.ts'
import { blockOf, linesOf } from './blocks.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { Reading } from './reading.ts'
import { titleCandidates } from './title-candidates.ts'
import { companyLikeness, looksLikeTitle, ownPart, withoutTail } from './title-words.ts'

/** A rival this near in likelihood may be the title as well. */
const CLEAR_LEAD = 0.9

/** The production's title: after its label, else the text near the top that is most like one. */
export function readTitle(reading: Reading): Field<string> | null {
  for (const hit of reading.labels) {
    const labelled = isTitleLabel(hit, reading) ? afterLabel(hit, reading) : null
    if (labelled !== null) return labelled
  }
  const [best, second] = titleCandidates(reading).toSorted((a, b) => b.weight - a.weight)
  if (best === undefined || best.weight < 0) return null
  const chance = 1 / (1 + Math.exp(-best.weight))
  const rival = second === undefined ? -Infinity : second.weight
  const doubt = best.weight - rival < CLEAR_LEAD ? 0.75 : 1
  return fieldOf(best.text, Math.min(chance * doubt, best.most), best.spans)
}

function isTitleLabel(hit: LabelHit, reading: Reading): boolean {
  const { keys, strength, span, department, colon } = hit
  const { phrase } = span
  if (!keys.includes('title') || strength < 0.85 || phrase.page.ordinal > 1) return false
  // `Production` heads a department too, with a colon or not; beside `Shoot date` it is what is produced.
  const isBesideDate = phrase.row.phrases.some((it) =>
    reading.labelAt(it)?.keys.some((key) => key === 'date' || key === 'day'),
  )
  return department === null || (phrase.top < phrase.page.raw.height * 0.25 && (colon || isBesideDate))
}

function afterLabel(hit: LabelHit, reading: Reading): Field<string> | null {
  const block = blockOf(hit, reading, 1)
  const [text] = block === null ? [] : linesOf(block)
  if (block === null || text === undefined) return null
  const own = withoutTail(ownPart(text), reading.known)
  // `Production : Les Films du Quai` is who makes it.
  const isMaker = hit.department !== null && companyLikeness(own) > 0
  if (isMaker || !looksLikeTitle(own)) return null
  return fieldOf(own, 0.9, [hit.span, ...block.lines])
}

/** A day called off: said in large print, in a stamp across the page, or beside a label. */
export function readCancelled(reading: Reading, layout: Layout): Field<boolean> | null {
  for (const page of layout.pages) {
    for (const phrase of page.rows.flatMap((row) => row.phrases)) {
      const words = foldedWords(phrase.text)
      const at = words.findIndex((_, index) => cancelledWords.match(words, index) !== undefined)
      const short = words.length <= 6 && !reading.isTaken(phrase)
      const prominent =
        phrase.size > layout.bodySize * 1.25 ||
        (phrase.bold && page.ordinal === 1 && phrase.top < page.raw.height * 0.3)
      if (at >= 0 && short && prominent) return fieldOfWords(true, 0.93, page, phrase.words)
    }
    const stamp = page.raw.slanted.find((it) => {
      const words = foldedWords(it.text)
      return words.some((_, index) => cancelledWords.match(words, index) !== undefined)
    })
    if (stamp !== undefined)
      return { value: true, confidence: 0.9, evidence: [{ page: page.number, ...stamp }] }
  }
  return null
}
