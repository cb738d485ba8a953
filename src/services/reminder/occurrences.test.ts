import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkedRule, nextAfter, occurrencesAfter, type Series } from './occurrences.ts'
import { atWall } from './times/wall.ts'

const warsaw = 'Europe/Warsaw'
const series = (start: string, rule: string | null, except: string[] = [], timeZone = warsaw): Series => ({
  start: Temporal.PlainDateTime.from(start),
  timeZone,
  rule,
  except: except.map((date) => Temporal.PlainDate.from(date)),
})
const walls = (of: Series, after: string, most = 4) =>
  occurrencesAfter(of, Temporal.Instant.from(after), most).map((at) =>
    at.toZonedDateTimeISO(of.timeZone).toString({ timeZoneName: 'never', smallestUnit: 'minute' }),
  )

describe('occurrences of a series', () => {
  it('keep the wall clock over both changes of the clocks', () => {
    expect(walls(series('2026-03-27T09:00', 'FREQ=DAILY'), '2026-03-27T12:00Z', 2)).toEqual([
      '2026-03-28T09:00+01:00',
      '2026-03-29T09:00+02:00',
    ])
    expect(walls(series('2026-10-23T09:00', 'FREQ=DAILY'), '2026-10-24T00:00Z', 2)).toEqual([
      '2026-10-24T09:00+02:00',
      '2026-10-25T09:00+01:00',
    ])
  })
  it('come as much later as the gap is long when the clocks skip their hour', () => {
    expect(walls(series('2026-03-27T02:30', 'FREQ=DAILY'), '2026-03-28T02:00Z', 2)).toEqual([
      '2026-03-29T03:30+02:00',
      '2026-03-30T02:30+02:00',
    ])
    // Asked between the gap and the moved time: it still lies ahead.
    expect(walls(series('2026-03-27T02:30', 'FREQ=DAILY'), '2026-03-29T01:10Z', 1)).toEqual([
      '2026-03-29T03:30+02:00',
    ])
  })
  it('come once, at the first, when the clocks show their hour twice', () => {
    expect(walls(series('2026-10-24T02:30', 'FREQ=DAILY'), '2026-10-24T12:00Z', 2)).toEqual([
      '2026-10-25T02:30+02:00',
      '2026-10-26T02:30+01:00',
    ])
  })
  it('of hours and minutes go by the stopwatch', () => {
    expect(walls(series('2026-10-25T01:30', 'FREQ=HOURLY'), '2026-10-24T23:30Z', 3)).toEqual([
      '2026-10-25T02:30+02:00',
      '2026-10-25T02:30+01:00',
      '2026-10-25T03:30+01:00',
    ])
  })
  it('leave out the days excepted, by the day where the person lives', () => {
    const fridays = series('2026-12-11T00:30', 'FREQ=WEEKLY;BYDAY=FR', ['2026-12-18'])
    expect(walls(fridays, '2026-12-11T12:00Z', 2)).toEqual([
      '2026-12-25T00:30+01:00',
      '2027-01-01T00:30+01:00',
    ])
  })
  it('end with their count or their day, which is a day of the wall clock', () => {
    const until = checkedRule('FREQ=DAILY;UNTIL=20261120', warsaw)
    expect(walls(series('2026-11-19T23:30', until), '2026-11-19T00:00Z')).toHaveLength(2)
    const utc = checkedRule('FREQ=DAILY;UNTIL=20261120T223000Z', warsaw)
    expect(walls(series('2026-11-19T23:30', utc), '2026-11-19T00:00Z')).toHaveLength(2)
    expect(walls(series('2026-11-19T09:00', 'FREQ=DAILY;COUNT=3'), '2026-11-19T00:00Z', 9)).toHaveLength(3)
  })
  it('that began long ago are found, and those that never come are not looked for for ever', () => {
    expect(walls(series('1996-02-29T09:00', 'FREQ=DAILY'), '2026-11-21T12:00Z', 1)).toEqual([
      '2026-11-22T09:00+01:00',
    ])
    expect(
      walls(series('2026-03-01T09:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'), '2026-03-01T12:00Z', 1),
    ).toEqual(['2028-02-29T09:00+01:00'])
    expect(
      walls(series('2026-01-01T09:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), '2026-01-01T12:00Z'),
    ).toEqual([])
  })

  const zones = [
    warsaw,
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  ]
  const anyDay = fc
    .integer({ min: 0, max: 1500 })
    .map((days) => Temporal.PlainDate.from('2024-01-01').add({ days }))
  const anyTime = fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map((minutes) => Temporal.PlainTime.from('00:00').add({ minutes }))

  it('of every day come once for each day, at its wall-clock time or later by the gap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyDay, anyTime, (timeZone, day, time) => {
        const of = { start: day.toPlainDateTime(time), timeZone, rule: 'FREQ=DAILY', except: [] }
        const first = atWall(of.start, timeZone).subtract({ seconds: 1 })
        const found = occurrencesAfter(of, first, 8)
        const expected = Array.from({ length: 8 }, (_, days) =>
          atWall(day.add({ days }).toPlainDateTime(time), timeZone).toString(),
        )
        expect(found.map(String)).toEqual([...new Set(expected)].slice(0, 8))
      }),
      { numRuns: 150 },
    )
  })
  it('are found wherever one asks from: none is passed over and none comes twice', () => {
    const rules = [
      'FREQ=DAILY',
      'FREQ=WEEKLY;BYDAY=MO,SU',
      'FREQ=HOURLY;INTERVAL=5',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...rules),
        anyDay,
        anyTime,
        fc.integer({ min: 0, max: 60 * 24 * 20 }),
        (timeZone, rule, day, time, minutes) => {
          const of = { start: day.toPlainDateTime(time), timeZone, rule, except: [] }
          const begin = atWall(of.start, timeZone).subtract({ seconds: 1 })
          const all = occurrencesAfter(of, begin, 120)
          const asked = begin.add({ minutes })
          const expected = all.find((at) => Temporal.Instant.compare(at, asked) > 0)
          if (expected) expect(nextAfter(of, asked)?.toString()).toBe(expected.toString())
          for (const [index, at] of all.entries())
            if (index > 0) expect(Temporal.Instant.compare(all[index - 1]!, at)).toBe(-1)
        },
      ),
      { numRuns: 30 },
    )
  })
})
