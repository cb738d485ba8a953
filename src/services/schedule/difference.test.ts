import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DayFields } from './day.ts'
import { differenceSentences, differences } from './difference.ts'
import { scene, sheet } from './sheet.fixture.ts'

const before = sheet()

function told(changes: Partial<DayFields>, language: 'pl' | 'en' = 'en'): string[] {
  return differenceSentences(differences(before, sheet(changes)), language)
}

describe('differences', () => {
  it('finds nothing when the sheet says the same again', () => {
    expect(differences(before, sheet())).toEqual([])
  })

  it('does not mind white space and the form of accents', () => {
    const spaced = sheet({
      productionTitle: '  Zimowa   noc ',
      locations: [{ name: 'Dworzec Główny'.normalize('NFD'), address: 'pl. Dworcowy 1,\nKraków' }],
    })
    expect(differences(before, spaced)).toEqual([])
  })

  it('names field, before and after, calls first', () => {
    const after = sheet({ sunset: '17:50', crewCall: '06:30', scenes: [scene('12'), scene('14')] })
    expect(differences(before, after)).toEqual([
      { field: 'crewCall', before: '07:00', after: '06:30' },
      { field: 'scenes', key: '12A', before: scene('12A'), after: null },
      { field: 'scenes', key: '14', before: null, after: scene('14') },
      { field: 'sunset', before: '17:45', after: '17:50' },
    ])
  })

  it('tells two people of one role apart', () => {
    const driver = { role: 'Driver', name: null, email: null }
    const one = sheet({
      contacts: [
        { ...driver, phone: '1' },
        { ...driver, phone: '2' },
      ],
    })
    const two = sheet({
      contacts: [
        { ...driver, phone: '1' },
        { ...driver, phone: '3' },
      ],
    })
    expect(differences(one, two)).toMatchObject([{ field: 'contacts', key: 'Driver #2' }])
  })

  it('minds the order of locations', () => {
    const [station, hotel] = [
      { name: 'Station', address: null },
      { name: 'Hotel', address: null },
    ]
    const found = differences(sheet({ locations: [station, hotel] }), sheet({ locations: [hotel, station] }))
    expect(found.map(({ key }) => key)).toEqual(['1', '2'])
  })

  it('takes back with the opposite difference what a revision changed', () => {
    const anySheet = fc.record({
      crewCall: fc.option(fc.constantFrom('05:00', '06:30')),
      scenes: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { maxLength: 3 }).map((all) => all.map(scene)),
      notes: fc.array(fc.constantFrom('rain cover', 'no smoking'), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(anySheet, anySheet, (a, b) => {
        const there = differences(sheet(a), sheet(b))
        const back = differences(sheet(b), sheet(a))
        const keyOf = ({ field, key }: { field: string; key?: string }) => `${field}/${key}`
        expect(back.map(keyOf).toSorted()).toEqual(there.map(keyOf).toSorted())
        for (const difference of there) {
          const opposite = back.find((other) => keyOf(other) === keyOf(difference))
          expect(opposite).toMatchObject({ before: difference.after, after: difference.before })
        }
      }),
    )
  })
})

describe('differenceSentences', () => {
  it.each([
    [{ crewCall: '06:30' }, 'call 07:00 to 06:30', 'zbiórka z 07:00 na 06:30'],
    [{ crewCall: null }, 'call: removed 07:00', 'zbiórka: usunięto 07:00'],
    [{ personalCall: '06:15' }, 'your call: added 06:15', 'twoja zbiórka: dodano 06:15'],
    [{ cancelled: true }, 'the shooting day is cancelled', 'dzień zdjęciowy odwołany'],
    [
      { locations: [{ name: 'Hotel', address: 'Rynek 1' }] },
      'location Dworzec Główny to Hotel',
      'lokacja z Dworzec Główny na Hotel',
    ],
    [
      { locations: [{ name: 'Dworzec Główny', address: 'Rynek 1' }] },
      'location: changed',
      'lokacja: zmieniono',
    ],
    [{ scenes: [scene('12')] }, 'scene 12A: removed', 'scena 12A: usunięto'],
    [
      { scenes: [scene('12'), { ...scene('12A'), set: 'Kiosk' }] },
      'scene 12A: changed',
      'scena 12A: zmieniono',
    ],
    [
      { calls: [{ name: null, role: null, department: 'Camera', time: '06:00' }] },
      'call Camera 06:30 to 06:00',
      'zbiórka Camera z 06:30 na 06:00',
    ],
    [{ notes: ['Bring boots'] }, 'note: added Bring boots', 'uwaga: dodano Bring boots'],
    [{ day: { number: 13, of: 35 } }, 'shooting day 12/35 to 13/35', 'dzień zdjęciowy z 12/35 na 13/35'],
  ] satisfies [Partial<DayFields>, string, string][])('tells of %j', (changes, english, polish) => {
    expect(told(changes)).toEqual([english])
    expect(told(changes, 'pl')).toEqual([polish])
  })

  it('counts what would be too long to tell', () => {
    const scenes = ['20', '21', '22'].map(scene)
    expect(told({ scenes })).toEqual(['scenes: 5 changes'])
    expect(told({ scenes }, 'pl')).toEqual(['sceny: 5 zmian'])
    expect(told({ scenes: ['20', '21'].map(scene) }, 'pl')).toEqual(['sceny: 4 zmiany'])
  })

  it('shortens long texts', () => {
    const [sentence] = told({ notes: ['x'.repeat(500)] })
    expect(sentence).toBe(`note: added ${'x'.repeat(117)}...`)
  })
})
