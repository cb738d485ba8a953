import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { describe, expect, test } from 'vitest'
import { makeContent } from '../content.ts'
import { formSheetOf } from '../form/sheet.ts'
import type { SettingName } from '../model.ts'
import { settings } from './index.ts'

const countries = {
  'warsaw-pl': 'PL',
  'warsaw-en': 'PL',
  poland: 'PL',
  britain: 'GB',
  america: 'US',
  germany: 'DE',
  austria: 'AT',
  france: 'FR',
  spain: 'ES',
  mexico: 'MX',
  argentina: 'AR',
  belgium: 'BE',
  colombia: 'CO',
} as const satisfies Record<SettingName, string>

describe.each(Object.keys(countries) as SettingName[])('%s', (name) => {
  test('prints telephones that are, with the country, the numbers of the truth', () => {
    for (const phone of settings[name].phones) {
      for (const line of [100, 357, 999]) {
        expect(parsePhoneNumberFromString(phone.print(line), countries[name])?.number).toBe(phone.e164(line))
      }
    }
  })

  test('has a day for every seed, in its own words, with the sun where it is filmed', () => {
    const said = new Set<string>()
    for (let seed = 1; seed <= 30; seed++) {
      const content = makeContent(seed, name)
      const sheet = formSheetOf(content)
      said.add(sheet.words.crewCall)
      expect(content.sunrise < '09:30' && content.sunset > '15:00').toBe(true)
    }
    expect(said.size).toBeGreaterThan(2)
  })

  test('names a director who is on the crew', () => {
    const { departments, director } = settings[name]
    expect(departments.flatMap(({ roles }) => roles)).toContain(director)
  })
})
