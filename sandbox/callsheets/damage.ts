import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import { Canvas, type CanvasOptions } from './canvas.ts'

const options: CanvasOptions = {
  paper: 'A4',
  margin: 40,
  title: 'Plan dnia 4',
  author: 'Ćma Film',
  createdAt: '2026-03-13T18:00',
  runningHead: 'Pół kroku',
}

/** A plan dnia that asks for a password ("tajne") before it shows anything. */
export async function encryptedPdf(): Promise<Uint8Array> {
  const canvas = await Canvas.open({ ...options, userPassword: 'tajne' })
  canvas.line('PLAN DNIA 4/20, 14.03.2026, zbiórka 7.00', { size: 12 })
  return canvas.finish()
}

/** The first 60 % of a PDF, as a broken download leaves it: no cross-reference table, no trailer. */
export function truncated(pdf: Uint8Array): Uint8Array {
  return pdf.slice(0, Math.floor(pdf.length * 0.6))
}

/** A document of `count` pages that looks like a plan dnia on each. */
export async function manyPages(count: number): Promise<Uint8Array> {
  const canvas = await Canvas.open(options)
  for (let page = 1; page <= count; page++) {
    if (page > 1) canvas.newPage()
    canvas.line(`PLAN DNIA ${page}/${count}`, { font: 'bold', size: 14 })
    canvas.line('Data: 14.03.2026, zbiórka ekipy 7.00, ul. Chełmska 21, 00-724 Warszawa')
  }
  return canvas.finish()
}

const bombMebibytes = 1100

/**
 * A PDF of some kilobytes whose only content stream inflates to more than 1 GB of spaces (it is packed twice). Made
 * without ever holding that gigabyte.
 */
export function zipBomb(): Uint8Array {
  const packed = deflateSync(deflatedSpaces(bombMebibytes), { level: 9 })
  const stream = `<< /Length ${packed.length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n`
  return assemblePdf([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>'),
    Buffer.concat([Buffer.from(stream), packed, Buffer.from('\nendstream')]),
  ])
}

/** A zlib stream of that many MiB of spaces: one compressed block, which refers to nothing before it, again and again. */
function deflatedSpaces(mebibytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(2 ** 20, ' '), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const end = deflateRawSync(Buffer.alloc(0))
  const head = Buffer.from([0x78, 0xda])
  return Buffer.concat([
    head,
    ...Array.from({ length: mebibytes }, () => block),
    end,
    adler32OfSpaces(mebibytes * 2 ** 20),
  ])
}

/** The checksum of `count` spaces in closed form (RFC 1950): both sums are arithmetic series. */
function adler32OfSpaces(count: number): Buffer {
  const n = BigInt(count)
  const space = 0x20n
  const modulus = 65_521n
  const low = (1n + n * space) % modulus
  const high = (n + (space * n * (n + 1n)) / 2n) % modulus
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(Number(high * 65_536n + low))
  return checksum
}

/** Numbers the objects from 1 (the catalog), and adds the cross-reference table and the trailer. */
function assemblePdf(objects: readonly Buffer[]): Uint8Array {
  const parts = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  objects.forEach((body, index) => {
    const object = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    offsets.push(length)
    length += object.length
    parts.push(object)
  })
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  parts.push(
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\n`),
  )
  parts.push(Buffer.from(`startxref\n${length}\n%%EOF\n`))
  return new Uint8Array(Buffer.concat(parts))
}

/** Mail that a production's partners also send as PDF: dates, times and addresses, but no shooting day. */
export async function notACallSheet(kind: 'price-list' | 'invoice'): Promise<Uint8Array> {
  const canvas = await Canvas.open({ ...options, title: kind, author: 'Wypożyczalnia Obiektyw' })
  if (kind === 'price-list') drawPriceList(canvas)
  else drawInvoice(canvas)
  return canvas.finish()
}

function drawPriceList(canvas: Canvas): void {
  canvas.line('Wypożyczalnia Obiektyw sp. z o.o.', { font: 'bold', size: 14 })
  canvas.line('ul. Mińska 25, 03-808 Warszawa, czynne 8:00 - 16:00', { size: 9 })
  canvas.y += 12
  canvas.line('CENNIK 2026, ważny od 1 marca 2026', { font: 'bold', size: 12 })
  const items: [string, number][] = [
    ['Kamera cyfrowa 4K, korpus', 900],
    ['Zestaw obiektywów 18-85 mm', 650],
    ['Statyw z głowicą', 120],
    ['Steadicam z operatorem', 1800],
    ['Agregat 60 kVA', 700],
    ['Lampa HMI 4 kW', 260],
  ]
  canvas.table({
    columns: [
      { title: 'SPRZĘT', share: 5 },
      { title: 'DZIEŃ ZDJĘCIOWY (zł netto)', share: 2, align: 'right' },
      { title: 'TYDZIEŃ (zł netto)', share: 2, align: 'right' },
    ],
    rows: items.map(([name, price]) => [name, `${price},00`, `${price * 4},00`]),
  })
  canvas.y += 10
  canvas.line(
    'Odbiór sprzętu od 8:00, zwrot do 10:00 następnego dnia. Rezerwacje: biuro@example.com, +48 500 100 900',
  )
}

function drawInvoice(canvas: Canvas): void {
  canvas.line('FAKTURA VAT 31/03/2026', { font: 'bold', size: 14 })
  canvas.line('Data wystawienia: 14.03.2026    Termin płatności: 28.03.2026', { size: 9 })
  canvas.y += 12
  canvas.line('Sprzedawca: Wypożyczalnia Obiektyw sp. z o.o., ul. Mińska 25, 03-808 Warszawa', { size: 9 })
  canvas.line('Nabywca: Ćma Film, ul. Puławska 61, 02-595 Warszawa', { size: 9 })
  canvas.y += 12
  canvas.table({
    columns: [
      { title: 'LP.', share: 0.5 },
      { title: 'USŁUGA', share: 5 },
      { title: 'NETTO', share: 1.5, align: 'right' },
      { title: 'VAT', share: 1, align: 'right' },
      { title: 'BRUTTO', share: 1.5, align: 'right' },
    ],
    rows: [
      ['1', 'Wynajem kamery, dzień zdjęciowy 12.03.2026', '900,00', '23%', '1107,00'],
      ['2', 'Transport', '200,00', '23%', '246,00'],
    ],
  })
  canvas.y += 10
  canvas.line('Do zapłaty: 1353,00 zł', { font: 'bold', size: 11 })
}
