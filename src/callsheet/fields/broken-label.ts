import type { Phrase } from '../layout/model.ts'
import { labels as labelBook } from '../lexicon/index.ts'

/** Words of a label that its line breaks, on either side. */
export const MOST_BROKEN = 2

/** How many words of the next line end a label that the end of this one begins (`Coucher du | soleil :`); -1 for none. */
export function restOfLabel(begun: string, { words }: Phrase): number {
  for (let count = MOST_BROKEN; count > 0; count--) {
    const rest = words.slice(0, count).map(({ text }) => text)
    if (labelBook.whole([begun, ...rest].join(' ')) === undefined) continue
    return /^:$/u.test(words[count]?.text ?? '') ? count + 1 : count
  }
  return -1
}
