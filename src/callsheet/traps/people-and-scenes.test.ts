import { describe, expect, it } from 'vitest'
import { type Pdf, put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

describe('people and scenes', () => {
  const crew = (pdf: Pdf): void => {
    table(
      pdf,
      plain(pdf) + 20,
      [40, 160, 300, 420],
      [
        ['POSITION', 'NAME', 'DEPARTMENT', 'CALL'],
        ['Focus puller', 'Wąsik Józef', 'Camera', '06:15'],
        ['Gaffer', 'Tom Reed', 'Electric', '06:30'],
      ],
    )
  }

  it('finds the reader’s own call by name, else by role', async () => {
    expect((await read(crew, { me: { name: 'Jozef Wasik' } })).personalCall?.value).toBe('06:15')
    expect((await read(crew, { me: { name: 'J. Wąsik' } })).personalCall?.value).toBe('06:15')
    expect((await read(crew, { me: { name: 'Ola Nowak', role: 'gaffer' } })).personalCall?.value).toBe(
      '06:30',
    )
    expect((await read(crew, { me: { name: 'Ola Nowak', role: 'boom operator' } })).personalCall).toBeNull()
    expect((await read(crew)).personalCall).toBeNull()
  })

  it('falls back to the reader’s department', async () => {
    const sheet = await read(
      (pdf) => {
        table(
          pdf,
          plain(pdf) + 20,
          [40, 200],
          [
            ['DEPARTMENT', 'CALL'],
            ['Camera', '06:00'],
            ['Hair & Make-up', '05:00'],
          ],
        )
      },
      { me: { role: 'focus puller', department: 'camera dept' } },
    )
    expect(sheet.personalCall?.value).toBe('06:00')
  })

  it('reads two tables that stand side by side', async () => {
    const sheet = await read((pdf) => {
      table(
        pdf,
        plain(pdf) + 20,
        [40, 120, 200, 320, 420, 520],
        [
          ['POSITION', 'NAME', 'CALL', 'POSITION', 'NAME', 'CALL'],
          ['Gaffer', 'Tom Reed', '06:30', 'Sound mixer', 'Eva Hill', '07:15'],
          ['Best boy', 'Al Stone', '06:45', 'Boom op', 'Sam Frost', '07:20'],
        ],
      )
    })
    expect(sheet.calls.map(({ value }) => [value.name, value.time])).toEqual(
      expect.arrayContaining([
        ['Tom Reed', '06:30'],
        ['Al Stone', '06:45'],
        ['Eva Hill', '07:15'],
        ['Sam Frost', '07:20'],
      ]),
    )
  })

  const scenes: readonly (readonly string[])[] = [
    ['SCENE', 'I/E', 'SET', 'D/N', 'PAGES', 'CAST'],
    ['12', 'EXT', 'RIVER BANK', 'D', '1 4/8', '1, 2'],
    ['12A', 'INT', 'MILL', 'D', '3/8', '2'],
    ['13', 'EXT', 'ROAD', 'N', '2', '1'],
  ]

  it('keeps one INT among EXT scenes as it is', async () => {
    const sheet = await read((pdf) => table(pdf, plain(pdf) + 20, [40, 90, 140, 300, 350, 400], scenes))
    expect(
      sheet.scenes.map(({ value }) => [
        value.number,
        value.intExt,
        value.dayNight,
        value.pageEighths,
        value.cast,
      ]),
    ).toEqual([
      ['12', 'EXT', 'DAY', 12, ['1', '2']],
      ['12A', 'INT', 'DAY', 3, ['2']],
      ['13', 'EXT', 'NIGHT', 16, ['1']],
    ])
  })

  it('reads on when a table is split over pages, with and without its heading repeated', async () => {
    for (const repeated of [true, false]) {
      const sheet = await read((pdf) => {
        plain(pdf)
        const columns = [40, 90, 140, 300, 350, 400]
        table(pdf, 740, columns, scenes)
        pdf.addPage()
        put(pdf, 500, 30, 'Page 2', 7)
        table(pdf, 50, columns, [
          ...(repeated ? scenes.slice(0, 1) : []),
          ['14', 'INT', 'MILL', 'D', '7/8', '1'],
          ['15', 'INT', 'MILL', 'N', '1/8', '2'],
        ])
      })
      expect(sheet.scenes.map(({ value }) => value.number)).toEqual(['12', '12A', '13', '14', '15'])
    }
  })
})

describe('crew without column headings', () => {
  const me = { name: 'Harry Moss' }

  it('is read past the telephone numbers', async () => {
    const sheet = await read(
      (pdf) => {
        const y = plain(pdf)
        table(
          pdf,
          y + 40,
          [40, 140, 260, 360],
          [
            ['Director', 'Sasha Quill', '07700 900101', '07:30'],
            ['Focus Puller', 'Harry Moss', '07700 900103', '06:45'],
            ['Gaffer', 'Stu Kerr', '07700 900104', '06:15'],
          ],
        )
      },
      { me },
    )
    expect(sheet.personalCall?.value).toBe('06:45')
  })

  it('is read where role, name and time stand in a line', async () => {
    const sheet = await read(
      (pdf) => {
        const y = plain(pdf)
        put(pdf, 40, y + 40, 'Director of Photography - Ines Park - 7:00 AM')
        put(pdf, 40, y + 56, '1st AC - Harry Moss - 6:40 AM')
      },
      { me },
    )
    expect(sheet.personalCall?.value).toBe('06:40')
  })
})
