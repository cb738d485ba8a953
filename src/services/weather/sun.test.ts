import { describe, expect, it } from 'vitest'
import { type SunDay, sunDay } from './sun.ts'

const warsaw = { latitude: 52.2297, longitude: 21.0122 }
const tromso = { latitude: 69.6492, longitude: 18.9553 }

function minute(time: Temporal.ZonedDateTime | undefined): string | undefined {
  return time?.round('minute').toString({ smallestUnit: 'minute' })
}

function order(day: SunDay): (Temporal.ZonedDateTime | undefined)[] {
  return [
    day.blueHourMorning?.from,
    day.blueHourMorning?.to,
    day.sunrise,
    day.goldenHourMorning?.to,
    day.solarNoon,
    day.goldenHourEvening?.from,
    day.sunset,
    day.goldenHourEvening?.to,
    day.blueHourEvening?.to,
  ]
}

describe('sunDay', () => {
  it('gives sunrise and sunset on the clock of the location', () => {
    const day = sunDay(warsaw, Temporal.PlainDate.from('2026-06-21'), 'Europe/Warsaw')
    expect(minute(day.sunrise)).toBe('2026-06-21T04:14+02:00[Europe/Warsaw]')
    expect(minute(day.sunset)).toBe('2026-06-21T21:01+02:00[Europe/Warsaw]')
    expect(day.polar).toBeUndefined()
  })

  it('puts blue, gold and noon in their order, gold where blue ends', () => {
    const day = sunDay(warsaw, Temporal.PlainDate.from('2026-03-16'), 'Europe/Warsaw')
    const moments = order(day).flatMap((time) => time ?? [])
    expect(moments).toHaveLength(9)
    expect(moments.toSorted(Temporal.ZonedDateTime.compare)).toEqual(moments)
    expect(day.goldenHourMorning?.from).toEqual(day.blueHourMorning?.to)
    expect(day.goldenHourEvening?.to).toEqual(day.blueHourEvening?.from)
  })

  it('moves with the clocks on the day they change', () => {
    const before = sunDay(warsaw, Temporal.PlainDate.from('2026-03-28'), 'Europe/Warsaw')
    const after = sunDay(warsaw, Temporal.PlainDate.from('2026-03-29'), 'Europe/Warsaw')
    expect(minute(before.sunrise)).toBe('2026-03-28T05:20+01:00[Europe/Warsaw]')
    expect(minute(after.sunrise)).toBe('2026-03-29T06:18+02:00[Europe/Warsaw]')
  })

  it.each([
    ['Pacific/Auckland', { latitude: -36.8485, longitude: 174.7633 }],
    ['America/Los_Angeles', { latitude: 34.0522, longitude: -118.2437 }],
    ['Pacific/Kiritimati', { latitude: 1.8721, longitude: -157.4278 }],
  ])('stays on the date asked for in %s', (zone, place) => {
    const date = Temporal.PlainDate.from('2026-11-20')
    const day = sunDay(place, date, zone)
    expect(day.sunrise?.toPlainDate().toString()).toBe('2026-11-20')
    expect(day.sunset?.toPlainDate().toString()).toBe('2026-11-20')
  })

  it('knows the midnight sun', () => {
    const day = sunDay(tromso, Temporal.PlainDate.from('2026-06-21'), 'Europe/Oslo')
    expect(day.polar).toBe('day')
    expect([day.sunrise, day.sunset, day.blueHourMorning, day.goldenHourMorning]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('knows the polar night, which has its blue hours', () => {
    const day = sunDay(tromso, Temporal.PlainDate.from('2026-12-21'), 'Europe/Oslo')
    expect(day.polar).toBe('night')
    expect(day.sunrise).toBeUndefined()
    expect(day.goldenHourMorning).toBeUndefined()
    expect(day.blueHourMorning?.from.toPlainDate().toString()).toBe('2026-12-21')
  })

  it('gives the white nights a sunset without an end of the golden hour at sixty degrees north', () => {
    const helsinki = { latitude: 62.5, longitude: 24.9384 }
    const day = sunDay(helsinki, Temporal.PlainDate.from('2026-06-21'), 'Europe/Helsinki')
    expect(day.sunset).toBeDefined()
    expect(day.blueHourEvening).toBeUndefined()
  })
})
