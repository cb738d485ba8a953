import type { Canvas } from '../canvas.ts'
import { type FactName, facts, type Pair } from './facts.ts'
import type { FormSheet } from './sheet.ts'
import type { FactStyle, Look } from './spec.ts'

export function pairsOf(sheet: FormSheet, names: readonly FactName[]): Pair[] {
  return names.flatMap((name) => [...facts[name](sheet)])
}

/** Labels and values at the cursor, which moves below them. */
export function drawFacts(
  canvas: Canvas,
  sheet: FormSheet,
  look: Look,
  names: readonly FactName[],
  as: FactStyle,
): void {
  const pairs = pairsOf(sheet, names)
  if (as === 'lines') {
    for (const [label, value] of pairs)
      canvas.line(`${label}: ${value}`, { font: look.font, size: look.size })
  } else if (as === 'two-columns') drawTwoColumns(canvas, look, pairs)
  else if (as === 'grid') drawGrid(canvas, look, pairs)
  else if (as === 'captions') drawCaptions(canvas, look, pairs)
  else drawStacked(canvas, look, pairs)
}

/** Bold labels in one column, values in the next, no rules. */
function drawTwoColumns(canvas: Canvas, look: Look, pairs: readonly Pair[]): void {
  const labelWidth = Math.min(120, canvas.width * 0.34)
  for (const [label, value] of pairs) {
    const style = { font: look.font, size: look.size }
    const bold = { font: look.bold, size: look.size }
    const valueWidth = canvas.width - labelWidth - 6
    const height = Math.max(canvas.height(label, labelWidth, bold), canvas.height(value, valueWidth, style))
    canvas.room(height + 2)
    canvas.text(label, canvas.left, canvas.y, labelWidth, bold)
    canvas.text(value, canvas.left + labelWidth + 6, canvas.y, valueWidth, style)
    canvas.y += height + 2
  }
}

/** A ruled grid of labels and values, as a spreadsheet prints it. */
function drawGrid(canvas: Canvas, look: Look, pairs: readonly Pair[]): void {
  canvas.table({
    columns: [
      { title: '', share: 1 },
      { title: '', share: 2.6 },
    ],
    rows: pairs.map(([label, value]) => [label, value]),
    size: look.size,
    font: look.font,
    padding: look.padding,
    lines: 'grid',
  })
}

/** Cells side by side, small label above the value, up to four in a row. */
function drawStacked(canvas: Canvas, look: Look, pairs: readonly Pair[]): void {
  const inRow = Math.min(4, pairs.length)
  const width = canvas.width / Math.max(1, inRow)
  for (let first = 0; first < pairs.length; first += inRow) {
    const row = pairs.slice(first, first + inRow)
    const style = { font: look.bold, size: look.size + 1.5 }
    const height = Math.max(...row.map(([, value]) => canvas.height(value, width - 8, style))) + look.size + 8
    canvas.room(height)
    row.forEach(([label, value], index) => {
      const x = canvas.left + index * width
      canvas.box(x, canvas.y, width, height, { stroke: look.accent, line: 0.6 })
      canvas.text(label, x + 4, canvas.y + 3, width - 8, {
        font: look.font,
        size: look.size - 1,
        colour: look.accent,
      })
      canvas.text(value, x + 4, canvas.y + look.size + 4, width - 8, style)
    })
    canvas.y += height
  }
}

/** A small caption above each value, one under the other. */
function drawCaptions(canvas: Canvas, look: Look, pairs: readonly Pair[]): void {
  for (const [label, value] of pairs) {
    canvas.line(label.toLocaleUpperCase('pl'), {
      font: look.bold,
      size: look.size - 1.4,
      colour: look.accent,
    })
    canvas.line(value, { font: look.font, size: look.size })
    canvas.y += 2
  }
}
