import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import PdfDocument from 'pdfkit'

type EmbeddedFont = 'regular' | 'bold' | 'italic' | 'condensed' | 'condensed-bold' | 'serif' | 'serif-bold'

/** Fonts that every PDF reader brings along; they have no Polish letters. */
type StandardFont =
  | 'sans'
  | 'sans-bold'
  | 'sans-italic'
  | 'times'
  | 'times-bold'
  | 'typewriter'
  | 'typewriter-bold'

export type FontName = EmbeddedFont | StandardFont

export interface TextStyle {
  font?: FontName
  /** Points. */
  size?: number
  align?: 'left' | 'center' | 'right'
  colour?: string
  /** Extra points between letters. */
  spacing?: number
}

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

/** Where a text was drawn, in points from the top left; the first page is 0. */
export interface Spot {
  page: number
  value: string
  x: number
  y: number
  width: number
  height: number
}

interface Placement {
  x: number
  width: number
}

const fontFiles: Record<EmbeddedFont, string> = {
  regular: 'DejaVuSans.ttf',
  bold: 'DejaVuSans-Bold.ttf',
  italic: 'DejaVuSans-Oblique.ttf',
  condensed: 'DejaVuSansCondensed.ttf',
  'condensed-bold': 'DejaVuSansCondensed-Bold.ttf',
  serif: 'DejaVuSerifCondensed.ttf',
  'serif-bold': 'DejaVuSerifCondensed-Bold.ttf',
}
const standardFonts: Record<StandardFont, string> = {
  sans: 'Helvetica',
  'sans-bold': 'Helvetica-Bold',
  'sans-italic': 'Helvetica-Oblique',
  times: 'Times-Roman',
  'times-bold': 'Times-Bold',
  typewriter: 'Courier',
  'typewriter-bold': 'Courier-Bold',
}
const resolve = createRequire(import.meta.url).resolve
const loaded = new Map<EmbeddedFont, Promise<Buffer>>()

async function loadFonts(): Promise<[EmbeddedFont, Buffer][]> {
  return Promise.all(
    (Object.keys(fontFiles) as EmbeddedFont[]).map(async (name): Promise<[EmbeddedFont, Buffer]> => {
      const bytes = loaded.get(name) ?? readFile(resolve(`dejavu-fonts-ttf/ttf/${fontFiles[name]}`))
      loaded.set(name, bytes)
      return [name, await bytes]
    }),
  )
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

const cellPadding = 2.5

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
    this.room(this.#headHeight(spec, place) + 30)
    this.y = this.#head(spec, place, this.y)
    spec.rows.forEach((row, index) => {
      if (this.room(this.#rowHeight(spec, row, place))) this.y = this.#head(spec, place, this.y)
      this.y = this.#row(spec, row, place, this.y, index)
    })
  }

  /** A table at a place of its own, which must fit on the page. Returns the y below it. */
  tableAt(spec: TableSpec, x: number, y: number, width: number): number {
    const place = { x, width }
    let at = this.#head(spec, place, y)
    spec.rows.forEach((row, index) => {
      at = this.#row(spec, row, place, at, index)
    })
    return at
  }

  /** Points that `tableAt` would take. */
  tableHeight(spec: TableSpec, width: number): number {
    const place = { x: 0, width }
    return spec.rows.reduce(
      (sum, row) => sum + this.#rowHeight(spec, row, place),
      this.#headHeight(spec, place),
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

  #headHeight(spec: TableSpec, place: Placement): number {
    const titles = spec.columns.map(({ title }) => title)
    return titles.some(Boolean)
      ? this.#cellsHeight(spec, titles, place, spec.headFont ?? 'condensed-bold')
      : 0
  }

  #rowHeight(spec: TableSpec, row: readonly string[], place: Placement): number {
    return this.#cellsHeight(spec, row, place, spec.font ?? 'condensed')
  }

  #cellsHeight(spec: TableSpec, cells: readonly string[], place: Placement, font: FontName): number {
    const widths = cellWidths(spec, cells, place.width)
    const padding = spec.padding ?? cellPadding
    const heights = cells.map((cell, index) =>
      this.height(cell || ' ', (widths[index] ?? 0) - 2 * padding, { font, size: spec.size ?? 7.5 }),
    )
    return Math.max(...heights) + 2 * padding
  }

  #head(spec: TableSpec, place: Placement, y: number): number {
    const height = this.#headHeight(spec, place)
    if (height === 0) return y
    this.box(place.x, y, place.width, height, { fill: spec.headFill ?? '#dddddd' })
    const titles = spec.columns.map(({ title }) => title)
    const font = spec.headFont ?? 'condensed-bold'
    this.#cells(spec, titles, place, y, { font, colour: spec.headColour ?? '#000000' })
    this.#lines(spec, titles, place, y, height)
    return y + height
  }

  #row(spec: TableSpec, row: readonly string[], place: Placement, y: number, index: number): number {
    const height = this.#rowHeight(spec, row, place)
    if (spec.zebra && index % 2 === 1) this.box(place.x, y, place.width, height, { fill: spec.zebra })
    this.#cells(spec, row, place, y, { font: spec.font ?? 'condensed' })
    this.#lines(spec, row, place, y, height)
    return y + height
  }

  #cells(spec: TableSpec, cells: readonly string[], place: Placement, y: number, style: TextStyle): void {
    let x = place.x
    const padding = spec.padding ?? cellPadding
    cellWidths(spec, cells, place.width).forEach((width, index) => {
      const align = spec.columns[index]?.align
      const value = cells[index] ?? ''
      if (value)
        this.text(value, x + padding, y + padding, width - 2 * padding, {
          ...style,
          size: spec.size ?? 7.5,
          align,
        })
      x += width
    })
  }

  #lines(spec: TableSpec, cells: readonly string[], place: Placement, y: number, height: number): void {
    const kind = spec.lines ?? 'grid'
    if (kind === 'rows') this.rule(y + height, 0.4, place.x, place.width)
    if (kind !== 'grid') return
    let x = place.x
    for (const width of cellWidths(spec, cells, place.width)) {
      this.box(x, y, width, height, { stroke: '#444444', line: 0.4 })
      x += width
    }
  }
}

function cellWidths(spec: TableSpec, cells: readonly string[], width: number): number[] {
  if (cells.length === 1) return [width]
  const total = spec.columns.reduce((sum, { share }) => sum + share, 0)
  return spec.columns.map(({ share }) => (share / total) * width)
}

export function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('error', reject)
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
  })
}
