import type { Layout, Phrase } from './layout/model.ts'
import { columns, commonWords, kindWords, labels, lexicons, type Match } from './lexicon/index.ts'
import { foldedWords } from './normalise/text.ts'
import type { Language } from './types.ts'

/** What a sheet is written in. */
export interface Languages {
  /** Null where nothing is known. */
  main: Language | null
  /**
   * The languages whose words count: the main one, English, which every film crew mixes in, and any other that is on the
   * sheet in earnest (two languages side by side). All of them where nothing is known.
   */
  known: ReadonlySet<Language>
}

/** A label of one language says more than a word that running text shares. */
const LABEL_WEIGHT = 3
const COMMON_WEIGHT = 0.5
/** Less than this says nothing. */
const LEAST = 2
/** A second language counts from this share of the first. */
const SECOND_SHARE = 0.3

/** Letters that only one of the languages prints. */
const LETTERS: readonly (readonly [Language, RegExp])[] = [
  ['pl', /[ąćęłńśźż]/giu],
  ['de', /[äöß]/giu],
  ['fr', /[àèêçùœîôû]/giu],
  ['es', /[ñ¿¡áíú]|\p{Ll}ó/giu],
]

/** The languages of the sheet: whose labels and small words it uses, how often, and how far down. */
export function languagesOf(layout: Layout): Languages {
  const scores = new Map<Language, number>(lexicons.map(({ language }) => [language, 0]))
  for (const phrase of layout.phrases) addPhrase(phrase, scores)
  const ranked = [...scores].toSorted((a, b) => b[1] - a[1])
  const [best] = ranked
  if (best === undefined || best[1] < LEAST)
    return { main: null, known: new Set(lexicons.map(({ language }) => language)) }
  const others = ranked.slice(1).filter(([, score]) => score >= Math.max(LEAST * 3, best[1] * SECOND_SHARE))
  return { main: best[0], known: new Set([best[0], ...others.map(([language]) => language), 'en']) }
}

/**
 * The language whose letters are to be expected: the main one, but of an English sheet that is in another language in
 * earnest, that one. English has no letters of its own, and every sheet mixes English in.
 */
export function letteringOf(layout: Layout): Language | null {
  const { main, known } = languagesOf(layout)
  if (main !== 'en') return main
  return [...known].find((language) => language !== 'en') ?? main
}

function addPhrase(phrase: Phrase, scores: Map<Language, number>): void {
  const add = (language: Language, weight: number): void =>
    void scores.set(language, (scores.get(language) ?? 0) + weight)
  const addMatch = (match: Match<unknown> | undefined, weight: number): void => {
    // What two languages share (`Base`, `Date`) tells a little for both, what three share nothing.
    if (match === undefined || match.languages.length > 2) return
    for (const language of match.languages) add(language, weight / match.languages.length ** 2)
  }
  const words = foldedWords(phrase.text)
  const label = labels.match(words)
  // Abbreviations of a letter or two stand for something in every language.
  if (words.slice(0, label?.length ?? 0).some((word) => word.length > 2)) addMatch(label, LABEL_WEIGHT)
  else if ((words[0]?.length ?? 0) > 2) addMatch(columns.whole(phrase.text), LABEL_WEIGHT / 2)
  addMatch(kindWords.whole(phrase.text), LABEL_WEIGHT * 2)
  words.forEach((_, index) => addMatch(commonWords.match(words, index), COMMON_WEIGHT))
  // Names of people and streets carry the letters of their own country; labels weigh more.
  if (!/[^\p{ASCII}]/u.test(phrase.text)) return
  for (const [language, letters] of LETTERS)
    add(language, Math.min(2, phrase.text.match(letters)?.length ?? 0) * 0.2)
}
