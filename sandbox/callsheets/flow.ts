import type { Canvas, TableSpec } from './canvas.ts'

const gap = 6

/** Flows small tables (a department each) down side-by-side columns of even length, over as many pages as it takes. */
export function flowTables(canvas: Canvas, tables: readonly TableSpec[], columns: number): void {
  const width = (canvas.width - gap * (columns - 1)) / columns
  let waiting = tables.map((table) => ({ table, height: canvas.tableHeight(table, width) + gap }))
  canvas.room(Math.max(0, ...waiting.map(({ height }) => height)))
  while (waiting.length > 0) {
    const heights = waiting.map(({ height }) => height)
    const filled = fill(heights, columns, canvas.bottom - canvas.y)
    let lowest = canvas.y
    let taken = 0
    filled.forEach((count, column) => {
      let y = canvas.y
      for (const { table } of waiting.slice(taken, taken + count)) {
        y = canvas.tableAt(table, canvas.left + column * (width + gap), y, width) + gap
      }
      taken += count
      lowest = Math.max(lowest, y)
    })
    canvas.y = lowest
    waiting = waiting.slice(taken)
    if (waiting.length > 0) canvas.newPage()
  }
}

/** How many tables each column takes: the lowest columns that hold them all, or what fits within `available`. */
function fill(heights: readonly number[], columns: number, available: number): number[] {
  const total = heights.reduce((sum, height) => sum + height, 0)
  const step = 10
  let limit = Math.min(available, Math.max(total / columns, ...heights))
  for (;;) {
    const counts = pack(heights, columns, limit)
    const held = counts.reduce((sum, count) => sum + count, 0)
    if (held === heights.length || limit >= available) {
      // A table taller than the page would never fit: draw it alone and let it overrun rather than loop for ever.
      return held === 0 ? [1] : counts
    }
    limit = Math.min(available, limit + step)
  }
}

function pack(heights: readonly number[], columns: number, limit: number): number[] {
  const counts: number[] = []
  let next = 0
  for (let column = 0; column < columns; column++) {
    const first = next
    for (let used = 0; used + (heights[next] ?? Number.POSITIVE_INFINITY) <= limit; next++)
      used += heights[next] ?? 0
    counts.push(next - first)
  }
  return counts
}
