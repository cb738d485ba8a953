import { createRequire } from 'node:module'
import Document from 'pdfkit'

const require = createRequire(import.meta.url)
const regular = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')
const bold = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf')

export type Pdf = PDFKit.PDFDocument

/** A PDF drawn by a test. Coordinates are points from the top left. */
export function draw(
  drawing: (pdf: Pdf) => void,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pdf = new Document({ size: 'A4', margin: 30, ...options })
    const chunks: Uint8Array[] = []
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pdf.on('error', reject)
    pdf.registerFont('regular', regular).registerFont('bold', bold).font('regular').fontSize(9)
    drawing(pdf)
    pdf.end()
  })
}

/** Text at a place, on one line. */
export function put(pdf: Pdf, x: number, y: number, text: string, size = 9, font = 'regular'): void {
  pdf.font(font).fontSize(size).text(text, x, y, { lineBreak: false })
}

/** Lines one under another, a label and its value in each; gives the y below the last. */
export function form(
  pdf: Pdf,
  y: number,
  rows: readonly (readonly [label: string, value: string])[],
  x = 40,
): number {
  rows.forEach(([label, value], index) => {
    put(pdf, x, y + index * 16, label)
    put(pdf, x + 120, y + index * 16, value)
  })
  return y + rows.length * 16
}

/** Rows of cells at fixed columns, without rules. */
export function table(
  pdf: Pdf,
  y: number,
  columns: readonly number[],
  rows: readonly (readonly string[])[],
  size = 8,
): number {
  rows.forEach((cells, row) => {
    cells.forEach((cell, index) => put(pdf, columns[index] ?? 40, y + row * 14, cell, size))
  })
  return y + rows.length * 14
}

/** Ruled rows between the given edges, as a spreadsheet prints them; `\n` begins another line of a cell. */
export function cells(
  pdf: Pdf,
  y: number,
  edges: readonly number[],
  rows: readonly (readonly string[])[],
  height: number,
  size = 7,
): number {
  rows.forEach((row, index) => {
    row.forEach((text, column) => {
      const left = edges[column] ?? 0
      const top = y + index * height
      pdf
        .lineWidth(0.5)
        .rect(left, top, (edges[column + 1] ?? left) - left, height)
        .stroke()
      text.split('\n').forEach((line, at) => put(pdf, left + 3, top + 3 + at * (size + 2), line, size))
    })
  })
  return y + rows.length * height
}
