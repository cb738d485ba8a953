import { deflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { CallSheetError, closeReader, readCallSheet, readCallSheetInWorker } from './index.ts'
import { heapBytes, MAX_HEAP_BYTES } from './pdf/pdfium.ts'
import { draw, form, put } from './testing/draw.ts'
import { seeded } from './testing/mutate.ts'

afterAll(closeReader)

const good = draw((pdf) => {
  put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
  form(pdf, 70, [
    ['Date:', 'Monday, December 16, 2024'],
    ['Crew call:', '07:00'],
    ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
  ])
})

async function codeOf(reading: Promise<unknown>): Promise<string> {
  return reading.then(
    () => 'read',
    (error: unknown) =>
      error instanceof CallSheetError ? error.code : `not a CallSheetError: ${String(error)}`,
  )
}

/** A PDF of one page whose content stream is given as it is. */
function pdfWith(content: Buffer, filter: string): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  const add = (body: Buffer): void => {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0))
    parts.push(Buffer.from(`${offsets.length} 0 obj\n`), body, Buffer.from('\nendobj\n'))
  }
  add(Buffer.from('<</Type/Catalog/Pages 2 0 R>>'))
  add(Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'))
  add(Buffer.from('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>'))
  const head = Buffer.from(`<</Length ${content.length}/Filter ${filter}>>\nstream\n`)
  add(Buffer.concat([head, content, Buffer.from('\nendstream')]))
  const at = parts.reduce((sum, part) => sum + part.length, 0)
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 5\n0000000000 65535 f \n${rows}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${at}\n%%EOF`,
    ),
  )
  return new Uint8Array(Buffer.concat(parts))
}

describe('documents that cannot be read', () => {
  it('says why, by a code', async () => {
    const locked = await draw((pdf) => put(pdf, 40, 40, 'CALL SHEET'), { userPassword: 'secret' })
    const many = await draw((pdf) => {
      for (let page = 1; page < 60; page++) pdf.addPage()
      put(pdf, 40, 40, 'CALL SHEET')
    })
    const empty = await draw(() => undefined)
    expect(await codeOf(readCallSheet(locked))).toBe('encrypted')
    expect(await codeOf(readCallSheet(many))).toBe('too-many-pages')
    expect(await codeOf(readCallSheet(many, { maxPages: 60 }))).toBe('read')
    expect(await codeOf(readCallSheet(empty))).toBe('no-text')
    expect(await codeOf(readCallSheet(new Uint8Array(0)))).toBe('damaged')
    expect(await codeOf(readCallSheet(new TextEncoder().encode('Dear all, please find attached')))).toBe(
      'damaged',
    )
    expect(await codeOf(readCallSheet(new Uint8Array(26 * 1024 * 1024)))).toBe('too-large')
    expect(await codeOf(readCallSheet(await good, { signal: AbortSignal.abort() }))).toBe('aborted')
  })

  it('reads a document locked only against editing', async () => {
    const locked = await draw(
      (pdf) =>
        form(pdf, 40, [
          ['Crew call:', '07:00'],
          ['Date:', '16 December 2024'],
        ]),
      {
        ownerPassword: 'secret',
        permissions: { modifying: false },
      },
    )
    expect((await readCallSheet(locked)).crewCall?.value).toBe('07:00')
  })

  it('does not unpack a bomb, plain or nested', async () => {
    const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024, 'q Q '), { level: 9 })
    expect(await codeOf(readCallSheet(pdfWith(bomb, '/FlateDecode')))).toBe('too-large')
    expect(
      await codeOf(readCallSheet(pdfWith(deflateSync(bomb, { level: 9 }), '[/FlateDecode /FlateDecode]'))),
    ).toBe('too-large')
  })

  it('gives up a file of streams that unpack to nothing', async () => {
    const broken = Buffer.from('stream\x78\x9c\xff\xff\xff\n', 'latin1')
    const withBroken = async (count: number) =>
      new Uint8Array(Buffer.concat([await good, ...Array.from({ length: count }, () => broken)]))
    expect(await codeOf(readCallSheet(await withBroken(20)))).toBe('read')
    expect(await codeOf(readCallSheet(await withBroken(50_000)))).toBe('damaged')
  })

  it('bounds the memory of PDFium', async () => {
    await readCallSheet(await good)
    expect(await heapBytes()).toBeGreaterThan(0)
    expect(await heapBytes()).toBeLessThan(MAX_HEAP_BYTES)
  })

  it('does not grow with the number of documents', async () => {
    const bytes = await good
    for (let round = 0; round < 20; round++) await readCallSheet(bytes)
    const before = await heapBytes()
    for (let round = 0; round < 200; round++) await readCallSheet(bytes)
    expect(await heapBytes()).toBe(before)
  })

  it('survives cut and changed bytes', async () => {
    const bytes = await good
    const random = seeded(7)
    for (let round = 0; round < 200; round++) {
      const length = round % 4 === 0 ? Math.floor(random() * bytes.length) : bytes.length
      const changed = bytes.slice(0, length)
      const changes = length === 0 ? 0 : 1 + (round % 20)
      for (let change = 0; change < changes; change++) {
        changed[Math.floor(random() * length)] = Math.floor(random() * 256)
      }
      expect(await codeOf(readCallSheet(changed, { scans: 'leave' })), `round ${round}`).toMatch(
        /^(?:read|encrypted|damaged|too-many-pages|too-large|no-text)$/,
      )
    }
    expect((await readCallSheet(bytes)).crewCall?.value).toBe('07:00')
  })
})

describe('the worker', () => {
  it('reads as the library does and leaves the caller its bytes', async () => {
    const bytes = await good
    const options = { me: { role: 'gaffer' }, referenceDate: Temporal.PlainDate.from('2024-12-10') }
    const before = bytes.slice()
    expect(await readCallSheetInWorker(bytes, options)).toEqual(await readCallSheet(bytes, options))
    expect(bytes).toEqual(before)
  })

  it('keeps the event loop free', async () => {
    const bytes = await good
    await readCallSheetInWorker(bytes)
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await Promise.all(Array.from({ length: 8 }, () => readCallSheetInWorker(bytes)))
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(2)
  })

  it('passes refusals on, goes on after them, and can be stopped and started', async () => {
    const bytes = await good
    const stop = new AbortController()
    const stopped = codeOf(readCallSheetInWorker(bytes, { signal: stop.signal }))
    const waiting = readCallSheetInWorker(bytes)
    stop.abort()
    expect(await stopped).toBe('aborted')
    expect((await waiting).kind).toBe('call-sheet')
    expect(await codeOf(readCallSheetInWorker(new Uint8Array([1, 2, 3])))).toBe('damaged')
    const interrupted = codeOf(readCallSheetInWorker(bytes))
    await closeReader()
    expect(await interrupted).toBe('aborted')
    expect((await readCallSheetInWorker(bytes)).kind).toBe('call-sheet')
  })
})
