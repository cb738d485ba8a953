import { describe, expect, it } from 'vitest'
import { readCallSheet } from '../index.ts'
import { readPages } from '../pdf/document.ts'
import { draw, form, put } from '../testing/draw.ts'
import type { Box, FieldName, Place } from '../types.ts'
import { placesOf } from './learn.ts'
import type { LearnedPlace } from './types.ts'

const reference = Temporal.PlainDate.from('2026-03-12')

interface Content {
  title: string
  call: string
  date?: string
  label?: string
  shift?: number
}

/** The crew call stands under a word that no lexicon knows; the time that looks like it is another's. */
function sheet({ title, call, date = 'Saturday 14 March 2026', label = 'ROLLOUT', shift = 0 }: Content) {
  return draw((pdf) => {
    put(pdf, 40, 40, title, 16, 'bold')
    put(pdf, 400, 40, 'CALL SHEET', 12)
    form(pdf, 70 + shift, [
      ['Date', date],
      [label, call],
      ['Breakfast', '6:15'],
      ['Crew call', 'see remarks'],
      ['Location', 'Town Hall, 1 High Street, Bristol BS1 4ST'],
      ['Wrap', '19:00'],
    ])
    put(pdf, 40, 400 + shift, 'FERRY', 10)
    put(pdf, 40, 414 + shift, 'Old Ferry Hall, 12 Harbour Road, Bristol BS1 6XN', 9)
  })
}

async function learn(
  pdf: Uint8Array,
  field: FieldName,
  value: string | Place,
  spot: { page: number; box: Box } | null,
): Promise<LearnedPlace | null> {
  const pages = await readPages(pdf, { maxPages: 5 })
  const lesson = { field, before: null, value, production: 'Half a Step', spots: spot ? [spot] : [], was: [] }
  return placesOf(pages, [lesson], reference)[0] ?? null
}

const read = (pdf: Uint8Array, learned: readonly LearnedPlace[] = []) =>
  readCallSheet(pdf, { referenceDate: reference, learned })
const callBox = { page: 1, box: { x: 155, y: 84, width: 60, height: 14 } }

describe('a place that a person pointed to', () => {
  it('is where the next sheet of the production is asked first, wherever its label has moved', async () => {
    const first = await sheet({ title: 'Half a Step', call: '6:45' })
    expect((await read(first)).crewCall?.value).not.toBe('06:45')
    const place = await learn(first, 'crewCall', '06:45', callBox)
    expect(place).toMatchObject({ label: 'rollout', position: 'right', lines: 1 })
    const next = await read(await sheet({ title: 'Half a Step', call: '5:30', shift: 90 }), [place!])
    expect(next.crewCall).toMatchObject({ value: '05:30', confidence: 0.95 })
    expect(next.crewCall?.evidence[0]).toMatchObject({ page: 1, text: '5:30' })
    expect(next.problems.filter(({ field }) => field === 'crewCall')).toEqual([])
  })

  it('needs no pointing at where the value is printed once', async () => {
    const pdf = await sheet({ title: 'Half a Step', call: '6:45' })
    expect(await learn(pdf, 'crewCall', '06:45', null)).toMatchObject({ label: 'rollout' })
    const twice = await sheet({ title: 'Half a Step', call: '6:15' })
    expect(await learn(twice, 'crewCall', '06:15', null)).toBeNull()
  })

  it('means nothing on the sheets of another production', async () => {
    const place = await learn(
      await sheet({ title: 'Half a Step', call: '6:45' }),
      'crewCall',
      '06:45',
      callBox,
    )
    const other = await sheet({ title: 'Tin Moon', call: '5:30' })
    expect(await read(other, [place!])).toEqual(await read(other))
  })

  it('is passed over when its label is gone or announces something else', async () => {
    const place = await learn(
      await sheet({ title: 'Half a Step', call: '6:45' }),
      'crewCall',
      '06:45',
      callBox,
    )
    for (const changed of [{ label: 'PARKING' }, { call: 'on the day before' }, { call: 'O/C' }]) {
      const pdf = await sheet({ title: 'Half a Step', call: '5:30', ...changed })
      expect(await read(pdf, [place!])).toEqual(await read(pdf))
    }
  })

  it('teaches nothing when the value does not stand there', async () => {
    const pdf = await sheet({ title: 'Half a Step', call: '6:45' })
    expect(await learn(pdf, 'crewCall', '07:45', callBox)).toBeNull()
    expect(await learn(pdf, 'crewCall', '06:45', { page: 2, box: callBox.box })).toBeNull()
  })

  it('holds a place of several lines, and keeps the locations that the reader is sure of', async () => {
    const pdf = await sheet({ title: 'Half a Step', call: '6:45' })
    const value = { name: 'Old Ferry Hall', address: '12 Harbour Road, Bristol BS1 6XN' }
    const spot = { page: 1, box: { x: 38, y: 412, width: 240, height: 14 } }
    const place = await learn(pdf, 'locations', value, spot)
    expect(place).toMatchObject({ label: 'ferry', position: 'below' })
    const next = await read(await sheet({ title: 'Half a Step', call: '5:30' }), [place!])
    expect(next.locations.map((field) => field.value.name)).toEqual(['Old Ferry Hall', 'Town Hall'])
  })

  it('takes the place of what the reader had taken for the value', async () => {
    const pdf = await sheet({ title: 'Half a Step', call: '6:45' })
    const [read0] = (await read(pdf)).locations
    const value = { name: 'Old Ferry Hall', address: '12 Harbour Road, Bristol BS1 6XN' }
    const lesson = { field: 'locations', production: 'Half a Step', value, spots: [] } as const
    const pages = await readPages(pdf, { maxPages: 5 })
    const was = read0!.evidence
    const learned = placesOf(pages, [{ ...lesson, before: read0!.value, was }], reference)
    const next = await read(await sheet({ title: 'Half a Step', call: '5:30' }), learned)
    expect(next.locations.map((field) => field.value)).toEqual([value])
    // What was learned before of the place that is the wrong one now is learned no more.
    const [older] = placesOf(pages, [{ ...lesson, value: read0!.value, before: null, was: [] }], reference)
    expect(older?.label).toBe('location')
    const both = await read(await sheet({ title: 'Half a Step', call: '5:30' }), [...learned, older!])
    expect(both.locations.map((field) => field.value)).toEqual([value])
  })

  it('refuses a date whose weekday is another day', async () => {
    const pdf = await sheet({ title: 'Half a Step', call: '6:45' })
    const spot = { page: 1, box: { x: 155, y: 68, width: 150, height: 14 } }
    const place = await learn(pdf, 'shootingDate', '2026-03-14', spot)
    expect(place).toMatchObject({ label: 'date' })
    const wrong = await sheet({ title: 'Half a Step', call: '6:45', date: 'Monday 15 March 2026' })
    expect((await read(wrong, [place!])).problems.map(({ code }) => code)).toContain('weekday-mismatch')
  })
})
