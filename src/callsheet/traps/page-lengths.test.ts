import { describe, expect, it } from 'vitest'
import { put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

describe('what looks like the number of a day or a scene', () => {
  it('is the length of a scene', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 40, y, 'sc. 41 – PLENER – PRZYSTAŃ – DZIEŃ – 1 4/8 str. – Kuba, Stary')
      put(pdf, 40, y + 14, 'sc. 42A – PLENER – POMOST – DZIEŃ – 6/8 str. – Kuba')
      put(pdf, 40, y + 500, 'Dzień zdjęciowy 11 z 30.')
    })
    expect(sheet.day?.value).toEqual({ number: 11, of: 30 })
  })

  it('stands under a heading of episode and scene', async () => {
    const sheet = await read((pdf) => {
      table(
        pdf,
        plain(pdf) + 20,
        [40, 90, 150, 330, 480],
        [
          ['Ep/Sc', 'Story day', 'Set', 'Synopsis', 'Pages'],
          ['3/41', 'D6', 'INT HARBOUR OFFICE', 'Quinn is suspended', '2 2/8'],
          ['4/07', 'N7', 'EXT STEPS', 'Quinn gets a call', '1 5/8'],
        ],
      )
    })
    expect(sheet.scenes.map(({ value }) => [value.number, value.dayNight])).toEqual([
      ['3/41', 'DAY'],
      ['4/07', 'NIGHT'],
    ])
  })

  it('lists the scenes of a place, in a table of places', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'TAGESDISPO', 16, 'bold')
      put(pdf, 40, 70, 'Montag, 16. Dezember 2024')
      table(
        pdf,
        110,
        [40, 200, 420],
        [
          ['Motiv', 'Adresse', 'Bilder'],
          ['Alte Mühle', 'Uferstraße 12, 10997 Berlin', '12, 14'],
          ['Bahnhof', 'Bahnhofplatz 1, 10557 Berlin', '20'],
        ],
      )
    })
    expect(sheet.scenes).toEqual([])
    expect(sheet.locations.map(({ value }) => value.name)).toEqual(['Alte Mühle', 'Bahnhof'])
  })
})
