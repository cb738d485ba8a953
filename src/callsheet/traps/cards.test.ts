import { describe, expect, it } from 'vitest'
import { type Pdf, put } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

/** Labels over their values, at steps of 60 points. */
function stages(pdf: Pdf, x: number, y: number, pairs: readonly (readonly [string, string])[]): void {
  pairs.forEach(([label, value], index) => {
    put(pdf, x + index * 60, y, label, 6)
    put(pdf, x + index * 60, y + 9, value, 8)
  })
}

describe('a card for each', () => {
  it('says of the cast when who is where, a dash that they are not fetched', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 40, y, '3  MARLA', 8, 'bold')
      put(pdf, 40, y + 11, 'Ida Thornbury', 8)
      stages(pdf, 40, y + 23, [
        ['Pick-up', '-'],
        ['Costume', '06:30'],
        ['Make-up', '07:05'],
        ['On set', '08:20'],
      ])
      put(pdf, 310, y, '4  THE PILOT', 8, 'bold')
      put(pdf, 310, y + 11, 'Noel Vance', 8)
      stages(pdf, 310, y + 23, [
        ['Pick-up', '05:15'],
        ['Costume', '06:10'],
        ['Make-up', '06:40'],
        ['On set', '08:20'],
      ])
    })
    expect(
      sheet.cast.map(({ value: it }) => [
        it.number,
        it.character,
        it.actor,
        it.pickup,
        it.wardrobe,
        it.makeup,
        it.onSet,
      ]),
    ).toEqual([
      ['3', 'MARLA', 'Ida Thornbury', null, '06:30', '07:05', '08:20'],
      ['4', 'THE PILOT', 'Noel Vance', '05:15', '06:10', '06:40', '08:20'],
    ])
    expect(sheet.calls).toEqual([])
  })

  it('says of a scene where and when, then the set, what happens, and how long with whom', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      for (const [x, lines] of [
        [40, ['14 INT / DAY', 'LIGHTHOUSE / STAIRS', 'The lamp goes out.', '1 3/8 pgs · Cast 1, 4']],
        [310, ['15B EXT / NIGHT', 'JETTY', 'A boat lands.', '5/8 pgs · Cast 2']],
      ] as const)
        lines.forEach((line, index) =>
          put(pdf, x, y + index * 11, line, index === 3 ? 6 : 8, index === 0 ? 'bold' : 'regular'),
        )
    })
    expect(
      sheet.scenes.map(({ value: it }) => [
        it.number,
        it.intExt,
        it.dayNight,
        it.set,
        it.description,
        it.pageEighths,
        it.cast,
      ]),
    ).toEqual([
      ['14', 'INT', 'DAY', 'LIGHTHOUSE / STAIRS', 'The lamp goes out.', 11, ['1', '4']],
      ['15B', 'EXT', 'NIGHT', 'JETTY', 'A boat lands.', 5, ['2']],
    ])
  })
})
