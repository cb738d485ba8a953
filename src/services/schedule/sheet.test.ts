import { describe, expect, it } from 'vitest'
import { composeDay, type Edit, sayingOf } from './composing.ts'
import { clockOf, momentsOf } from './moments.ts'
import { isOlder, printedIssue } from './order.ts'
import { callSheet } from './read-sheets.fixture.ts'
import { sheet } from './sheet.fixture.ts'
import { callOf, fieldsOf, ownCall, placeOf, textKey } from './sheet.ts'

const calls = [
  { name: null, role: null, department: 'Kamera', time: '06:30' },
  { name: null, role: 'Focus Puller', department: 'Kamera', time: '06:00' },
  { name: 'Żółkiewska Łucja', role: 'Focus Puller', department: 'Kamera', time: '05:30' },
]
const nobody = { name: null, role: null, department: null, receivedIt: false }

describe("a reader's own call", () => {
  it.each([
    [{ name: 'Łucja Żółkiewska', role: 'focus puller', department: 'kamera' }, '05:30'],
    [{ name: 'Someone Else', role: 'focus puller', department: 'kamera' }, '06:00'],
    [{ name: null, role: 'Gaffer', department: 'KAMERA' }, '06:30'],
    [{ name: null, role: null, department: 'Sound' }, null],
  ])('%o has %s', (reader, time) => {
    expect(ownCall(calls, [], { ...nobody, ...reader })).toBe(time)
  })

  const unprinted = { pickup: null, arrival: null, makeup: null, wardrobe: null, onSet: null }
  const cast = [
    { ...unprinted, number: '1', character: 'HANNA', actor: 'Anna Nowak', pickup: '05:30', makeup: '06:15' },
    { ...unprinted, number: '2', character: 'JAN', actor: 'Piotr Lis', pickup: '06:00', onSet: '08:30' },
    { ...unprinted, number: '3', character: 'EWA', actor: 'Ewa Bąk', pickup: '07:00' },
    { ...unprinted, number: '4', character: 'DUCH', actor: 'Jan Dym' },
    { ...unprinted, number: '5', character: 'KOT', actor: 'Ola Sum', makeup: '06:45', wardrobe: '06:20' },
    { ...unprinted, number: '6', character: 'PIES', actor: 'Jan Lin', makeup: '23:50', wardrobe: '00:20' },
    { ...unprinted, number: '7', character: 'WILK', actor: 'Iga Kos', arrival: '06:00', makeup: '05:50' },
  ]
  it.each([
    [{ name: 'NOWAK ANNA', role: null }, '06:15'],
    [{ name: 'Piotr Lis', role: null }, '08:30'],
    [{ name: 'Ewa Bak', role: null }, '07:00'],
    [{ name: 'Jan Dym', role: null }, null],
    [{ name: 'Ola Sum', role: null }, '06:20'],
    [{ name: 'Jan Lin', role: null }, '23:50'],
    [{ name: 'Iga Kos', role: null }, '06:00'],
    [{ name: 'Someone Else', role: 'Hanna' }, '06:15'],
    [{ name: 'Łucja Żółkiewska', role: 'Hanna' }, '05:30'],
  ])(
    'among the cast is arrival, else make-up or wardrobe, else on set, else the pick-up: %o has %s',
    (reader, time) => {
      expect(ownCall(calls, cast, { ...nobody, ...reader })).toBe(time)
    },
  )

  it("that was read as personal is the receiver's and nobody else's", () => {
    const read = callSheet({ personalCall: '05:00' })
    expect(callOf(fieldsOf(read, { ...nobody, receivedIt: true }))).toBe('05:00')
    expect(callOf(fieldsOf(read, nobody))).toBe('07:00')
  })

  it('falls back to the crew call, then to the call of the production', () => {
    expect(callOf(sheet({ personalCall: null }))).toBe('07:00')
    expect(callOf(sheet({ crewCall: null }))).toBe('06:00')
    expect(callOf(sheet({ crewCall: null, productionCall: null }))).toBeNull()
  })
})

describe('where people go', () => {
  const unitBase = { name: 'Baza', address: 'ul. Bazowa 2' }
  it.each([
    ['the first location when a base is only printed', { unitBase }, [], 'Dworzec Główny'],
    ['the base when a note sends them there', { unitBase, notes: ['Zbiórka ekipy w bazie'] }, [], 'Baza'],
    ['the base when it stands beside the call', { unitBase }, ['crew call 07:00 at unit base'], 'Baza'],
    [
      'the base when no location has an address',
      { unitBase, locations: [{ name: 'Las', address: null }] },
      [],
      'Baza',
    ],
    ['nowhere when nothing is printed', { locations: [] }, [], undefined],
  ])('%s', (_, changes, texts, name) => {
    expect(placeOf(sheet(changes), texts)?.name).toBe(name)
  })
})

describe('the moments of a day', () => {
  const date = Temporal.PlainDate.from('2026-03-28')
  const of = (call: string, wrap: string | null, crewCall: string | null = null) =>
    momentsOf(date, 'Europe/Warsaw', { call, crewCall, wrap })

  it('a wrap before the call is the next morning, over the night the clocks go forward too', () => {
    const { call, wrap } = of('20:00', '04:00')
    expect(wrap!.toString()).toBe('2026-03-29T04:00:00+02:00[Europe/Warsaw]')
    expect(call.until(wrap!).total('hours')).toBe(7)
  })
  it('without a wrap the day ends fourteen hours after the call', () => {
    expect(of('07:00', null).endsAt.toString()).toBe('2026-03-28T20:00:00Z')
  })
  it('an own call late in the evening before a crew call after midnight is the evening before', () => {
    expect(of('23:30', null, '00:30').call.toPlainDate().toString()).toBe('2026-03-27')
    expect(of('23:30', null, '18:00').call.toPlainDate().toString()).toBe('2026-03-28')
  })
  it('a clock shows what it shows in its zone', () => {
    expect(clockOf(of('07:00', null).call.toInstant(), 'Europe/London')).toBe('06:00')
  })
})

describe('which of two sheets is older', () => {
  const at = (text: string) => Temporal.Instant.from(text)
  const issue = {
    documentId: 'a',
    documentVersion: 1,
    printedNumber: null,
    issuedAt: null,
    receivedAt: at('2026-03-10T10:00Z'),
    heardAt: at('2026-03-10T10:00:05Z'),
  }
  const later = { ...issue, documentId: 'b', receivedAt: at('2026-03-10T11:00Z') }

  it('goes by the printed number first, whenever they came', () => {
    expect(isOlder({ ...later, printedNumber: 1 }, { ...issue, printedNumber: 2 })).toBe(true)
    expect(isOlder({ ...issue, printedNumber: 2 }, { ...later, printedNumber: 1 })).toBe(false)
  })
  it('then by the printed time of issue, then by when they came', () => {
    const [six, five] = [at('2026-03-09T18:00Z'), at('2026-03-09T17:00Z')]
    expect(isOlder({ ...later, issuedAt: five }, { ...issue, issuedAt: six })).toBe(true)
    expect(isOlder(issue, later)).toBe(true)
    expect(isOlder(later, issue)).toBe(false)
    const heardLater = { ...later, receivedAt: issue.receivedAt, heardAt: at('2026-03-10T10:00:06Z') }
    expect([isOlder(issue, heardLater), isOlder(heardLater, issue)]).toEqual([true, false])
  })
  it('a correction of the same document is newer whatever it prints', () => {
    expect(isOlder({ ...issue, documentVersion: 2, printedNumber: 1 }, { ...issue, printedNumber: 3 })).toBe(
      false,
    )
    expect(isOlder(issue, { ...issue, documentVersion: 2 })).toBe(true)
  })
  it('reads colours in their usual order and local times of issue', () => {
    const printed = (revision: { colour: string | null; issuedAt: string | null }) =>
      printedIssue(
        { ...callSheet({}), revision: { value: { number: null, ...revision }, confidence: 1, evidence: [] } },
        'Europe/Warsaw',
      )
    expect(printed({ colour: 'Pink', issuedAt: null }).printedNumber).toBe(2)
    expect(printed({ colour: 'Żółty', issuedAt: null }).printedNumber).toBe(3)
    expect(printed({ colour: null, issuedAt: '2026-03-09T18:00' }).issuedAt!.toString()).toBe(
      '2026-03-09T17:00:00Z',
    )
    expect(printed({ colour: 'plaid', issuedAt: 'yesterday' })).toEqual({
      printedNumber: null,
      issuedAt: null,
    })
  })
})

describe('a day composed of a revision and edits', () => {
  const where = { date: Temporal.PlainDate.from('2026-03-16'), zone: 'Europe/Warsaw', stop: null }
  const edit: Edit = {
    field: 'call',
    printed: '07:00',
    edited: '06:45',
    editedAt: Temporal.Instant.from('2026-03-10T10:00Z'),
    offered: false,
  }
  const compose = (changes: Parameters<typeof sheet>[0], edits: Edit[]) =>
    composeDay(sayingOf(sheet(changes)), edits, where)!

  it('an edited crew call is asked about when the revision brings a personal call instead', () => {
    const day = compose({ personalCall: '06:00' }, [edit])
    expect(day.edits).toMatchObject([{ field: 'call', conflict: true }])
    expect(day.fields.personalCall).toBe('06:00')
  })
  it('an edit that the revision says itself is gone', () => {
    const day = compose({ crewCall: '06:45' }, [edit])
    expect([day.edits, day.agreed]).toMatchObject([[], [{ field: 'call' }]])
  })
  it('a revision that goes back to what was printed then lets the edit stand without a question', () => {
    expect(compose({ crewCall: '06:30' }, [edit]).edits[0]!.conflict).toBe(true)
    expect(compose({ crewCall: '07:00' }, [edit]).edits[0]!.conflict).toBe(false)
  })
  it('an offer from the calendar is a question and nothing more', () => {
    const day = compose({}, [{ ...edit, offered: true }])
    expect(day.edits[0]!.conflict).toBe(true)
    expect(day.call.toPlainTime().toString()).toBe('07:00:00')
  })
  it('without any call there is no day', () => {
    expect(composeDay(sayingOf(sheet({ crewCall: null, productionCall: null })), [], where)).toBeUndefined()
  })
})

it('titles are compared without case, accents and punctuation', () => {
  expect(textKey('  ŻÓŁĆ: część 2!')).toBe(textKey('zolc czesc 2'))
})
