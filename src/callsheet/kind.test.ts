import { describe, expect, it } from 'vitest'
import { readCallSheet } from './index.ts'
import { draw, form, type Pdf, put } from './testing/draw.ts'

const referenceDate = Temporal.PlainDate.from('2025-12-10')

describe('what is no call sheet', () => {
  it.each([
    ['a page that only bears the words', (pdf: Pdf) => put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')],
    [
      'a form without values',
      (pdf: Pdf) =>
        void form(pdf, 40, [
          ['CALL SHEET', ''],
          ['Date:', ''],
          ['Crew call:', ''],
        ]),
    ],
  ])('does not plan %s', async (_name, drawing) => {
    const sheet = await readCallSheet(await draw(drawing), { referenceDate })
    expect([sheet.kind, sheet.subkind]).toEqual(['other', null])
  })
})

describe('what is one', () => {
  it.each([
    [
      'en',
      'CALL SHEET',
      [
        ['Date:', 'Monday, December 15, 2025'],
        ['Crew call:', '07:00'],
        ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
      ],
    ],
    [
      'pl',
      'PLAN PRACY NA DZIEŃ',
      [
        ['Data:', '15.12.2025'],
        ['Zbiórka ekipy:', '7.00'],
        ['Obiekt:', 'Młyn, ul. Młyńska 4, 00-001 Warszawa'],
      ],
    ],
    [
      'de',
      'Tagesdisposition Nr. 12',
      [
        ['Datum:', 'Montag, 15.12.2025'],
        ['Arbeitsbeginn:', '7:00 Uhr'],
        ['Motiv:', 'Mühle, Mühlenweg 4, 10115 Berlin'],
      ],
    ],
    [
      'fr',
      'FEUILLE DE SERVICE N° 12',
      [
        ['Date :', 'lundi 15 décembre 2025'],
        ['Convocation équipe :', '7h00'],
        ['Décor :', 'Moulin, 4 rue du Moulin, 75011 Paris'],
      ],
    ],
    [
      'es',
      'ORDEN DE RODAJE',
      [
        ['Fecha:', 'lunes 15 de diciembre de 2025'],
        ['Citación general:', '07:00'],
        ['Localización:', 'Molino, Calle del Molino 4, 28012 Madrid'],
      ],
    ],
    [
      'es',
      'HOJA DE LLAMADO',
      [
        ['Fecha:', '15/12/2025'],
        ['Llamado general:', '7:00 AM'],
        ['Locación:', 'Molino, Av. Juárez 4, Col. Centro, 06000 CDMX'],
      ],
    ],
  ] as const)('reads the least of a sheet in %s: %s', async (language, title, rows) => {
    const bytes = await draw((pdf) => {
      put(pdf, 40, 40, title, 16, 'bold')
      form(pdf, 70, rows)
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect(sheet.kind).toBe('call-sheet')
    expect(sheet.language).toBe(language)
    expect([sheet.shootingDate?.value, sheet.crewCall?.value]).toEqual(['2025-12-15', '07:00'])
    expect(sheet.locations).toHaveLength(1)
    expect(sheet.locations[0]?.value.address).toMatch(/\d/u)
  })

  it('knows one that does not say so by what stands in it', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 40, 40, 'HARBOUR LIGHTS', 16, 'bold')
      form(pdf, 70, [
        ['Date:', 'Monday, December 15, 2025'],
        ['Crew call:', '07:00'],
        ['Lunch:', '13:00'],
        ['Est. wrap:', '19:00'],
        ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
        ['Parking:', 'Mill Lane car park'],
        ['Nearest hospital:', 'York Hospital, Wigginton Road, York YO31 8HE'],
      ])
    })
    expect((await readCallSheet(bytes, { referenceDate })).kind).toBe('call-sheet')
  })
})
