import { Problem } from '#kernel'
import type { Layout, Seat, SeatType } from './contract.ts'

const typeOf: Readonly<Record<string, SeatType>> = {
  s: 'standard',
  v: 'vip',
  w: 'wheelchair',
  c: 'companion',
}
const most = { rows: 60, columns: 80 }

export type Drawing = Omit<Layout, 'id' | 'screenId' | 'version'>

/**
 * Draws the seat plan of a grid (see `SeatGrid` of the contract): rows lettered over the lines that have seats, seats
 * numbered from the left, neighbours named where no aisle lies between.
 *
 * @throws Problem 422 `movie.bad-grid` when it has no seat or is too large.
 */
export function drawLayout(grid: string): Drawing {
  const lines = trimBlankLines(grid.split('\n').map((line) => line.replace(/_+$/, '')))
  const columns = Math.max(0, ...lines.map((line) => line.length))
  const rows = lines.map((line, y) => ({ line, y })).filter(({ line }) => line !== '')
  if (rows.length === 0) throw badGrid('A seat plan needs at least one seat')
  if (rows.length > most.rows || columns > most.columns)
    throw badGrid(`At most ${most.rows} rows of ${most.columns} places`)
  const seats: Seat[] = []
  for (const [index, { line, y }] of rows.entries())
    seats.push(...drawRow(rowName(index), line, y, blocksOf(seats)))
  return { grid: lines.join('\n'), columns, lines: lines.length, capacity: seats.length, seats }
}

const badGrid = (detail: string) => new Problem(422, 'movie.bad-grid', detail)
const blocksOf = (seats: readonly Seat[]) => (seats.at(-1)?.block ?? -1) + 1

function trimBlankLines(lines: string[]): string[] {
  const first = lines.findIndex((line) => line !== '')
  const last = lines.findLastIndex((line) => line !== '')
  return first < 0 ? [] : lines.slice(first, last + 1)
}

/** A to Z, then AA, AB and so on. */
function rowName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : rowName(Math.floor(index / 26) - 1) + letter
}

function drawRow(row: string, line: string, y: number, firstBlock: number): Seat[] {
  const seats: Seat[] = []
  let block = firstBlock
  for (const [x, letter] of [...line].entries()) {
    const type = typeOf[letter]
    if (!type) continue
    const before = seats.at(-1)
    const adjacent = before?.x === x - 1
    if (before && !adjacent) block += 1
    const id = `${row}${seats.length + 1}`
    if (before && adjacent) before.right = id
    seats.push({
      id,
      row,
      number: seats.length + 1,
      type,
      x,
      y,
      block,
      left: adjacent ? before.id : null,
      right: null,
    })
  }
  return seats
}
