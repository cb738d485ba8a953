import { describe, expect, it } from 'vitest'
import { form, put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

describe('kinds', () => {
  it('tells schedules and lists from call sheets', async () => {
    const oneLiner = await read((pdf) => {
      put(pdf, 40, 40, 'ONE LINE SCHEDULE', 16, 'bold')
      table(
        pdf,
        80,
        [40, 90, 140, 300],
        [
          ['SCENE', 'I/E', 'SET', 'PAGES'],
          ['1', 'INT', 'MILL', '2/8'],
          ['2', 'EXT', 'ROAD', '1'],
        ],
      )
    })
    expect([oneLiner.kind, oneLiner.subkind]).toEqual(['schedule', 'one-line-schedule'])
    expect(oneLiner.scheduleDays).toEqual([])
    const prices = await read((pdf) =>
      form(pdf, 40, [
        ['Price list 2024', ''],
        ['Lens 35 mm', '120 EUR'],
        ['Tripod', '40 EUR'],
      ]),
    )
    expect([prices.kind, prices.subkind]).toEqual(['other', null])
    expect((await read((pdf) => void plain(pdf))).kind).toBe('call-sheet')
  })
})

describe('the days of a schedule', () => {
  const days = async (lines: readonly string[], heading = 'ONE LINE SCHEDULE') => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, heading, 16, 'bold')
      lines.forEach((line, index) => put(pdf, 40, 80 + index * 30, line))
    })
    return sheet.scheduleDays.map(({ value: { date, day }, confidence }) => [
      date,
      day.number,
      day.of,
      confidence >= 0.6,
    ])
  }

  it('are rows with the number and the date of a day, by date', async () => {
    expect(
      await days([
        'Issued 2 March 2026',
        'End of Day # 2 Tuesday, March 17, 2026',
        'Day 1 of 20 - Monday 16 March 2026',
        '12 INT. KITCHEN - DAY 1 2/8',
        'Day 3 - 18 March 2026',
        'Travel on Friday 20 March 2026',
      ]),
    ).toEqual([
      ['2026-03-16', 1, 20, true],
      ['2026-03-17', 2, null, true],
      ['2026-03-18', 3, null, true],
    ])
  })

  it('in Polish too; a weekday that does not fit makes one unsure', async () => {
    expect(
      await days(
        ['Dzień zdjęciowy 4, poniedziałek 16.03.2026', 'Dzień zdjęciowy 5, piątek 17.03.2026'],
        'DRABINKA',
      ),
    ).toEqual([
      ['2026-03-16', 4, null, true],
      ['2026-03-17', 5, null, false],
    ])
  })

  it('are not looked for in a call sheet', async () => {
    const sheet = await read((pdf) => void plain(pdf))
    expect([sheet.kind, sheet.scheduleDays]).toEqual(['call-sheet', []])
  })
})
