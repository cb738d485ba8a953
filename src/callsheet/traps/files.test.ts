import { describe, expect, it } from 'vitest'
import { type CallSheet, CallSheetError, readCallSheet } from '../index.ts'
import { draw, form, type Pdf, put, table } from '../testing/draw.ts'
import { codes, plain, read } from '../testing/sheets.ts'

function second(pdf: Pdf, title = 'CALL SHEET', date = 'Tuesday, December 17, 2024'): void {
  put(pdf, 40, 40, title, 16, 'bold')
  form(pdf, 70, [
    ['Date:', date],
    ['Crew call:', '09:30'],
    ['Location:', 'Town Hall, 1 Market Street, York YO1 8RL'],
  ])
}

/** The same document with the tables taken out that say which letter a glyph is. */
async function withoutMaps(drawing: (pdf: Pdf) => void): Promise<Uint8Array> {
  const file = Buffer.from(await draw(drawing, { compress: false }))
  for (let at = file.indexOf('/ToUnicode'); at >= 0; at = file.indexOf('/ToUnicode', at))
    file.write('/ToUnicodX', at, 'latin1')
  return new Uint8Array(file)
}

function facts({ shootingDate, crewCall, locations }: CallSheet): unknown[] {
  return [shootingDate?.value, crewCall?.value, locations.map(({ value }) => value.name)]
}

describe('files with more than a sheet', () => {
  const both = (pdf: Pdf): void => {
    plain(pdf)
    pdf.addPage()
    put(pdf, 40, 40, 'Contacts', 9, 'bold')
    put(pdf, 40, 60, '1st AD: Joe Hand 07911 123456')
    pdf.addPage()
    second(pdf)
  }

  it('reads the sheet that is asked for, and says which others there are', async () => {
    const first = await read(both)
    expect(facts(first)).toEqual(['2024-12-16', '07:00', ['Old Mill']])
    expect(first.sheets).toEqual([
      { from: 1, to: 2, shootingDate: '2024-12-16' },
      { from: 3, to: 3, shootingDate: '2024-12-17' },
    ])
    expect(first.contacts).toHaveLength(1)
    expect(codes(first)).toContain('several-sheets')
    const other = await read(both, { sheet: 2 })
    expect(facts(other)).toEqual(['2024-12-17', '09:30', ['Town Hall']])
    expect(other.crewCall?.evidence[0]?.page).toBe(3)
    expect(other.contacts).toEqual([])
  })

  it('keeps a sheet whole whose heading is printed on every page', async () => {
    const sheet = await read((pdf) => {
      plain(pdf)
      put(pdf, 500, 815, 'Page 1 of 2', 7)
      pdf.addPage()
      put(pdf, 40, 30, 'CALL SHEET - Monday, December 16, 2024', 8)
      put(pdf, 40, 60, 'ADVANCE SCHEDULE', 9, 'bold')
      put(pdf, 40, 74, 'Tuesday, December 17, 2024: sc. 14, 15')
      put(pdf, 500, 815, 'Page 2 of 2', 7)
    })
    expect(sheet.sheets).toHaveLength(1)
    expect(codes(sheet)).not.toContain('several-sheets')
    expect(sheet.advanceSchedule).toHaveLength(1)
  })

  it('tells two units of one day apart, by what they call themselves or by their page numbers', async () => {
    const named = await read((pdf) => {
      plain(pdf)
      pdf.addPage()
      second(pdf, 'CALL SHEET - 2ND UNIT', 'Monday, December 16, 2024')
    })
    const numbered = await read((pdf) => {
      plain(pdf)
      put(pdf, 500, 815, 'Page 1 of 1', 7)
      pdf.addPage()
      second(pdf, 'CALL SHEET', 'Monday, December 16, 2024')
      put(pdf, 500, 815, 'Page 1 of 1', 7)
    })
    for (const { sheets, crewCall } of [named, numbered]) {
      expect(sheets.map(({ from, to }) => [from, to])).toEqual([
        [1, 1],
        [2, 2],
      ])
      expect(crewCall?.value).toBe('07:00')
    }
    const dayOne = await read((pdf) => {
      plain(pdf)
      put(pdf, 500, 815, 'Day 1 of 1', 7)
      pdf.addPage()
      put(pdf, 40, 30, 'CALL SHEET - Monday, December 16, 2024', 8)
      put(pdf, 40, 42, '2ND UNIT', 14, 'bold')
      put(pdf, 500, 815, 'Day 1 of 1', 7)
    })
    expect(dayOne.sheets).toHaveLength(1)
  })

  it('takes nothing from a mail printed in front', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'From: Ola Kurek <ola@film.example>')
      put(pdf, 40, 54, 'Sent: Sunday, 15 December 2024 18:42')
      put(pdf, 40, 68, 'To: Crew')
      put(pdf, 40, 82, 'Subject: Call sheet day 5')
      put(pdf, 40, 110, 'Please note that the crew call was 08:00 before, and that')
      put(pdf, 40, 124, 'Catering opens at 06:30.')
      pdf.addPage()
      plain(pdf)
    })
    expect(facts(sheet)).toEqual(['2024-12-16', '07:00', ['Old Mill']])
    expect(sheet.meals).toEqual([])
    expect(sheet.sheets).toEqual([{ from: 2, to: 2, shootingDate: null }])
    expect(sheet.crewCall?.confidence).toBeGreaterThan(0.9)
  })

  it('does not take the running foot for rows of the table that it cuts', async () => {
    const columns = [40, 140, 260, 380]
    const foot = (pdf: Pdf, page: number): void => {
      put(pdf, 40, 815, 'Old Mill Films', 7)
      put(pdf, 140, 815, `Joe Page ${page}`, 7)
      put(pdf, 380, 815, '06:00', 7)
    }
    const row = (index: number): string[] => ['Electric', `Best boy ${index}`, 'Tom Reed', '06:30']
    const sheet = await read((pdf) => {
      plain(pdf)
      table(pdf, 720, columns, [['DEPARTMENT', 'POSITION', 'NAME', 'CALL'], ...[1, 2, 3, 4].map(row)])
      foot(pdf, 1)
      for (const page of [2, 3]) {
        pdf.addPage()
        table(
          pdf,
          40,
          columns,
          [...Array(52).keys()].map((index) => row(index + page * 100)),
        )
        foot(pdf, page)
      }
    })
    expect(
      sheet.calls.filter(
        ({ evidence }) => (evidence[0]?.page ?? 1) > 1 && evidence[0]?.text.includes('Films'),
      ),
    ).toEqual([])
    expect(sheet.calls.filter(({ value }) => value.role?.startsWith('Best boy'))).toHaveLength(4 + 2 * 52)
  })
})

describe('pages without legible text', () => {
  it('are recognised as pictures when fonts do not say which letter a glyph is', async () => {
    const sheet = await readCallSheet(await withoutMaps((pdf) => void plain(pdf)))
    expect(facts(sheet)).toEqual(['2024-12-16', '07:00', ['Old Mill']])
  })

  it('are refused where nobody is to recognise them', async () => {
    const pdf = await withoutMaps((drawn) => void plain(drawn))
    const error = await readCallSheet(pdf, { scans: 'leave' }).catch((it: unknown) => it)
    expect(error).toBeInstanceOf(CallSheetError)
    expect(error).toMatchObject({ code: 'no-text' })
  })

  it('are named when the letters spell nothing, and the others are read', async () => {
    const sheet = await read((pdf) => {
      plain(pdf)
      pdf.addPage()
      for (let line = 0; line < 12; line++)
        put(pdf, 40, 40 + line * 14, '&UHZ FDOO: SOHDVH EULQJ ZDUP FORWKHV')
    })
    expect(sheet.problems.find(({ code }) => code === 'unreadable-pages')?.message).toContain('2')
    expect(facts(sheet)).toEqual(['2024-12-16', '07:00', ['Old Mill']])
  })
})
