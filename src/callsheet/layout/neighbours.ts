import { cellOf, isInCell } from './cells.ts'
import type { Phrase, Row } from './model.ts'

/** The next phrase on the same height. */
export function rightOf(phrase: Phrase): Phrase | undefined {
  return phrase.row.phrases[phrase.index + 1]
}

export function leftOf(phrase: Phrase): Phrase | undefined {
  return phrase.row.phrases[phrase.index - 1]
}

/** Rows under a phrase on the same page, nearest first. */
export function rowsBelow(phrase: Phrase): Row[] {
  return phrase.page.rows.slice(phrase.row.index + 1)
}

/** How much two phrases share of the narrower one's width, 0 to 1. */
export function overlap(a: { left: number; right: number }, b: { left: number; right: number }): number {
  const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const narrower = Math.min(a.right - a.left, b.right - b.left)
  return narrower <= 0 ? 0 : Math.max(0, shared) / narrower
}

/** Same left edge, same middle or sharing width: one stands in the column of the other. */
export function isInColumn(upper: Phrase, lower: Phrase): boolean {
  if (upper.bounds.left > lower.left + 1 || upper.bounds.right < lower.left + 1) return false
  if (isSameCellColumn(upper, lower)) return true
  if (Math.abs(upper.left - lower.left) < upper.size * 0.6) return true
  const middle = (it: Phrase): number => (it.left + it.right) / 2
  return Math.abs(middle(upper) - middle(lower)) < upper.size * 0.8 || overlap(upper, lower) > 0.3
}

/** Between the same rules at both sides, however each is set between them, and each the only one there on its height. */
function isSameCellColumn(upper: Phrase, lower: Phrase): boolean {
  return isBetweenSameRules(upper, lower) && !isOneOfSeveral(upper) && !isOneOfSeveral(lower)
}

function isBetweenSameRules({ bounds: a }: Phrase, { bounds: b }: Phrase): boolean {
  return Math.abs(a.left - b.left) < 2 && Math.abs(a.right - b.right) < 2
}

/** A frame around texts that stand side by side makes no column of them. */
function isOneOfSeveral(phrase: Phrase): boolean {
  return [leftOf(phrase), rightOf(phrase)].some(
    (beside) => beside !== undefined && isBetweenSameRules(beside, phrase),
  )
}

/**
 * The nearest phrase in the column under this one, at most `reach` line heights below it, or below the cell that it
 * stands alone in: a neighbour of two lines makes a row of headings higher.
 */
export function below(phrase: Phrase, reach = 2.6): Phrase | undefined {
  const isNear = (row: Row, bottom: number): boolean => row.top - bottom <= reach * phrase.size
  const { rows } = phrase.page
  for (let index = phrase.row.index + 1; index < rows.length; index++) {
    const row = rows[index] as Row
    if (!isNear(row, phrase.bottom) && !(isNear(row, phrase.bounds.bottom) && isAloneInCell(phrase)))
      return undefined
    const found = row.phrases.find((candidate) => isInColumn(phrase, candidate))
    if (found !== undefined) return found
  }
  return undefined
}

/** The nearest phrase in the column over this one, at most `reach` of this one's line heights above it. */
export function above(phrase: Phrase, reach: number): Phrase | undefined {
  const { rows } = phrase.page
  for (let index = phrase.row.index - 1; index >= 0; index--) {
    const row = rows[index] as Row
    const found = row.phrases.find((it) => isInColumn(it, phrase))
    if (found !== undefined) return phrase.top - found.bottom < phrase.size * reach ? found : undefined
    if (phrase.top - row.bottom > phrase.size * reach * 2) return undefined
  }
  return undefined
}

function isAloneInCell(phrase: Phrase): boolean {
  return isInCell(phrase) && cellOf(phrase).length === 1
}
