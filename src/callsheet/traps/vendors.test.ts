import { describe, expect, it } from 'vitest'
import { put } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

describe('stops at vendors', () => {
  const stops = async (rows: readonly (readonly string[])[]) => {
    const sheet = await read((pdf) => {
      const y = plain(pdf)
      rows.forEach((cells, row) => {
        cells.forEach((cell, index) => put(pdf, 40 + index * 80, y + 20 + row * 11, cell))
      })
    })
    return sheet.vendorStops.map(({ value }) => [value.name, value.address, value.time])
  }

  it('are rows of the day that say behind the place what is fetched there', async () => {
    expect(
      await stops([
        ['06:00', 'Panorama Hire, 12 Wharf Road, London N1 7GR - camera'],
        ['', 'equipment pick-up'],
        ['08:30', 'Unit move, 14 Mill Road, York YO1 7HH - crew and trucks'],
      ]),
    ).toEqual([['Panorama Hire', '12 Wharf Road, London N1 7GR', '06:00']])
  })

  it('are not the rows of people and equipment', async () => {
    expect(await stops([['06:00', 'Grip truck - equipment pick-up']])).toEqual([])
  })
})
