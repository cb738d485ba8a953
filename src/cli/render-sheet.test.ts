import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CallSheet, readCallSheet } from '#callsheet'
import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import { renderSheet } from './render-sheet.ts'

let sheet: CallSheet
const of = { name: 'sheet.pdf', number: 1 }
beforeAll(async () => {
  const { pdf } = await generateCallSheet({ seed: 3, language: 'en', layout: 'studiobinder' })
  sheet = await readCallSheet(pdf)
})

const lineOf = (text: string, label: string) => text.split('\n').find((line) => line.includes(label))

describe('a sheet in the terminal', () => {
  it('says each value with its confidence and its page, and what to check before everything else', () => {
    const text = renderSheet(sheet, of)
    const { value, confidence } = sheet.crewCall!
    expect(lineOf(text, 'Crew call')).toMatch(
      new RegExp(`^ {2}Crew call +${value} +${Math.round(confidence * 100)} %  p\\. 1$`),
    )
    expect(text.indexOf('To check')).toBeLessThan(text.indexOf('The day'))
    for (const { message } of sheet.problems) expect(text).toContain(message)
    expect(text).not.toMatch(/undefined|null|\[object/)
  })

  it('marks what is unsure, and says what the mark means only then', () => {
    const unsure = { ...sheet, crewCall: { ...sheet.crewCall!, confidence: 0.4 } }
    expect(lineOf(renderSheet(unsure, of), 'Crew call')).toMatch(/^\? Crew call/)
    const sure = { ...sheet, calls: [], shootingDate: null, scenes: [], meals: [] }
    expect(renderSheet(unsure, of)).toContain('look at the page')
    expect(renderSheet(sure, of)).not.toContain('look at the page')
  })

  it('keeps to the width of a terminal, colours there, and writes plainly elsewhere', () => {
    const narrow = renderSheet(sheet, of, { width: 60, colour: true })
    expect(narrow).toContain('\u001b[')
    for (const line of stripVTControlCharacters(narrow).split('\n').slice(2))
      expect(line.length).toBeLessThanOrEqual(64)
    const piped = renderSheet(sheet, of)
    expect(piped).not.toContain('\u001b[')
    expect(piped).toContain(sheet.locations[0]!.value.address)
  })

  it('puts the calls in the order of a night: after midnight comes after the evening', () => {
    const at = (time: string) => ({ ...sheet.calls[0]!, value: { ...sheet.calls[0]!.value, time } })
    const night = { ...sheet, productionCall: null, crewCall: { ...sheet.crewCall!, value: '19:00' } }
    const text = renderSheet({ ...night, calls: [at('00:30'), at('19:00'), at('23:15')] }, of)
    const [evening, late, after] = ['  19:00', '  23:15', '  00:30'].map((each) => text.indexOf(each))
    expect(evening! < late! && late! < after!).toBe(true)
  })

  it('stands in columns in a terminal, each time once, and line by line elsewhere', () => {
    const row = { ...sheet.calls[0]!.value, department: 'Camera', time: '07:15' }
    const people = ['Jo Park', 'Anna Nowak-Lis'].map((name) => ({
      ...sheet.calls[0]!,
      value: { ...row, name, role: 'Loader' },
    }))
    const shown = renderSheet({ ...sheet, calls: people }, of, { width: 100, colour: false })
    expect(lineOf(shown, 'Jo Park')).toMatch(/^ {2}07:15 {12}Camera {2}Loader {2}Jo Park /)
    expect(lineOf(shown, 'Nowak')).toMatch(/^ {19}Camera {2}Loader {2}Anna Nowak-Lis /)
    expect(lineOf(renderSheet({ ...sheet, calls: people }, of), 'Nowak')).toContain('07:15')
  })

  it('says which of the sheets of its file it is', () => {
    const ranges = [1, 3].map((from) => ({ from, to: from + 1, shootingDate: null }))
    const second = renderSheet({ ...sheet, sheets: ranges }, { ...of, number: 2 })
    expect(second).toContain('sheet 2 of 2, on pages 3 to 4; --sheet 1 shows another')
    expect(renderSheet(sheet, of)).not.toContain('--sheet')
  })
})
