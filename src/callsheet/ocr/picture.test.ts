import { describe, expect, it } from 'vitest'
import { readPages } from '../pdf/document.ts'
import { toShown } from '../pdf/page.ts'
import { draw, form, put } from '../testing/draw.ts'
import { paint } from '../testing/scan.ts'
import { inkOf } from './binary.ts'
import { weighed } from './certainty.ts'
import { glyphsOf } from './glyphs.ts'
import { type GreyImage, leaned, reduced, turned } from './image.ts'
import { renderPage } from './render.ts'
import { takeRules } from './ruled.ts'
import { skewOf } from './skew.ts'
import { corrected } from './spelling.ts'
import { isUpright } from './straighten.ts'
import { tightened } from './tighten.ts'
import { type SeenWord, wordsOfTsv } from './tsv.ts'

/** A small sheet with a ruled table, as a picture of 300 dpi. */
async function picture(): Promise<GreyImage> {
  const pdf = await draw(
    (page) => {
      put(page, 30, 30, 'CALL SHEET', 14, 'bold')
      form(page, 60, [
        ['Crew call:', '07:00'],
        ['Location:', 'Old Mill, 12 River Road'],
        ['Parking:', 'behind the mill'],
      ])
      page.rect(30, 120, 240, 40).stroke()
      page.moveTo(120, 120).lineTo(120, 160).stroke()
      put(page, 36, 135, 'Grip')
      put(page, 126, 135, '06:30')
    },
    { size: [300, 200] },
  )
  const [page] = await readPages(pdf, { maxPages: 1 })
  if (page === undefined) throw new Error('no page')
  return renderPage(pdf, page.shown)
}

const blank = (width: number, height: number): GreyImage => ({
  width,
  height,
  pixels: new Uint8Array(width * height).fill(255),
  dpi: 72,
})

const seen = (text: string, left: number, top: number, right: number, bottom: number): SeenWord => ({
  text,
  left,
  top,
  right,
  bottom,
  confidence: 96,
  line: 0,
})

describe('the picture of a page', () => {
  it('has 300 dpi, and fewer where the page is larger than paper', async () => {
    const pdf = await draw((page) => page.rect(0, 0, 5_000, 100).fill('black'), { size: [5_000, 14_000] })
    const [huge] = await readPages(pdf, { maxPages: 1 })
    const small = await picture()
    expect([small.width, small.height, small.dpi]).toEqual([1250, 833, 300])
    const large = await renderPage(pdf, huge!.shown)
    expect(large.width * large.height).toBeLessThan(12_100_000)
    expect(large.pixels[10]).toBe(0)
    expect(large.pixels.at(-1)).toBe(255)
  })

  it.each([-7.3, -2, -0.4, 0, 0.25, 1.7, 5, 10])('leans by %f degrees, and is found to', async (degrees) => {
    expect(Math.abs(skewOf(leaned(await picture(), degrees)) - degrees)).toBeLessThan(0.2)
  })

  it('is the same after four quarter turns, and another after each', async () => {
    const once = turned(await picture(), 1)
    expect([once.width, once.height]).toEqual([833, 1250])
    expect(turned(turned(once, 2), 1)).toEqual(await picture())
    expect(turned(once, 3)).toEqual(await picture())
    expect(once.pixels).not.toEqual((await picture()).pixels)
  })

  it('is laid straight with its boxes still where they are shown', async () => {
    const shown = { number: 1, width: 300, height: 200 }
    const radians = (5 * Math.PI) / 180
    const width = 300 * Math.cos(radians) + 200 * Math.sin(radians)
    const height = 300 * Math.sin(radians) + 200 * Math.cos(radians)
    const page = {
      ...shown,
      width,
      height,
      shown,
      turn: 0,
      lean: 5,
      glyphs: [],
      rules: [],
      slanted: [],
      unmapped: 0,
      images: 1,
    } as const
    const middle = toShown(
      { ...page, glyphs: [], rules: [], slanted: [] },
      { x: width / 2, y: height / 2, width: 0, height: 0 },
    )
    expect([middle.x, middle.y]).toEqual([expect.closeTo(150), expect.closeTo(100)])
    const right = toShown(
      { ...page, glyphs: [], rules: [], slanted: [] },
      { x: width / 2 + 100, y: height / 2, width: 0, height: 0 },
    )
    expect([right.x, right.y]).toEqual([
      expect.closeTo(150 + 100 * Math.cos(radians)),
      expect.closeTo(100 + 100 * Math.sin(radians)),
    ])
  })

  it('keeps its ink under a shadow', async () => {
    const image = await picture()
    const plain = inkOf(image)
    const shaded = {
      ...image,
      pixels: image.pixels.map((shade, at) => shade * (0.5 + (at % image.width) / image.width / 2)),
    }
    const differing = inkOf(shaded).dots.filter((dot, at) => dot !== plain.dots[at]).length
    expect(differing / plain.dots.reduce((sum, dot) => sum + dot, 0)).toBeLessThan(0.1)
  })
})

describe('ruled lines', () => {
  it('are found where they were drawn, and taken out of the picture with the letters left', async () => {
    const image = await picture()
    const { rules, picture: rest, letters } = takeRules(image, inkOf(image))
    const across = rules.filter(({ vertical }) => !vertical).map(({ at }) => Math.round(at))
    const down = rules.filter(({ vertical }) => vertical).map(({ at }) => Math.round(at))
    expect(across.toSorted()).toEqual([120, 160])
    expect(down.toSorted((a, b) => a - b)).toEqual([30, 120, 270])
    const inked = inkOf(rest).dots.reduce((sum, dot) => sum + dot, 0)
    expect(inked).toBeGreaterThan(5_000)
    const ruled = inkOf(reduced(rest, 4)).dots
    const row = Math.round((120 * 300) / 72 / 4)
    expect(ruled.subarray(row * 312, (row + 1) * 312).every((dot) => dot === 0)).toBe(true)
    expect(letters.dots.some((dot) => dot === 1)).toBe(true)
  })
})

describe('recognised words', () => {
  it('are taken from the rows of words, and from nothing else', () => {
    const tsv = [
      'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext',
      '4\t1\t1\t1\t1\t0\t10\t10\t90\t20\t-1\t',
      '5\t1\t1\t1\t1\t1\t10\t12\t40\t18\t96.5\tCall:',
      '5\t1\t1\t1\t1\t2\t60\t12\t40\t18\t91\t07:00',
      '5\t1\t1\t1\t2\t1\t60\t42\t40\t18\t95\t ',
      '5\t1\t1\t1\t2\t1\tx\t42\t40\t18\t95\tbad',
    ].join('\n')
    expect(wordsOfTsv(tsv)).toEqual([
      { text: 'Call:', left: 10, top: 12, right: 50, bottom: 30, confidence: 96.5, line: 0 },
      { text: '07:00', left: 60, top: 12, right: 100, bottom: 30, confidence: 91, line: 0 },
    ])
  })

  it('stand on one line, whether they reach below it or not', () => {
    const words = [
      seen('gap', 0, 105, 60, 140),
      seen('HALL', 70, 90, 150, 130),
      seen('oxen', 160, 102, 220, 130),
    ]
    const glyphs = glyphsOf(
      words.map((word) => ({ ...word, certainty: 0.9 })),
      72,
    )
    const lines = glyphs.map(({ baseline }) => Math.round(baseline))
    expect(Math.max(...lines) - Math.min(...lines)).toBeLessThanOrEqual(2)
    expect(glyphs.map(({ text }) => text).join('')).toBe('gapHALLoxen')
    expect(glyphs.filter(({ spaced }) => spaced).map(({ text }) => text)).toEqual(['g', 'H', 'o'])
  })

  it('lose the specks before them, and no figure', () => {
    const line = ['"Anna', '|Gaffer', 'II', 'Il', '07:00', '"07:15'].map((text) => seen(text, 0, 0, 9, 9))
    expect(corrected(line).map(({ text }) => text)).toEqual(['Anna', 'Gaffer', 'II', 'II', '07:00', '07:15'])
    const quoted = [seen('"Anna', 0, 0, 9, 9), seen('Nowak"', 0, 0, 9, 9)]
    expect(corrected(quoted).map(({ text }) => text)).toEqual(['"Anna', 'Nowak"'])
  })

  it('show which way up the page is: engines read lines on their side, word by word', () => {
    const lying = ['Production', 'call:', '06:15'].map((text) => seen(text, 0, 0, 60, 12))
    expect(isUpright(lying)).toBe(true)
    expect(isUpright(lying.map((word) => ({ ...word, right: 12, bottom: 60 })))).toBe(false)
    expect(isUpright(lying.map((word) => ({ ...word, confidence: 40 })))).toBe(false)
  })

  it('are drawn in to their ink, accents included', () => {
    const image = blank(100, 100)
    paint(image, 10, 40, 50, 20, 0)
    paint(image, 20, 34, 4, 3, 0)
    paint(image, 10, 5, 50, 2, 0)
    expect(tightened(seen('Ó', 5, 0, 70, 95), inkOf(image))).toMatchObject({ top: 34, bottom: 60 })
  })
})

describe('how far figures may be believed', () => {
  /** Four bars for figures, each of the height given, standing on one line. */
  function figures(heights: readonly number[]) {
    const image = blank(200, 60)
    heights.forEach((height, index) => paint(image, 10 + index * 20, 50 - height, 6, height, 0))
    return { word: seen('17:30', 5, 5, 95, 55), ink: inkOf(image) }
  }
  const certaintyOf = (word: SeenWord, ink: ReturnType<typeof inkOf>, others: SeenWord[] = []): number =>
    weighed([word, ...others], ink)[0]?.certainty ?? 1

  // Enough whole figures for the uneven one to be the exception.
  const whole = [1, 2, 3].map((row) => seen('12', 150, row, 150, row))

  it('is less when one of them is cut', () => {
    const even = figures([30, 30, 30, 30])
    const cut = figures([30, 30, 21, 30])
    expect(certaintyOf(even.word, even.ink, whole)).toBe(0.9)
    expect(certaintyOf(cut.word, cut.ink, whole)).toBe(0.5)
  })

  it('is less when one of them is in pieces, and not by a colon', () => {
    const image = blank(200, 60)
    for (const x of [10, 30, 60, 80]) paint(image, x, 20, 14, 30, 0)
    paint(image, 50, 28, 4, 6, 0)
    paint(image, 50, 44, 4, 6, 0)
    const word = seen('17:30', 5, 5, 99, 55)
    expect(certaintyOf(word, inkOf(image), whole)).toBe(0.9)
    paint(image, 60, 33, 14, 4, 255)
    expect(certaintyOf(word, inkOf(image), whole)).toBe(0.5)
  })

  it('is as ever in a face whose figures are all uneven', () => {
    const old = figures([30, 20, 30, 20])
    expect(certaintyOf(old.word, old.ink, [{ ...old.word }])).toBe(0.9)
  })

  it('is less when a time lacks the figure that the others have', () => {
    const { ink } = figures([30, 30, 30, 30])
    const others = ['06:15', '08:00'].map((text) => seen(text, 0, 0, 0, 0))
    expect(certaintyOf(seen('7:00', 0, 0, 0, 0), ink, others)).toBe(0.5)
    expect(certaintyOf(seen('7:00', 0, 0, 0, 0), ink)).toBe(0.9)
  })

  it('follows the engine down, figures faster than letters', () => {
    const { ink } = figures([30, 30, 30, 30])
    const doubted = (text: string) => certaintyOf({ ...seen(text, 0, 0, 0, 0), confidence: 75 }, ink)
    expect(doubted('07:00')).toBeCloseTo(0.45)
    expect(doubted('Anna')).toBeCloseTo(0.63)
  })
})
