import { afterAll, expect, it } from 'vitest'
import { closeReader, linesInWorker, readCallSheetInWorker, recogniseInWorker } from '../index.ts'
import { readPages } from '../pdf/document.ts'
import { draw, form, put } from '../testing/draw.ts'
import { scanOf } from '../testing/scan.ts'
import { closeEngines } from './engines.ts'
import { kept, withKept } from './keep.ts'

afterAll(async () => {
  await closeEngines()
  await closeReader()
})

const referenceDate = Temporal.PlainDate.from('2024-12-10')

const scan = async (): Promise<Uint8Array> =>
  scanOf(
    await draw(
      (page) => {
        put(page, 30, 30, 'CALL SHEET', 16, 'bold')
        form(
          page,
          70,
          [
            ['Crew call:', '07:30'],
            ['Date:', 'Monday, December 16, 2024'],
            ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
          ],
          30,
        )
      },
      { size: [420, 200] },
    ),
    { skew: 1 },
  )

it('reads what was recognised once without recognising it again', { timeout: 90_000 }, async () => {
  const bytes = await scan()
  const pages: number[] = []
  const recognised = await recogniseInWorker(bytes, { onProgress: ({ page }) => pages.push(page) })
  expect(pages).toEqual([1])
  const again = { recognised, referenceDate, onProgress: () => pages.push(0) }
  const sheet = await readCallSheetInWorker(bytes, again)
  expect(pages).toEqual([1])
  expect(sheet.crewCall?.value).toBe('07:30')
  expect(sheet.problems.map(({ code }) => code)).toContain('recognised-pages')
  expect(sheet.shootingDate?.value).toBe('2024-12-16')
  const time = sheet.crewCall?.evidence.find(({ text }) => text === '07:30')
  expect(Math.abs((time?.box.x ?? 0) - 150)).toBeLessThan(6)
  const lines = await linesInWorker(bytes, { recognised })
  expect(lines.map(({ text }) => text).join(' ')).toContain('Old Mill')
  expect(await linesInWorker(bytes, { recognised, pages: { from: 2, to: 3 } })).toEqual([])
})

it('keeps letters, rules and lean of recognised pages, and nothing of others, in few bytes', async () => {
  const [page] = await readPages(await scan(), { maxPages: 1 })
  const letter = {
    left: 10.004,
    right: 16.5,
    baseline: 80,
    size: 9,
    bold: false,
    spaced: true,
    certainty: 0.87,
  }
  const glyphs = Array.from({ length: 3_000 }, (_, order) => ({
    ...letter,
    text: String.fromCodePoint(65 + (order % 26)),
    left: order,
    right: order + 5.25,
    order,
  }))
  const rules = [{ vertical: true, at: 4.25, from: 10, to: 200.5 }]
  const read = { ...page!, turn: 1 as const, lean: -1.15, glyphs, rules }
  const bytes = kept([read, { ...page!, number: 2 }])
  expect(bytes.length).toBeLessThan(40_000)
  expect(withKept([page!, { ...page!, number: 2 }], bytes)).toEqual([read, { ...page!, number: 2 }])
})
