import { blankWords } from '../lexicon/index.ts'

const MARKS = /^(?:[-–—./\s*]*|x|--+)$/iu

/** Whether a cell says that there is nothing to say: a dash, `n/a`, `TBC`, `O/C`, `à confirmer`, `n.V.`. */
export function isBlank(text: string): boolean {
  return MARKS.test(text.trim()) || blankWords.whole(text) !== undefined
}
