import { describe, expect, it } from 'vitest'
import { readCallSheet } from './index.ts'
import { draw, form, type Pdf, put, table } from './testing/draw.ts'
import type { SheetSubkind } from './types.ts'

const referenceDate = Temporal.PlainDate.from('2025-12-10')

type Row = readonly string[]

/** A title and under it a table: what most papers of a production are. */
function paper(title: string, lines: readonly string[], rows: readonly Row[]): (pdf: Pdf) => void {
  return (pdf) => {
    put(pdf, 40, 40, title, 16, 'bold')
    lines.forEach((line, index) => put(pdf, 40, 70 + index * 14, line))
    const columns = (rows[0] ?? []).map((_, index) => 40 + index * (500 / Math.max(1, rows[0]?.length ?? 1)))
    table(pdf, 90 + lines.length * 14, columns, rows)
  }
}

const people = Array.from(
  { length: 12 },
  (_, index): Row => [
    'Beleuchter',
    `Jan Muster${'abcdefghijkl'[index] ?? ''}`,
    `0171 39202${10 + index}`,
    `jan${index}@example.org`,
  ],
)

const others: readonly (readonly [SheetSubkind, string, (pdf: Pdf) => void])[] = [
  [
    'invoice',
    'a Polish invoice',
    paper(
      'FAKTURA VAT nr 12/2025',
      [
        'Sprzedawca: Kamery Sp. z o.o., ul. Wałowa 3, 00-211 Warszawa',
        'Nabywca: Film Polski',
        'Termin płatności: 16.12.2025',
      ],
      [
        ['Lp', 'Nazwa', 'Ilość', 'Kwota netto', 'Kwota brutto'],
        ['1', 'Wynajem kamery, plan zdjęciowy 15.12.2025', '1', '1000,00', '1230,00'],
      ],
    ),
  ],
  [
    'invoice',
    'a German invoice',
    paper(
      'Rechnung 2025-118',
      ['Rechnungsdatum: 15.12.2025', 'Drehtag 12, Drehbeginn 08:00'],
      [
        ['Menge', 'Artikel', 'Einzelpreis', 'Gesamtbetrag'],
        ['1', 'Catering Drehtag', '900,00', '900,00'],
      ],
    ),
  ],
  [
    'invoice',
    'a French invoice without a title of its own',
    paper(
      'Société Lumière SARL',
      ['Total HT : 900,00', 'TVA 20 % : 180,00', 'Net à payer : 1080,00', 'IBAN FR76 3000', 'SIRET 123 456'],
      [
        ['Désignation', 'Prix unitaire', 'Montant HT'],
        ['Location cantine tournage du 15/12/2025', '900,00', '900,00'],
      ],
    ),
  ],
  [
    'rental-order',
    'a rental order',
    paper(
      'EQUIPMENT ORDER',
      ['Production: Harbour Lights', 'Pick up date: 14 December 2025 10:00', 'Return date: 20 December 2025'],
      [
        ['QTY', 'ITEM DESCRIPTION', 'SERIAL NO', 'DAY RATE'],
        ['1', 'Camera body', 'A123', '450'],
        ['3', 'Batteries', '-', '20'],
      ],
    ),
  ],
  [
    'rental-order',
    'a Spanish rental order',
    paper(
      'PEDIDO DE MATERIAL',
      [
        'Producción: Cuatro esquinas',
        'Fecha de recogida: 14/12/2025 a las 09:00',
        'Hospital de Día, estudio 3',
      ],
      [
        ['Cant.', 'Referencia', 'Precio por día'],
        ['2', 'Trípode', '30'],
      ],
    ),
  ],
  [
    'daily-brief',
    'a daily brief',
    paper(
      'DAILY BRIEF',
      [
        'Monday 15 December 2025',
        'Good morning all, the crew call yesterday was 07:00.',
        'Parking is behind the studio.',
      ],
      [],
    ),
  ],
  [
    'daily-brief',
    'a French note',
    paper(
      'NOTE DE SERVICE',
      [
        'Lundi 15 décembre 2025',
        'Convocation : rappel des horaires, la feuille de service suivra.',
        'Merci à tous.',
      ],
      [],
    ),
  ],
  [
    'contact-list',
    'a unit list',
    paper(
      'UNIT LIST',
      ['Harbour Lights', 'as of 10 December 2025'],
      [['ROLE', 'NAME', 'MOBILE', 'EMAIL'], ...people],
    ),
  ],
  [
    'contact-list',
    'a German crew list',
    paper('Stabliste', ['Tatverdacht'], [['Funktion', 'Name', 'Handy', 'E-Mail'], ...people]),
  ],
  [
    'contact-list',
    'a list of numbers that does not say what it is',
    paper('Tatverdacht', [], [['Funktion', 'Name', 'Handy', 'E-Mail'], ...people]),
  ],
  [
    'movement-order',
    'a movement order',
    paper(
      'MOVEMENT ORDER No. 4',
      [
        'Date: Monday 15 December 2025',
        'Location: Old Mill, 12 River Road, York YO1 7HH',
        'Unit base: Mill Lane car park',
        'Crew parking: as unit base',
        'Unit call: 07:00',
      ],
      [
        ['VEHICLE', 'DRIVER', 'DEP TIME', 'ARR TIME'],
        ['Minibus 1', 'Tom Reed', '06:00', '06:45'],
      ],
    ),
  ],
  [
    'movement-order',
    'a French transport sheet',
    paper(
      'FEUILLE DE ROUTE',
      ['Lundi 15 décembre 2025', 'Départ équipe : 6h00', 'Parking : place Carnot'],
      [
        ['Véhicule', 'Chauffeur', 'Passagers', 'Heure'],
        ['Minibus', 'Loïc Petit', '6', '6h00'],
      ],
    ),
  ],
  [
    'day-out-of-days',
    'a day-out-of-days',
    paper(
      'Day Out of Days Report for Cast Members',
      ['Harbour Lights'],
      [
        ['CHARACTER', '12/15', '12/16', '12/17', '12/18', 'TOTAL'],
        ['1. ANNA', 'SW', 'W', 'H', 'WF', '3'],
        ['2. TOM', 'SW', 'WF', '', '', '2'],
      ],
    ),
  ],
  [
    'day-out-of-days',
    'a grid of codes',
    paper(
      'Harbour Lights',
      [],
      [
        ['', '15', '16', '17', '18'],
        ...Array.from({ length: 8 }, (_, index): Row => [`${index + 1}`, 'SW', 'W', 'H', 'WF']),
      ],
    ),
  ],
  [
    'one-line-schedule',
    'a one-liner',
    paper(
      'ONE LINE SCHEDULE',
      ['Harbour Lights'],
      [
        ['SC', 'I/E', 'SET', 'D/N', 'PGS', 'CAST'],
        ['12', 'INT', 'MILL', 'D', '1 4/8', '1, 2'],
        ['End of Day 1 - Monday 15 December 2025', '', '', '', '', ''],
      ],
    ),
  ],
  [
    'shooting-schedule',
    'a German schedule',
    paper(
      'Drehplan',
      ['Tatverdacht, Stand 10.12.2025'],
      [
        ['Drehtag', 'Datum', 'Bild', 'Motiv'],
        ['Drehtag 1', 'Montag, 15.12.2025', '12, 14', 'Küche'],
        ['Drehtag 2', 'Dienstag, 16.12.2025', '15', 'Hof'],
        ['Drehtag 3', 'Mittwoch, 17.12.2025', '18', 'Hof'],
      ],
    ),
  ],
  [
    'shooting-schedule',
    'a Spanish schedule',
    paper(
      'PLAN DE RODAJE',
      ['Cuatro esquinas'],
      [
        ['Día', 'Fecha', 'Sec', 'Decorado'],
        ['Día 1', 'lunes 15/12/2025', '12, 14', 'Cocina'],
        ['Día 2', 'martes 16/12/2025', '15', 'Patio'],
      ],
    ),
  ],
  [
    'production-report',
    'a daily production report',
    paper(
      'DAILY PRODUCTION REPORT',
      [
        'Date: Monday 15 December 2025',
        'Crew call: 07:00',
        'First shot: 08:12',
        'Lunch: 13:00',
        'Wrap: 19:10',
        'Location: Old Mill',
        'Sunrise 08:10 Sunset 15:40',
        'Scenes completed: 12, 14',
        'Overtime: 0:10',
      ],
      [
        ['SCENE', 'SET', 'PAGES'],
        ['12', 'INT. MILL - DAY', '1 4/8'],
      ],
    ),
  ],
  [
    'production-report',
    'a French report',
    paper(
      'RAPPORT DE PRODUCTION',
      [
        'Lundi 15 décembre 2025',
        'Convocation : 7h00',
        'PAT : 8h30',
        'Fin de journée : 18h40',
        'Décor : Café',
        'Déjeuner : 12h30',
        'Séquences tournées : 12, 14',
        'Heures supplémentaires : 0',
      ],
      [],
    ),
  ],
]

describe('what is no call sheet', () => {
  it.each(others)('is a %s: %s', async (subkind, _name, drawing) => {
    const sheet = await readCallSheet(await draw(drawing), { referenceDate })
    expect(sheet.kind).not.toBe('call-sheet')
    expect(sheet.subkind).toBe(subkind)
  })

  it.each([
    [
      'a letter',
      paper(
        'Dear all',
        [
          'on Monday 15 December 2025 we meet at 07:00 in Old Mill, 12 River Road, York YO1 7HH.',
          'Please read the call sheet.',
        ],
        [],
      ),
    ],
    ['a menu', paper('Speisekarte', ['Mittag 12:00', 'Abendessen 18:00', 'Montag, 15.12.2025'], [])],
    ['a page that only bears the words', paper('CALL SHEET', [], [])],
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
