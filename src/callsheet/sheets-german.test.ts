import { describe, expect, it } from 'vitest'
import { readCallSheet } from './index.ts'
import { draw, form, put, table } from './testing/draw.ts'

const referenceDate = Temporal.PlainDate.from('2025-12-10')

describe('German sheets', () => {
  it('reads a Tagesdispo typed with abbreviations', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 40, 30, 'TAGESDISPO Nr. 12', 14, 'bold')
      put(pdf, 300, 30, '„Morgen vielleicht“', 14, 'bold')
      put(pdf, 40, 52, 'Montag, den 15.12.2025   12. Drehtag von 35', 10)
      put(pdf, 400, 52, 'Stand: 14.12.2025, 18:30 Uhr')
      form(pdf, 80, [
        ['AB Team:', '07.00 Uhr'],
        ['MB:', '06.15 Uhr'],
        ['DB:', '08.30 Uhr'],
        ['Mittagspause:', 'ca. 13.00 Uhr'],
        ['DS ca.:', '19.00 Uhr'],
        ['SA / SU:', '08:09 / 15:54'],
      ])
      form(pdf, 190, [
        ['Motiv 1:', 'Wohnung Hanna'],
        ['', 'Kantstr. 54, 10627 Berlin'],
        ['Motiv 2:', 'Altes Stadtbad, Gerichtstr. 65, 13347 Berlin'],
        ['Motivumzug:', '14.00 Uhr'],
        ['Krankenhaus:', 'Martin-Luther-Krankenhaus, Caspar-Theyß-Str. 27, 14193 Berlin, Tel. 030 89550'],
        ['Parken:', 'HVZ Kantstraße 50-58'],
      ])
      table(
        pdf,
        310,
        [40, 80, 120, 160, 330, 420],
        [
          ['Bild', 'I/A', 'T/N', 'Motiv', 'Seiten', 'Rollen'],
          ['4/17', 'I', 'T', 'KÜCHE HANNA', '1 4/8', '1, 2'],
          ['4/18A', 'A', 'N', 'HINTERHOF', '3/8', '1'],
          ['4/19', 'I/A', 'D', 'TREPPENHAUS', '2', '2'],
        ],
      )
      table(
        pdf,
        390,
        [40, 70, 170, 300, 370, 440],
        [
          ['Nr.', 'Rolle', 'Darsteller', 'Abholung', 'Maske', 'Am Set'],
          ['1', 'HANNA', 'Eva Lind', '5.45', '6.15', '8.15'],
          ['2', 'WOLFF', 'Jan Thal', 'selbst', '7.00', '8.15'],
        ],
      )
      put(pdf, 40, 460, 'Sicherheitshinweise', 9, 'bold')
      put(pdf, 40, 474, '- Rutschgefahr im Stadtbad, festes Schuhwerk.')
      put(pdf, 40, 500, 'Ansprechpartner', 9, 'bold')
      put(pdf, 40, 514, 'Set-AL: Uwe Brandt 0171 392 02 80')
      put(pdf, 40, 540, 'VORSCHAU NÄCHSTER DREHTAG', 9, 'bold')
      put(pdf, 40, 554, 'Dienstag, 16.12.2025: Bild 20, 21, Arbeitsbeginn 09.00 Uhr')
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect([sheet.kind, sheet.language]).toEqual(['call-sheet', 'de'])
    expect(sheet.productionTitle?.value).toBe('Morgen vielleicht')
    expect(sheet.shootingDate?.value).toBe('2025-12-15')
    expect(sheet.day?.value).toEqual({ number: 12, of: 35 })
    expect(sheet.revision?.value.issuedAt).toBe('2025-12-14T18:30')
    expect([sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual(['07:00', '19:00'])
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['08:09', '15:54'])
    expect(sheet.meals.map(({ value }) => value.time)).toEqual(['13:00'])
    expect(sheet.calls.map(({ value }) => value.time)).toEqual(expect.arrayContaining(['06:15', '08:30']))
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Wohnung Hanna', address: 'Kantstr. 54, 10627 Berlin' },
      { name: 'Altes Stadtbad', address: 'Gerichtstr. 65, 13347 Berlin' },
    ])
    expect(sheet.hospital?.value).toEqual({
      name: 'Martin-Luther-Krankenhaus',
      address: 'Caspar-Theyß-Str. 27, 14193 Berlin',
    })
    expect(
      sheet.scenes.map(({ value }) => [value.number, value.intExt, value.dayNight, value.pageEighths]),
    ).toEqual([
      ['4/17', 'INT', 'DAY', 12],
      ['4/18A', 'EXT', 'NIGHT', 3],
      ['4/19', 'INT/EXT', 'DUSK', 16],
    ])
    expect(sheet.cast.map(({ value }) => [value.actor, value.pickup, value.makeup, value.onSet])).toEqual([
      ['Eva Lind', '05:45', '06:15', '08:15'],
      ['Jan Thal', null, '07:00', '08:15'],
    ])
    expect(sheet.contacts.map(({ value }) => value.phone)).toEqual(['+491713920280'])
    expect(sheet.advanceSchedule).toHaveLength(1)
  })

  it('reads an Austrian sheet in boxes, with the words of its country', async () => {
    const bytes = await draw((pdf) => {
      pdf.rect(30, 30, 535, 110).stroke()
      pdf.moveTo(210, 30).lineTo(210, 140).stroke()
      pdf.moveTo(390, 30).lineTo(390, 140).stroke()
      put(pdf, 36, 36, 'Produktion: Alpenglühen')
      put(pdf, 36, 52, 'Regie: Mira Hofer')
      put(pdf, 230, 38, 'DISPOSITION', 16, 'bold')
      put(pdf, 230, 62, 'Arbeitsbeginn', 9)
      put(pdf, 230, 74, '06:30', 20, 'bold')
      put(pdf, 396, 36, 'Donnerstag, 8. Jänner 2026')
      put(pdf, 396, 50, 'Drehtag 4/22')
      put(pdf, 396, 64, 'Drehbeginn: 07:45')
      put(pdf, 396, 78, 'Voraussichtliches Drehende: 18:15')
      put(pdf, 396, 92, 'Jause: 10:00')
      table(
        pdf,
        160,
        [36, 200, 400],
        [
          ['Drehort', 'Adresse', 'Basis'],
          ['Café Central', 'Herrengasse 14, 1010 Wien', 'Freyung 3'],
        ],
      )
      table(
        pdf,
        220,
        [36, 180, 330, 420],
        [
          ['Abteilung', 'Name', 'Beginn', 'Telefon'],
          ['Kamera', 'Leo Graf', '06:00', '0664 1234567'],
          ['Beleuchtung', 'Ida Moser', '05:45', '0664 7654321'],
          ['Maske', 'Pia Egger', '05:15', '0664 1112233'],
        ],
      )
    })
    const sheet = await readCallSheet(bytes, {
      referenceDate,
      me: { role: 'gaffer', department: 'electric' },
    })
    expect([sheet.kind, sheet.language]).toEqual(['call-sheet', 'de'])
    expect(sheet.shootingDate?.value).toBe('2026-01-08')
    expect(sheet.day?.value).toEqual({ number: 4, of: 22 })
    expect([sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual(['06:30', '18:15'])
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Café Central', address: 'Herrengasse 14, 1010 Wien' },
    ])
    expect(sheet.calls.map(({ value }) => [value.name, value.time])).toEqual(
      expect.arrayContaining([
        ['Leo Graf', '06:00'],
        ['Ida Moser', '05:45'],
      ]),
    )
    expect(sheet.contacts.map(({ value }) => value.phone)).toContain('+436641234567')
  })
})
