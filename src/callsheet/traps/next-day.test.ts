import { describe, expect, it } from 'vitest'
import { cells, form, put } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

type Rows = readonly (readonly [label: string, value: string])[]

/** A sheet of each language that calls at 10:30, and what stands at its foot of the day after. */
const sheets: readonly (readonly [title: string, rows: Rows, said: string])[] = [
  [
    'CALL SHEET',
    [['Date:', 'Monday, December 16, 2024']],
    'Hard hats on set. Tomorrow day 13: unit call 9:00, same place.',
  ],
  [
    'PLAN DNIA',
    [['Data:', 'poniedziałek 16 grudnia 2024']],
    'Kaski obowiązkowe. Jutro dzień 13: zbiórka ekipy 9:00, to samo miejsce.',
  ],
  [
    'TAGESDISPO',
    [['Datum:', 'Montag, 16. Dezember 2024']],
    'Helmpflicht am Motiv. Morgen Drehtag 13: Arbeitsbeginn 9:00, gleicher Ort.',
  ],
  [
    'FEUILLE DE SERVICE',
    [['Date :', 'lundi 16 décembre 2024']],
    'Casques obligatoires. Demain J13 : convocation 9H00, même lieu.',
  ],
  [
    'ORDEN DE RODAJE',
    [['Fecha:', 'lunes 16 de diciembre de 2024']],
    'Cascos obligatorios. Mañana día 13: citación 9:00, mismo lugar.',
  ],
]

describe('what is said of the next day', () => {
  it.each(sheets)('is not true of this one (%s)', async (title, rows, said) => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, title, 16, 'bold')
      form(pdf, 130, rows)
      put(pdf, 40, 300, said)
    })
    expect(sheet.crewCall).toBeNull()
    expect(sheet.day).toBeNull()
  })

  it('may stand between a label and its time', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      form(pdf, 130, [['Date:', 'Monday, December 16, 2024']])
      put(pdf, 40, 300, 'Crew call tomorrow: 05:15')
    })
    expect(sheet.crewCall).toBeNull()
  })

  it('is when a night shoot wraps', async () => {
    const sheet = await read((pdf) => {
      form(pdf, plain(pdf), [['Wrap:', 'next day 02:00']])
    })
    expect(sheet.estimatedWrap?.value).toBe('02:00')
    const inOne = await read((pdf) => put(pdf, 40, plain(pdf) + 60, 'Est. wrap next day: 02:00'))
    expect(inOne.estimatedWrap?.value).toBe('02:00')
  })

  it('is no part of the day', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'ORDEN DE RODAJE', 16, 'bold')
      form(pdf, 130, [
        ['Fecha:', 'lunes 16 de diciembre de 2024'],
        ['Localización:', 'Molino Viejo, calle del Río 12, 28001 Madrid'],
      ])
      put(pdf, 40, 180, 'Desayuno a las 6:00 de la mañana, citación general: 7:00')
    })
    expect(sheet.crewCall?.value).toBe('07:00')
  })
})

describe('cells that are too narrow', () => {
  it('part words of a label, and break none', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'FEUILLE DE SERVICE', 16, 'bold')
      put(pdf, 40, 60, 'lundi 16 décembre 2024')
      cells(
        pdf,
        90,
        [40, 96, 200],
        [
          ['CONVOCATION\nGÉNÉRALE', 'FIN DE JOURNÉE'],
          ['10H30', '20H00'],
        ],
        28,
      )
    })
    expect(sheet.crewCall?.value).toBe('10:30')
  })

  it('put the half of the day under its time', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 40, y, 'Est. wrap: 7:00')
      put(pdf, 40, y + 13, 'PM')
    })
    expect(sheet.estimatedWrap?.value).toBe('19:00')
  })
})
