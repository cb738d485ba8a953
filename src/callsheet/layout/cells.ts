import type { Phrase, Row, Word } from './model.ts'

/** Points between what is measured of one rule from two texts beside it. */
const SLACK = 4
/** Taller than this, in line heights, a ruled box is a part of the page and no cell. */
const TALLEST = 9

/** Whether rules stand on all four sides of a phrase, close enough to be those of a cell. */
export function isInCell({ bounds, size }: Phrase): boolean {
  const { left, right, top, bottom } = bounds
  return [left, right, top, bottom].every(Number.isFinite) && bottom - top < TALLEST * size
}

/** Whether two phrases of one height stand between the same two rules, close enough to be those of a row. */
export function isSameBand(a: Phrase, b: Phrase): boolean {
  const height = a.bounds.bottom - a.bounds.top
  return (
    height < TALLEST * a.size &&
    Math.abs(a.bounds.top - b.bounds.top) < SLACK &&
    Math.abs(a.bounds.bottom - b.bounds.bottom) < SLACK
  )
}

/** The lines of the cell that a phrase stands in, top to bottom; the phrase alone where no rules make a cell. */
export function cellOf(phrase: Phrase): readonly Phrase[] {
  if (!isInCell(phrase)) return [phrase]
  const { left, right } = phrase.bounds
  return linesBeside(
    phrase,
    ({ bounds }) => Math.abs(bounds.left - left) < SLACK && Math.abs(bounds.right - right) < SLACK,
  )
}

/** The lines of the cell right of the one that a phrase stands in, as high as that one; none without rules. */
export function cellRightOf(phrase: Phrase): readonly Phrase[] {
  if (!isInCell(phrase)) return []
  const { right } = phrase.bounds
  return linesBeside(phrase, ({ bounds }) => Math.abs(bounds.left - right) < SLACK)
}

function linesBeside(phrase: Phrase, isColumn: (other: Phrase) => boolean): Phrase[] {
  const { top, bottom } = phrase.bounds
  const { rows } = phrase.page
  const lines: Phrase[] = []
  const from = Math.max(
    0,
    rows.findIndex((row) => row.bottom > top),
  )
  for (let index = from; index < rows.length; index++) {
    const row = rows[index] as Row
    if (row.top > bottom) break
    for (const it of row.phrases)
      if (it.top > top - 1 && it.bottom < bottom + 2 && isColumn(it)) lines.push(it)
  }
  return lines
}

/**
 * Whether a line ends only because its cell does: the first word of the next would not have stood on it, whichever side
 * or middle of the cell the lines are set to.
 */
export function isWrapped(upper: Phrase, lower: Phrase): boolean {
  const [word] = lower.words
  const { left, right } = upper.bounds
  if (word === undefined || !Number.isFinite(right)) return false
  if (!Number.isFinite(left)) return isBesideRule(upper, word, right)
  const padding = Math.min(upper.left - left, lower.left - left, right - upper.right, right - lower.right)
  const room = right - left - Math.max(0, padding) - (upper.right - upper.left)
  return (
    Math.abs(left - lower.bounds.left) < SLACK && word.right - word.left + upper.size * 0.25 > room - SLACK
  )
}

function isBesideRule(upper: Phrase, word: Word, right: number): boolean {
  return upper.right + word.right - word.left + upper.size * 0.25 > right - SLACK
}
