import { createRequire } from 'node:module'
import { seatParts } from '../present.ts'
import type { Occasion } from './occasion.ts'
import { qrModules } from './qr.ts'
import { moneyText, type Words, wordsOf } from './words.ts'

/** One page. */
export interface PrintedTicket {
  readonly token: string
  readonly seatId: string
  readonly category: string
  /** Minor units, after the voucher. */
  readonly amount: number
}

export interface Print {
  readonly occasion: Occasion
  readonly language: string
  readonly reference: string
  readonly currency: string
  readonly tickets: readonly PrintedTicket[]
}

const require = createRequire(import.meta.url)

let printer: ReturnType<typeof openPrinter> | undefined

/** Opened with the first ticket: it takes a tenth of a second that no start has to wait for. */
async function openPrinter() {
  const { default: Document } = await import('pdfkit')
  const faceIn = (file: string) => face(Document, require.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`))
  return { Document, regular: faceIn('DejaVuSansCondensed'), bold: faceIn('DejaVuSansCondensed-Bold') }
}

/** Points. A5 upright: 420 by 595. */
const MARGIN = 36
const QR_SIZE = 190
const COLUMN = 174

type Pdf = PDFKit.PDFDocument
type PdfKind = typeof import('pdfkit')

/**
 * A face, read once: that takes much longer than to print a ticket with it. pdfkit opens whatever it is given anew for each
 * document, unless it is given what it has opened before, of which its types do not know.
 */
function face(Document: PdfKind, path: string): Uint8Array {
  const pdf = new Document({ autoFirstPage: false, font: '' }).font(path)
  return (Reflect.get(pdf, '_font') as { font: Uint8Array }).font
}

/** A page of A5 for each ticket, with its QR code drawn as lines, so that any printer keeps it sharp. */
export async function ticketsPdf(print: Print): Promise<Uint8Array<ArrayBuffer>> {
  const { Document, regular, bold } = await (printer ??= openPrinter())
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>()
  const pdf = new Document({
    size: 'A5',
    margin: MARGIN,
    autoFirstPage: false,
    // None but our own: else Helvetica is read, too.
    font: '',
    lang: print.language,
    info: { Title: `${print.occasion.movieTitle} ${print.reference}`, Creator: 'Klaps' },
  })
  const chunks: Uint8Array[] = []
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  pdf.on('end', () => resolve(Uint8Array.from(Buffer.concat(chunks))))
  pdf.on('error', reject)
  pdf.registerFont('regular', regular).registerFont('bold', bold)
  const when = clockText(print.occasion, print.language)
  for (const ticket of print.tickets) drawTicket(pdf.addPage(), print, when, ticket)
  pdf.end()
  return await promise
}

function drawTicket(pdf: Pdf, print: Print, { date, time }: Clock, ticket: PrintedTicket): void {
  const { occasion, language, reference, currency } = print
  const words = wordsOf(language)
  const { row, number } = seatParts(ticket.seatId)
  const width = pdf.page.width - 2 * MARGIN
  pdf
    .font('bold')
    .fontSize(20)
    .text(occasion.movieTitle, MARGIN, MARGIN, { width, height: 52, ellipsis: true })
  pdf.font('regular').fontSize(10)
  const theater = [occasion.theaterName, occasion.theaterAddress].filter(Boolean).join('\n')
  pdf.text(theater, MARGIN, pdf.y + 4, { width, height: 40, ellipsis: true })
  const top = pdf.y + 14
  drawFields(pdf, top, [
    [words.date, date],
    [words.time, time],
    [words.screen, occasion.screenName],
    [words.row, row],
    [words.seat, String(number)],
    [words.category, words.categories[ticket.category] ?? ticket.category],
    [words.price, moneyText(ticket.amount, currency, language)],
    [words.reference, reference],
  ])
  drawCode(pdf, pdf.page.width - MARGIN - QR_SIZE + 12, top - 6, ticket.token)
  drawFooter(pdf, words)
}

interface Clock {
  readonly date: string
  readonly time: string
}

/** As the clock on the theater's wall shows it. */
function clockText({ startsAt, timeZone }: Occasion, language: string): Clock {
  const at = startsAt.toZonedDateTimeISO(timeZone)
  return {
    date: at.toLocaleString(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    time: at.toLocaleString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  }
}

function drawFields(pdf: Pdf, top: number, fields: readonly (readonly [string, string])[]): void {
  let y = top
  for (const [label, value] of fields) {
    pdf.font('regular').fontSize(8).fillColor('#555555').text(label, MARGIN, y, { width: COLUMN })
    pdf
      .font('bold')
      .fontSize(13)
      .fillColor('black')
      .text(value, MARGIN, pdf.y, { width: COLUMN, height: 34, ellipsis: true })
    y = pdf.y + 8
  }
}

/** Dark modules of a row that stand together are one rectangle: fewer seams for a printer to show. */
function drawCode(pdf: Pdf, left: number, top: number, token: string): void {
  const modules = qrModules(token)
  const side = QR_SIZE / modules.length
  for (const [line, row] of modules.entries()) {
    let from = 0
    while (from < row.length) {
      const isDark = row[from]
      let to = from + 1
      while (to < row.length && row[to] === isDark) to++
      if (isDark) pdf.rect(left + from * side, top + line * side, (to - from) * side, side)
      from = to
    }
  }
  pdf.fill('black')
}

function drawFooter(pdf: Pdf, words: Words): void {
  const y = pdf.page.height - MARGIN - 12
  pdf
    .font('regular')
    .fontSize(8)
    .fillColor('#555555')
    .text(words.footer, MARGIN, y, {
      width: pdf.page.width - 2 * MARGIN,
      lineBreak: false,
    })
  pdf.fillColor('black')
}
