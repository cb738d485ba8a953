import type { Phrase } from '../layout/model.ts'
import { type LabelKey, smallWords } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'

const ABOUT = smallWords('about')

/** What is announced about a time only: `ca.` before a place is a distance. */
const TIMED: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'crewCall',
  'productionCall',
  'otherCall',
  'anyCall',
  'wrap',
  'meal',
  'sunrise',
  'sunset',
])

export const isTimedLabel = (keys: readonly LabelKey[]): boolean => keys.some((key) => TIMED.has(key))

/** `Koniec dnia ok.`, `Wrap (ca.)`: the index of the first word behind a label that does not say "about". */
export function behindAbout({ words }: Phrase, from: number): number {
  let index = from
  while (index < words.length && isAbout(words[index]?.text ?? '')) index++
  return index
}

/** `Voraussichtlich Wrap`, `Est. camera wrap`: how many words say "about" before anything else. */
export function aboutInFront(phrase: Phrase): number {
  return behindAbout(phrase, 0)
}

function isAbout(text: string): boolean {
  const said = foldedWords(text)
  return said.length > 0 && said.every((word) => ABOUT.has(word))
}
