import { describe, expect, it } from 'vitest'
import { cells, type Pdf, put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'
import type { CallSheet } from '../types.ts'

const told = ({ calls }: CallSheet) =>
  calls.map(({ value: { name, role, department, time } }) => [name, role, department, time])

function lines(...texts: readonly string[]): (pdf: Pdf) => void {
  return (pdf) => {
    const top = plain(pdf) + 20
    texts.forEach((text, index) => put(pdf, 40, top + index * 12, text))
  }
}

describe('calls of several people that are told together', () => {
  it('are those of everybody in the cell beside the time', async () => {
    const sheet = await read((pdf) =>
      table(
        pdf,
        plain(pdf) + 20,
        [40, 160, 420],
        [
          ['Kamera', 'DoP Meret Haas, 1. AC Tjark Poll, 2. AC Ronja Dix', '09:00'],
          ['Maske', 'Svenja Kolb, Uli Marx', '08:30'],
        ],
      ),
    )
    expect(told(sheet)).toEqual([
      ['Meret Haas', 'DoP', 'Kamera', '09:00'],
      ['Tjark Poll', '1. AC', 'Kamera', '09:00'],
      ['Ronja Dix', '2. AC', 'Kamera', '09:00'],
      ['Svenja Kolb', null, 'Maske', '08:30'],
      ['Uli Marx', null, 'Maske', '08:30'],
    ])
  })

  it('are each with their own time in one line', async () => {
    const sheet = await read(
      lines('Cheffe op. Aude Monnier 08h30 / 1er ass. caméra Jonas Petit 08h10 / scripte Line Faure 08h45'),
      { me: { name: 'Jonas Petit' } },
    )
    expect(sheet.personalCall?.value).toBe('08:10')
    expect(sheet.personalCall?.evidence[0]?.text).toBe('/ 1er ass. caméra Jonas Petit 08h10')
    expect(told(sheet).map(([name, , , time]) => [name, time])).toEqual([
      ['Aude Monnier', '08:30'],
      ['Jonas Petit', '08:10'],
      ['Line Faure', '08:45'],
    ])
  })

  it('go on in the next line of a text, where another sentence is of another department', async () => {
    const sheet = await read(
      lines(
        'Pion operatorski: szwenkier Leon Gaj, ostrzyciel Maks Wierny, asystentka operatora Nela Bor, operator Wit Sobczak',
        '– godz. 6.45 na obiekcie. Dźwięk – 7.15.',
      ),
      { me: { name: 'Maks Wierny' } },
    )
    expect(sheet.personalCall?.value).toBe('06:45')
    expect(told(sheet)).toContainEqual(['Nela Bor', 'asystentka operatora', 'Pion operatorski', '06:45'])
    expect(told(sheet)).toContainEqual([null, null, 'Dźwięk', '07:15'])
  })

  it('are none where things are listed with their times', async () => {
    const sheet = await read(
      lines('Turn over 08:45, lunch 13:00, wrap 18:15', 'Shuttle Hotel Adler 07:30, 08:00'),
    )
    expect(sheet.calls.filter(({ value }) => value.name !== null)).toEqual([])
  })
})

describe('a row of the crew', () => {
  const row = (role: string, name: string, time: string) => (pdf: Pdf) =>
    table(
      pdf,
      plain(pdf) + 20,
      [40, 80, 220, 360],
      [
        ['', 'CAMERA', '', ''],
        ['1', 'Operator', 'Hal Vickers', '7:42A'],
        ['1', role, name, time],
      ],
    )

  it.each([
    ['A 1st AC', 'Rosa Tull', '7:18A', '07:18'],
    ['B Cam 2nd AC', 'Rosa Tull', '7:18A', '07:18'],
    ['Focus puller', 'Rosa Tull', '5:45 Heliograf', '05:45'],
  ])('has the call of %s, %s at %s', async (role, name, time, expected) => {
    const sheet = await read(row(role, name, time), { me: { name } })
    expect(sheet.personalCall?.value).toBe(expected)
  })

  it('has no call in a street’s number that the width of its column broke off', async () => {
    const sheet = await read(lines('Production Office: 1400', 'Stage Dr. Ste 200, Albuquerque NM 87102'))
    expect(sheet.calls.map(({ value }) => value.time)).not.toContain('14:00')
  })
})

it('tells tables side by side apart by the rules between them', async () => {
  const sheet = await read((pdf) => {
    const top = plain(pdf) + 20
    const crew = [
      ['FUNKCJA', 'NAZWISKO', 'TELEFON', 'CALL'],
      ['Grip', 'Marek Szyna', '600 555 109', '6:30'],
    ]
    const cast = [
      ['AKTOR', 'ROLA', 'CALL', 'GOTOWY'],
      ['Ewelina Szot', 'mama', '6:45', '8:00'],
    ]
    cells(pdf, top, [40, 110, 190, 250, 300], crew, 16)
    cells(pdf, top, [312, 390, 440, 490, 550], cast, 16)
  })
  expect(sheet.cast.map(({ value }) => value.actor)).toEqual(['Ewelina Szot'])
  expect(told(sheet)).toContainEqual(['Marek Szyna', 'Grip', null, '06:30'])
})
