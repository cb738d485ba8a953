import { describe, expect, it } from 'vitest'
import { form, put } from '../testing/draw.ts'
import { codes, plain, read } from '../testing/sheets.ts'

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
