import { describe, expect, it } from 'vitest'
import { readPages } from '../pdf/document.ts'
import { understand } from '../read.ts'
import { sunPlace } from '../sun.ts'
import { draw, form, table } from '../testing/draw.ts'
import { codes, plain, read, referenceDate } from '../testing/sheets.ts'
import type { CallSheet, Home } from '../types.ts'

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
  const la = { latitude: 34.05, longitude: -118.24, timeZone: 'America/Los_Angeles' }

  it('is the place of the day, then the country', () => {
    expect(sunPlace({ place: la, country: 'PL' })).toMatchObject(la)
    expect(sunPlace({ country: 'AR' })).toMatchObject({ timeZone: 'America/Argentina/Buenos_Aires' })
    expect(sunPlace({ country: null })).toBeNull()
  })
})

describe('the home of the reader', () => {
  /** Spanish, and nothing on it says from which country. */
  const spanish = (home?: Home) =>
    read(
      (pdf) =>
        void form(pdf, 40, [
          ['ORDEN DE RODAJE', ''],
          ['Fecha:', 'lunes 16 de diciembre de 2024'],
          ['Citación equipo:', '07:00'],
          ['Localización:', 'Estudio 3, Calle Mayor 12'],
          ['Amanecer:', '05:40'],
          ['Contacto:', 'Ana Gil 11 4321 5678'],
        ]),
      home === undefined ? {} : { home },
    )
  const phones = (sheet: CallSheet) => sheet.contacts.map(({ value }) => value.phone)

  it('says whose telephone numbers and whose sun a sheet prints that names no country', async () => {
    const argentine = await spanish({ address: 'Gorriti 5000, C1414BJX CABA' })
    expect(phones(argentine)).toEqual(['+541143215678'])
    expect(codes(argentine)).not.toContain('sunrise-looks-wrong')
    const spaniard = await spanish({ address: 'Calle Luna 8, 28004 Madrid' })
    expect(phones(spaniard)).not.toContain('+541143215678')
    expect(codes(spaniard)).toContain('sunrise-looks-wrong')
  })

  it('is known by its clocks where the address does not say the country', async () => {
    expect(phones(await spanish({ address: 'Gorriti 5000', timeZone: 'America/Argentina/Salta' }))).toEqual([
      '+541143215678',
    ])
  })

  it('counts for nothing where the language of the sheet is not spoken', async () => {
    const foreign = await spanish({ address: 'ul. Wałowa 3, 00-211 Warszawa', timeZone: 'Europe/Warsaw' })
    expect(foreign).toEqual(await spanish())
  })

  it('gives way to what the sheet says', async () => {
    const sheet = (rise: string) =>
      read(
        (pdf) =>
          void form(pdf, plain(pdf), [
            ['Sunrise:', rise],
            ['Office:', '+44 20 7946 0123'],
          ]),
        {
          home: { address: 'Gorriti 5000, C1414BJX CABA' },
        },
      )
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
