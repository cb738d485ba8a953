import type { Canvas, TextStyle } from './canvas.ts'
import type { FontName } from './fonts.ts'

export interface TableColumn {
  title: string
  /** Share of the table's width, relative to the other columns. */
  share: number
  align?: TextStyle['align']
}

export interface TableSpec {
  columns: readonly TableColumn[]
  /** A row of one cell spans the whole table, as merged cells do. */
  rows: readonly (readonly string[])[]
  size?: number
  font?: FontName
  headFont?: FontName
  /** Points round the text of a cell. */
  padding?: number
  lines?: 'grid' | 'rows' | 'none'
  headFill?: string
  headColour?: string
  /** Fill of every second row. */
  zebra?: string
}

/** The left edge and the width of a table. */
export interface Placement {
  x: number
  width: number
}

const cellPadding = 2.5

/** Points that the head takes; none when no column has a title. */
export function tableHeadHeight(canvas: Canvas, spec: TableSpec, place: Placement): number {
  const titles = spec.columns.map(({ title }) => title)
  return titles.some(Boolean)
    ? cellsHeight(canvas, spec, titles, place, spec.headFont ?? 'condensed-bold')
    : 0
}

/** Points that the tallest cell of a row takes. */
export function tableRowHeight(
  canvas: Canvas,
  spec: TableSpec,
  row: readonly string[],
  place: Placement,
): number {
  return cellsHeight(canvas, spec, row, place, spec.font ?? 'condensed')
}

function cellsHeight(
  canvas: Canvas,
  spec: TableSpec,
  cells: readonly string[],
  place: Placement,
  font: FontName,
): number {
  const widths = cellWidths(spec, cells, place.width)
  const padding = spec.padding ?? cellPadding
  const heights = cells.map((cell, index) =>
    canvas.height(cell || ' ', (widths[index] ?? 0) - 2 * padding, { font, size: spec.size ?? 7.5 }),
  )
  return Math.max(...heights) + 2 * padding
}

/** Returns the y below the head. */
export function drawTableHead(canvas: Canvas, spec: TableSpec, place: Placement, y: number): number {
  const height = tableHeadHeight(canvas, spec, place)
  if (height === 0) return y
  canvas.box(place.x, y, place.width, height, { fill: spec.headFill ?? '#dddddd' })
  const titles = spec.columns.map(({ title }) => title)
  const font = spec.headFont ?? 'condensed-bold'
  drawCells(canvas, spec, titles, place, y, { font, colour: spec.headColour ?? '#000000' })
  drawLines(canvas, spec, titles, place, y, height)
  return y + height
}

/** Returns the y below the row. @param index counts rows from 0, for the fill of every second one. */
export function drawTableRow(
  canvas: Canvas,
  spec: TableSpec,
  row: readonly string[],
  place: Placement,
  y: number,
  index: number,
): number {
  const height = tableRowHeight(canvas, spec, row, place)
  if (spec.zebra && index % 2 === 1) canvas.box(place.x, y, place.width, height, { fill: spec.zebra })
  drawCells(canvas, spec, row, place, y, { font: spec.font ?? 'condensed' })
  drawLines(canvas, spec, row, place, y, height)
  return y + height
}

function drawCells(
  canvas: Canvas,
  spec: TableSpec,
  cells: readonly string[],
  place: Placement,
  y: number,
  style: TextStyle,
): void {
  let x = place.x
  const padding = spec.padding ?? cellPadding
  cellWidths(spec, cells, place.width).forEach((width, index) => {
    const align = spec.columns[index]?.align
    const value = cells[index] ?? ''
    if (value)
      canvas.text(value, x + padding, y + padding, width - 2 * padding, {
        ...style,
        size: spec.size ?? 7.5,
        align,
      })
    x += width
  })
}

function drawLines(
  canvas: Canvas,
  spec: TableSpec,
  cells: readonly string[],
  place: Placement,
  y: number,
  height: number,
): void {
  const kind = spec.lines ?? 'grid'
  if (kind === 'rows') canvas.rule(y + height, 0.4, place.x, place.width)
  if (kind !== 'grid') return
  let x = place.x
  for (const width of cellWidths(spec, cells, place.width)) {
    canvas.box(x, y, width, height, { stroke: '#444444', line: 0.4 })
    x += width
  }
}

function cellWidths(spec: TableSpec, cells: readonly string[], width: number): number[] {
  if (cells.length === 1) return [width]
  const total = spec.columns.reduce((sum, { share }) => sum + share, 0)
  return spec.columns.map(({ share }) => (share / total) * width)
}
