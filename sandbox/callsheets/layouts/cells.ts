import type { Canvas, TextStyle } from '../canvas.ts'

/*
 * Rows of cells as spreadsheets and word processors print them: merged as wide as their shares, each with its own fill,
 * and in each as many lines as it takes, every line in its own style.
 */

/** A line of a cell. */
export type CellLine = readonly [text: string, style: TextStyle]

export interface RichCell {
  /** Share of the row's width. */
  share: number
  lines: readonly CellLine[]
  fill?: string
}

export interface RowLook {
  /** Points round the text. */
  padding?: number
  stroke?: string
  line?: number
  /** Points that the row has at least. */
  height?: number
}

const heightOf = (canvas: Canvas, lines: readonly CellLine[], width: number): number =>
  lines.reduce((sum, [text, style]) => sum + canvas.height(text || ' ', width, style), 0)

/** A cell of one text. */
export const cell = (share: number, text: string, style: TextStyle, fill?: string): RichCell => ({
  share,
  lines: [[text, style]],
  ...(fill ? { fill } : {}),
})

/** One row at the cursor, as high as its highest cell. The cursor moves below it. */
export function cellRow(canvas: Canvas, cells: readonly RichCell[], look: RowLook = {}): void {
  const { padding = 2.5, stroke = '#000000', line = 0.5 } = look
  const total = cells.reduce((sum, { share }) => sum + share, 0)
  const placed = cells.map((each) => ({ ...each, width: (canvas.width * each.share) / total }))
  const heights = placed.map(({ lines, width }) => heightOf(canvas, lines, width - 2 * padding))
  const height = Math.max(look.height ?? 0, Math.max(...heights) + 2 * padding)
  canvas.room(height)
  let x = canvas.left
  for (const { lines, fill, width } of placed) {
    if (fill) canvas.box(x, canvas.y, width, height, { fill })
    canvas.box(x, canvas.y, width, height, { stroke, line })
    let y = canvas.y + padding
    for (const [text, style] of lines)
      y += canvas.text(text || ' ', x + padding, y, width - 2 * padding, style)
    x += width
  }
  canvas.y += height
}

/** A row that is one merged cell. */
export const mergedRow = (
  canvas: Canvas,
  text: string,
  style: TextStyle,
  look: RowLook & { fill?: string } = {},
): void => cellRow(canvas, [cell(1, text, style, look.fill)], look)

export type GridColumn = readonly [title: string, share: number, style: TextStyle]

/** Rows under the same columns: a text is in its column's style, lines bring their own. */
export interface Grid {
  head(style: TextStyle, fill?: string): void
  row(contents: readonly (string | readonly CellLine[])[], look?: { fill?: string; height?: number }): void
}

export function gridOf(canvas: Canvas, columns: readonly GridColumn[], look: RowLook = {}): Grid {
  return {
    head: (style, fill) =>
      cellRow(
        canvas,
        columns.map(([title, share]) => cell(share, title, style, fill)),
        look,
      ),
    row: (contents, { fill, height } = {}) =>
      cellRow(
        canvas,
        columns.map(([, share, style], index) => {
          const content = contents[index] ?? ''
          return {
            ...cell(share, '', style, fill),
            lines: typeof content === 'string' ? [[content, style]] : content,
          }
        }),
        { ...look, height },
      ),
  }
}

/**
 * A cell merged over all rows that `draw` draws beside it. Starts a new page when they do not fit on this one together;
 * they must fit on a page.
 *
 * @param share of the width that the merged cell takes, below 1
 * @param draw is told how many points the merged cell takes for itself, which the rows have to fill
 */
export function besideMerged(
  canvas: Canvas,
  share: number,
  lines: readonly CellLine[],
  draw: (least: number) => void,
  look: RowLook & { fill?: string } = {},
): void {
  const { padding = 2.5, stroke = '#000000', line = 0.5, fill } = look
  const own = canvas.width * share
  const { left, width } = canvas
  const least = heightOf(canvas, lines, own - 2 * padding) + 2 * padding
  const rows = (y: number) => canvas.within(left + own, width - own, y, () => draw(least))
  const height = Math.max(
    canvas.measure(() => rows(canvas.y)),
    least,
  )
  canvas.room(height)
  const top = canvas.y
  if (fill) canvas.box(left, top, own, height, { fill })
  canvas.box(left, top, own, height, { stroke, line })
  let y = top + padding
  for (const [text, style] of lines) y += canvas.text(text, left + padding, y, own - 2 * padding, style)
  rows(top)
  canvas.y = top + height
}
