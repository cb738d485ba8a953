import type { Layout, Phrase } from '../layout/model.ts'
import { columns, departmentWords, labels } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'

/** Names of people and places change from day to day; what is so long is not looked at either. */
const MOST_WORDS = 4
const MOST_ENTRIES = 120
/** A page is this many steps wide: a column that is moved by less is the same. */
const STEPS = 24
/** Fewer words than this are no layout. */
const FEWEST = 4

/**
 * What the sheets of a layout have in common and others do not: the words that announce values, head columns and name
 * departments, each with how far from the left it stands. Heights change with every day's content and do not count.
 */
export function fingerprintOf(layout: Layout): string[] {
  const found = new Set<string>()
  for (const phrase of layout.phrases) {
    const words = announcing(phrase)
    if (words !== null) found.add(`${words} ${Math.round((phrase.left / phrase.page.raw.width) * STEPS)}`)
  }
  return [...found].slice(0, MOST_ENTRIES)
}

/** The words of a phrase that announce something: known ones, and those before a colon. */
function announcing({ text }: Phrase): string | null {
  const [before = '', after] = text.split(':', 2)
  const isLabel = after !== undefined && !/\p{N}/u.test(before)
  const words = foldedWords(isLabel ? before : text)
  if (words.length === 0 || words.length > MOST_WORDS || !/\p{L}{2}/u.test(words.join(' '))) return null
  const isKnown = [labels, columns, departmentWords].some((book) => book.whole(text) !== undefined)
  return isLabel || isKnown ? words.join(' ') : null
}

/** How much of the smaller of two fingerprints the other has, 0 to 1; null where one says too little. */
export function likeness(one: readonly string[], other: readonly string[]): number | null {
  if (one.length < FEWEST || other.length < FEWEST) return null
  const known = new Set(one)
  return other.filter((entry) => known.has(entry)).length / Math.min(one.length, other.length)
}
