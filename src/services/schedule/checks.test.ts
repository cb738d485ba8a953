import { describe, expect, it } from 'vitest'
import {
  checkDate,
  checkDay,
  checkOverlaps,
  checkSentence,
  checkTravel,
  checkTurnaround,
  checkWakeUp,
  checkWeekday,
} from './checks.ts'
import { CHECK_TEXTS } from './texts.ts'

const date = Temporal.PlainDate.from
const warsaw = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Warsaw]`)

describe('checks of a day', () => {
  it.each([
    ['2026-03-15', 'date-in-past'],
    ['2026-03-16', undefined],
    ['2027-03-16', undefined],
    ['2027-03-17', 'date-far-ahead'],
  ])('on 16 March 2026 the date %s gives %s', (shooting, code) => {
    expect(checkDate(date(shooting), date('2026-03-16'))?.code).toBe(code)
  })

  it('compares the printed weekday', () => {
    expect(checkWeekday(date('2026-03-16'), 1)).toBeUndefined()
    expect(checkWeekday(date('2026-03-16'), 2)).toEqual({
      code: 'weekday-mismatch',
      severity: 'high',
      params: { date: '2026-03-16', printed: 2, actual: 1 },
    })
  })

  it.each([
    ['02:59', 'very-early-wake-up', 'high'],
    ['03:00', 'early-wake-up', 'low'],
    ['04:59', 'early-wake-up', 'low'],
    ['05:00', undefined, undefined],
    ['22:10', undefined, undefined],
  ])('a wake-up at %s gives %s', (time, code, severity) => {
    const check = checkWakeUp(warsaw(`2026-03-16T${time}`), date('2026-03-16'))
    expect([check?.code, check?.severity]).toEqual([code, severity])
  })

  it('minds a wake-up before midnight, which the clock alone would call late', () => {
    const callAt = (call: string) =>
      checkDay({
        date: date('2026-03-16'),
        today: date('2026-03-15'),
        call: warsaw(call),
        wakeUp: warsaw('2026-03-15T21:58'),
      })
    const [check] = callAt('2026-03-16T01:30')
    expect(check).toEqual({
      code: 'very-early-wake-up',
      severity: 'high',
      params: { wakeUp: '21:58', date: '2026-03-15' },
    })
    expect(checkSentence(check!, 'en')).toContain('21:58 on 2026-03-15')
    // Called to the evening before the printed date, one gets up on the day of the call.
    expect(callAt('2026-03-15T23:30')).toEqual([])
  })

  it('minds travel over three hours', () => {
    expect(checkTravel(180)).toBeUndefined()
    expect(checkTravel(181)).toMatchObject({ code: 'long-travel', params: { minutes: 181 } })
  })

  it.each([
    ['2026-03-15T20:00', '2026-03-16T07:00', undefined],
    ['2026-03-15T20:01', '2026-03-16T07:00', { hours: 10, minutes: 59, required: 11 }],
    // The night the clocks go forward has an hour less of rest, the night they go back one more.
    ['2026-03-28T20:00', '2026-03-29T07:00', { hours: 10, minutes: 0, required: 11 }],
    ['2026-10-24T21:00', '2026-10-25T07:00', undefined],
    ['2026-03-16T08:00', '2026-03-16T07:00', { hours: 0, minutes: 0, required: 11 }],
  ])('from wrap at %s to call at %s: %j', (wrap, call, params) => {
    expect(checkTurnaround(warsaw(wrap), warsaw(call))?.params).toEqual(params)
  })

  it.each([
    [30, undefined],
    [31, 'medium'],
    [60, 'medium'],
    [61, 'high'],
  ])('an overlap of %i minutes is %s', (minutes, severity) => {
    const from = Temporal.Instant.from('2026-03-16T05:00Z')
    const busy = { from, to: from.add({ hours: 12 }) }
    const dentist = { title: 'Dentist', from: from.subtract({ hours: 2 }), to: from.add({ minutes }) }
    expect(checkOverlaps(busy, [dentist])[0]?.severity).toBe(severity)
  })

  it('does not mind what only touches the day', () => {
    const from = Temporal.Instant.from('2026-03-16T05:00Z')
    const busy = { from, to: from.add({ hours: 12 }) }
    expect(checkOverlaps(busy, [{ title: 'Dinner', from: busy.to, to: busy.to.add({ hours: 3 }) }])).toEqual(
      [],
    )
  })

  it('lists the gravest first and leaves out what is not known', () => {
    const found = checkDay({
      date: date('2026-03-16'),
      today: date('2026-03-15'),
      wakeUp: warsaw('2026-03-16T04:40'),
      travelMinutes: 200,
      unknownLocation: 'Nowhere 1',
    })
    expect(found.map(({ code }) => code)).toEqual(['location-not-found', 'long-travel', 'early-wake-up'])
    expect(checkDay({ date: date('2026-03-16'), today: date('2026-03-15') })).toEqual([])
  })
})

describe('checkSentence', () => {
  it('fills in what it is about', () => {
    const check = checkTurnaround(warsaw('2026-03-15T22:30'), warsaw('2026-03-16T07:00'))
    expect(check && checkSentence(check, 'en')).toBe(
      'Turnaround since the previous wrap: 8 h 30 min, less than 11 h.',
    )
    expect(check && checkSentence(check, 'pl')).toBe(
      'Odpoczynek od końca poprzedniego dnia: 8 h 30 min, mniej niż 11 h.',
    )
  })

  it('uses the same parameters in both languages', () => {
    const used = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()
    for (const { pl, en } of Object.values(CHECK_TEXTS)) expect(used(pl)).toEqual(used(en))
  })

  it('does not read a parameter as a template', () => {
    const check = {
      code: 'location-not-found',
      severity: 'high',
      params: { address: '{address} $& {x}' },
    } as const
    expect(checkSentence(check, 'en')).toBe('This address was not found on the map: {address} $& {x}.')
  })
})
