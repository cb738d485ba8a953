import { describe, expect, it } from 'vitest'
import type { CallSheet } from '../index.ts'
import { cells, type Pdf, put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

function scenesOf({ scenes }: CallSheet): unknown[] {
  return scenes.map(({ value: it }) => [it.number, it.intExt, it.dayNight, it.set, it.pageEighths, it.cast])
}

describe('tables as spreadsheets and typists make them', () => {
  it('reads tall ruled cells, ends at another grid, and takes no total for a scene', async () => {
    const sheet = await read(
      (pdf) => {
        let y = plain(pdf) + 20
        y = cells(
          pdf,
          y,
          [30, 70, 230, 270, 310, 370, 565],
          [
            ['SCENE', 'SET & DESCRIPTION', 'D/N', 'PGS', 'CAST', 'LOCATION'],
            ['22', 'INT. KITCHEN\nRuth finds the letter', 'D', '1 3/8', '1,2', 'Old Mill'],
            ['23', 'EXT. GARDEN\nRuth runs', 'N', '4/8', '1', 'Old Mill'],
          ],
          24,
        )
        y = cells(pdf, y, [30, 310, 565], [['TOTAL PAGES', '1 7/8']], 14)
        y = cells(
          pdf,
          y,
          [30, 60, 180, 280, 330, 380, 430],
          [
            ['#', 'CHARACTER', 'CAST', 'PU', 'MU', 'SET'],
            ['1', 'RUTH', 'Mia Calder', '5:30A', '6:00A', '7:15A'],
          ],
          14,
        )
        cells(
          pdf,
          y,
          [30, 120, 220, 275, 390, 490, 565],
          [
            ['PRODUCTION', '', '', 'CAMERA', '', ''],
            ['Director', 'Lena Frost', '6:30A', 'DP', 'Ivo Brandt', '6:00A'],
            ['1st AD', 'Paul Reed', '6:12A', '1st AC', 'Anna Nowak', '5:48A'],
          ],
          14,
        )
      },
      { me: { name: 'Anna Nowak' } },
    )
    expect(scenesOf(sheet)).toEqual([
      ['22', 'INT', 'DAY', 'KITCHEN', 11, ['1', '2']],
      ['23', 'EXT', 'NIGHT', 'GARDEN', 4, ['1']],
    ])
    expect(sheet.scenes.map(({ value }) => value.description)).toEqual(['Ruth finds the letter', 'Ruth runs'])
    expect(sheet.cast.map(({ value }) => [value.character, value.actor])).toEqual([['RUTH', 'Mia Calder']])
    expect(sheet.personalCall?.value).toBe('05:48')
    expect(sheet.calls.map(({ value }) => value.department)).toEqual([
      'PRODUCTION',
      'CAMERA',
      'PRODUCTION',
      'CAMERA',
    ])
  })

  const typed = (pdf: Pdf): void => {
    const y = plain(pdf) + 20
    table(
      pdf,
      y,
      [40, 90, 330, 380, 430],
      [
        ['SC', 'SET / SYNOPSIS', 'D/N', 'PGS', 'CAST'],
        ['4', 'INT CUSTOMS HOUSE', 'D3', '2 2/8', '1,3'],
        ['', 'Tess finds the ledger', '', '', ''],
        ['COMPANY MOVE TO THE YARD', '', '', '', ''],
        ['9', 'EXT YARD', 'N3', '1 1/8', '1,2,X'],
      ],
    )
    table(
      pdf,
      y + 90,
      [40, 80, 180, 280, 330, 380],
      [
        ['No', 'ARTISTE', 'CHARACTER', 'P/UP', 'M/UP', 'ON SET'],
        ['1', 'Una Bright', 'TESS', '06:15', '07:15', '08:15'],
        ['3', 'Sol Vane', 'DI MARSH', 'O/T', '07:30', '08:15'],
      ],
    )
    put(pdf, 40, y + 138, 'SUPPORTING ARTISTES: 12 x Dock workers @ 14:00 at Unit Base')
    put(pdf, 40, y + 152, 'CAMERA:', 9, 'bold')
    put(pdf, 110, y + 152, 'Second body for scene 9. Pre-call 06:45')
  }

  it('reads past a line across the columns, and not into what follows the table', async () => {
    const sheet = await read(typed)
    expect(scenesOf(sheet)).toEqual([
      ['4', 'INT', 'DAY', 'CUSTOMS HOUSE', 18, ['1', '3']],
      ['9', 'EXT', 'NIGHT', 'YARD', 9, ['1', '2', 'X']],
    ])
    expect(sheet.cast.map(({ value }) => [value.number, value.character, value.pickup, value.onSet])).toEqual(
      [
        ['1', 'TESS', '06:15', '08:15'],
        ['3', 'DI MARSH', null, '08:15'],
      ],
    )
  })

  it('gives a pre-call beside a department to its people, and an actor the first time of their row', async () => {
    const camera = await read(typed, { me: { role: 'focus puller', department: 'camera' } })
    expect(camera.personalCall?.value).toBe('06:45')
    const actor = await read(typed, { me: { name: 'Una Bright' } })
    expect(actor.personalCall?.value).toBe('06:15')
    expect(actor.personalCall?.evidence[0]?.text).toContain('Una Bright')
  })

  it('reads columns that are not quite straight', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      const rows = [
        ['POSITION', 'NAME', 'CALL', 'PHONE'],
        ['Gaffer', 'Tom Reed', '06:30', '07700 900101'],
        ['Key make-up artist', 'Ann Lo', '05:45', '07700 900102'],
        ['DIT', 'Bartholomew Crane', '07:15', '07700 900103'],
      ]
      rows.forEach((row, index) =>
        row.forEach((cell, column) =>
          put(
            pdf,
            ([40, 150, 262, 330][column] ?? 0) + ((index * 7 + column * 5) % 9),
            y + index * 14,
            cell,
            8,
          ),
        ),
      )
    })
    expect(sheet.calls.map(({ value }) => [value.role, value.name, value.time])).toEqual([
      ['Gaffer', 'Tom Reed', '06:30'],
      ['Key make-up artist', 'Ann Lo', '05:45'],
      ['DIT', 'Bartholomew Crane', '07:15'],
    ])
    expect(sheet.contacts.map(({ value }) => value.phone)).toEqual([
      '+447700900101',
      '+447700900102',
      '+447700900103',
    ])
  })
})

describe('forms', () => {
  it('reads several pairs in a row', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'PLAN DNIA', 14, 'bold')
      const pairs = [
        ['Data: 16.12.2024', 'Dzień: 5/20', 'Wschód: 7:38', 'Zachód: 15:25'],
        ['Zbiórka: 7:00', 'Obiad: 13:00 - 13:45', 'Koniec: 19:00', 'Produkcja: 6:15'],
      ]
      table(pdf, 70, [40, 180, 300, 420], pairs, 9)
    })
    expect([sheet.shootingDate?.value, sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual([
      '2024-12-16',
      '07:00',
      '19:00',
    ])
    expect(sheet.day?.value).toEqual({ number: 5, of: 20 })
    expect([sheet.sunrise?.value, sheet.sunset?.value, sheet.productionCall?.value]).toEqual([
      '07:38',
      '15:25',
      '06:15',
    ])
    expect(sheet.meals.map(({ value }) => value)).toEqual([{ name: 'Obiad', time: '13:00' }])
  })

  it('reads cells that hold their label and their value', async () => {
    const sheet = await read((pdf) => {
      cells(
        pdf,
        60,
        [30, 137, 244, 351, 458, 565],
        [
          [
            'DATE\nMon 16 Dec 2024',
            'SHOOT DAY\n5 of 20',
            'CREW CALL\n07:00',
            'LUNCH\n13:00',
            'EST. WRAP\n19:00',
          ],
        ],
        26,
      )
      cells(
        pdf,
        86,
        [30, 297, 565],
        [
          [
            'LOCATION\nThe Old Mill\n12 River Road, York YO1 7HH',
            'UNIT BASE\nMill Car Park\nRiver Road, York YO1 7HG',
          ],
          ['NEAREST A&E\nYork Hospital\nWigginton Road, York YO31 8HE', 'PARKING\nAt unit base'],
        ],
        40,
      )
    })
    expect([sheet.shootingDate?.value, sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual([
      '2024-12-16',
      '07:00',
      '19:00',
    ])
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'The Old Mill', address: '12 River Road, York YO1 7HH' },
    ])
    expect(sheet.unitBase?.value).toEqual({ name: 'Mill Car Park', address: 'River Road, York YO1 7HG' })
    expect(sheet.hospital?.value.name).toBe('York Hospital')
  })

  it('keeps places apart that are numbered, or stand name over address', async () => {
    for (const numbered of [true, false]) {
      const sheet = await read((pdf) => {
        put(pdf, 40, 40, 'CALL SHEET', 14, 'bold')
        const lines = [
          ['#', 'LOCATIONS', 'PARKING'],
          ['1', 'Alder Apartments', 'Street parking'],
          ['', '1812 Alder St, Los Angeles, CA 90006', ''],
          ['2', 'Union Diner', ''],
          ['', '550 S Hope St, Los Angeles, CA 90071', ''],
        ]
        table(
          pdf,
          70,
          numbered ? [40, 90, 300] : [90, 300],
          numbered ? lines : lines.map((it) => it.slice(1)),
        )
      })
      expect(sheet.locations.map(({ value }) => value)).toEqual([
        { name: 'Alder Apartments', address: '1812 Alder St, Los Angeles, CA 90006' },
        { name: 'Union Diner', address: '550 S Hope St, Los Angeles, CA 90071' },
      ])
    }
  })

  it('ends where its rules do, and what stands close under it is no row', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'PLAN DNIA 16.12.2024', 14, 'bold')
      const y = cells(
        pdf,
        60,
        [36, 200, 260, 424, 500],
        [
          ['Pion', 'Godz.', 'Pion', 'Godz.'],
          ['Produkcja', '7.15', 'Reżyseria', '7.45'],
          ['Grip', '7.30', 'Dźwięk', '7.45'],
        ],
        12,
      )
      table(
        pdf,
        y + 4,
        [36, 300],
        [
          ['BHP', 'KONTAKT'],
          ['* Zakaz palenia w obiekcie.', 'Kierownik planu: Jan Kot, +48 500 100 476'],
        ],
        7,
      )
    })
    expect(sheet.contacts.map(({ value }) => value.name)).toEqual(['Jan Kot'])
    expect(sheet.safetyNotes.map(({ value }) => value)).toEqual(['Zakaz palenia w obiekcie.'])
  })

  it('goes on with the scenes behind a company move, in capitals and with a colon', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'HOJA DE LLAMADO 16/12/2024', 14, 'bold')
      table(
        pdf,
        60,
        [40, 90, 130, 280, 340, 380],
        [
          ['HORA', 'ESC.', 'SET', 'INT/EXT', 'D/N', 'ACCIÓN'],
          ['09:00', '45', 'COCINA', 'I', 'DÍA', 'Llamada de la hermana.'],
          ['CAMBIO DE LOCACIÓN: Casa Roma'],
          ['14:00', '59', 'BODEGA', 'E', 'DÍA', 'Esperan la señal.'],
        ],
      )
    })
    expect(sheet.scenes.map(({ value }) => value.number)).toEqual(['45', '59'])
  })
})
