import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarNames } from '../lexicon/index.ts'
import type { Language } from '../types.ts'
import { addressLikeness, parsePlace } from './addresses.ts'
import { isBlank } from './blank.ts'
import { dateFinder, resolveDate, resolveOrder } from './dates.ts'
import { findPhones } from './phones.ts'
import { findTimes, parseTime } from './times.ts'

const findDates = dateFinder(calendarNames)
const reference = Temporal.PlainDate.from('2025-12-10')

describe('times as five languages print them', () => {
  it.each([
    ['7h30', '07:30'],
    ['07 h 30', '07:30'],
    ['7H', '07:00'],
    ['19h00', '19:00'],
    ['7 heures 30', '07:30'],
    ['à 8h', '08:00'],
    ['vers 19h30', '19:30'],
    ['7 Uhr', '07:00'],
    ['7 Uhr 15', '07:15'],
    ['07.30 Uhr', '07:30'],
    ['7:30 Uhr', '07:30'],
    ['ca. 7:30', '07:30'],
    ['gegen 19 Uhr', '19:00'],
    ['ab 6:45', '06:45'],
    ['7:30 hs', '07:30'],
    ['19 hs.', '19:00'],
    ['07:30h', '07:30'],
    ['7:30 a. m.', '07:30'],
    ['6:30 p.m.', '18:30'],
    ['a las 7:30', '07:30'],
    ['aprox. 19:00', '19:00'],
    ['6:30 AM', '06:30'],
    ['130p', '13:30'],
    ['0730 hrs', '07:30'],
    ['07:30-18:00', '07:30'],
    ['0730-1830', '07:30'],
    ['01:30 (+1)', '01:30'],
    ['midi', '12:00'],
    ['Mitternacht', '00:00'],
    ['n. V.', null],
    ['à confirmer', null],
    ['por confirmar', null],
    ['24h/24', null],
    ['Drehtag 7', null],
  ])('reads the cell %j as %j', (text, expected) => {
    expect(parseTime(text)?.time ?? null).toBe(expected)
  })

  it.each([
    ['de 12:00 a 13:00', ['12:00', '13:00']],
    ['8-18h', ['08:00', '18:00']],
    ['8h-18h', ['08:00', '18:00']],
    ['7 bis 19 Uhr', ['07:00', '19:00']],
    ['Lever 7h41 / Coucher 19h42', ['07:41', '19:42']],
    ['10/18 °C, Wind 9 m/s', []],
    ['Séq. 12A, 14B', []],
    ['75011 Paris', []],
    ['10823 Berlin', []],
  ])('finds in %j the times %j', (text, expected) => {
    expect(findTimes(text).map(({ time }) => time)).toEqual(expected)
  })

  it('reads back every time in every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const two = (value: number): string => String(value).padStart(2, '0')
        const forms = [
          `${hour}h${two(minute)}`,
          `${two(hour)} h ${two(minute)}`,
          `${hour}:${two(minute)} Uhr`,
          `${two(hour)}.${two(minute)} Uhr`,
          `${hour}:${two(minute)} hs`,
          `ca. ${hour}:${two(minute)}`,
          `${two(hour)}:${two(minute)}-23:59`,
        ]
        for (const form of forms) expect(parseTime(form)?.time, form).toBe(`${two(hour)}:${two(minute)}`)
      }),
    )
  })

  it.each([
    'n/a',
    'TBC',
    'O/C',
    'n. V.',
    'à confirmer',
    'por confirmar',
    'p/c',
    'wg potrzeb',
    '--',
    'entfällt',
    'Néant',
  ])('takes %j for nothing said', (text) => {
    expect(isBlank(text)).toBe(true)
  })

  it.each(['07:30', 'Base', 'Paris', 'Anna'])('takes %j for something', (text) => {
    expect(isBlank(text)).toBe(false)
  })
})

describe('dates as five languages print them', () => {
  it.each<[string, Language | null, string | null]>([
    ['Montag, 15. Dezember 2025', 'de', '2025-12-15'],
    ['Mo. 15.12.25', 'de', '2025-12-15'],
    ['Montag, den 15.12.2025', 'de', '2025-12-15'],
    ['15. Dez. 2025', 'de', '2025-12-15'],
    ['5. Jänner 2026', 'de', '2026-01-05'],
    ['15.12.', 'de', '2025-12-15'],
    ['lundi 15 décembre 2025', 'fr', '2025-12-15'],
    ['Lundi 1er décembre 2025', 'fr', '2025-12-01'],
    ['15 déc. 2025', 'fr', '2025-12-15'],
    ['mar. 16/12/25', 'fr', '2025-12-16'],
    ['lunes, 15 de diciembre de 2025', 'es', '2025-12-15'],
    ['15 de diciembre del 2025', 'es', '2025-12-15'],
    ['15-dic-25', 'es', '2025-12-15'],
    ['15/DIC/2025', 'es', '2025-12-15'],
    ['martes 16 de diciembre', 'es', '2025-12-16'],
    ['poniedziałek, 15 grudnia 2025 r.', 'pl', '2025-12-15'],
    ['Mon 15 Dec', 'en', '2025-12-15'],
    ['12.15.2025', 'en', '2025-12-15'],
    ['Scène 12 mars attaque', 'fr', '2026-03-12'],
    ['12 équipe 15 décembre 2025', 'fr', '2025-12-15'],
    ['12 Uhr', 'de', null],
    ['12 Komparsen', 'de', null],
    ['06.12.34.56.78', 'fr', null],
  ])('reads %j (%s) as %j', (text, language, expected) => {
    const [found] = findDates(text, language)
    expect(found === undefined ? null : (resolveDate(found, reference)?.toString() ?? null)).toBe(expected)
  })

  it.each<[string, Language | null, number | null]>([
    ['Di 16.12.2025', 'de', 2],
    ['Di 14/12/2025', 'fr', 7],
    ['Do 18.12.2025', 'de', 4],
    ['Do 14/12/2025', 'es', 7],
    // In Polish `do` is until, and in English `so` is so.
    ['do 18.12.2025', 'pl', null],
    ['Do 18.12.2025', 'pl', null],
    ['mar 16/12/2025', 'es', 2],
    ['Mon 15/12/2025', 'pl', 1],
    ['śr. 17.12.2025', 'pl', 3],
    ['me 17.12.2025', 'fr', null],
    ['Me 17.12.2025', 'fr', 3],
  ])('takes the weekday of %j (%s) for %j', (text, language, weekday) => {
    expect(findDates(text, language)[0]?.weekday ?? null).toBe(weekday)
  })

  it.each<[string, Language | null, string | null, string, boolean]>([
    ['03/04/2026', 'fr', null, '2026-04-03', false],
    ['03/04/2026', 'es', 'MX', '2026-04-03', false],
    ['03/04/2026', 'en', 'GB', '2026-04-03', false],
    ['03/04/2026', 'en', 'US', '2026-03-04', false],
    ['03/04/2026', 'en', null, '2026-04-03', true],
    // The weekday proves it, whatever the country.
    ['Wed 03/04/2026', 'en', 'GB', '2026-03-04', false],
    // Custom says April, today says December: a person decides.
    ['04/12/2025', 'en', 'US', '2025-04-12', true],
    // Today is near the one and far from the other.
    ['12/01/2026', 'en', null, '2026-01-12', false],
    ['03-04-2026', 'en', null, '2026-04-03', true],
  ])('reads %j (%s, %s) as %s, undecided: %s', (text, language, country, expected, undecided) => {
    const [found] = findDates(text, language)
    const resolved = found && resolveOrder(found, { reference, language, country })
    expect([resolved?.date.toString(), resolved?.undecided]).toEqual([expected, undecided])
  })

  it('finds the year by the weekday', () => {
    const [found] = findDates('vendredi 26 février', 'fr')
    expect(found && resolveDate(found, reference)?.toString()).toBe('2027-02-26')
  })

  it('reads back every day as every language writes it', () => {
    const days = fc
      .integer({ min: 0, max: 20_000 })
      .map((offset) => Temporal.PlainDate.from('2000-01-01').add({ days: offset }))
    const locales = [
      ['de', 'de-AT'],
      ['de', 'de-DE'],
      ['fr', 'fr-FR'],
      ['es', 'es-ES'],
      ['es', 'es-MX'],
      ['pl', 'pl-PL'],
      ['en', 'en-GB'],
    ] as const
    fc.assert(
      fc.property(days, (date) => {
        for (const [language, locale] of locales) {
          for (const month of ['long', 'short'] as const) {
            const form = date.toLocaleString(locale, {
              weekday: month,
              day: 'numeric',
              month,
              year: 'numeric',
            })
            const [found] = findDates(form, language)
            expect(found && resolveDate(found, reference)?.toString(), form).toBe(date.toString())
            expect(found?.weekday, form).toBe(date.dayOfWeek)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('telephones by country', () => {
  it.each([
    ['Handy: 0171 3920280', 'DE', ['+491713920280']],
    ['030 / 123 45 67', 'DE', ['+49301234567']],
    ['+49 (0)171 392 02 80', 'DE', ['+491713920280']],
    ['0664 1234567', 'AT', ['+436641234567']],
    ['079 123 45 67', 'CH', ['+41791234567']],
    ['06 39 98 12 80', 'FR', ['+33639981280']],
    ['06.39.98.12.80', 'FR', ['+33639981280']],
    ['+33 (0)6 39 98 12 80', 'PL', ['+33639981280']],
    ['0470 12 34 56', 'BE', ['+32470123456']],
    ['600 123 456', 'ES', ['+34600123456']],
    ['55 5500 0276', 'MX', ['+525555000276']],
    ['020 7946 0018', 'GB', ['+442079460018']],
    ['(310) 555-2368', 'US', ['+13105552368']],
    ['Spandauer Damm 130, 14050 Berlin', 'DE', []],
    ['28046 Madrid', 'ES', []],
    ['Bild 12, 13, 14, 15', 'DE', []],
    ['24.09.2026 22:35', 'DE', []],
  ])('finds in %j (%s) %j', (text, country, expected) => {
    expect(findPhones(text, country).map(({ phone }) => phone)).toEqual(expected)
  })
})

describe('addresses by country', () => {
  it.each([
    ['Kazienstraße 7a, 10823 Berlin'],
    ['Unter den Linden 77, 10117 Berlin'],
    ['Schönhauser Allee 36, 10435 Berlin'],
    ['Mariahilfer Straße 120/3, 1070 Wien'],
    ['Bahnhofstrasse 1, 8001 Zürich'],
    ['54 rue Lepic, 75018 Paris'],
    ['12 bis, avenue de la République, 93100 Montreuil'],
    ['Rue Haute 45, 1000 Bruxelles'],
    ['C/ Mayor, 12, 28013 Madrid'],
    ['Calle del Amparo 61, 28012 Madrid'],
    ['Paseo de las Delicias s/n, 41012 Sevilla'],
    ['Av. Álvaro Obregón 190, Col. Roma Nte., 06700 CDMX'],
    ['Calle 93 # 11-27, Bogotá'],
    ['Av. Corrientes 1234, C1043AAZ CABA'],
    ['ul. Chełmska 21, 00-724 Warszawa'],
    ['12 River Road, York YO1 7HH'],
    ['1200 Sunset Blvd, Los Angeles, CA 90026'],
  ])('knows %j for an address', (text) => {
    expect(addressLikeness(text)).toBeGreaterThanOrEqual(0.6)
  })

  it.each([
    ['Bitte Pfandbecher benutzen, Green Shooting!'],
    ['Drehtag 12 von 35'],
    ['Studio 5, Halle 3'],
    ['Merci d’apporter votre gourde : plus de bouteilles en plastique.'],
    ['Prohibido fumar dentro de la locación.'],
    ['Jour 12 sur 35'],
    ['Crew call 07:00'],
    ['Die Fahrzeuge bleiben bis 19 Uhr auf der Basis und fahren danach zum Hotel zurück'],
    ['Rappel : le port du gilet est obligatoire sur la voie publique pour les 12 figurants'],
    ['El equipo llega a las 7 y sale a las 19'],
    ['Mit dem Auto sind es 20 Minuten'],
  ])('does not take %j for one', (text) => {
    expect(addressLikeness(text)).toBeLessThan(0.4)
  })

  it.each([
    [
      ['Altbauwohnung Schöneberg', 'Akazienstraße 7a, 10823 Berlin'],
      { name: 'Altbauwohnung Schöneberg', address: 'Akazienstraße 7a, 10823 Berlin' },
    ],
    [
      ['Hôpital Bichat, 46 rue Henri-Huchard, 75018 Paris'],
      { name: 'Hôpital Bichat', address: '46 rue Henri-Huchard, 75018 Paris' },
    ],
    [
      ['Hôtel Lutetia 45 boulevard Raspail 75006 Paris'],
      { name: 'Hôtel Lutetia', address: '45 boulevard Raspail 75006 Paris' },
    ],
    [['Plató 3, C/ Mayor, 12, 28013 Madrid'], { name: 'Plató 3', address: 'C/ Mayor, 12, 28013 Madrid' }],
    [
      ['Cantina La Esquina', 'Av. Álvaro Obregón 190, Col. Roma Nte., 06700 CDMX'],
      { name: 'Cantina La Esquina', address: 'Av. Álvaro Obregón 190, Col. Roma Nte., 06700 CDMX' },
    ],
  ])('splits %j into %j', (lines, expected) => {
    expect(parsePlace(lines)).toEqual(expected)
  })
})
