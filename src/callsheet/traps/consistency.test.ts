import { describe, expect, it } from 'vitest'
import { readPages } from '../pdf/document.ts'
import { understand } from '../read.ts'
import { sunPlace } from '../sun.ts'
import { draw, form, table } from '../testing/draw.ts'
import { codes, plain, read, referenceDate } from '../testing/sheets.ts'

/** A sheet with a call and a wrap, and scenes that begin at these times. */
const withScenes = (times: readonly string[], heading = 'TIME', wrap = '18:00') =>
  read((pdf) => {
    const y = form(pdf, plain(pdf), [['Est. wrap:', wrap]])
    table(
      pdf,
      y + 20,
      [40, 90, 150, 210, 420, 480],
      [
        [heading, 'SCENE', 'I/E', 'SET', 'D/N', 'PAGES'],
        ...times.map((time, index) => [time, `${12 + index}`, 'INT', 'MILL - LOFT', 'D', '1 2/8']),
      ],
    )
  })

describe('the times beside the scenes', () => {
  it('agree with a call before the first and a wrap after the last', async () => {
    const sheet = await withScenes(['08:15', '11:00', '15:30'])
    expect(sheet.crewCall?.confidence).toBeGreaterThan(0.9)
    expect(codes(sheet)).toEqual([])
  })

  it('contradict a call after the first of them', async () => {
    const sheet = await withScenes(['06:30', '09:00', '12:00'])
    expect(codes(sheet)).toContain('call-after-first-scene')
    expect(sheet.crewCall?.value).toBe('07:00')
    expect(sheet.crewCall?.confidence).toBeLessThan(0.6)
  })

  it('contradict a wrap before the last of them', async () => {
    const sheet = await withScenes(['08:15', '11:00', '19:30'])
    expect(codes(sheet)).toContain('wrap-before-last-scene')
    expect(sheet.estimatedWrap?.confidence).toBeLessThan(0.6)
  })

  it('may run over midnight', async () => {
    const sheet = await withScenes(['16:00', '22:30', '00:30'], 'TIME', '02:00')
    expect(codes(sheet)).toEqual([])
  })

  it('say nothing where the column is of lengths', async () => {
    const sheet = await withScenes(['02:10', '01:30', '00:45'])
    expect(codes(sheet)).toEqual([])
  })
})

describe('the place of the sun', () => {
  const lodz = { latitude: 51.77, longitude: 19.46 }
  const la = { latitude: 34.05, longitude: -118.24, timeZone: 'America/Los_Angeles' }

  it('is the place of the day, then the reader’s home, then the country', () => {
    expect(sunPlace({ place: la, near: lodz, country: 'PL' })).toMatchObject(la)
    expect(sunPlace({ near: lodz, country: 'PL' })).toMatchObject({ ...lodz, timeZone: 'Europe/Warsaw' })
    expect(sunPlace({ country: 'AR' })).toMatchObject({ timeZone: 'America/Argentina/Buenos_Aires' })
  })

  it('is not a home in another country than the sheet’s', () => {
    expect(sunPlace({ near: la, country: 'PL' })).toMatchObject({ timeZone: 'Europe/Warsaw' })
  })

  it('is unknown without any of them', () => {
    expect(sunPlace({ country: null })).toBeNull()
    expect(sunPlace({ near: lodz, country: null })).toBeNull()
  })

  it('near home tells a summer’s sunrise from a winter’s', async () => {
    const near = { latitude: 53.96, longitude: -1.08, timeZone: 'Europe/London' }
    const sheet = (rise: string) => read((pdf) => form(pdf, plain(pdf), [['Sunrise:', rise]]), { near })
    expect(codes(await sheet('08:15'))).not.toContain('sunrise-looks-wrong')
    expect(codes(await sheet('04:45'))).toContain('sunrise-looks-wrong')
  })
})

describe('an address under a label of its own', () => {
  const sheet = () =>
    draw((pdf) => {
      const y = form(pdf, 40, [
        ['CALL SHEET', ''],
        ['Date:', 'Monday, December 16, 2024'],
        ['Crew call:', '07:00'],
        ['Location:', 'Old Mill'],
      ])
      form(pdf, y, [['Address:', '12 River Road, York YO1 7HH']])
    })

  it('is as sure as the words that it was recognised from', async () => {
    const pages = await readPages(await sheet(), { maxPages: 1 })
    const [sure] = understand(pages, { referenceDate }).locations
    const doubted = pages.map((page) => ({
      ...page,
      glyphs: page.glyphs.map((glyph) => (glyph.baseline > 100 ? { ...glyph, certainty: 0.4 } : glyph)),
    }))
    const [unsure] = understand(doubted, { referenceDate }).locations
    expect(sure).toMatchObject({ value: { name: 'Old Mill', address: '12 River Road, York YO1 7HH' } })
    expect(sure?.confidence).toBeGreaterThan(0.85)
    expect(unsure?.confidence).toBeLessThan(0.6)
  })
})
