import { describe, expect, it } from 'vitest'
import type { CallSheet } from '../index.ts'
import { put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

const callsOf = ({ calls }: CallSheet): unknown[] =>
  calls.map(({ value: it }) => [it.name ?? it.department, it.role, it.time])

describe('lists of people and departments without headings', () => {
  it.each([
    [
      'time, name, work',
      [
        ['07:15', 'Anna Nowak', 'Gaffer'],
        ['06:45', 'Óscar de la Fuente', 'Best Boy'],
      ],
    ],
    [
      'name, work, time',
      [
        ['Anna Nowak', 'Gaffer', '07:15'],
        ['Óscar de la Fuente', 'Best Boy', '06:45'],
      ],
    ],
    [
      'work, name, time',
      [
        ['Gaffer', 'Anna Nowak', '07:15'],
        ['Best Boy', 'Óscar de la Fuente', '06:45'],
      ],
    ],
  ])('says who comes when in the order %s', async (_order, rows) => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 40, y, 'Electrical', 9, 'bold')
      table(pdf, y + 14, [40, 160, 300], rows)
    })
    expect(callsOf(sheet)).toEqual([
      ['Anna Nowak', 'Gaffer', '07:15'],
      ['Óscar de la Fuente', 'Best Boy', '06:45'],
    ])
  })

  it.each([
    'Anna Nowak (Gaffer): 07:15',
    'Gaffer: Anna Nowak 07:15',
    '07:15 Anna Nowak, Gaffer',
    'Anna Nowak - Gaffer ........ 07:15',
  ])('says it in one line: %s', async (line) => {
    const sheet = await read((pdf) => put(pdf, 40, plain(pdf) + 20, line))
    expect(callsOf(sheet)).toEqual([['Anna Nowak', 'Gaffer', '07:15']])
  })

  it('takes no label of the day for somebody, and no street', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      table(pdf, y, [40, 160, 300], [['Production', 'Est. Wrap', '19:00']])
      table(pdf, y + 20, [40, 200], [['Poplar Grove, Stockport SK2 7JE', '06:15']])
    })
    expect(callsOf(sheet)).toEqual([])
    expect(sheet.estimatedWrap?.value).toBe('19:00')
  })

  it('reads departments over their times, those among them that no film has too', async () => {
    const sheet = await read((pdf) => {
      table(
        pdf,
        plain(pdf) + 20,
        [40, 130, 220, 310, 400],
        [
          ['Camera', 'Sound', 'Costume', 'Birdcatchers', 'Catering'],
          ['07:00', '07:15', '06:30', '06:20', '05:30'],
        ],
      )
    })
    expect(callsOf(sheet)).toEqual([
      ['Camera', null, '07:00'],
      ['Sound', null, '07:15'],
      ['Costume', null, '06:30'],
      ['Birdcatchers', null, '06:20'],
      ['Catering', null, '05:30'],
    ])
    expect(sheet.meals).toEqual([])
  })
})

describe('places', () => {
  it('end with their address: the way there, numbers to ring and the next heading are no part of it', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      table(pdf, 80, [40, 160], [['Date:', 'Monday, December 16, 2024']])
      const lines = [
        'Crew call: 07:00',
        'Location: Old Mill, 12 River Road, York YO1 7HH',
        'Follow the yellow unit signs from the ring road',
        'Nearest A&E: York Hospital, Wigginton Road, York YO31 8HE, tel. 01904 631313. Emergency 999',
        'Please be quiet at the rear gate, neighbours are asleep',
      ]
      lines.forEach((line, index) => put(pdf, 40, 110 + index * 10, line))
    })
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Old Mill', address: '12 River Road, York YO1 7HH' },
    ])
    expect(sheet.hospital?.value).toEqual({
      name: 'York Hospital',
      address: 'Wigginton Road, York YO31 8HE',
    })
  })

  it('have name and address in a cell each', async () => {
    const sheet = await read((pdf) => {
      table(
        pdf,
        60,
        [40, 160, 320],
        [
          ['CALL SHEET'],
          ['Date', 'Monday, December 16, 2024'],
          ['Crew call', '07:00'],
          ['1. Location', 'Old Mill', '12 River Road, York YO1 7HH'],
          ['Hospital', 'York Hospital', 'Wigginton Road, York YO31 8HE'],
          ['Rental pick up 06:00', 'Panalux', '12 Mill Lane, Leeds LS1 4AB'],
        ],
      )
    })
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Old Mill', address: '12 River Road, York YO1 7HH' },
    ])
    expect(sheet.hospital?.value.address).toBe('Wigginton Road, York YO31 8HE')
    expect(sheet.vendorStops.map(({ value }) => value)).toEqual([
      { name: 'Panalux', address: '12 Mill Lane, Leeds LS1 4AB', time: '06:00' },
    ])
  })
})

it('reads a call in large print over its caption', async () => {
  const sheet = await read((pdf) => {
    put(pdf, 40, 40, 'CALL SHEET', 14, 'bold')
    put(pdf, 40, 62, 'Monday, December 16, 2024')
    put(pdf, 240, 50, '07:00', 24, 'bold')
    put(pdf, 240, 78, 'CREW CALL', 8, 'bold')
    table(
      pdf,
      110,
      [40, 160],
      [
        ['Location', 'Old Mill, 12 River Road, York YO1 7HH'],
        ['Sunrise', '08:18'],
      ],
    )
  })
  expect(sheet.crewCall?.value).toBe('07:00')
})
