import { type CallSheet, type ReadOptions, readCallSheet } from '../index.ts'
import { draw, form, type Pdf, put } from './draw.ts'

/** The day before the sheets that the tests draw. */
export const referenceDate = Temporal.PlainDate.from('2024-12-10')

export async function read(drawing: (pdf: Pdf) => void, options: ReadOptions = {}): Promise<CallSheet> {
  return readCallSheet(await draw(drawing), { referenceDate, ...options })
}

export function codes(sheet: CallSheet): string[] {
  return sheet.problems.map(({ code }) => code)
}

/** A small sheet that reads without doubt; each test adds its trap. */
export function plain(pdf: Pdf, y = 40): number {
  put(pdf, 40, y, 'CALL SHEET', 16, 'bold')
  return form(pdf, y + 30, [
    ['Date:', 'Monday, December 16, 2024'],
    ['Crew call:', '07:00'],
    ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
  ])
}
