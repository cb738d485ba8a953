import { describe, expect, it } from 'vitest'
import { type PeopleRead, personalCall } from './personal.ts'
import { put } from './testing/draw.ts'
import { read } from './testing/sheets.ts'
import type { Call, CastMember, Field, Language, Reader } from './types.ts'

const field = <T>(value: T): Field<T> => ({ value, confidence: 0.9, evidence: [] })

function call(time: string, who: Partial<Call>): Field<Call> {
  return field({ name: null, role: null, department: null, ...who, time })
}

function people(calls: Field<Call>[], more: Partial<PeopleRead> = {}): PeopleRead {
  return { calls, cast: [], uncalled: [], known: new Set<Language>(['de', 'en']), ...more }
}

describe('the own call by name', () => {
  const sheet = people([
    call('06:30', { name: 'Małgorzata Wilk', role: 'Focus puller' }),
    call('07:00', { name: 'Reed, Thomas', role: 'Gaffer' }),
    call('07:15', { name: 'J. Nowak', role: 'Grip' }),
    call('07:30', { name: 'Anna Lis, Jan Kot', role: 'Oświetlacz' }),
    call('07:45', { name: 'Kuba', role: 'Runner' }),
  ])

  it.each([
    ['malgorzata wilk', '06:30'],
    ['Gosia Wilk', '06:30'],
    ['Tom Reed', '07:00'],
    ['Jan Nowak', '07:15'],
    ['Jan Kot', '07:30'],
    ['Jakub Zych', '07:45'],
  ])('finds %s', (name, time) => {
    expect(personalCall(sheet, { name })?.value).toBe(time)
  })

  it.each(['Anna Kot', 'Gosia Lis-Wilk', 'Thomas Wilk', 'Reed'])('takes nobody else for %s', (name) => {
    expect(personalCall(sheet, { name })).toBeNull()
  })

  it.each([
    ['Małgorzata Wilk', 'Matgorzata Wiik'],
    ['Stanisław Jeżyk', 'Jezyk Stanistaw'],
  ])('finds %s as a copier left it (%s), to be looked at', (name, printed) => {
    const copied = people([call('05:30', { name: printed }), call('07:00', { department: 'Camera' })])
    const found = personalCall(copied, { name, department: 'Camera' })
    expect(found?.value).toBe('05:30')
    expect(found?.confidence).toBeLessThan(0.6)
  })

  it('is nobody’s whose name is another by a letter of few', () => {
    expect(personalCall(people([call('05:30', { name: 'Jan Kot' })]), { name: 'Jan Kos' })).toBeNull()
  })

  it('has to be looked at where the same name has two times', () => {
    const twice = people([call('06:00', { name: 'Ann Hall' }), call('08:00', { name: 'Ann Hall' })])
    expect(personalCall(twice, { name: 'Ann Hall' })?.confidence).toBeLessThan(0.6)
  })

  it('is none where the own row says so, whatever the department has', () => {
    const camera = call('07:00', { department: 'Camera' })
    const uncalled = [{ name: 'Ann Hall', role: '1st AC' }]
    const me = { name: 'Ann Hall', role: '1st AC', department: 'Camera' }
    expect(personalCall(people([camera], { uncalled }), me)).toBeNull()
    expect(personalCall(people([camera]), me)?.value).toBe('07:00')
  })

  it('is the first time of an actor’s row, or none', () => {
    const actor = (times: Partial<CastMember>): Field<CastMember> =>
      field({
        number: '1',
        character: 'EVE',
        actor: 'Ann Hall',
        pickup: null,
        arrival: null,
        wardrobe: null,
        makeup: null,
        onSet: null,
        ...times,
      })
    const cast = [actor({ makeup: '06:45', onSet: '08:00' })]
    expect(personalCall(people([], { cast }), { name: 'Ann Hall' })?.value).toBe('06:45')
    expect(personalCall(people([], { cast: [actor({})] }), { name: 'Ann Hall' })).toBeNull()
  })
})

describe('the own call by work', () => {
  it.each([
    ['1. Kameraassistenz', 'ostrzyciel'],
    ['1. AC', 'foquista'],
    ['1st AC', '1er assistant caméra'],
    ['Oberbeleuchter', 'gaffer'],
  ])('takes %s for the same work as %s', (role, mine) => {
    expect(personalCall(people([call('06:45', { role, name: 'Lea Roth' })]), { role: mine })?.value).toBe(
      '06:45',
    )
  })

  it('doubts a row of the same work that names somebody else', () => {
    const rows = people([call('06:45', { role: '1st AC', name: 'Lea Roth' })])
    expect(personalCall(rows, { name: 'Ann Hall', role: '1st AC' })?.confidence).toBeLessThan(0.6)
  })

  it('reads a department in the languages of the sheet, and the one that says it itself first', () => {
    const rows = people([
      call('05:15', { department: 'Aufnahmeleitung' }),
      call('06:15', { department: 'Regie' }),
    ])
    expect(personalCall(rows, { department: 'Regie' })?.value).toBe('06:15')
    expect(personalCall(rows, { department: 'Locations' })?.value).toBe('05:15')
  })

  it('finds the department that is called with another, and the one that a role is in', () => {
    const rows = people([
      call('07:00', { department: 'Licht / Bühne' }),
      call('07:30', { department: 'Kamera' }),
    ])
    expect(personalCall(rows, { department: 'Grip' })?.value).toBe('07:00')
    expect(personalCall(rows, { role: 'focus puller' })?.value).toBe('07:30')
    expect(personalCall(rows, { role: 'boom operator' })).toBeNull()
  })
})

describe('lists of people without headings', () => {
  const grid = (rows: readonly (readonly string[])[], me?: Reader) =>
    read(
      (pdf) => {
        put(pdf, 40, 40, 'Tagesdispo', 16, 'bold')
        put(pdf, 40, 70, 'Montag, 16.12.2024, Arbeitsbeginn: 09:30 Uhr')
        rows.forEach((cells, row) => {
          cells.forEach((cell, index) =>
            put(pdf, [40, 150, 210, 340, 400][index] ?? 40, 110 + row * 14, cell),
          )
        })
      },
      me === undefined ? {} : { me },
    )

  it('hold a role and a name in one cell, or a name alone', async () => {
    const { calls } = await grid([
      ['Regie', '', 'Kamera / Licht'],
      ['Jule Hartwig', '09:45', 'Sven Adler (DoP)', '09:40'],
      ['1. RA Nina Voss', '09:15', '1. KA Lea Brinkmann', '09:10'],
      ['Script Ute Kolbe', 'n. Abspr.', 'Oberbel. Kai Thoms', '09:00'],
    ])
    expect(calls.map(({ value }) => [value.department, value.role, value.name, value.time])).toEqual([
      ['Regie', null, 'Jule Hartwig', '09:45'],
      ['Kamera / Licht', 'DoP', 'Sven Adler', '09:40'],
      ['Regie', '1. RA', 'Nina Voss', '09:15'],
      ['Kamera / Licht', '1. KA', 'Lea Brinkmann', '09:10'],
      ['Kamera / Licht', 'Oberbel.', 'Kai Thoms', '09:00'],
    ])
  })
  it('leave whoever is called by arrangement without a time of their department', async () => {
    const rows = [
      ['Script', '10:00'],
      ['Continuity Ute Kolbe', 'n. Abspr.'],
    ]
    const department = 'Script'
    expect((await grid(rows, { department })).personalCall?.value).toBe('10:00')
    expect((await grid(rows, { name: 'Ute Kolbe', department })).personalCall).toBeNull()
  })
})
