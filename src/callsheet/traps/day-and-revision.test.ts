import { describe, expect, it } from 'vitest'
import { put, table } from '../testing/draw.ts'
import { read } from '../testing/sheets.ts'

/** What each language heads a sheet, its date and its call with. */
const heads = {
  en: ['CALL SHEET', 'Date: Monday, December 16, 2024', 'Crew call: 07:00'],
  pl: ['PLAN DNIA', 'Data: poniedziałek 16 grudnia 2024', 'Zbiórka ekipy: 7.00'],
  de: ['TAGESDISPO', 'Datum: Montag, 16. Dezember 2024', 'Arbeitsbeginn: 07:00'],
  fr: ['FEUILLE DE SERVICE', 'Date : lundi 16 décembre 2024', 'Convocation équipe : 7h00'],
  es: ['ORDEN DE RODAJE', 'Fecha: lunes 16 de diciembre de 2024', 'Citación equipo: 7:00'],
} as const

type Language = keyof typeof heads

function head(pdf: Parameters<Parameters<typeof read>[0]>[0], language: Language): void {
  const [title, date, call] = heads[language]
  put(pdf, 40, 40, title, 16, 'bold')
  put(pdf, 40, 70, date)
  put(pdf, 40, 86, call)
}

describe('the day and the revision', () => {
  it.each([
    ['en', 'DAY: 12 OUT OF: 35'],
    ['en', 'Shooting Day #12 of #35'],
    ['pl', 'DZ 12/35'],
    ['de', 'Drehtag Nr. 12 von insgesamt 35'],
    ['fr', 'Jour de tournage n°12/35'],
    ['es', 'Día de rodaje 12 de un total de 35'],
  ] as const)('is day 12 of 35 (%s: %s)', async (language, printed) => {
    const sheet = await read((pdf) => {
      head(pdf, language)
      put(pdf, 350, 70, printed)
    })
    expect(sheet.day?.value).toEqual({ number: 12, of: 35 })
  })

  it.each([
    ['en', '2nd revision'],
    ['en', 'Version 2.0'],
    ['pl', '2. wersja'],
    ['de', '2. Fassung'],
    ['fr', '2e version'],
    ['fr', 'Modificatif n°2'],
  ] as const)('is the second revision (%s: %s)', async (language, printed) => {
    const sheet = await read((pdf) => {
      head(pdf, language)
      put(pdf, 350, 70, printed)
    })
    expect(sheet.revision?.value.number).toBe(2)
  })
})

describe('the scenes of the next day', () => {
  it.each([
    ['de', 'VORSCHAU FÜR DIENSTAG'],
    ['fr', 'DEMAIN J13'],
    ['es', 'AVANCE MARTES 17'],
    ['es', 'Mañana día 13'],
  ] as const)('are not of this one (%s: %s)', async (language, heading) => {
    const columns = [40, 90, 150, 300, 360]
    const names = ['Sc', 'I/E', 'Set', 'D/N', 'Pages']
    const sheet = await read((pdf) => {
      head(pdf, language)
      const y = table(pdf, 200, columns, [names, ['41', 'INT', 'HARBOUR', 'D', '1 2/8']])
      put(pdf, 40, y + 40, heading, 9, 'bold')
      table(pdf, y + 60, columns, [names, ['51', 'INT', 'BAR', 'D', '1']])
    })
    expect(sheet.scenes.map(({ value }) => value.number)).toEqual(['41'])
  })
})
