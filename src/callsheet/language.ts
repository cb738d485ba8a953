import type { Layout } from './layout/model.ts'
import { commonWords, labels, lexicons } from './lexicon/index.ts'
import { foldedWords } from './normalise/text.ts'
import type { Language } from './types.ts'

/** A label of one language says more than a word that running text shares. */
const LABEL_WEIGHT = 3
const POLISH_LETTERS = /[ąćęłńśźż]/giu

/** The language of the sheet: whose labels and small words it uses. Null where nothing is known. */
export function languageOf(layout: Layout): Language | null {
  const scores = new Map<Language, number>(lexicons.map(({ language }) => [language, 0]))
  const add = (languages: readonly Language[], weight: number): void => {
    if (languages.length > 1) return
    for (const language of languages) scores.set(language, (scores.get(language) ?? 0) + weight)
  }
  for (const phrase of layout.phrases) {
    const words = foldedWords(phrase.text)
    const label = labels.match(words)
    if (label !== undefined) add(label.languages, LABEL_WEIGHT)
    words.forEach((_, index) => add(commonWords.match(words, index)?.languages ?? [], 0.5))
    // Names of people and streets carry the letters of their own country; labels weigh more.
    add(['pl'], Math.min(2, phrase.text.match(POLISH_LETTERS)?.length ?? 0) * 0.2)
  }
  const [best] = [...scores].toSorted((a, b) => b[1] - a[1])
  return best === undefined || best[1] < 2 ? null : best[0]
}
