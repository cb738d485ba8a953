import type { CalendarNames } from '../normalise/dates.ts'
import { fold, foldedWords } from '../normalise/text.ts'
import type { DayNight, IntExt, Language, SheetSubkind } from '../types.ts'
import { english } from './en.ts'
import type { ColumnKey, LabelKey, Lexicon } from './lexicon.ts'
import { polish } from './pl.ts'

export type { ColumnKey, LabelKey, Lexicon } from './lexicon.ts'

/** A new language is one more file, named here. */
export const lexicons: readonly Lexicon[] = [polish, english]

/** A phrase found at the start of a run of words. */
export interface Match<Key> {
  /** What it may mean; sheets of all languages are matched at once, and words are shared (`plan`, `set`). */
  keys: readonly Key[]
  /** How many folded words it takes. */
  length: number
  languages: readonly Language[]
}

interface Entry<Key> {
  words: readonly string[]
  keys: Key[]
  languages: Language[]
}

/** Phrases of many languages, matched as whole folded words, the longest first. */
export class Phrasebook<Key> {
  readonly #byFirstWord = new Map<string, Entry<Key>[]>()

  add(phrase: string, key: Key, language: Language): void {
    const words = foldedWords(phrase)
    const [first] = words
    if (first === undefined) return
    const entries = this.#byFirstWord.get(first) ?? []
    this.#byFirstWord.set(first, entries)
    const known = entries.find((entry) => entry.words.join(' ') === words.join(' '))
    if (known === undefined) {
      entries.push({ words, keys: [key], languages: [language] })
      entries.sort((a, b) => b.words.length - a.words.length)
      return
    }
    if (!known.keys.includes(key)) known.keys.push(key)
    if (!known.languages.includes(language)) known.languages.push(language)
  }

  /** The longest phrase that begins at `from`. */
  match(words: readonly string[], from = 0): Match<Key> | undefined {
    const entries = this.#byFirstWord.get(words[from] ?? '')
    const entry = entries?.find(({ words: own }) => own.every((word, index) => words[from + index] === word))
    return entry && { keys: entry.keys, length: entry.words.length, languages: entry.languages }
  }

  /** The phrase that is the whole text. */
  whole(text: string): Match<Key> | undefined {
    const words = foldedWords(text)
    const match = this.match(words)
    return match?.length === words.length ? match : undefined
  }
}

export const labels = phrasebook<LabelKey>((lexicon) => lexicon.labels)
export const columns = phrasebook<ColumnKey>((lexicon) => lexicon.columns)
export const intExtWords = phrasebook<IntExt>((lexicon) => lexicon.intExt)
export const dayNightWords = phrasebook<DayNight>((lexicon) => lexicon.dayNight)
export const kindWords = phrasebook<SheetSubkind>((lexicon) => lexicon.kinds)
export const cancelledWords = phrasebook<true>(
  (lexicon) => ({ true: lexicon.cancelled }),
  () => true,
)
export const colourWords = phrasebook<true>(
  (lexicon) => ({ true: lexicon.colours }),
  () => true,
)
export const commonWords = phrasebook<Language>((lexicon) => ({ [lexicon.language]: lexicon.common }))
/** The key is the department's first name in its language. */
export const departmentWords = phrasebook<string>((lexicon) =>
  Object.fromEntries(lexicon.departments.map((names) => [`${lexicon.language}:${names[0]}`, names])),
)

function phrasebook<Key extends string | true>(
  select: (lexicon: Lexicon) => Partial<Record<string, readonly string[]>>,
  keyOf: (name: string) => Key = (name) => name as Key,
): Phrasebook<Key> {
  const book = new Phrasebook<Key>()
  for (const lexicon of lexicons) {
    for (const [name, phrases] of Object.entries(select(lexicon))) {
      for (const phrase of phrases ?? []) book.add(phrase, keyOf(name), lexicon.language)
    }
  }
  return book
}

/** Month and weekday names of all languages, folded. */
export const calendarNames: CalendarNames = {
  months: numbered((lexicon) => lexicon.months),
  weekdays: numbered((lexicon) => lexicon.weekdays),
}

function numbered(select: (lexicon: Lexicon) => readonly (readonly string[])[]): Map<string, number> {
  const entries = lexicons.flatMap((lexicon) =>
    select(lexicon).flatMap((names, index) => names.map((name): [string, number] => [fold(name), index + 1])),
  )
  return new Map(entries)
}

export function lexiconOf(language: Language | null): Lexicon {
  return lexicons.find((lexicon) => lexicon.language === language) ?? polish
}
