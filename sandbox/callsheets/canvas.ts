import PdfDocument from 'pdfkit'
import { type EmbeddedFont, type FontName, loadFonts, standardFonts } from './fonts.ts'
import { drawTableHead, drawTableRow, type TableSpec, tableHeadHeight, tableRowHeight } from './table.ts'

export type { FontName } from './fonts.ts'
export type { TableColumn, TableSpec } from './table.ts'

export interface TextStyle {
  font?: FontName
  /** Points. */
  size?: number
  align?: 'left' | 'center' | 'right'
  colour?: string
  /** Extra points between letters. */
  spacing?: number
}

/** Where a text was drawn, in points from the top left; the first page is 0. */
export interface Spot {
  page: number
  value: string
  x: number
  y: number
  width: number
  height: number
}

export interface CanvasOptions {
  paper: 'A4' | 'LETTER'
  landscape?: boolean
  margin: number
  title: string
  author: string
  /** Local `YYYY-MM-DDTHH:MM`; becomes the PDF's creation date, so that the bytes depend on the content alone. */
  createdAt: string
  /** Printed small at the top of every page but the first. */
  runningHead: string
  userPassword?: string
  /** Each letter of a line is drawn on its own, as some layout programs do. */
  letterByLetter?: boolean
  /** The pages lie on their side in the file and ask the viewer to turn them. */
  turned?: boolean
  /** Every font travels with the file: no standard ones. */
  embedded?: boolean
  /** Points kept free at the bottom of each page; the margin when absent. */
  freeBelow?: number
}

/** Pages to draw on: text, boxes and tables in points from the top left, with a cursor `y` that walks down. */
export class Canvas {
  y: number
  left: number
  right: number
  readonly bottom: number
  readonly #options: CanvasOptions
  readonly #spots: Spot[] = []
  readonly #top: number
  readonly #doc: PDFKit.PDFDocument
  readonly #finished: Promise<Uint8Array>
  #runningHead: string
  #page = 1
  #measuring = false

  static async open(options: CanvasOptions): Promise<Canvas> {
    return new Canvas(options, await loadFonts())
  }

  private constructor(options: CanvasOptions, fonts: [EmbeddedFont, Buffer][]) {
    const created = new Date(`${options.createdAt}:00Z`)
    this.#options = options
    this.#doc = new PdfDocument({
      size: options.paper,
      layout: options.landscape ? 'landscape' : 'portrait',
      margin: 0,
      font: '',
      userPassword: options.userPassword,
      bufferPages: true,
      info: {
        Title: options.title,
        Author: options.author,
        Creator: 'Klaps sandbox',
        CreationDate: created,
        ModDate: created,
      },
    })
    for (const [name, bytes] of fonts) this.#doc.registerFont(name, bytes)
    for (const [name, family] of Object.entries(standardFonts)) this.#doc.registerFont(name, family)
    this.#finished = collect(this.#doc)
    this.#runningHead = options.runningHead
    this.#top = options.margin
    this.y = options.margin
    this.left = options.margin
    this.right = this.#doc.page.width - options.margin
    this.bottom = this.#doc.page.height - (options.freeBelow ?? options.margin)
    this.#turnPage()
  }

  get width(): number {
    return this.right - this.left
  }

  /**
   * Draws text wrapped to `width` and returns its height. The cursor stays.
   *
   * @throws RangeError when the text would leave the page at the bottom: a sheet never loses a line in silence.
   */
  text(value: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    const options = this.#prepare(width, style)
    const height = this.#doc.heightOfString(value, options)
    if (this.#measuring) return height
    if (y + height > this.#doc.page.height) throw new RangeError(`No room on the page for: ${value}`)
    this.#spots.push({ page: this.#doc.bufferedPageRange().count - 1, value, x, y, width, height })
    this.#doc.fillColor(style.colour ?? '#000000')
    if (this.#options.letterByLetter && height < (style.size ?? 8) * 1.6)
      this.#spell(value, x, y, width, style)
    else this.#doc.text(value, x, y, options)
    return height
  }

  /** One line, letter after letter. */
  #spell(value: string, x: number, y: number, width: number, style: TextStyle): void {
    const free = width - this.#doc.widthOfString(value, { characterSpacing: style.spacing ?? 0 })
    let at = x + (style.align === 'center' ? free / 2 : style.align === 'right' ? free : 0)
    for (const letter of value) {
      if (letter.trim()) this.#doc.text(letter, at, y, { lineBreak: false })
      at += this.#doc.widthOfString(letter) + (style.spacing ?? 0)
    }
  }

  /** Where `value` was first drawn, alone or within a longer text. */
  spotOf(value: string): Spot | undefined {
    return this.#spots.find((spot) => spot.value.includes(value))
  }

  /** Draws over a page that was already left. Pages count from 0. */
  over(page: number, draw: (doc: PDFKit.PDFDocument) => void): void {
    const last = this.#doc.bufferedPageRange().count - 1
    this.#doc.switchToPage(page)
    this.#doc.save()
    draw(this.#doc)
    this.#doc.restore()
    this.#doc.switchToPage(last)
  }

  /** The next page is the first of another document. */
  newDocument(runningHead: string): void {
    this.#doc.addPage()
    this.#turnPage()
    this.#runningHead = runningHead
    this.#page = 1
    this.y = this.#top
  }

  /** The page's box becomes its own on its side, and what is drawn is laid on the side with it. */
  #turnPage(): void {
    if (!this.#options.turned) return
    const { page } = this.#doc
    const { width, height } = page
    const data: Record<string, unknown> = page.dictionary.data
    data.MediaBox = [0, 0, height, width]
    data.Rotate = 90
    this.#doc.transform(0, -1, 1, 0, 0, height)
  }

  /** A full-width line of text at the cursor, which moves below it. */
  line(value: string, style: TextStyle = {}): void {
    this.room((style.size ?? 8) * 1.4)
    this.y += this.text(value, this.left, this.y, this.width, style) + 1
  }

  /** Draws every letter on its own, as some layout programs do with tracked headings. Returns the width used. */
  letters(value: string, x: number, y: number, gap: number, style: TextStyle = {}): number {
    let at = x
    for (const letter of value) {
      const options = this.#prepare(100, style)
      if (letter !== ' ')
        this.#doc.fillColor(style.colour ?? '#000000').text(letter, at, y, { ...options, lineBreak: false })
      at += this.#doc.widthOfString(letter) + gap
    }
    return at - x
  }

  height(value: string, width: number, style: TextStyle = {}): number {
    return this.#doc.heightOfString(value, this.#prepare(width, style))
  }

  box(
    x: number,
    y: number,
    width: number,
    height: number,
    paint: { fill?: string; stroke?: string; line?: number } = {},
  ): void {
    if (this.#measuring) return
    if (paint.fill) this.#doc.rect(x, y, width, height).fill(paint.fill)
    if (paint.stroke || !paint.fill) {
      this.#doc
        .lineWidth(paint.line ?? 0.6)
        .rect(x, y, width, height)
        .stroke(paint.stroke ?? '#000000')
    }
  }

  rule(y: number, line = 0.6, x = this.left, width = this.width): void {
    if (this.#measuring) return
    this.#doc
      .lineWidth(line)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke('#000000')
  }

  /** Starts a new page when less than `height` points are left. Returns whether it did. */
  room(height: number): boolean {
    if (this.#measuring || this.y + height <= this.bottom) return false
    this.newPage()
    return true
  }

  /** Draws within a column of the page: `left` and `right` are the column's meanwhile. Returns the y below it. */
  within(x: number, width: number, y: number, draw: () => void): number {
    const { left, right } = this
    this.left = x
    this.right = x + width
    this.y = y
    draw()
    this.left = left
    this.right = right
    return this.y
  }

  /** Points that `draw` would take from the cursor on, on an endless page. */
  measure(draw: () => void): number {
    const { y } = this
    const already = this.#measuring
    this.#measuring = true
    draw()
    this.#measuring = already
    const height = this.y - y
    this.y = y
    return height
  }

  newPage(): void {
    this.#doc.addPage()
    this.#turnPage()
    this.#page += 1
    this.y = this.#top
    this.text(`${this.#runningHead} - ${this.#page}`, this.left, this.y, this.width, {
      size: 6.5,
      align: 'right',
      colour: '#555555',
    })
    this.y += 14
  }

  /** A table at the cursor that may run over pages, its head repeated on each. */
  table(spec: TableSpec): void {
    const place = { x: this.left, width: this.width }
    this.room(tableHeadHeight(this, spec, place) + 30)
    this.y = drawTableHead(this, spec, place, this.y)
    spec.rows.forEach((row, index) => {
      if (this.room(tableRowHeight(this, spec, row, place))) this.y = drawTableHead(this, spec, place, this.y)
      this.y = drawTableRow(this, spec, row, place, this.y, index)
    })
  }

  /** A table at a place of its own, which must fit on the page. Returns the y below it. */
  tableAt(spec: TableSpec, x: number, y: number, width: number): number {
    const place = { x, width }
    let at = drawTableHead(this, spec, place, y)
    spec.rows.forEach((row, index) => {
      at = drawTableRow(this, spec, row, place, at, index)
    })
    return at
  }

  /** Points that `tableAt` would take. */
  tableHeight(spec: TableSpec, width: number): number {
    const place = { x: 0, width }
    return spec.rows.reduce(
      (sum, row) => sum + tableRowHeight(this, spec, row, place),
      tableHeadHeight(this, spec, place),
    )
  }

  async finish(): Promise<Uint8Array> {
    this.#doc.end()
    return this.#finished
  }

  #prepare(width: number, style: TextStyle): PDFKit.Mixins.TextOptions {
    this.#doc.font(this.#fontOf(style.font ?? 'condensed')).fontSize(style.size ?? 8)
    return { width, align: style.align ?? 'left', characterSpacing: style.spacing ?? 0 }
  }

  #fontOf(name: FontName): FontName {
    if (!this.#options.embedded || !(name in standardFonts)) return name
    return name.endsWith('-bold') ? 'condensed-bold' : 'condensed'
  }
}

export function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('error', reject)
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
  })
}
