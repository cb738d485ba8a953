import { isInCell, isSameBand } from '../layout/cells.ts'
import type { Phrase, Row } from '../layout/model.ts'
import type { HeaderCell } from '../layout/tables.ts'
import { type ColumnKey, departmentWords, type LabelKey, labels } from '../lexicon/index.ts'

/** Points between the rules of two cells that share one. */
export const SHARED_RULE = 4

/**
 * The parts of a row that are of different things, which stand on one height by chance: cells between rules, and text
 * without; headings, and in other print the row of a list with its time.
 */
export function partsOfRow({ phrases }: Row): readonly (readonly Phrase[])[] {
  const parts: Phrase[][] = []
  const isTimed = phrases.some(({ text }) => TIME.test(text))
  for (const phrase of phrases) {
    const last = parts.at(-1)
    const before = last?.at(-1)
    const isOther =
      before !== undefined &&
      ((isInCell(before) !== isInCell(phrase) && !isSameBand(before, phrase)) ||
        (isTimed && before.bold !== phrase.bold))
    if (last === undefined || isOther) parts.push([phrase])
    else last.push(phrase)
  }
  return parts
}

const TIME = /^\d{1,2}[:.h]\d{2}\b/u

/**
 * Headings without what stands beside them in another table on the same height: unknown words left of the first and
 * right of the last known heading, from where the rules part or a department heads its people.
 */
export function withoutNeighbours(cells: readonly HeaderCell<ColumnKey>[]): HeaderCell<ColumnKey>[] {
  const isKnown = ({ keys }: HeaderCell<ColumnKey>): boolean => keys.length > 0
  const first = cells.findIndex((cell, index) => isKnown(cell) && !isBeforeNumbers(cell, cells[index + 1]))
  const last = cells.findLastIndex(isKnown)
  const from = cells.findLastIndex(
    (cell, index) =>
      index < first &&
      (isApart(cell, cells[index + 1]) ||
        isOfPlace(cell) ||
        isBeforeNumbers(cell, cells[index + 1]) ||
        isInOtherPrint(cell, cells[first])),
  )
  const to = cells.findIndex(
    (cell, index) =>
      index > last &&
      (isApart(cells[index - 1] ?? cell, cell) || departmentWords.whole(cell.text) !== undefined),
  )
  return cells.slice(from + 1, to < 0 ? undefined : to)
}

/** `LIEU | N° | COMÉDIEN`: the numbers of a table stand first in it, so a place left of them is none of its columns. */
function isBeforeNumbers({ text }: HeaderCell<ColumnKey>, next: HeaderCell<ColumnKey> | undefined): boolean {
  const isNumber = next?.keys.length === 1 && next.keys[0] === 'number'
  return isNumber && labels.whole(text)?.keys.includes('location') === true
}

/** Whether the rules of two headings part between them: two tables stand side by side. */
export function isApart(left: HeaderCell<ColumnKey>, right: HeaderCell<ColumnKey> | undefined): boolean {
  const gap = (right?.phrase.bounds.left ?? Number.NaN) - left.phrase.bounds.right
  return Number.isFinite(gap) && gap > SHARED_RULE
}

/** Headings of one table are printed alike. */
function isInOtherPrint(
  { phrase }: HeaderCell<ColumnKey>,
  known: HeaderCell<ColumnKey> | undefined,
): boolean {
  return (
    known !== undefined &&
    (phrase.bold !== known.phrase.bold || Math.abs(phrase.size - known.phrase.size) > 0.6)
  )
}

/** `PARKING ÉQUIPE` and `MOTIV 1` left of a table announce what stands under them, and no column. */
function isOfPlace({ text }: HeaderCell<ColumnKey>): boolean {
  const numbered = labels.whole(text.replace(/\s#?\d$/u, ''))
  return (
    labels.whole(text)?.keys.some((key) => ASIDE.has(key)) ??
    (/\d$/u.test(text) && numbered?.keys.includes('location') === true)
  )
}

const ASIDE: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'unitBase',
  'parking',
  'hospital',
  'weather',
  'sunrise',
  'sunset',
  'safety',
  'equipment',
])
