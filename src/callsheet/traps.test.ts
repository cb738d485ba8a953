import { describe, expect, it } from 'vitest'
import { type CallSheet, type ReadOptions, readCallSheet } from './index.ts'
import { draw, form, type Pdf, put, table } from './testing/draw.ts'

const referenceDate = Temporal.PlainDate.from('2024-12-10')

async function read(drawing: (pdf: Pdf) => void, options: ReadOptions = {}): Promise<CallSheet> {
  return readCallSheet(await draw(drawing), { referenceDate, ...options })
}

function codes(sheet: CallSheet): string[] {
  return sheet.problems.map(({ code }) => code)
}

/** A small sheet that reads without doubt; each test adds its trap. */
function plain(pdf: Pdf, y = 40): number {
  put(pdf, 40, y, 'CALL SHEET', 16, 'bold')
  return form(pdf, y + 30, [
    ['Date:', 'Monday, December 16, 2024'],
    ['Crew call:', '07:00'],
    ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
  ])
}

describe('times', () => {
  it('does not take the sunrise, the first time on the page, for the crew call', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 20, 'wschód słońca 7:38, zachód słońca 15:25')
      put(pdf, 40, 40, 'PLAN DNIA', 16, 'bold')
      form(pdf, 70, [
        ['Data:', '16.12.2024'],
        ['Zbiórka ekipy:', '6.30'],
        ['Obiekt:', 'Młyn, ul. Młyńska 4, 00-001 Warszawa'],
      ])
    })
    expect(sheet.crewCall?.value).toBe('06:30')
    expect(sheet.sunrise?.value).toBe('07:38')
    expect(sheet.sunset?.value).toBe('15:25')
    expect(sheet.language).toBe('pl')
  })

  it('tells the production call from the crew call, whichever stands first', async () => {
    const sheet = await read((pdf) => {
      form(pdf, plain(pdf), [
        ['Production call:', '06:00'],
        ['Shooting call:', '08:00'],
      ])
    })
    expect(sheet.crewCall?.value).toBe('07:00')
    expect(sheet.productionCall?.value).toBe('06:00')
    expect(sheet.calls.map(({ value }) => [value.role, value.time])).toEqual([['Shooting call', '08:00']])
  })

  it('flags a sunset printed in the morning and does not correct it', async () => {
    const sheet = await read((pdf) =>
      form(pdf, plain(pdf), [
        ['Sunrise:', '7:38 AM'],
        ['Sunset:', '8:24 AM'],
      ]),
    )
    expect(sheet.sunset?.value).toBe('08:24')
    expect(sheet.sunset?.confidence).toBeLessThan(0.6)
    expect(codes(sheet)).toContain('sunset-looks-wrong')
  })

  it('lets a night shoot end after midnight', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      form(pdf, 70, [
        ['Date:', '16 December 2024'],
        ['Unit call:', '5:30p'],
        ['Est. wrap:', '4a'],
        ['Location:', 'Harbour, 3 Dock Street, Hull HU1 1AA'],
      ])
    })
    expect(sheet.crewCall?.value).toBe('17:30')
    expect(sheet.estimatedWrap?.value).toBe('04:00')
    expect(codes(sheet)).not.toContain('wrap-before-call')
  })

  it('doubts a crew call after the first shot', async () => {
    const sheet = await read((pdf) => {
      form(pdf, 40, [
        ['CALL SHEET', ''],
        ['Date:', '16 December 2024'],
        ['Crew call:', '19:00'],
        ['First shot:', '08:00'],
      ])
    })
    expect(codes(sheet)).toContain('call-after-first-scene')
    expect(sheet.crewCall?.confidence).toBeLessThan(0.6)
  })

  it('keeps a vendor pick-up at 06:00 out of the calls', async () => {
    const sheet = await read((pdf) => {
      form(pdf, plain(pdf), [['Vendor pick-up:', '06:00 Panavision, ul. Wiertnicza 107, 02-952 Warszawa']])
    })
    expect(sheet.crewCall?.value).toBe('07:00')
    expect(sheet.vendorStops.map(({ value }) => value)).toEqual([
      { name: 'Panavision', address: 'ul. Wiertnicza 107, 02-952 Warszawa', time: '06:00' },
    ])
  })

  it('takes O/C and n/a for no time', async () => {
    const sheet = await read((pdf) => {
      table(
        pdf,
        plain(pdf) + 20,
        [40, 160, 300],
        [
          ['POSITION', 'NAME', 'CALL'],
          ['Director', 'Anna Marsh', 'O/C'],
          ['Gaffer', 'Tom Reed', '06:30'],
          ['Key grip', 'Ian Wells', 'n/a'],
        ],
      )
    })
    expect(sheet.calls.map(({ value }) => [value.name, value.time])).toEqual([['Tom Reed', '06:30']])
  })

  it('asks when two general calls are printed', async () => {
    const sheet = await read((pdf) => form(pdf, plain(pdf), [['Unit call:', '09:00']]))
    expect(codes(sheet)).toContain('several-calls')
    expect(sheet.crewCall?.confidence).toBeLessThan(0.6)
  })

  it('reads times that stand before their labels, over them in columns, and raised minutes', async () => {
    const before = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      table(
        pdf,
        70,
        [40, 100],
        [
          ['06:30', 'Breakfast'],
          ['07:00', 'Crew call'],
          ['08:00', 'Camera ready'],
          ['19:00', 'Wrap'],
        ],
        9,
      )
    })
    expect(before.crewCall?.value).toBe('07:00')
    expect(before.estimatedWrap?.value).toBe('19:00')
    const under = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      table(
        pdf,
        70,
        [40, 160, 280],
        [
          ['CREW CALL', 'LUNCH', 'WRAP'],
          ['7:00', '13:00', '19:00'],
        ],
        9,
      )
    })
    expect([under.crewCall?.value, under.meals[0]?.value.time, under.estimatedWrap?.value]).toEqual([
      '07:00',
      '13:00',
      '19:00',
    ])
    const raised = await read((pdf) => {
      put(pdf, 40, 40, 'PLAN DNIA', 16, 'bold')
      put(pdf, 40, 70, 'Zbiórka ekipy:')
      put(pdf, 160, 70, '7', 10)
      put(pdf, 160 + pdf.font('regular').fontSize(10).widthOfString('7'), 69, '30', 6)
    })
    expect(raised.crewCall?.value).toBe('07:30')
  })
})

describe('dates', () => {
  it('takes the date of issue, on the sheet and in the file name, for what it is', async () => {
    const sheet = await read(
      (pdf) => {
        put(pdf, 330, 20, 'version 2 (blue), issued 15/12/2024 18:40')
        plain(pdf)
      },
      { fileName: 'Call_sheet_12_20241215.pdf' },
    )
    expect(sheet.shootingDate?.value).toBe('2024-12-16')
    expect(sheet.revision?.value).toEqual({ number: 2, colour: 'blue', issuedAt: '2024-12-15T18:40' })
  })

  it('finds the year of a date without one by its weekday', async () => {
    const sheet = await read(
      (pdf) => {
        put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
        form(pdf, 70, [
          ['Date:', 'Fri 26 Feb'],
          ['Crew call:', '07:00'],
        ])
      },
      { referenceDate: Temporal.PlainDate.from('2021-02-20') },
    )
    expect(sheet.shootingDate?.value).toBe('2021-02-26')
    expect(codes(sheet)).toContain('date-without-year')
  })

  it('flags a weekday that is not the date’s', async () => {
    const sheet = await read((pdf) => {
      form(pdf, 40, [
        ['CALL SHEET', ''],
        ['Date:', 'Friday, December 16, 2024'],
        ['Crew call:', '07:00'],
      ])
    })
    expect(sheet.shootingDate?.value).toBe('2024-12-16')
    expect(sheet.shootingDate?.confidence).toBeLessThan(0.6)
    expect(codes(sheet)).toContain('weekday-mismatch')
  })

  it('does not take a day of the advance schedule for this one', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      put(pdf, 40, y, 'ADVANCE SCHEDULE', 9, 'bold')
      put(pdf, 40, y + 14, 'Tuesday, December 17, 2024: sc. 14, 15, crew call 05:30')
    })
    expect(sheet.shootingDate?.value).toBe('2024-12-16')
    expect(sheet.crewCall?.value).toBe('07:00')
    expect(sheet.advanceSchedule).toHaveLength(1)
  })

  it('says that it found none instead of guessing', async () => {
    const sheet = await read((pdf) =>
      form(pdf, 40, [
        ['CALL SHEET', ''],
        ['Crew call:', '07:00'],
      ]),
    )
    expect(sheet.shootingDate).toBeNull()
    expect(codes(sheet)).toEqual(expect.arrayContaining(['no-date', 'no-location']))
  })
})

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
})

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

describe('drawing', () => {
  it('reads text drawn letter by letter, and letters set apart', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      let x = 40
      for (const letter of 'Crew call: 07:15') {
        put(pdf, x, 80, letter, 10)
        x += pdf.font('regular').fontSize(10).widthOfString(letter)
      }
      pdf.fontSize(10).text('ESTIMATED WRAP', 40, 100, { lineBreak: false, characterSpacing: 4 })
      put(pdf, 300, 100, '19:30', 10)
    })
    expect(sheet.crewCall?.value).toBe('07:15')
    expect(sheet.estimatedWrap?.value).toBe('19:30')
  })

  it('sees a day called off by a stamp across the page', async () => {
    const sheet = await read((pdf) => {
      plain(pdf)
      pdf.save().rotate(-35, { origin: [300, 400] })
      put(pdf, 120, 400, 'CANCELLED', 60, 'bold')
      pdf.restore()
    })
    expect(sheet.cancelled?.value).toBe(true)
    expect(sheet.crewCall?.value).toBe('07:00')
    expect((await read((pdf) => void plain(pdf))).cancelled).toBeNull()
  })

  it('reads a page that is turned and points at the values as they are shown', async () => {
    const bytes = await draw((pdf) => {
      pdf
        .save()
        .rotate(-90, { origin: [0, 0] })
        .translate(-800, 0)
      plain(pdf)
      pdf.restore()
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect(sheet.crewCall?.value).toBe('07:00')
    const box = sheet.crewCall?.evidence[0]?.box
    expect(box && box.height > box.width).toBe(true)
  })

  it('gives page, box and text as evidence', async () => {
    const sheet = await read((pdf) => void plain(pdf))
    expect(sheet.crewCall?.evidence.map(({ page, text }) => [page, text])).toEqual([
      [1, 'Crew call:'],
      [1, '07:00'],
    ])
    expect(sheet.crewCall?.evidence[1]?.box.x).toBeCloseTo(160, 0)
    expect(sheet.pages).toEqual([
      { number: 1, width: expect.closeTo(595.28, 1), height: expect.closeTo(841.89, 1) },
    ])
  })
})

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
