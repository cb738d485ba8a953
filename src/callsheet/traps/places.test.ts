import { describe, expect, it } from 'vitest'
import { cells, form, type Pdf, put, table } from '../testing/draw.ts'
import { codes, plain, read } from '../testing/sheets.ts'

/** A heading and a date, without a place. */
function dated(pdf: Pdf): number {
  put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
  return form(pdf, 70, [['Date:', 'Monday, December 16, 2024']])
}

describe('places', () => {
  it('keeps the hospital beside the location apart from it', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'PLAN DNIA 16.12.2024', 14, 'bold')
      table(
        pdf,
        70,
        [40, 300],
        [
          ['OBIEKT', 'NAJBLIŻSZY SZPITAL'],
          ['Kamienica', 'Szpital Praski'],
          ['ul. Puławska 61, 02-595 Warszawa', 'al. Solidarności 67, 03-401 Warszawa'],
        ],
        9,
      )
    })
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Kamienica', address: 'ul. Puławska 61, 02-595 Warszawa' },
    ])
    expect(sheet.hospital?.value).toEqual({
      name: 'Szpital Praski',
      address: 'al. Solidarności 67, 03-401 Warszawa',
    })
  })

  it('gives an address to the place printed over it', async () => {
    const sheet = await read((pdf) => {
      form(pdf, 40, [
        ['CALL SHEET', ''],
        ['Location:', 'Old Mill'],
        ['Address:', '12 River Road, York YO1 7HH'],
        ['Nearest hospital:', 'York Hospital'],
        ['Address:', 'Wigginton Road, York YO31 8HE'],
      ])
    })
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Old Mill', address: '12 River Road, York YO1 7HH' },
    ])
    expect(sheet.hospital?.value).toEqual({ name: 'York Hospital', address: 'Wigginton Road, York YO31 8HE' })
  })

  it('lists the locations of a company move in order', async () => {
    const sheet = await read((pdf) => {
      form(pdf, 40, [
        ['CALL SHEET', ''],
        ['Location 1:', 'Old Mill, 12 River Road, York YO1 7HH'],
        ['Location 2:', 'Town Hall, 1 Market Street, York YO1 8RL'],
        ['Company move:', '14:00'],
      ])
    })
    expect(sheet.locations.map(({ value }) => value.name)).toEqual(['Old Mill', 'Town Hall'])
    expect(codes(sheet)).toContain('several-locations')
  })

  it('are not looked for under what the document is called', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'PLAN ZDJĘCIOWY', 16, 'bold')
      put(pdf, 40, 62, 'film fabularny pt. „Szron”')
      form(pdf, 90, [
        ['Data:', 'czwartek, 19.12.2024'],
        ['Zbiórka ekipy:', '7:00'],
        ['Plan zdjęciowy:', 'Liceum nr 3, ul. Szkolna 4, 90-001 Łódź'],
        ['Koniec zdjęć:', '18:00'],
      ])
    })
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Liceum nr 3', address: 'ul. Szkolna 4, 90-001 Łódź' },
    ])
  })

  it.each([
    'Wyjazd ekipy sprzed Studia (ul. Chocimska 33): godz. 5.45',
    'Crew bus from the studio (33 Station Road, York YO1 6AB): 5.45',
    'Abfahrt Team: Bahnhofstraße 33, 10115 Berlin, 5:45 Uhr',
    "Départ de l'équipe : 33 rue de la Gare, 75012 Paris, 5h45",
    'Salida equipo: Calle Mayor 33, 28013 Madrid, 5:45',
  ])('are not where people are driven from: %s', async (departure) => {
    const sheet = await read((pdf) => {
      const y = plain(pdf)
      put(pdf, 40, y, departure)
    })
    expect(sheet.locations.map(({ value }) => value.name)).toEqual(['Old Mill'])
    const below = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      put(pdf, 40, 70, 'Location: Old Mill, 12 River Road, York YO1 7HH')
      put(pdf, 40, 82, departure)
    })
    expect(below.locations.map(({ value }) => value.name)).toEqual(['Old Mill'])
  })

  it('stand under a heading whose neighbour is two lines high', async () => {
    const sheet = await read((pdf) => {
      const y = dated(pdf)
      cells(pdf, y, [40, 190, 340, 440], [['LOCATION', 'UNIT BASE', 'NEAREST\nHOSPITAL']], 32)
      cells(
        pdf,
        y + 32,
        [40, 190, 340, 440],
        [
          [
            'Town Hall\n1 Market Street, York YO1 8RL',
            'Coach yard\n3 Mill Lane, York YO1 8RM',
            'York Hospital\nWigginton Road, York YO31 8HE',
          ],
        ],
        32,
      )
    })
    expect(sheet.locations.map(({ value }) => value.name)).toEqual(['Town Hall'])
    expect(sheet.unitBase?.value.name).toBe('Coach yard')
  })

  it('stand beside a letter under a heading of two languages', async () => {
    const sheet = await read((pdf) => {
      const y = dated(pdf)
      cells(pdf, y, [40, 500], [['LOCATION / LOKACJA']], 16)
      cells(
        pdf,
        y + 16,
        [40, 120, 500],
        [
          ['LOC A', 'Granary quay / Wyspa Spichrzów, ul. Chmielna 10, 80-748 Gdańsk'],
          ['LOC B', 'Shipyard gate 2, Plac Solidarności 4, 80-863 Gdańsk'],
        ],
        16,
      )
    })
    expect(sheet.locations.map(({ value }) => value.name)).toEqual([
      'Granary quay / Wyspa Spichrzów',
      'Shipyard gate 2',
    ])
  })

  it('stand behind the call where nothing else gives one', async () => {
    const at = 'Crew call: 9.30am at 18 Hawthorn Terrace, Leeds LS6 1DB (ring the bell, top flat)'
    const alone = await read((pdf) => put(pdf, 40, dated(pdf), at))
    expect(alone.crewCall?.value).toBe('09:30')
    expect(alone.locations.map(({ value }) => value)).toEqual([
      { name: null, address: '18 Hawthorn Terrace, Leeds LS6 1DB' },
    ])
    const beside = await read((pdf) => put(pdf, 40, plain(pdf), at))
    expect(beside.locations.map(({ value }) => value.name)).toEqual(['Old Mill'])
  })
})
