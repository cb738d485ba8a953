import { describe, expect, it } from 'vitest'
import { readCallSheet } from '../index.ts'
import { drawPaper, papersIn } from '../testing/papers.ts'

const referenceDate = Temporal.PlainDate.from('2027-03-01')

const others = papersIn(new URL('others.txt', import.meta.url))
const callSheets = papersIn(new URL('call-sheets.txt', import.meta.url))

describe('what is no call sheet', () => {
  it.each(others)('is a $what: $name', async (paper) => {
    const sheet = await readCallSheet(await drawPaper(paper), { referenceDate })
    expect(sheet.kind).not.toBe('call-sheet')
    // What a paper is that no kind names does not matter, as long as nobody plans a day by it.
    if (paper.what !== 'other') expect(sheet.subkind).toBe(paper.what)
  })
})

describe('what is one, however little it says', () => {
  it.each(callSheets)('$name', async (paper) => {
    const sheet = await readCallSheet(await drawPaper(paper), { referenceDate })
    expect(sheet.kind).toBe('call-sheet')
    expect(`${sheet.shootingDate?.value} ${sheet.crewCall?.value}`).toBe(paper.what)
  })
})
