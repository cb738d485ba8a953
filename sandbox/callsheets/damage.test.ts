import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflate, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { encryptedPdf, manyPages, notACallSheet, truncated, zipBomb } from './damage.ts'
import { pdfText } from './pdf-text.ts'

test('the encrypted sheet asks for a password', async () => {
  await expect(pdfText(await encryptedPdf())).rejects.toThrow('password')
})

test('the truncated sheet has lost its end', async () => {
  const whole = await manyPages(3)
  const cut = truncated(whole)
  expect(cut.length).toBeLessThan(whole.length)
  expect(Buffer.from(cut).includes('%%EOF')).toBe(false)
})

test('the long sheet has as many pages as asked', async () => {
  expect(await pdfText(await manyPages(60))).toHaveLength(60)
})

test('the zip bomb is small, well-formed, and inflates to more than a gigabyte', async () => {
  const pdf = Buffer.from(zipBomb())
  expect(pdf.length).toBeLessThan(20_000)
  const start = pdf.indexOf('stream\n') + 'stream\n'.length
  const inner = inflateSync(pdf.subarray(start, pdf.indexOf('\nendstream')))
  let inflated = 0
  await pipeline(
    Readable.from([inner]),
    createInflate({ chunkSize: 2 ** 20 }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) inflated += chunk.length
    },
  )
  expect(inflated).toBeGreaterThan(2 ** 30)
}, 60_000)

test('the other papers are readable and no call sheets', async () => {
  expect((await pdfText(await notACallSheet('price-list'))).join()).toContain('CENNIK 2026')
  expect((await pdfText(await notACallSheet('invoice'))).join()).toContain('FAKTURA VAT')
})
