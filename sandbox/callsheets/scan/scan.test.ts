import { expect, test } from 'vitest'
import { generateCallSheet } from '../index.ts'
import { pdfText } from '../pdf-text.ts'
import { eachPage } from '../pdfium.ts'
import { encodeJpeg } from './jpeg.ts'
import { scanned } from './scan.ts'

const sheet = await generateCallSheet({
  seed: 6,
  language: 'fr',
  layout: 'feuille-courte',
  traps: ['stamp', 'handwriting'],
})

test('a scan is pictures of the same size, without a letter of text, the same each time', async () => {
  const first = await scanned(sheet.pdf, { seed: 1, dpi: 100 })
  expect(Buffer.from(await scanned(sheet.pdf, { seed: 1, dpi: 100 })).equals(Buffer.from(first))).toBe(true)
  expect(Buffer.from(await scanned(sheet.pdf, { seed: 2, dpi: 100 })).equals(Buffer.from(first))).toBe(false)
  expect((await pdfText(first)).join('').trim()).toBe('')
  const sizes = (pdf: Uint8Array) =>
    eachPage(pdf, (engine, page) =>
      [engine.FPDF_GetPageWidthF(page), engine.FPDF_GetPageHeightF(page)].map(Math.round),
    )
  expect(await sizes(first)).toEqual(await sizes(sheet.pdf))
  expect(first.length).toBeLessThan(600_000)
})

test('a quarter turn lays the paper on its side', async () => {
  const side = await scanned(sheet.pdf, { seed: 1, dpi: 75, quarterTurns: 1 })
  const [wide] = await eachPage(
    side,
    (engine, page) => engine.FPDF_GetPageWidthF(page) > engine.FPDF_GetPageHeightF(page),
  )
  expect(wide).toBe(true)
})

test('a picture of one grey keeps its grey, however coarse', async () => {
  const pixels = new Uint8Array(40 * 24).fill(100)
  const jpeg = encodeJpeg({ width: 40, height: 24, pixels }, 30)
  expect(Array.from(jpeg.slice(0, 3))).toEqual([0xff, 0xd8, 0xff])
  expect(Array.from(jpeg.slice(-2))).toEqual([0xff, 0xd9])
})
