import type { CalendarNames, NameOfDay } from '../normalise/dates.ts'
import { fold } from '../normalise/text.ts'
import type { DayNight, IntExt, Language, SheetSubkind } from '../types.ts'
import { german } from './de/index.ts'
import { english } from './en/index.ts'
import { spanish } from './es/index.ts'
import { french } from './fr/index.ts'
import type { ColumnKey, DepartmentKey, LabelKey, Lexicon, RoleKey, SmallWords } from './lexicon.ts'
import { Phrasebook } from './phrasebook.ts'
import { polish } from './pl/index.ts'

export type { ColumnKey, DepartmentKey, LabelKey, Lexicon, RoleKey } from './lexicon.ts'
export { longest, type Match, type Phrasebook } from './phrasebook.ts'

/** A new language is one more folder, named here. */
export const lexicons: readonly Lexicon[] = [polish, english, german, french, spanish]

export const labels = phrasebook<LabelKey>(({ labels: own, vendors }) => ({
  ...own,
  vendor: [...(own.vendor ?? []), ...vendors],
}))
export const columns = phrasebook<ColumnKey>((lexicon) => lexicon.columns)
export const intExtWords = phrasebook<IntExt>((lexicon) => lexicon.intExt)
export const dayNightWords = phrasebook<DayNight>((lexicon) => lexicon.dayNight)
export const departmentWords = phrasebook<DepartmentKey>((lexicon) => lexicon.departments)
export const roleWords = phrasebook<RoleKey>((lexicon) => lexicon.roles)
export const kindWords = phrasebook<SheetSubkind>((lexicon) => lexicon.kinds)
export const signWords = phrasebook<SheetSubkind>((lexicon) => lexicon.signs)
export const shootingStartWords = phrasebook<'start'>((lexicon) => ({ start: lexicon.shootingStart }))
export const sendingWords = phrasebook<'sending'>((lexicon) => ({ sending: lexicon.sending }))
export const blankWords = phrasebook<'blank'>((lexicon) => ({ blank: lexicon.blank }))
export const cancelledWords = phrasebook<'cancelled'>((lexicon) => ({ cancelled: lexicon.cancelled }))
export const departureWords = phrasebook<'departure'>((lexicon) => ({ departure: lexicon.departures }))
export const vendorNames = phrasebook<'vendor'>((lexicon) => ({ vendor: lexicon.vendors }))
export const colourWords = phrasebook<'colour'>((lexicon) => ({ colour: lexicon.colours }))
export const commonWords = phrasebook<Language>((lexicon) => ({ [lexicon.language]: lexicon.common }))

function phrasebook<Key extends string>(
  select: (lexicon: Lexicon) => Partial<Record<Key, readonly string[]>>,
): Phrasebook<Key> {
  const book = new Phrasebook<Key>()
  for (const lexicon of lexicons) {
    for (const [name, phrases] of Object.entries<readonly string[] | undefined>(select(lexicon))) {
      for (const phrase of phrases ?? []) book.add(phrase, name as Key, lexicon.language)
    }
  }
  return book
}

/** `of`, `z`, `von`, `sur`, `de`: alternatives of a pattern, folded. */
export const ofWords: string = [...new Set(lexicons.flatMap((lexicon) => lexicon.of.map(fold)))].join('|')

/** `odcinek`, `Staffel`, `episode`: alternatives of a pattern, as printed and without diacritics, the longest first. */
export const episodeWords: string = patternOf(lexicons.flatMap(({ episodes }) => episodes))

function patternOf(words: readonly string[]): string {
  const printed = new Set(words.flatMap((word) => [word, fold(word)]))
  return [...printed].toSorted((a, b) => b.length - a.length).join('|')
}

/** The small words of all languages as alternatives of a pattern, as printed and without diacritics, the longest first. */
export function alternatives(key: keyof SmallWords): string {
  return patternOf(lexicons.flatMap(({ words }) => words[key]))
}

/** The small words of all languages, folded. */
export function smallWords(key: keyof SmallWords): ReadonlySet<string> {
  return new Set(lexicons.flatMap(({ words }) => words[key].map(fold)))
}

/** Month and weekday names of all languages, folded. */
export const calendarNames: CalendarNames = {
  months: named((lexicon) => lexicon.months),
  weekdays: named((lexicon) => lexicon.weekdays),
}

/** A name may mean one day in one language and another in the next: `mar` is a Tuesday in France and a month here. */
function named(select: (lexicon: Lexicon) => readonly (readonly string[])[]): Map<string, NameOfDay[]> {
  const found = new Map<string, NameOfDay[]>()
  for (const lexicon of lexicons) {
    for (const [index, names] of select(lexicon).entries()) {
      for (const name of names.map(fold)) {
        const known = found.get(name) ?? []
        known.push({ number: index + 1, language: lexicon.language })
        found.set(name, known)
      }
    }
  }
  return found
}

export function lexiconOf(language: Language | null): Lexicon {
  return lexicons.find((lexicon) => lexicon.language === language) ?? polish
}
