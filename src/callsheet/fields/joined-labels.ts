import type { Phrase, Word } from '../layout/model.ts'
import { departmentWords, type LabelKey, labels } from '../lexicon/index.ts'
import { joins } from '../lexicon/joining.ts'
import type { Language } from '../types.ts'
import type { LabelHit } from './labels.ts'

const PLACES: readonly LabelKey[] = ['location', 'unitBase', 'parking', 'hospital', 'address', 'meal']
/** Where the unit stands; a `set` or a `plan` with a stroke is the name of one. */
const AREAS: readonly LabelKey[] = ['unitBase', 'parking', 'hospital']
const MARK = /^[/&+]$/u
/** So many words that are no label may stand beside a stroke. */
const MOST_WORDS = 2

/**
 * Several things that one value is said of, as far as a colon or the whole phrase: `BAZA / PARKING`, `Baza, catering`,
 * `CATERING Y BASE:`, `Arzt / Klinik`, and with words beside a stroke that are no label: `Trucks / Basecamp`.
 */
export function joinedLabels(hits: LabelHit[], known: ReadonlySet<Language>): LabelHit[] {
  const [first, ...others] = hits
  if (first === undefined) return hits
  if (first.span.from > 0) return others.length === 0 ? [withWordsBefore(first)] : hits
  const { phrase } = first.span
  const end = endOf(phrase, first.span.to)
  const parts = partsBetween(phrase.words.slice(first.span.to - 1, end))
  if (parts === null) return hits
  const named = parts.map(({ text }) => placesIn(text, known))
  const isPlace = first.keys.some((key) => PLACES.includes(key))
  const isArea = [first.keys, ...named].some((keys) => keys?.some((key) => AREAS.includes(key)))
  const fits = parts.every(({ isMarked, words }, index) =>
    named[index] === null ? isMarked && words <= MOST_WORDS && isPlace : true,
  )
  const isWhole = named.every((keys) => keys !== null)
  if (!fits || !(isArea || (isPlace && isWhole))) return hits
  const keys = [...new Set([...first.keys, ...named.flatMap((it) => it ?? [])])]
  const alone = end === phrase.words.length
  const joined = {
    ...first,
    keys,
    span: { phrase, from: 0, to: end },
    strength: isWhole ? 1 : 0.95,
    alone,
    colon: /[:=]$/u.test(phrase.words[end - 1]?.text ?? ''),
  }
  return [joined, ...others.filter(({ span }) => span.from >= end)]
}

/** Behind the first colon, else behind the last word. */
function endOf({ words }: Phrase, from: number): number {
  const at = words.findIndex(({ text }, index) => index >= from && /[:=]$/u.test(text))
  return at < 0 ? words.length : at + 1
}

interface Part {
  text: string
  words: number
  /** A stroke stands before it, not a word or a comma. */
  isMarked: boolean
}

/** What conjunctions part behind the word that ends a label; null where no conjunction follows it at once. */
function partsBetween([label, ...words]: readonly Word[]): Part[] | null {
  const parts: Part[] = []
  let isParted = endsPart(label)
  let isMarked = false
  for (const word of words) {
    if (joins(word.text)) {
      isParted = true
      isMarked = MARK.test(word.text)
      continue
    }
    const last = parts.at(-1)
    if (!isParted && last === undefined) return null
    if (isParted || last === undefined) {
      parts.push({ text: word.text, words: 1, isMarked })
      isMarked = false
    } else {
      last.text += ` ${word.text}`
      last.words++
    }
    isParted = endsPart(word)
  }
  return parts.length === 0 ? null : parts
}

function endsPart(word: Word | undefined): boolean {
  return word !== undefined && /[,/]$/u.test(word.text)
}

/** The places that a part announces, none where it is a label or department of another kind; null where it is neither. */
function placesIn(text: string, known: ReadonlySet<Language>): readonly LabelKey[] | null {
  const label = labels.whole(text, known)
  if (label === undefined && departmentWords.whole(text, known) === undefined) return null
  return (label?.keys ?? []).filter((key) => PLACES.includes(key))
}

/** `Trucks / Basecamp`: a word before the label that is none. */
function withWordsBefore(hit: LabelHit): LabelHit {
  const { phrase, from, to } = hit.span
  const [mark, ...words] = phrase.words.slice(0, from).toReversed()
  const isPair = mark !== undefined && MARK.test(mark.text) && words.length > 0 && words.length <= MOST_WORDS
  if (!isPair || to < phrase.words.length || !hit.keys.some((key) => AREAS.includes(key))) return hit
  return { ...hit, span: { phrase, from: 0, to }, strength: 0.95, alone: true }
}
