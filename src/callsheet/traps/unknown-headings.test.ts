import { describe, expect, it } from 'vitest'
import type { CallSheet } from '../index.ts'
import { cells, put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

const castOf = ({ cast }: CallSheet): unknown[] =>
  cast.map(({ value: it }) => [it.number, it.character, it.actor, it.makeup, it.onSet])

const callsOf = ({ calls }: CallSheet): unknown[] =>
  calls.map(({ value: it }) => [it.name ?? it.department, it.department, it.time])

describe('tables whose headings nobody has listed', () => {
  it('are read by what stands under them', async () => {
    const sheet = await read((pdf) => {
      table(
        pdf,
        plain(pdf) + 20,
        [40, 70, 200, 330, 400],
        [
          ['#', 'STARRING', 'PERSONA', 'MAKE-UP', 'SET'],
          ['1', 'Ida Thornbury', 'THE PILOT', '06:10', '07:40'],
          ['2', 'Noel Vance', 'MARLA', '06:40', '08:05'],
        ],
      )
    })
    expect(castOf(sheet)).toEqual([
      ['1', 'THE PILOT', 'Ida Thornbury', '06:10', '07:40'],
      ['2', 'MARLA', 'Noel Vance', '06:40', '08:05'],
    ])
  })

  it('may go hour by hour: scenes among what else happens, whose times stay the day’s', async () => {
    const sheet = await read((pdf) => {
      const y = cells(
        pdf,
        plain(pdf) + 20,
        [30, 80, 130, 420, 520],
        [
          ['TIME', 'SHOT', 'ACTIVITY', 'FACES'],
          ['07:45', '14', 'INT. LIGHTHOUSE - DAY\nThe lamp goes out.', '1, 3'],
          ['11:10', '15B', 'EXT. JETTY - DUSK\nA boat lands.', '2'],
          ['13:05', '', 'Lunch', ''],
        ],
        24,
      )
      put(pdf, 40, y + 20, 'End of sheet')
    })
    expect(
      sheet.scenes.map(({ value: it }) => [
        it.number,
        it.intExt,
        it.dayNight,
        it.set,
        it.description,
        it.cast,
      ]),
    ).toEqual([
      ['14', 'INT', 'DAY', 'LIGHTHOUSE', 'The lamp goes out.', ['1', '3']],
      ['15B', 'EXT', 'DUSK', 'JETTY', 'A boat lands.', ['2']],
    ])
    expect(sheet.meals.map(({ value }) => value)).toEqual([{ name: 'Lunch', time: '13:05' }])
  })

  it('are told from the row of a list that stands on their height', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 400, y - 12, 'CAMERA', 8, 'bold')
      cells(
        pdf,
        y,
        [30, 50, 150, 240, 300, 360],
        [
          ['#', 'Actress/Actor', 'Part of', 'Makeup', 'Set'],
          ['1', 'Ida Thornbury', 'THE PILOT', '6:10', '7:40'],
          ['2', 'Noel Vance', 'MARLA', '6:40', '8:05'],
        ],
        14,
      )
      table(
        pdf,
        y + 3,
        [400, 470, 545],
        [
          ['Operator', 'Pia Lund', '7:00'],
          ['Loader', 'Tom Askew', '6:30'],
        ],
        7,
      )
    })
    expect(castOf(sheet)).toEqual([
      ['1', 'THE PILOT', 'Ida Thornbury', '06:10', '07:40'],
      ['2', 'MARLA', 'Noel Vance', '06:40', '08:05'],
    ])
    expect(callsOf(sheet)).toEqual([
      ['Pia Lund', 'CAMERA', '07:00'],
      ['Tom Askew', 'CAMERA', '06:30'],
    ])
  })

  it('are none where departments head their people: Maske, Fahrer, Catering', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'TAGESDISPO Montag, 16.12.2024', 14, 'bold')
      for (const [x, department, name, time] of [
        [40, 'Maske', 'Ute Brandl', '06:45'],
        [220, 'Fahrer', 'Jens Oltmann', '05:50'],
        [400, 'Catering', 'Mia Rehbein', '05:30'],
      ] as const) {
        put(pdf, x, 90, department, 8, 'bold')
        put(pdf, x, 102, name, 8)
        put(pdf, x + 110, 102, time, 8)
        put(pdf, x, 112, 'Garderobe', 6)
      }
    })
    expect(callsOf(sheet)).toEqual([
      ['Ute Brandl', 'Maske', '06:45'],
      ['Jens Oltmann', 'Fahrer', '05:50'],
      ['Mia Rehbein', 'Catering', '05:30'],
    ])
    expect(sheet.cast).toEqual([])
  })
})

describe('pairs of a label and its value', () => {
  it('are no rows of people, though the value left of a call is a name', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 40, y, 'agency', 7)
      put(pdf, 90, y, 'Hart Lowell', 8, 'bold')
      put(pdf, 220, y, 'Client call', 7)
      put(pdf, 320, y, '09:20', 8, 'bold')
    })
    expect(callsOf(sheet)).toEqual([[null, null, '09:20']])
    expect(sheet.calls[0]?.value.role).toBe('Client call')
  })

  it('are people where two names stand under each other and only one has a time', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 40, y, 'TRANSPORT', 8, 'bold')
      table(
        pdf,
        y + 12,
        [40, 140, 260],
        [
          ['Driver', 'Jonah Pell', '05:40'],
          ['Driver', 'Rhea Moss', 'on call'],
        ],
        7,
      )
    })
    expect(callsOf(sheet)).toEqual([['Jonah Pell', 'TRANSPORT', '05:40']])
  })
})
