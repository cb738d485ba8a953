import { blankWords } from '../lexicon/index.ts'
import { once } from './once.ts'

const MARKS = /^(?:[-–—./\s*]*|x|--+)$/iu

/** Whether a cell says that there is nothing to say: a dash, `n/a`, `TBC`, `O/C`, `à confirmer`, `n.V.`. */
export const isBlank = once(
  (text): boolean => MARKS.test(text.trim()) || blankWords.whole(text) !== undefined,
)
