import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences, shown } from './difference.ts'
import { scene, sheet } from './sheet.fixture.ts'

const before = sheet()

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

it('a value in few words is shortened when it is long', () => {
  expect(shown('x'.repeat(500))).toBe(`${'x'.repeat(117)}...`)
  expect(shown({ number: 12, of: 35 })).toBe('12/35')
  expect(shown({ name: null, address: 'Rynek 1' })).toBe('Rynek 1')
  expect(shown(['x'])).toBeUndefined()
})
