import { describe, expect, it } from 'vitest'
import { cells, form, put, table } from '../testing/draw.ts'
import { codes, read } from '../testing/sheets.ts'

describe('the call of the crew', () => {
  it.each([
    ['PLAN DNIA 16.12.2024', 'EKIPA A'],
    ['PLAN DNIA 16.12.2024', 'I EKIPA'],
    ['ORDEN DE RODAJE 16/12/2024', 'PRIMERA UNIDAD'],
    ['CALL SHEET 16 December 2024', 'MAIN UNIT'],
  ])('is that of the main unit: %s, %s', async (title, label) => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, title, 14, 'bold')
      form(pdf, 70, [[label, '07:30']])
    })
    expect(sheet.crewCall?.value).toBe('07:30')
  })

  it('stands far from its label in a wide ruled form, and is as sure as beside it', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'FEUILLE DE SERVICE du 16/12/2024', 14, 'bold')
      cells(pdf, 60, [36, 420, 560], [['Convocation générale', '7h30']], 14)
    })
    expect(sheet.crewCall?.value).toBe('07:30')
    expect(sheet.crewCall?.confidence).toBeGreaterThan(0.85)
  })

  it('stands in large print over its caption, though documents are called so too', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'Los años de sal', 14, 'bold')
      put(pdf, 40, 52, 'Fecha: 16/12/2024', 6)
      put(pdf, 286, 60, '18:15', 20)
      put(pdf, 284, 84, 'Llamado general', 8)
      put(pdf, 40, 110, 'Equipo adicional: grúa, dron y una segunda cámara para la tarde', 6)
    })
    expect(sheet.crewCall?.value).toBe('18:15')
  })

  it('is not taken from the line of another day', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'PLAN DNIA 16.12.2024', 14, 'bold')
      form(pdf, 60, [['ZBIÓRKA EKIPY W OBIEKCIE – godz. 8.45', '']])
      put(pdf, 40, 120, 'DALSZE DNI ZDJĘCIOWE', 9, 'bold')
      put(pdf, 40, 134, '36 dz. zdj., 17.12.2024: KAMIENIOŁOM, sc. 76, zbiórka 7.00')
    })
    expect(sheet.crewCall?.value).toBe('08:45')
    expect(codes(sheet)).not.toContain('several-calls')
  })
})

describe('what is only planned', () => {
  it.each([
    ['PLAN DNIA 16.12.2024', 'KONIEC DNIA ok. – 1715'],
    ['TAGESDISPO 16.12.2024', 'Voraussichtlich Wrap 17:15'],
  ])('is when the day ends: %s, %s', async (title, line) => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, title, 14, 'bold')
      put(pdf, 40, 60, line)
    })
    expect(sheet.estimatedWrap?.value).toBe('17:15')
  })
})

describe('departments under the cast', () => {
  it('are none of the cast, each with its hour behind a dash', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'PLAN DNIA 16.12.2024', 14, 'bold')
      table(
        pdf,
        60,
        [40, 200, 330, 400, 470],
        [
          ['Aktor', 'Rola', 'Samochód', 'Charakt.', 'Plan'],
          ['Anna Kępa', 'BEATA', '7.15', '8.00', '9.30'],
          ['Jan Zięba', 'SZULC', '7.30', '8.15', '9.30'],
        ],
      )
      put(pdf, 40, 104, 'Godziny', 8)
      table(
        pdf,
        116,
        [40, 200, 330],
        [
          ['Produkcja – 5:45', 'Reżyseria – 6:15', 'Oświetlenie – 6:00'],
          ['Grip – 5:50', 'Dźwięk – 6:20', 'Kostium – 5:30'],
        ],
      )
    })
    expect(sheet.cast.map(({ value }) => [value.actor, value.pickup])).toEqual([
      ['Anna Kępa', '07:15'],
      ['Jan Zięba', '07:30'],
    ])
    expect(sheet.calls.map(({ value }) => value.department)).toEqual(
      expect.arrayContaining(['Produkcja', 'Dźwięk', 'Kostium']),
    )
  })
})
