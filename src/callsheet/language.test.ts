import { expect, it } from 'vitest'
import { languagesOf, letteringOf } from './language.ts'
import { layOut } from './layout/layout.ts'
import { readPages } from './pdf/document.ts'
import { draw, form } from './testing/draw.ts'

const english: [string, string][] = [
  ['CALL SHEET', ''],
  ['Crew call:', '07:00'],
  ['Production call:', '06:00'],
  ['Estimated wrap:', '18:00'],
  ['Nearest hospital:', 'Charité'],
  ['Shooting day:', '3 of 4'],
]
const german: [string, string][] = [
  ['Drehort:', 'Ovelgonne 41'],
  ['Sonnenaufgang:', '06:12'],
  ['Sonnenuntergang:', '20:02'],
  ['Mittagspause:', '12:30'],
]

async function layout(rows: [string, string][]) {
  const pdf = await draw((page) => form(page, 40, rows))
  return layOut(await readPages(pdf, { maxPages: 1 }))
}

it('expects the letters of the other language on a sheet that is half in English', async () => {
  const both = await layout([...english, ...german])
  expect(languagesOf(both).main).toBe('en')
  expect(letteringOf(both)).toBe('de')
  expect(letteringOf(await layout(english))).toBe('en')
  expect(letteringOf(await layout(german))).toBe('de')
})
