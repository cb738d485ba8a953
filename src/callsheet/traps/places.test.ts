import { describe, expect, it } from 'vitest'
import { form, put, table } from '../testing/draw.ts'
import { codes, read } from '../testing/sheets.ts'

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
})
