import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sheetFields } from '#services/pdf'
import { generateCallSheet } from '../../../sandbox/callsheets/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { plainSheet, readByMail } from '../../../test/support/sheets.ts'
import aiService from '../ai/service.ts'
import configService from '../config/service.ts'
import emailService from '../email/service.ts'
import pdfService from './service.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [configService, emailService, aiService, pdfService] })
})
afterAll(() => house.stop())

const generated = (seed: number) => generateCallSheet({ seed, language: 'en', layout: 'studiobinder' })
const place = { name: 'Old Mill', address: '12 River Road, York YO1 7HH' }
const scene = {
  number: '12A',
  intExt: 'EXT',
  dayNight: 'DUSK',
  set: 'Mill',
  description: null,
  pageEighths: 12,
  cast: ['1', '4'],
  location: null,
}
const member = {
  number: '9',
  character: 'Miller',
  actor: 'Jo Park',
  pickup: '05:10',
  arrival: '05:40',
  makeup: null,
  wardrobe: '06:20',
  onSet: '06:50',
}

/** A right value for every field there is: the test fails where a field is added and none is said here. */
const right: Record<string, unknown> = {
  productionTitle: 'Half a Step',
  shootingDate: '2026-12-01',
  day: { number: 3, of: 20 },
  revision: { number: 2, colour: 'pink', issuedAt: '2026-11-30T21:40' },
  crewCall: '05:55',
  productionCall: '05:05',
  personalCall: '05:35',
  estimatedWrap: '18:35',
  sunrise: '06:41',
  sunset: '16:02',
  calls: [{ name: 'Jo Park', role: null, department: 'Camera', time: '05:35' }],
  locations: [place, { name: 'Weir', address: null }],
  unitBase: place,
  parking: { name: null, address: 'Field opposite the mill' },
  vendorStops: [{ ...place, time: '04:50' }],
  hospital: { name: 'York Hospital', address: null },
  meals: [{ name: 'Lunch', time: '12:15' }],
  scenes: [scene],
  cast: [member],
  background: ['20 millers'],
  contacts: [{ role: '1st AD', name: 'Jo Park', phone: '+441632960001', email: null }],
  equipment: ['Crane'],
  safetyNotes: ['Deep water'],
  notes: ['Bring boots'],
  weather: 'Fog',
  advanceSchedule: ['Day 4: the weir'],
  scheduleDays: [{ date: '2026-12-02', day: { number: 4, of: 20 } }],
  cancelled: false,
}

const patch = (person: Person, { id }: { id: string }, body: object) =>
  person.patch(`/pdf/${id}/fields`, body)
const valuesIn = (field: any): unknown =>
  Array.isArray(field) ? field.map(({ value }) => value) : (field?.value ?? null)

async function given(seed: number) {
  const person = await house.person()
  return { person, document: await readByMail(person, (await generated(seed)).pdf) }
}

describe('a field', () => {
  it('of every kind can be put right, and says who did', async () => {
    const { person, document } = await given(31)
    expect(Object.keys(right).toSorted()).toEqual(sheetFields.toSorted())
    const { status, body } = await patch(person, document, { values: right })
    expect(status).toBe(200)
    for (const field of sheetFields) {
      expect([field, valuesIn(body.sheet[field])]).toEqual([field, right[field]])
      for (const each of [body.sheet[field]].flat())
        expect(each).toMatchObject({ confidence: 1, source: 'person' })
    }
    const again = await patch(person, document, { values: right })
    expect(again.body.version).toBe(body.version)
  })

  it('that is wrong altogether can be taken away', async () => {
    const { person, document } = await given(32)
    const { body } = await patch(person, document, { values: { hospital: null, scenes: [] } })
    expect([body.sheet.hospital, body.sheet.scenes]).toEqual([null, []])
  })

  it.each([
    ['values.sunrise', { values: { sunrise: '7:00' } }],
    ['values.day.number', { values: { day: { number: 0.5 } } }],
    ['values.scenes.0.intExt', { values: { scenes: [{ ...scene, intExt: 'OUT' }] } }],
    ['values.notes.0', { values: { notes: [''] } }],
    ['values.parking', { values: { parking: {} } }],
    ['items.calls.0.after.time', { items: { calls: [{ after: { time: '25:10' } }] } }],
    ['items.cast.0', { items: { cast: [{}] } }],
    ['items.contacts.0.after.name', { items: { contacts: [{ after: { name: 'x'.repeat(3_000) } }] } }],
  ])('that does not fit is refused by its name: %s', async (path, request) => {
    const { person, document } = await given(33)
    const { status, body } = await patch(person, document, request)
    expect([status, body.errors?.[0].path]).toEqual([422, path])
    expect((await person.get(`/pdf/${document.id}`)).body.version).toBe(document.version)
  })
})

describe('one element of a list', () => {
  it('is changed, added and taken out; the others stay as they were read', async () => {
    const { person, document } = await given(34)
    const [first, second, ...others] = document.sheet.calls
    const moved = { ...first.value, time: '04:35' }
    const added = { name: 'Jo Park', role: null, department: null, time: '05:15' }
    const calls = [
      { before: first.value, after: moved },
      { before: null, after: added },
      { before: second.value, after: null },
    ]
    const { status, body } = await patch(person, document, { items: { calls } })
    expect(status).toBe(200)
    expect(valuesIn(body.sheet.calls)).toEqual([moved, ...others.map((each: any) => each.value), added])
    expect(body.sheet.calls.slice(1, -1)).toEqual(others)
    expect(body.sheet.calls[0]).toMatchObject({ confidence: 1, source: 'person', evidence: [{ page: null }] })
    expect(body.corrections).toMatchObject(calls.map((each) => ({ ...each, field: 'calls', item: true })))
    const again = await patch(person, document, { items: { calls } })
    expect([again.status, again.body.version]).toEqual([200, body.version])
  })

  it('that is not in the list is no element of it: the list may be another by now', async () => {
    const { person, document } = await given(34)
    const unknown = { ...document.sheet.calls[0].value, time: '03:33' }
    const { status, body } = await patch(person, document, {
      items: { calls: [{ before: unknown, after: null }] },
    })
    expect([status, body.code]).toEqual([409, 'pdf.value-is-another'])
    expect(body.errors[0].path).toBe('items.calls.0.before')
  })

  it('is of a bounded length: no page says more', async () => {
    const { person, document } = await given(36)
    const [cast] = document.sheet.cast
    const tooLong = { ...cast.value, character: 'x'.repeat(20_001) }
    const { status, body } = await patch(person, document, { items: { cast: [{ before: tooLong }] } })
    expect([status, body.errors[0].path]).toEqual([422, 'items.cast.0.before.character'])
    const longest = { ...cast.value, character: 'x'.repeat(20_000) }
    expect((await patch(person, document, { items: { cast: [{ before: longest }] } })).status).toBe(409)
  })

  it('stays put right when the sheet is read again', async () => {
    const { person, document } = await given(35)
    const [first] = document.sheet.cast
    const [contact] = document.sheet.contacts
    const onSet = { ...first.value, onSet: '04:44' }
    const corrected = await patch(person, document, {
      items: {
        cast: [{ before: first.value, after: onSet }],
        contacts: [{ before: contact.value }],
        notes: [{ after: 'Bring boots' }],
      },
    })
    expect((await person.post(`/emails/${document.emailId}/reprocess`, {})).status).toBe(202)
    const again = await until('another reading', async () => {
      const { body } = await person.get(`/pdf/${document.id}`)
      return body.version > corrected.body.version && body.state !== 'pending' && body
    })
    expect(again.sheet.cast[0]).toMatchObject({ value: onSet, source: 'person' })
    for (const field of ['cast', 'contacts', 'notes'])
      expect(valuesIn(again.sheet[field])).toEqual(valuesIn(corrected.body.sheet[field]))
  })

  it('takes the personal call along that was read from it', async () => {
    const { truth, pdf } = await generated(36)
    const own = truth.calls.find((each) => each.name && each.time && each.time !== truth.crewCall)!
    const person = await house.person()
    await person.patch('/config/settings', { crewName: own.name })
    const document = await readByMail(person, pdf)
    expect(document.sheet.personalCall.value).toBe(own.time)
    const before = valuesIn(document.sheet.calls) as { name: string | null }[]
    const row = before.find(({ name }) => name === own.name)!
    const moved = { ...row, time: '04:25' }
    const changed = await patch(person, document, { items: { calls: [{ before: row, after: moved }] } })
    expect(changed.body.sheet.personalCall).toMatchObject({ value: '04:25', source: 'person' })
    const gone = await patch(person, document, { items: { calls: [{ before: moved }] } })
    expect(gone.body.sheet.personalCall).toBeNull()
  })
})

describe('a sheet without a title', () => {
  const untitled = (call: string) =>
    plainSheet('', [
      'Date: Saturday 14 March 2026',
      `Rollout: ${call}`,
      'Breakfast: 6:15',
      'Location: Town Hall, 1 High Street, Bristol BS1 4ST',
      'Wrap: 19:00',
    ])

  it('teaches the next one of its sender and layout', async () => {
    const person = await house.person()
    const document = await readByMail(person, await untitled('5:40'))
    expect(document.sheet.productionTitle).toBeNull()
    await patch(person, document, { values: { crewCall: '05:40' } })
    await until('the place to be learned', async () => {
      const places = await house.rows('select 1 from pdf.learned where user_id = $1', [person.id])
      return places.length === 1
    })
    const next = await readByMail(person, await untitled('4:50'))
    expect(next.sheet.crewCall?.value).toBe('04:50')
    const other = await readByMail(person, await untitled('4:55'), 'else@half.example')
    expect(other.sheet.crewCall?.value).not.toBe('04:55')
  })
})
