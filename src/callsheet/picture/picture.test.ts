import { PNG } from 'pngjs'
import { afterAll, describe, expect, it } from 'vitest'
import { closeReader, drawPageInWorker, linesInWorker } from '../index.ts'
import { draw, put } from '../testing/draw.ts'
import type { Mark } from './marks.ts'

afterAll(closeReader)

const sheet = (options: PDFKit.PDFDocumentOptions = { size: [600, 800] }) =>
  draw((pdf) => put(pdf, 100, 100, 'Crew call 7:00', 20), options)
const mark: Mark = { box: { x: 300, y: 400, width: 100, height: 50 }, tone: 'unsure' }

async function picture(pdf: Uint8Array, marks: readonly Mark[] = [], width = 600, page = 1) {
  return PNG.sync.read(Buffer.from((await drawPageInWorker(pdf, { page, width, marks }))!))
}

function colourAt(png: PNG, x: number, y: number): number[] {
  return [...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 3)]
}

describe('a page as a picture', () => {
  it('is as wide as asked, shows the print, and each box in the colour of its tone', async () => {
    const png = await picture(await sheet(), [mark])
    expect([png.width, png.height]).toEqual([600, 800])
    const print = png.data.subarray(100 * 600 * 4, 122 * 600 * 4)
    expect(print.some((value) => value < 60)).toBe(true)
    const [red, green, blue] = colourAt(png, 299, 425)
    expect(red! > green! && green! > blue!).toBe(true)
    expect(colourAt(png, 350, 425)).not.toEqual([255, 255, 255])
    expect(colourAt(png, 500, 700)).toEqual([255, 255, 255])
  })

  it('never hides what is unsure under what is sure', async () => {
    const both = await picture(await sheet(), [mark, { ...mark, tone: 'sure' }])
    const [red, green] = colourAt(both, 299, 425)
    expect(red!).toBeGreaterThan(green!)
  })

  it('is bounded, whatever is asked and however large the page', async () => {
    const wide = await picture(await sheet({ size: [14_000, 14_000] }), [], 4_000)
    expect(wide.width * wide.height).toBeLessThanOrEqual(6_010_000)
    const strip = await picture(await sheet({ size: [300, 14_400] }), [], 3_000)
    expect(strip.height).toBeLessThanOrEqual(6_000)
  })

  it('can be seen through nowhere', async () => {
    const png = await picture(await sheet(), [mark])
    expect(png.data.every((value, at) => at % 4 !== 3 || value === 255)).toBe(true)
  })

  it('takes boxes that lie outside of the page, and says that there is no such page', async () => {
    const outside = { tone: 'sure', box: { x: -50, y: 790, width: 2_000, height: 900 } } as const
    expect((await picture(await sheet(), [outside])).width).toBe(600)
    for (const page of [0, 2, 1e9])
      expect(await drawPageInWorker(await sheet(), { page, width: 300, marks: [] })).toBeNull()
  })
})

it('the lines of a document are told with their places', async () => {
  const [line] = await linesInWorker(await sheet())
  expect(line).toMatchObject({ page: 1, text: 'Crew call 7:00' })
  expect(line!.box.x).toBeCloseTo(100, -1)
})
