import { describe, expect, it } from 'vitest'
import { readCallSheet } from '../index.ts'
import { draw, put } from '../testing/draw.ts'
import { plain, read, referenceDate } from '../testing/sheets.ts'

describe('drawing', () => {
  it('reads text drawn letter by letter, and letters set apart', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      let x = 40
      for (const letter of 'Crew call: 07:15') {
        put(pdf, x, 80, letter, 10)
        x += pdf.font('regular').fontSize(10).widthOfString(letter)
      }
      pdf.fontSize(10).text('ESTIMATED WRAP', 40, 100, { lineBreak: false, characterSpacing: 4 })
      put(pdf, 300, 100, '19:30', 10)
    })
    expect(sheet.crewCall?.value).toBe('07:15')
    expect(sheet.estimatedWrap?.value).toBe('19:30')
  })

  it('sees a day called off by a stamp across the page', async () => {
    const sheet = await read((pdf) => {
      plain(pdf)
      pdf.save().rotate(-35, { origin: [300, 400] })
      put(pdf, 120, 400, 'CANCELLED', 60, 'bold')
      pdf.restore()
    })
    expect(sheet.cancelled?.value).toBe(true)
    expect(sheet.crewCall?.value).toBe('07:00')
    expect((await read((pdf) => void plain(pdf))).cancelled).toBeNull()
  })

  it('reads a page that is turned and points at the values as they are shown', async () => {
    const bytes = await draw((pdf) => {
      pdf
        .save()
        .rotate(-90, { origin: [0, 0] })
        .translate(-800, 0)
      plain(pdf)
      pdf.restore()
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect(sheet.crewCall?.value).toBe('07:00')
    const box = sheet.crewCall?.evidence[0]?.box
    expect(box && box.height > box.width).toBe(true)
  })

  it('gives page, box and text as evidence', async () => {
    const sheet = await read((pdf) => void plain(pdf))
    expect(sheet.crewCall?.evidence.map(({ page, text }) => [page, text])).toEqual([
      [1, 'Crew call:'],
      [1, '07:00'],
    ])
    expect(sheet.crewCall?.evidence[1]?.box.x).toBeCloseTo(160, 0)
    expect(sheet.pages).toEqual([
      { number: 1, width: expect.closeTo(595.28, 1), height: expect.closeTo(841.89, 1) },
    ])
  })
})
