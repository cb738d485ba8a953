import { describe, expect, it } from 'vitest'
import { dueAt, eveningBefore, quietUntil } from './quiet.ts'

const zone = 'Europe/Warsaw'
const time = (text: string) => Temporal.PlainTime.from(text)
const night = { from: time('22:00'), to: time('06:00') }
const at = (text: string) => Temporal.Instant.from(text)

describe('quiet hours', () => {
  it.each([
    ['before midnight', '2027-01-10T22:30:00+01:00', '2027-01-11T06:00:00+01:00'],
    ['after midnight', '2027-01-11T03:00:00+01:00', '2027-01-11T06:00:00+01:00'],
    ['at their very start', '2027-01-10T22:00:00+01:00', '2027-01-11T06:00:00+01:00'],
    ['in the night with 23 hours', '2027-03-27T23:00:00+01:00', '2027-03-28T06:00:00+02:00'],
    ['in the night with 25 hours', '2027-10-30T23:00:00+02:00', '2027-10-31T06:00:00+01:00'],
  ])('%s end in the morning', (_, now, end) => {
    expect(quietUntil(at(now), zone, night)?.toString()).toBe(at(end).toString())
  })
  it.each([
    ['at their end', '2027-01-11T06:00:00+01:00'],
    ['by day', '2027-01-11T12:00:00+01:00'],
  ])('%s nothing is held back', (_, now) => {
    expect(quietUntil(at(now), zone, night)).toBeNull()
  })
  it('within one day', () => {
    const nap = { from: time('13:00'), to: time('15:00') }
    expect(quietUntil(at('2027-01-11T14:00:00+01:00'), zone, nap)).toEqual(at('2027-01-11T15:00:00+01:00'))
    expect(quietUntil(at('2027-01-11T15:00:00+01:00'), zone, nap)).toBeNull()
    expect(quietUntil(at('2027-01-11T12:59:00+01:00'), zone, nap)).toBeNull()
  })
  it('that end in the missing hour end when it is over', () => {
    const quiet = { from: time('22:00'), to: time('02:30') }
    expect(quietUntil(at('2027-03-28T00:30:00+01:00'), zone, quiet)).toEqual(at('2027-03-28T03:30:00+02:00'))
  })
  it('that end in the doubled hour end in its first half, then in its second', () => {
    const quiet = { from: time('22:00'), to: time('02:30') }
    expect(quietUntil(at('2027-10-31T02:15:00+02:00'), zone, quiet)).toEqual(at('2027-10-31T02:30:00+02:00'))
    expect(quietUntil(at('2027-10-31T02:15:00+01:00'), zone, quiet)).toEqual(at('2027-10-31T02:30:00+01:00'))
  })
  it('of no length are none', () => {
    expect(
      quietUntil(at('2027-01-11T06:00:00+01:00'), zone, { from: time('06:00'), to: time('06:00') }),
    ).toBeNull()
  })
})

describe('a delivery in quiet hours', () => {
  const now = at('2027-01-10T23:40:00+01:00')
  it('waits for their end, but not past the wake-up of the day it tells of', () => {
    expect(dueAt(now, zone, night, null)).toEqual(at('2027-01-11T06:00:00+01:00'))
    expect(dueAt(now, zone, night, at('2027-01-11T04:40:00+01:00'))).toEqual(at('2027-01-11T04:40:00+01:00'))
    expect(dueAt(now, zone, night, at('2027-01-12T04:40:00+01:00'))).toEqual(at('2027-01-11T06:00:00+01:00'))
  })
  it('goes at once when that wake-up is over', () => {
    expect(dueAt(now, zone, night, at('2027-01-10T04:40:00+01:00'))).toEqual(now)
  })
})

it('the evening before is the evening where the person lives, on the night the clocks change too', () => {
  expect(eveningBefore(Temporal.PlainDate.from('2027-03-28'), time('20:00'), zone)).toEqual(
    at('2027-03-27T20:00:00+01:00'),
  )
  expect(eveningBefore(Temporal.PlainDate.from('2027-03-29'), time('20:00'), zone)).toEqual(
    at('2027-03-28T20:00:00+02:00'),
  )
})
