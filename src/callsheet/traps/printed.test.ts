import { describe, expect, it } from 'vitest'
import { cells, put } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

describe('a form in ruled cells', () => {
  it('has labels broken over lines, and values in the cell beside them', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf)
      cells(
        pdf,
        y,
        [40, 110, 330],
        [
          ['WYDAWANIE\nŚNIADANIA', '6:15'],
          ['NEAREST\nHOSPITAL', 'York Hospital, 31 Wigginton Road,\nYork YO31 8HE'],
          ['SHOOTING\nDAY', '7/32'],
        ],
        28,
      )
    })
    expect(sheet.hospital?.value).toEqual({
      name: 'York Hospital',
      address: '31 Wigginton Road, York YO31 8HE',
    })
    expect(sheet.day?.value).toEqual({ number: 7, of: 32 })
  })

  it('has a label on the middle of a value of two lines', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf)
      pdf.rect(40, y, 80, 30).stroke()
      pdf.rect(120, y, 300, 30).stroke()
      put(pdf, 43, y + 11, 'HOSPITAL', 8)
      put(pdf, 123, y + 4, 'York Hospital, Wigginton Road, York YO31 8HE, emergency', 8)
      put(pdf, 123, y + 17, '01904 631313', 8)
      pdf.rect(40, y + 30, 80, 30).stroke()
      pdf.rect(120, y + 30, 300, 30).stroke()
      put(pdf, 43, y + 41, 'SERVING', 8)
    })
    expect(sheet.hospital?.value.name).toBe('York Hospital')
    expect(sheet.hospital?.value.address).toMatch(/^Wigginton Road, York YO31 8HE/)
  })

  it('joins an address and a telephone number that the width of a cell broke', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf)
      const first = 'NEAREST HOSPITAL: St James Hospital, 184 Great North Beckett'
      pdf.rect(40, y, pdf.fontSize(9).widthOfString(first) + 10, 60).stroke()
      put(pdf, 43, y + 3, first, 9)
      put(pdf, 43, y + 15, 'Street, Leeds LS9 7TF', 9)
      pdf.rect(360, y, 164, 60).stroke()
      put(pdf, 363, y + 3, 'LOC. MANAGER: Nadia Shah 07700 900', 8)
      put(pdf, 363, y + 14, '377', 8)
    })
    expect(sheet.hospital?.value).toEqual({
      name: 'St James Hospital',
      address: '184 Great North Beckett Street, Leeds LS9 7TF',
    })
    expect(sheet.locations).toHaveLength(1)
    expect(sheet.contacts.map(({ value }) => [value.role, value.name, value.phone])).toContainEqual([
      'LOC. MANAGER',
      'Nadia Shah',
      '+447700900377',
    ])
  })

  it('names two places with one label', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf)
      put(pdf, 40, y, 'UNIT BASE / PARKING')
      put(pdf, 160, y, 'Rugby Club, 5 Selby Road, York YO1 8SR')
    })
    expect(sheet.unitBase?.value.name).toBe('Rugby Club')
    expect(sheet.parking?.value).toEqual(sheet.unitBase?.value)
  })
})

describe('departments in one line', () => {
  it.each([
    'Departments: Make-up 06:45 Costume 06:30 Lighting 07:30 Sound 08:15',
    'DEPARTMENTS: Make-up 06:45 / Costume 06:30 / Lighting 07:30 / Sound 08:15',
    'Calls by department: Make-up 6:45 AM, Costume 6:30 AM, Lighting 7:30 AM, Sound 8:15 AM',
    'Make-up @ 6:45am, Grip & Electric @ 7:30am, Sound @ 8:15am',
  ])('have each their time: %s', async (line) => {
    const sheet = await read((pdf) => put(pdf, 40, plain(pdf) + 300, line), {
      me: { department: 'Lighting' },
    })
    expect(sheet.personalCall?.value).toBe('07:30')
    expect(sheet.crewCall?.value).toBe('07:00')
  })

  it('keeps the call of a department that is named inside the line of another', async () => {
    const line = 'SOUND: As per Lucy Hart. GRIPS: pre-call 0615. Track and dolly. COSTUME: Call 0630 at base.'
    const drawn = (department: string) =>
      read((pdf) => put(pdf, 40, plain(pdf) + 300, line), { me: { department } })
    expect((await drawn('Grips')).personalCall?.value).toBe('06:15')
    expect((await drawn('Costume')).personalCall?.value).toBe('06:30')
    expect((await drawn('Sound')).personalCall).toBeNull()
  })

  it('goes on where the line of a list ends', async () => {
    const drawn = await read(
      (pdf) => {
        const y = plain(pdf) + 300
        put(pdf, 40, y, 'Departments: Make-up 06:45 Costume 06:30 Lighting')
        put(pdf, 40, y + 11, '07:30 Sound 08:15')
      },
      { me: { department: 'Lighting' } },
    )
    expect(drawn.personalCall?.value).toBe('07:30')
  })

  it('reads a call at the beginning of a sentence', async () => {
    const line = 'CAMERA: As per Tom Becket. Pre-call 0615. Second body.'
    const sheet = await read((pdf) => put(pdf, 40, plain(pdf) + 300, line), { me: { department: 'Camera' } })
    expect(sheet.personalCall?.value).toBe('06:15')
    const value = { name: null, role: 'Pre-call', department: 'CAMERA', time: '06:15' }
    expect(sheet.calls.map((call) => call.value)).toContainEqual(value)
  })
})

describe('the day of a shoot', () => {
  it.each([
    ['CALL SHEET No. 23 (Shoot day 23 of 60)', 23, 60],
    ['"NORTH WIND" Shoot day 6 of 24', 6, 24],
    ['Shooting day 18 (of 44)', 18, 44],
    ['2/5 shooting day', 2, 5],
    ['(9th shooting day / 38)', 9, 38],
  ])('is counted in %s', async (line, number, of) => {
    const sheet = await read((pdf) => {
      put(pdf, 300, 20, line)
      plain(pdf)
    })
    expect(sheet.day?.value).toEqual({ number, of })
  })
})

describe('the date of a shoot', () => {
  it('is read where its cell broke it', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      put(pdf, 400, 40, 'Monday 16')
      put(pdf, 400, 52, 'December 2024')
    })
    expect(sheet.shootingDate?.value).toBe('2024-12-16')
    expect(sheet.shootingDate?.evidence).toHaveLength(2)
  })

  it.each([
    ['Monday / Tuesday 16/17 December 2024', '2024-12-16'],
    ['Monday 16 / Tuesday 17 December 2024', '2024-12-16'],
    ['16/17.12.2024', '2024-12-16'],
    ['31.12/1.1.2025', '2024-12-31'],
  ])('is the first of the two days of a night: %s', async (line, date) => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
      put(pdf, 40, 70, line)
    })
    expect(sheet.shootingDate?.value).toBe(date)
  })

  it('is not taken for a day of issue because of a word in the title over it', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'SERIES "NIGHT REVISION" ep. 5-6', 16, 'bold')
      put(pdf, 40, 62, 'Monday 16 December 2024')
      put(pdf, 40, 90, 'Crew call: 16:30')
    })
    expect(sheet.shootingDate?.value).toBe('2024-12-16')
  })
})

describe('the sun in a line about the weather', () => {
  it('rises and sets in the order of its own cell, though a list of times stands left of it', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf)
      pdf.rect(40, y, 180, 30).stroke()
      pdf.rect(220, y, 260, 30).stroke()
      put(pdf, 43, y + 4, '07:30')
      put(pdf, 100, y + 4, 'Prep')
      put(pdf, 223, y + 4, 'Weather: snow; sunrise 7:49, sunset')
      put(pdf, 223, y + 16, '15:41')
    })
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['07:49', '15:41'])
  })

  it('has a time behind the day it is of', async () => {
    const sheet = await read((pdf) => put(pdf, 40, plain(pdf), 'Sunset: 15.41, sunrise (17.12): 7.49'))
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['07:49', '15:41'])
  })
})
