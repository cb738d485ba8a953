import { describe, expect, it } from 'vitest'
import { readCallSheet } from './index.ts'
import { draw, form, put, table } from './testing/draw.ts'

const referenceDate = Temporal.PlainDate.from('2024-11-30')

/** Whole sheets of three traditions, drawn by hand. */
describe('whole sheets', () => {
  it('reads a boxed American sheet', async () => {
    const bytes = await draw((pdf) => {
      pdf.rect(30, 30, 535, 120).stroke()
      pdf.moveTo(200, 30).lineTo(200, 150).stroke()
      pdf.moveTo(400, 30).lineTo(400, 150).stroke()
      put(pdf, 36, 36, 'Director: Jane Roe')
      put(pdf, 36, 90, 'Hospital: St. Mary Medical Center')
      put(pdf, 36, 102, '1050 Linden Ave, Long Beach, CA 90813')
      put(pdf, 230, 40, 'THE LONG ROAD', 18, 'bold')
      put(pdf, 250, 70, 'CREW CALL', 10, 'bold')
      put(pdf, 245, 85, '7:00 AM', 20, 'bold')
      put(pdf, 406, 36, 'Monday, December 2, 2024')
      put(pdf, 406, 50, 'Day 5 of 24')
      put(pdf, 406, 64, 'Shooting Call: 8:00 AM')
      put(pdf, 406, 78, 'Lunch: 1:00 PM')
      put(pdf, 406, 92, 'Sunrise: 6:40 AM  Sunset: 4:44 PM')
      table(
        pdf,
        170,
        [36, 200, 340, 450],
        [
          ['LOCATION', 'ADDRESS', 'CREW PARKING', 'BASECAMP'],
          ['Pine Ave Pier', '1 Pine Ave, Long Beach, CA 90802', 'Lot B', 'Lot C'],
        ],
      )
      table(
        pdf,
        220,
        [36, 90, 300, 340, 400, 460],
        [
          ['SCENE', 'SET AND DESCRIPTION', 'D/N', 'PGS', 'CAST', 'NOTES'],
          ['42', 'EXT. PIER', 'D', '2 1/8', '1,2,5', 'Crane'],
          ['', 'Sam confronts Joe', '', '', '', ''],
          ['43A', 'INT. BAIT SHOP', 'N', '6/8', '1', ''],
        ],
      )
      table(
        pdf,
        400,
        [36, 130, 220, 300, 390, 500],
        [
          ['DIRECTOR', 'Jane Roe', '7:00A', 'GAFFER', 'Al Sun', '6:42A'],
          ['1ST AD', 'Lee Van', '6:30A', 'KEY GRIP', 'Bo Dun', '6:36A'],
        ],
      )
    })
    const sheet = await readCallSheet(bytes, { referenceDate, me: { role: 'Key Grip' } })
    expect(sheet.productionTitle?.value).toBe('THE LONG ROAD')
    expect(sheet.shootingDate?.value).toBe('2024-12-02')
    expect(sheet.day?.value).toEqual({ number: 5, of: 24 })
    expect(sheet.crewCall?.value).toBe('07:00')
    expect(sheet.personalCall?.value).toBe('06:36')
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['06:40', '16:44'])
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Pine Ave Pier', address: '1 Pine Ave, Long Beach, CA 90802' },
    ])
    expect(sheet.hospital?.value).toEqual({
      name: 'St. Mary Medical Center',
      address: '1050 Linden Ave, Long Beach, CA 90813',
    })
    expect(
      sheet.scenes.map(({ value }) => [
        value.number,
        value.intExt,
        value.dayNight,
        value.set,
        value.description,
      ]),
    ).toEqual([
      ['42', 'EXT', 'DAY', 'PIER', 'Sam confronts Joe'],
      ['43A', 'INT', 'NIGHT', 'BAIT SHOP', null],
    ])
  })

  it('reads a British sheet typed as a letter', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 40, 30, '"Harbour Lights" - Call Sheet No. 7', 14, 'bold')
      put(pdf, 40, 50, 'Tuesday 3rd December 2024', 11)
      form(pdf, 80, [
        ['Unit Call on Set:', '0730'],
        ['Lunch:', '1300-1400'],
        ['Est Unit Wrap:', '1830'],
        ['Location:', 'The Old Customs House'],
        ['', 'Quay Street, Bristol, BS1 4XY'],
        ['Parking:', 'As unit base'],
        ['A&E:', 'Bristol Royal Infirmary, Upper Maudlin St, BS2 8HW'],
      ])
      put(pdf, 40, 250, 'Health & Safety', 9, 'bold')
      put(pdf, 40, 264, 'Slippery cobbles. Wear proper shoes.')
      put(pdf, 40, 290, 'Contacts', 9, 'bold')
      put(pdf, 40, 304, '1st AD: Joe Hand 07911 123456')
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect(sheet.productionTitle?.value).toBe('Harbour Lights')
    expect([sheet.shootingDate?.value, sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual([
      '2024-12-03',
      '07:30',
      '18:30',
    ])
    expect(sheet.meals.map(({ value }) => value)).toEqual([{ name: 'Lunch', time: '13:00' }])
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'The Old Customs House', address: 'Quay Street, Bristol, BS1 4XY' },
    ])
    expect(sheet.hospital?.value).toEqual({
      name: 'Bristol Royal Infirmary',
      address: 'Upper Maudlin St, BS2 8HW',
    })
    expect(sheet.safetyNotes.map(({ value }) => value)).toEqual(['Slippery cobbles. Wear proper shoes.'])
    expect(sheet.contacts.map(({ value }) => value)).toEqual([
      { role: '1st AD', name: 'Joe Hand', phone: '+447911123456', email: null },
    ])
  })

  it('reads a Polish sheet that mixes forms', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 200, 30, 'PLAN PRACY NA DZIEŃ 03.12.2024 (wtorek)', 12, 'bold')
      put(pdf, 200, 48, 'serial „Zmierzch nad Odrą” odc. 4', 10)
      put(pdf, 40, 70, 'DZIEŃ ZDJĘCIOWY 12/45')
      put(pdf, 40, 90, 'Wyjazd ekipy z bazy godz. 6.00')
      put(pdf, 40, 104, 'Gotowość do zdjęć – godz. 8.00, przewidywany koniec zdjęć – godz. 19.00')
      put(pdf, 40, 118, 'Zbiórka na planie: 7.00')
      put(pdf, 40, 150, 'OBIEKT: Dworzec Główny, ul. Piłsudskiego 105, Wrocław')
      put(pdf, 40, 178, 'SZPITAL: USK, ul. Borowska 213, 50-556 Wrocław tel. 71 733 11 10')
      table(
        pdf,
        200,
        [40, 80, 120, 160, 330, 480],
        [
          ['Sc.', 'Wn/Pl', 'Pora', 'Obiekt', 'Treść', 'Obsada'],
          ['4/17', 'WN', 'DZ', 'HALA DWORCA', 'Marta szuka brata.', 'Marta, Kuba'],
          ['4/18', 'PL', 'NOC', 'PERON 3', 'Pościg.', 'Kuba'],
        ],
      )
      table(
        pdf,
        260,
        [40, 140, 260, 330, 400],
        [
          ['Postać', 'Aktor', 'Odbiór', 'Char.', 'Plan'],
          ['MARTA', 'Ewa Lis', '5.30', '6.00', '7.45'],
          ['KUBA', 'Jan Bąk', 'dojazd wł.', '6.30', '7.45'],
        ],
      )
      put(pdf, 40, 334, 'Kierownik planu: Adam Wilk 601 222 333')
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect(sheet.productionTitle?.value).toBe('Zmierzch nad Odrą')
    expect([sheet.shootingDate?.value, sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual([
      '2024-12-03',
      '07:00',
      '19:00',
    ])
    expect(sheet.day?.value).toEqual({ number: 12, of: 45 })
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Dworzec Główny', address: 'ul. Piłsudskiego 105, Wrocław' },
    ])
    expect(sheet.hospital?.value).toEqual({ name: 'USK', address: 'ul. Borowska 213, 50-556 Wrocław' })
    expect(sheet.scenes.map(({ value }) => [value.number, value.intExt, value.dayNight, value.cast])).toEqual(
      [
        ['4/17', 'INT', 'DAY', ['Marta', 'Kuba']],
        ['4/18', 'EXT', 'NIGHT', ['Kuba']],
      ],
    )
    expect(sheet.cast.map(({ value }) => [value.character, value.pickup, value.makeup, value.onSet])).toEqual(
      [
        ['MARTA', '05:30', '06:00', '07:45'],
        ['KUBA', null, '06:30', '07:45'],
      ],
    )
    expect(sheet.contacts.map(({ value }) => value.phone)).toEqual(['+48601222333'])
  })
})
