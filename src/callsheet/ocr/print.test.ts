import { describe, expect, it } from 'vitest'
import { readPages } from '../pdf/document.ts'
import { draw, type Pdf, put } from '../testing/draw.ts'
import { withoutBars } from './bars.ts'
import { inkOf } from './binary.ts'
import { closeUp } from './closer.ts'
import { distinct } from './distinct.ts'
import type { GreyImage } from './image.ts'
import { renderPage } from './render.ts'
import { agreeing, corrected } from './spelling.ts'
import type { SeenWord } from './tsv.ts'

const pixelsPerPoint = 300 / 72

async function picture(drawing: (pdf: Pdf) => void): Promise<GreyImage> {
  const pdf = await draw(drawing, { size: [300, 200] })
  const [page] = await readPages(pdf, { maxPages: 1 })
  return renderPage(pdf, page!.shown)
}

/** The mean brightness of a rectangle, in points. */
function shade({ width, pixels }: GreyImage, x: number, y: number, wide: number, high: number): number {
  const [left, top, right, bottom] = [x, y, x + wide, y + high].map((at) => Math.round(at * pixelsPerPoint))
  let sum = 0
  let count = 0
  for (let row = top!; row < bottom!; row++)
    for (let column = left!; column < right!; column++, count++) sum += pixels[row * width + column] ?? 0
  return sum / count
}

const word = (text: string, box: [number, number, number, number], confidence = 95): SeenWord => ({
  text,
  left: box[0],
  top: box[1],
  right: box[2],
  bottom: box[3],
  confidence,
  line: 0,
})

describe('white letters on a dark bar', () => {
  const bar = (pdf: Pdf): void => {
    put(pdf, 30, 20, 'CALL SHEET', 30, 'bold')
    pdf.rect(20, 80, 260, 16).fill('#333')
    pdf.fillColor('white')
    put(pdf, 30, 84, 'POSITION', 8, 'bold')
    put(pdf, 230, 84, 'CALL', 8, 'bold')
    pdf.fillColor('black')
    put(pdf, 30, 104, 'Gaffer', 8)
  }

  it('become dark letters on white paper, and the bar is gone', async () => {
    const before = await picture(bar)
    const after = withoutBars(before)
    expect(shade(before, 100, 84, 100, 8)).toBeLessThan(60)
    expect(shade(after, 100, 84, 100, 8)).toBeGreaterThan(250)
    const letters = shade(after, 30, 85, 44, 6)
    expect(letters).toBeGreaterThan(60)
    expect(letters).toBeLessThan(220)
  })

  it('leaves large black letters, rules and grey cells as they are', async () => {
    const plain = await picture((pdf) => {
      put(pdf, 20, 20, 'WMWMWM', 60, 'bold')
      pdf.moveTo(20, 120).lineTo(280, 120).lineWidth(3).stroke()
      pdf.rect(20, 130, 260, 30).fill('#ccc').fillColor('black')
      put(pdf, 30, 140, 'Crew call 07:00')
    })
    expect(withoutBars(plain)).toBe(plain)
  })
})

describe('a closer look', () => {
  const call = (pdf: Pdf): void => {
    put(pdf, 30, 30, 'General crew call', 8)
    put(pdf, 30, 60, '8.15', 36, 'bold')
  }

  it('is taken at large print that was not seen, or seen in pieces, and put in its place', async () => {
    const page = await picture(call)
    const label = word('call', [125, 125, 400, 160])
    for (const seenBefore of [[], [word('8', [125, 250, 200, 370]), word('15', [260, 250, 400, 370])]]) {
      const near = closeUp(page, inkOf(page), [label, ...seenBefore])
      expect(near!.image.height).toBeLessThan(150)
      const words = near!.put([word('8.15', [30, 30, near!.image.width - 30, 70])])
      expect(words.map(({ text }) => text)).toEqual(['call', '8.15'])
      const { left, right, top, bottom } = words[1]!
      for (const [at, points] of [
        [left, 31],
        [right, 101],
        [top, 67],
        [bottom, 93],
      ] as const)
        expect(Math.abs(at / pixelsPerPoint - points)).toBeLessThan(9)
    }
  })

  it('is taken at nothing where the large print was seen, or none is large', async () => {
    const page = await picture(call)
    expect(closeUp(page, inkOf(page), [word('8.15', [125, 250, 430, 390])])).toBeNull()
    const small = await picture((pdf) => put(pdf, 30, 30, 'General crew call 8.15', 10))
    expect(closeUp(small, inkOf(small), [])).toBeNull()
  })
})

it('keeps one word of those that cover the same ink, the surer', () => {
  const [sure, twin, other] = [
    word('Sorensen', [100, 100, 300, 130], 92),
    word('orensen', [120, 102, 300, 128], 60),
    word('Ruiz', [310, 100, 380, 130], 50),
  ]
  expect(distinct([twin, sure, other])).toEqual([sure, other])
})

describe('names', () => {
  const box: [number, number, number, number] = [0, 0, 50, 10]
  const texts = (words: readonly SeenWord[]) => words.map(({ text }) => text)
  const seen = (...names: string[]) => names.map((name) => word(name, box))

  it('are spelled with the marks that the page has elsewhere', () => {
    expect(texts(agreeing(seen('Ovelgönne', '(Övelgönne)', 'Chetmska,', 'Chełmska')))).toEqual([
      'Övelgönne',
      '(Övelgönne)',
      'Chełmska,',
      'Chełmska',
    ])
  })

  it('keep their own letters where nothing surer is seen, or another word', () => {
    const others = seen('Paczek', 'Wasik', 'CHELMSKA', 'Chełmska', 'El', 'Él')
    expect(texts(agreeing([...others, word('Pączek', box, 60)]))).toEqual([...texts(others), 'Pączek'])
  })

  it('do not begin as no word does', () => {
    expect(texts(corrected(seen('Btonie', 'Stadt', 'BTS', 'btw')))).toEqual(['Błonie', 'Stadt', 'BTS', 'btw'])
  })
})
