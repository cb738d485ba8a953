import { describe, expect, it } from 'vitest'
import { readCallSheet } from '../index.ts'
import { heapBytes } from '../pdf/pdfium.ts'
import { draw, type Pdf, put, table } from '../testing/draw.ts'
import { plain, read, referenceDate } from '../testing/sheets.ts'

const PAGE = { width: 595.28, height: 841.89 }

/** The sheet turned clockwise about its page, as landscape sheets and scanners leave it. */
function turned(degrees: 90 | 180 | 270): (pdf: Pdf) => void {
  return (pdf) => {
    pdf.save()
    if (degrees === 90) pdf.translate(PAGE.width, 0)
    if (degrees === 180) pdf.translate(PAGE.width, PAGE.height)
    if (degrees === 270) pdf.translate(0, PAGE.height)
    pdf.rotate(degrees)
    plain(pdf)
    pdf.restore()
  }
}

const long = (pages: number) =>
  draw((pdf) => {
    plain(pdf)
    for (let page = 1; page < pages; page++) {
      pdf.addPage()
      table(
        pdf,
        40,
        [40, 160, 300, 420],
        [
          ['POSITION', 'NAME', 'DEPARTMENT', 'CALL'],
          ...Array.from({ length: 20 }, (_, row) => [`Driver ${row}`, 'Tom Reed', 'Transport', '06:30']),
        ],
      )
    }
  })

const fiftyPages = () => long(50)

describe('pages', () => {
  it.each([90, 180, 270] as const)('are read whichever way their text runs: %d degrees', async (degrees) => {
    const sheet = await read(turned(degrees))
    expect([sheet.shootingDate?.value, sheet.crewCall?.value]).toEqual(['2024-12-16', '07:00'])
    const [, value] = sheet.crewCall?.evidence ?? []
    const box = value?.box ?? { x: 0, y: 0, width: 0, height: 0 }
    // Upright the value stands at 160 points from the left and 86 from the top.
    const [x, y] = {
      90: [PAGE.width - 86, 160],
      180: [PAGE.width - 160, PAGE.height - 86],
      270: [86, PAGE.height - 160],
    }[degrees]
    expect(Math.abs(box.x - (x ?? 0))).toBeLessThan(30)
    expect(Math.abs(box.y - (y ?? 0))).toBeLessThan(30)
  })

  it('take nothing from what runs across or along them', async () => {
    const sheet = await read((pdf) => {
      pdf.save().rotate(-90, { origin: [20, 400] })
      put(pdf, 20, 400, 'Crew call: 04:00 - old copy')
      pdf.restore()
      pdf
        .save()
        .rotate(-40, { origin: [300, 500] })
        .fillColor('#dddddd')
      put(pdf, 150, 500, 'CONFIDENTIAL 05:00', 50, 'bold')
      pdf.restore().fillColor('black')
      plain(pdf)
    })
    expect(sheet.crewCall?.value).toBe('07:00')
    expect(sheet.crewCall?.confidence).toBeGreaterThan(0.9)
  })

  it('number fifty without needing more memory for each', async () => {
    await readCallSheet(await long(5), { referenceDate })
    const before = await heapBytes()
    const sheet = await readCallSheet(await fiftyPages(), { referenceDate })
    expect(sheet.crewCall?.value).toBe('07:00')
    expect(sheet.calls).toHaveLength(20)
    expect((await heapBytes()) - before).toBeLessThan(8 * 1024 * 1024)
  })

  it('number fifty again and again without keeping memory of the process', async () => {
    const pdf = await fiftyPages()
    const read = async (times: number): Promise<NodeJS.MemoryUsage> => {
      for (let count = 0; count < times; count++) await readCallSheet(pdf, { referenceDate })
      return process.memoryUsage()
    }
    // What the first readings take is kept for the next ones.
    const before = await read(4)
    const after = await read(8)
    expect(after.rss - before.rss).toBeLessThan(96 * 1024 * 1024)
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(
      32 * 1024 * 1024,
    )
  })
})
