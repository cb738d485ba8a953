import { describe, expect, it } from 'vitest'
import { form, type Pdf, put, table } from '../testing/draw.ts'
import { codes, plain, read } from '../testing/sheets.ts'

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

  it('holds sunrise and sunset against what the sun does on that date', async () => {
    const sheet = (rise: string, set: string) => (pdf: Pdf) =>
      void form(pdf, 40, [
        ['PLAN DNIA', ''],
        ['Data:', '16.12.2024'],
        ['Zbiórka ekipy:', '7.00'],
        ['Wschód słońca:', rise],
        ['Zachód słońca:', set],
      ])
    expect(codes(await read(sheet('7.38', '15.25')))).not.toContain('sunrise-looks-wrong')
    const summer = await read(sheet('4.16', '20.59'))
    expect(codes(summer)).toEqual(expect.arrayContaining(['sunrise-looks-wrong', 'sunset-looks-wrong']))
    expect([summer.sunrise?.value, summer.sunrise?.confidence]).toEqual(['04:16', 0.4])
    const lisbon = { latitude: 38.72, longitude: -9.14, timeZone: 'Europe/Lisbon' }
    expect(codes(await read(sheet('7.46', '17.17'), { place: lisbon }))).not.toContain('sunset-looks-wrong')
    expect(codes(await read(sheet('7.46', '17.17')))).toContain('sunset-looks-wrong')
  })

  it('chooses among calls and wraps the ones that fit the day together', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 20, 'CALL SHEET', 16, 'bold')
      const y = form(pdf, 50, [
        ['Date:', 'Monday, December 16, 2024'],
        ['Crew call:', '18:00'],
        ['Unit call:', '06:00'],
        ['First shot:', '20:00'],
        ['Wrap:', '17:30'],
        ['Est. wrap:', '04:30'],
      ])
      table(
        pdf,
        y + 20,
        [40, 160, 300],
        [
          ['POSITION', 'NAME', 'CALL'],
          ['Gaffer', 'Tom Reed', '17:30'],
          ['Key grip', 'Ian Wells', '17:30'],
          ['Boom op', 'Sam Frost', '18:00'],
          ['DIT', 'Eva Hill', '18:15'],
        ],
      )
    })
    expect([sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual(['18:00', '04:30'])
    expect(codes(sheet)).not.toContain('several-calls')
  })
  it.each([
    ['CALL SHEET', 'Monday 16 December 2024', 'SUNRISE/SET: 0805 / 1540', ''],
    ['FEUILLE DE SERVICE', 'lundi 16 décembre 2024', 'Lever / coucher du soleil', '8h05 / 15h40'],
    ['PLAN DNIA', 'poniedziałek 16 grudnia 2024', 'Wschód i zachód słońca', '8:05, 15:40'],
  ])('reads both times of the sun from one label: %s', async (title, date, label, under) => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, title, 16, 'bold')
      put(pdf, 40, 70, date)
      put(pdf, 300, 70, label)
      put(pdf, 300, 81, under)
    })
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['08:05', '15:40'])
  })

  it('takes the end of the crew’s hours for the wrap, where none is announced', async () => {
    const hours = (label: string) =>
      read((pdf) => {
        put(pdf, 40, 40, 'FEUILLE DE SERVICE', 16, 'bold')
        form(pdf, 70, [
          ['Date :', 'lundi 16 décembre 2024'],
          [label, '8h00 – 18h00'],
        ])
      })
    expect((await hours('Horaires équipe')).estimatedWrap?.value).toBe('18:00')
    expect((await hours('Repas')).estimatedWrap).toBeNull()
  })
})
