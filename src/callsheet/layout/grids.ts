import type { Phrase } from './model.ts'
import type { Header } from './tables.ts'

/** Points between two strokes that draw one edge. */
const EDGE_SLACK = 4

/** Cells that stand between other rules than the heading's are another table's. */
export function isOtherGrid<Key>({ cells }: Header<Key>, phrases: readonly Phrase[]): boolean {
  const edges = cells.flatMap(({ phrase: { bounds } }) => [bounds.left, bounds.right])
  if (phrases.length < 2 || !edges.every(Number.isFinite)) return false
  const off = ({ bounds }: Phrase): boolean =>
    Number.isFinite(bounds.left) && edges.every((edge) => Math.abs(edge - bounds.left) > EDGE_SLACK)
  return phrases.filter(off).length > phrases.length / 3
}

/** So many rows between rules are a grid; of stripes every second row is a box. */
const LEAST_GRID = 2

/** Under rows whose every cell stands between rules, a line with none at its sides is no row of theirs. */
export function leavesGrid(
  lines: readonly { readonly phrases: readonly Phrase[] }[],
  phrases: readonly Phrase[],
): boolean {
  const isRuled = ({ bounds }: Phrase): boolean =>
    Number.isFinite(bounds.left) && Number.isFinite(bounds.right) && Number.isFinite(bounds.bottom)
  const isFree = ({ bounds }: Phrase): boolean =>
    !Number.isFinite(bounds.left) && !Number.isFinite(bounds.right)
  return (
    lines.length >= LEAST_GRID && phrases.every(isFree) && lines.every((line) => line.phrases.every(isRuled))
  )
}
