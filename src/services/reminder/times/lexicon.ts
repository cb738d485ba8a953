import type { Part, Unit, Weekday } from './forms.ts'

/** What a word can mean. A word may mean several things; the phrase around it decides. */
export type Meaning =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'ordinal'; readonly value: number }
  /** An hour of the day in the words of the clock: `dziewiątej`. */
  | { readonly kind: 'hour'; readonly value: number }
  | { readonly kind: 'weekday'; readonly value: Weekday; readonly plural: boolean }
  | { readonly kind: 'month'; readonly value: number }
  | { readonly kind: 'unit'; readonly value: Unit }
  | { readonly kind: 'day'; readonly value: number; readonly part?: Part }
  | { readonly kind: 'part'; readonly value: Part }
  /** A repetition in one word: `codziennie`, `weekly`. */
  | { readonly kind: 'frequency'; readonly value: Unit }
  /** Working days, or the weekend; `plural` means each of them without `every`. */
  | { readonly kind: 'group'; readonly value: readonly Weekday[]; readonly plural: boolean }
  | { readonly kind: 'half-day'; readonly value: 'am' | 'pm' }
  | { readonly kind: Particle }

/** Words that only join others. */
export type Particle =
  | 'at'
  | 'on'
  | 'in'
  | 'every'
  | 'next'
  | 'this'
  | 'except'
  | 'from'
  | 'until'
  | 'times'
  | 'article'
  | 'of'
  | 'and'
  | 'half'
  | 'one-and-a-half'
  | 'quarter'
  | 'past'
  | 'to'
  | 'half-to'
  | 'oclock'
  | 'from-now'
  /** Said around the matter, not part of it: `remind me to`. Dropped where the text begins with it. */
  | 'filler'
  /** After a filler it names the matter, elsewhere a time: `przypomnij mi o lekach o 9`. */
  | 'about'
  /** Before a day that is over it says what the matter is of: `dane z wczoraj`, `the numbers of yesterday`. */
  | 'belonging'

/** Words and sequences of words in folded form (`fold`), with what they mean. */
export interface Lexicon {
  readonly entries: ReadonlyMap<string, readonly Meaning[]>
  /** The same by their exact form, for words with marks: `niedzielę` is one day, `niedziele` are many. */
  readonly marked: ReadonlyMap<string, readonly Meaning[]>
  /** Words of the longest entry. */
  readonly longest: number
  /** Is `3/4` the third of April without doubt? */
  readonly dayFirst: boolean
  /** May a bare hour be meant on the clock of twelve hours up to this one? */
  readonly twelveHours: number
}

/** Lower case without marks, so that `środa`, `Sroda` and `SRODA` are one word. */
export const fold = (word: string): string =>
  word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('’', "'")

/** Rows of a language: the words, separated by commas, and what they mean. */
export type Row = readonly [words: string, meaning: Meaning]

export function lexicon(rows: readonly Row[], rules: Pick<Lexicon, 'dayFirst' | 'twelveHours'>): Lexicon {
  const entries = new Map<string, Meaning[]>()
  const marked = new Map<string, Meaning[]>()
  const add = (map: Map<string, Meaning[]>, word: string, meaning: Meaning) => {
    const meanings = map.getOrInsertComputed(word, () => [])
    if (!meanings.some((known) => JSON.stringify(known) === JSON.stringify(meaning))) meanings.push(meaning)
  }
  for (const [words, meaning] of rows)
    for (const word of words.split(',').map((each) => each.trim())) {
      add(entries, fold(word), meaning)
      if (word !== fold(word)) add(marked, word, meaning)
    }
  const longest = Math.max(...[...entries.keys()].map((key) => key.split(' ').length))
  return { ...rules, entries, marked, longest }
}

const working: readonly Weekday[] = [1, 2, 3, 4, 5]
const weekend: readonly Weekday[] = [6, 7]

/** Short ways to write rows. */
export const number = (words: string, value: number): Row => [words, { kind: 'number', value }]
export const ordinal = (words: string, value: number): Row => [words, { kind: 'ordinal', value }]
export const hour = (words: string, value: number): Row => [words, { kind: 'hour', value }]
export const unit = (words: string, value: Unit): Row => [words, { kind: 'unit', value }]
export const month = (words: string, value: number): Row => [words, { kind: 'month', value }]
export const part = (words: string, value: Part): Row => [words, { kind: 'part', value }]
export const frequency = (words: string, value: Unit): Row => [words, { kind: 'frequency', value }]
export const particle = (kind: Particle, words: string): Row => [words, { kind }]
export const day = (words: string, value: number, partOfIt?: Part): Row => [
  words,
  { kind: 'day', value, ...(partOfIt ? { part: partOfIt } : {}) },
]
/** A weekday by its singular and its plural forms. */
export const weekday = (value: Weekday, singular: string, plural: string): readonly Row[] => [
  [singular, { kind: 'weekday', value, plural: false }],
  [plural, { kind: 'weekday', value, plural: true }],
]
export const workingDays = (words: string, plural: boolean): Row => [
  words,
  { kind: 'group', value: working, plural },
]
export const weekendDays = (words: string, plural: boolean): Row => [
  words,
  { kind: 'group', value: weekend, plural },
]
