import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarNames } from '../lexicon/index.ts'
import { addressLikeness, parsePlace } from './addresses.ts'
import { dateFinder, resolveDate } from './dates.ts'
import { findEmails, findPhones } from './phones.ts'
import { findTimes, minutesFrom, parseTime } from './times.ts'

const findDates = dateFinder(calendarNames)
const reference = Temporal.PlainDate.from('2024-12-10')

describe('times', () => {
  it.each([
    ['07:30', '07:30'],
    ['7:30', '07:30'],
    ['7.00', '07:00'],
    ['0730', '07:30'],
    ['7:30a', '07:30'],
    ['7:30 AM', '07:30'],
    ['7:30 p.m.', '19:30'],
    ['11a', '11:00'],
    ['130p', '13:30'],
    ['12a', '00:00'],
    ['12:15p', '12:15'],
    ['12:05 am', '00:05'],
    ['godz. 7', '07:00'],
    ['godz. 7.15', '07:15'],
    ['g. 18', '18:00'],
    ['7h30', '07:30'],
    ['24:00', '00:00'],
    ['ok. 19:00', '19:00'],
    ['7', '07:00'],
    ['O/C', null],
    ['n/a', null],
    ['TBC', null],
    ['25:00', null],
    ['7:75', null],
    ['12A', null],
    ['sc. 12', null],
    ['', null],
  ])('reads the cell %j as %j', (text, expected) => {
    expect(parseTime(text)?.time ?? null).toBe(expected)
  })

  it.each([
    ['15.12.24', []],
    ['00-950 Warszawa', []],
    ['wschód 6:45, zachód 17:02', ['06:45', '17:02']],
    ['crew call 7:30a, lunch 12:30p', ['07:30', '12:30']],
    ['Scenes 12A, 14B and 3P', []],
    ['1.5 km', []],
  ])('finds in %j the times %j', (text, expected) => {
    expect(findTimes(text).map(({ time }) => time)).toEqual(expected)
  })

  it('reads back every time it could have printed, and throws at nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const two = (value: number): string => String(value).padStart(2, '0')
        const time = `${two(hour)}:${two(minute)}`
        const twelve = `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`
        for (const printed of [
          time,
          `${hour}:${two(minute)}`,
          `${hour}.${two(minute)}`,
          two(hour) + two(minute),
          twelve,
        ]) {
          expect(parseTime(printed)?.time).toBe(time)
        }
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const found of findTimes(text)) expect(found.time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/u)
        parseTime(text)
      }),
    )
  })

  it('counts over midnight', () => {
    expect(minutesFrom('17:30', '04:00')).toBe(630)
  })
})

describe('dates', () => {
  it.each([
    ['15.12.24', '2024-12-15'],
    ['15.12.2024 r.', '2024-12-15'],
    ['15 grudnia 2024', '2024-12-15'],
    ['niedziela, 15 grudnia 2024', '2024-12-15'],
    ['15 XII 2024', '2024-12-15'],
    ['15.XII.2024', '2024-12-15'],
    ['2024-12-15', '2024-12-15'],
    ['November 3/20', '2020-11-03'],
    ['November 3rd, 2020', '2020-11-03'],
    ['Fri 26 Feb', '2027-02-26'],
    ['26-Feb-21', '2021-02-26'],
    ['Sunday, 15th of December 2024', '2024-12-15'],
    ['12/15/2024', '2024-12-15'],
    ['15/12/2024', '2024-12-15'],
    ['29 February', '2024-02-29'],
    ['30 lutego 2024', null],
    ['31.04.2024', null],
    ['18/35', null],
    ['+48 600 100 200', null],
    ['7.30', null],
  ])('reads %j as %j', (text, expected) => {
    const [found] = findDates(text)
    expect(found === undefined ? null : (resolveDate(found, reference)?.toString() ?? null)).toBe(expected)
  })

  it('knows when day and month may be the other way round', () => {
    expect(findDates('03/04/2025')[0]?.ambiguous).toBe(true)
    expect(findDates('03.04.2025')[0]?.ambiguous).toBe(false)
    expect(findDates('13/04/2025')[0]?.ambiguous).toBe(false)
  })

  it('reads back every day it could have printed, and throws at nothing', () => {
    const days = fc
      .integer({ min: 0, max: 20_000 })
      .map((offset) => Temporal.PlainDate.from('2000-01-01').add({ days: offset }))
    fc.assert(
      fc.property(days, (date) => {
        const { day, month, year } = date
        const forms = [
          `${day}.${month}.${year}`,
          date.toString(),
          date.toLocaleString('pl-PL', { day: 'numeric', month: 'long', year: 'numeric' }),
          date.toLocaleString('en-US', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
          date.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
        ]
        for (const form of forms) {
          const [found] = findDates(form)
          expect(found && resolveDate(found, reference)?.toString(), form).toBe(date.toString())
        }
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void findDates(text)))
  })
})

describe('telephones and mail', () => {
  it.each([
    ['tel. 600 100 200', 'PL', ['+48600100200']],
    ['+48 22 123 45 67', 'PL', ['+48221234567']],
    ['Jan 600-100-200, Ola 601 100 200', 'PL', ['+48600100200', '+48601100200']],
    ['07911 123456', 'GB', ['+447911123456']],
    ['112', 'PL', []],
    ['0527 / 1950', 'PL', []],
    ['16.12.2024 07:00', 'PL', []],
  ])('finds in %j (%s) %j', (text, country, expected) => {
    expect(findPhones(text, country).map(({ phone }) => phone)).toEqual(expected)
  })

  it('finds addresses of mail', () => {
    expect(findEmails('Write to Anna.Nowak@film.example.pl.').map(({ email }) => email)).toEqual([
      'anna.nowak@film.example.pl',
    ])
  })

  it('throws at nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => void [findPhones(text, 'PL'), findEmails(text)]),
    )
  })
})

describe('places', () => {
  it.each([
    [['Old Mill, 12 River Road, York YO1 7HH'], { name: 'Old Mill', address: '12 River Road, York YO1 7HH' }],
    [
      ['WFDiF, hala 3, ul. Chełmska 21, Warszawa'],
      { name: 'WFDiF, hala 3', address: 'ul. Chełmska 21, Warszawa' },
    ],
    [
      ['Chełmska Studios, Stage 3, ul. Chełmska 21'],
      { name: 'Chełmska Studios, Stage 3', address: 'ul. Chełmska 21' },
    ],
    [
      ['Szpital Praski', 'al. Solidarności 67', '03-401 Warszawa'],
      { name: 'Szpital Praski', address: 'al. Solidarności 67, 03-401 Warszawa' },
    ],
    [
      ['Plac Zamkowy, Plac Zamkowy 4, 00-277 Warszawa'],
      { name: 'Plac Zamkowy', address: 'Plac Zamkowy 4, 00-277 Warszawa' },
    ],
    [['ul. Puławska 61, 02-595 Warszawa'], { name: null, address: 'ul. Puławska 61, 02-595 Warszawa' }],
    [['Kamienica (ul. Puławska 61, Warszawa)'], { name: 'Kamienica', address: 'ul. Puławska 61, Warszawa' }],
    [['Old Mill'], { name: 'Old Mill', address: null }],
    [[' '], null],
  ])('splits %j into %j', (lines, expected) => {
    expect(parsePlace(lines)).toEqual(expected)
  })

  it('throws at nothing and stays between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), (lines) => {
        parsePlace(lines)
        const likeness = addressLikeness(lines.join(' '))
        expect(likeness >= 0 && likeness <= 1).toBe(true)
      }),
    )
  })
})
