import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equipmentAdvice, rateExterior, trafficExtras, worthTelling } from './advice.ts'
import type { HourlyWeather } from './contract.ts'
import { summarise, warningsOf } from './warnings.ts'

const start = Temporal.Instant.from('2026-03-16T06:00Z')

function hour(changes: Partial<HourlyWeather> = {}): HourlyWeather {
  return {
    at: start,
    temperature: 15,
    feelsLike: 14,
    humidity: 60,
    pressure: 1_015,
    visibility: 10_000,
    uvIndex: 3,
    windSpeed: 3,
    windGust: 6,
    windDirection: 270,
    cloudCover: 40,
    precipitationProbability: 0,
    precipitationMm: 0,
    snow: false,
    fog: false,
    thunder: false,
    condition: 'partly-cloudy',
    ...changes,
  }
}

/** The fair hour, then one for each change. */
function day(...changes: Partial<HourlyWeather>[]): HourlyWeather[] {
  return [{}, ...changes].map((change, index) => hour({ at: start.add({ hours: index }), ...change }))
}

function codes(...changes: Partial<HourlyWeather>[]): string[] {
  return warningsOf(day(...changes)).map(({ code }) => code)
}

const rain = { precipitationMm: 1, precipitationProbability: 80, condition: 'rain' } as const
const snow = { precipitationMm: 0.4, snow: true, condition: 'snow', temperature: 1 } as const

describe('warningsOf', () => {
  it.each([
    [{ temperature: 0 }, []],
    [{ temperature: -0.1 }, ['cold']],
    [{ temperature: 30 }, []],
    [{ temperature: 30.1 }, ['heat']],
    [{ windSpeed: 10 }, []],
    [{ windSpeed: 10.1 }, ['wind']],
    [{ windGust: 15 }, []],
    [{ windGust: 15.1 }, ['gusts']],
    [{ windGust: null }, []],
    [{ ...rain, precipitationMm: 5 }, ['rain']],
    [{ ...rain, precipitationMm: 5.1 }, ['heavy-rain']],
    [{ precipitationMm: 0.05 }, []],
    [{ condition: 'rain' as const, precipitationProbability: 40 }, []],
    [{ condition: 'rain' as const, precipitationProbability: 50 }, ['rain']],
    [snow, ['snow']],
    [{ thunder: true }, ['thunderstorm']],
    [{ fog: true }, ['fog']],
  ])('warns of %j with %j', (change, expected) => {
    expect(codes(change)).toEqual(expected)
  })

  it('adds up the rain of all shooting hours', () => {
    expect(codes(rain, rain, rain, rain, rain)).toEqual(['rain'])
    expect(codes(rain, rain, rain, rain, rain, rain)).toEqual(['heavy-rain'])
  })

  it('names the extreme and the hour a warning begins', () => {
    expect(warningsOf(day({ temperature: -2 }, { temperature: -6 }))).toEqual([
      { code: 'cold', value: -6, at: Temporal.Instant.from('2026-03-16T07:00Z') },
    ])
  })

  it('has nothing to say about no hours', () => {
    expect(warningsOf([])).toEqual([])
    expect(summarise([])).toBeUndefined()
  })
})

describe('summarise', () => {
  it('covers all hours, not only noon', () => {
    expect(summarise(day(rain, { temperature: 22, windSpeed: 7, windGust: null, humidity: 30 }))).toEqual({
      temperatureMin: 15,
      temperatureMax: 22,
      feelsLikeMin: 14,
      windMax: 7,
      gustMax: 6,
      precipitationMm: 1,
      precipitationProbability: 80,
      humidityMean: 50,
      visibilityMin: 10_000,
      uvIndexMax: 3,
      cloudCoverMean: 40,
      condition: 'rain',
    })
  })
})

describe('equipmentAdvice', () => {
  const always = ['camera', 'batteries', 'cards']
  it.each([
    [{}, always],
    [rain, [...always, 'rain-covers', 'towels']],
    [{ temperature: 4.9 }, [...always, 'warmers', 'spare-batteries', 'thermos']],
    [{ temperature: 5 }, always],
    [{ windSpeed: 8.1 }, [...always, 'sandbags', 'wind-protection']],
    [{ windSpeed: 8 }, always],
    [{ temperature: 25.1 }, [...always, 'parasols', 'water']],
  ])('packs for %j: %j', (change, expected) => {
    expect(equipmentAdvice(day(change), { exterior: true })).toEqual(expected)
  })

  it('leaves parasols at home for interiors', () => {
    expect(equipmentAdvice(day({ temperature: 31 }), { exterior: false })).toEqual(always)
  })
})

describe('rateExterior', () => {
  it.each([
    [{}, 'good'],
    [{ precipitationProbability: 50 }, 'mind'],
    [rain, 'mind'],
    [{ fog: true }, 'mind'],
    [{ windSpeed: 11 }, 'mind'],
    [{ ...rain, precipitationMm: 6 }, 'bad'],
    [{ windGust: 16 }, 'bad'],
    [{ thunder: true }, 'bad'],
  ])('rates %j as %s', (change, expected) => {
    expect(rateExterior(day(change))).toBe(expected)
  })
})

describe('trafficExtras', () => {
  it.each([
    [[{}], { trafficMinutes: 0, parkingMinutes: 0, reasons: [] }],
    [[rain], { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] }],
    [[snow], { trafficMinutes: 15, parkingMinutes: 5, reasons: ['snow'] }],
    [[{ fog: true }], { trafficMinutes: 20, parkingMinutes: 0, reasons: ['fog'] }],
    [[{ temperature: -5 }], { trafficMinutes: 0, parkingMinutes: 0, reasons: [] }],
    [[{ temperature: -5.1 }], { trafficMinutes: 15, parkingMinutes: 0, reasons: ['severe-cold'] }],
    [[rain, snow], { trafficMinutes: 15, parkingMinutes: 5, reasons: ['snow'] }],
    [
      [{ ...snow, temperature: -8 }, { fog: true }],
      { trafficMinutes: 50, parkingMinutes: 5, reasons: ['snow', 'fog', 'severe-cold'] },
    ],
  ])('adds up reasons of different kinds: %j', (changes, expected) => {
    expect(trafficExtras(day(...changes))).toEqual(expected)
  })
})

describe('worthTelling', () => {
  it.each([
    [{}, { temperature: 19.9 }, []],
    [{}, { temperature: 20 }, [{ field: 'temperature', before: 15, after: 20 }]],
    [{}, { temperature: 10 }, [{ field: 'temperature', before: 15, after: 10 }]],
    [rain, { ...rain, precipitationMm: 1.9 }, []],
    [rain, { ...rain, precipitationMm: 2 }, [{ field: 'precipitation', before: 1, after: 2 }]],
    [{}, { windSpeed: 5.9 }, []],
    [{}, { windSpeed: 6 }, [{ field: 'wind', before: 3, after: 6 }]],
    [{}, { fog: true }, [{ field: 'warning', warning: 'fog' }]],
    [{ fog: true }, {}, []],
    [{ ...rain, precipitationMm: 6 }, rain, [{ field: 'precipitation', before: 6, after: 1 }]],
  ])('from %j to %j tells %j', (before, after, expected) => {
    expect(worthTelling(day(before), day(after))).toEqual(expected)
  })

  it('never tells of a forecast that stayed as it was', () => {
    const anyHour = fc.record({
      temperature: fc.double({ min: -30, max: 45, noNaN: true }),
      windSpeed: fc.double({ min: 0, max: 40, noNaN: true }),
      precipitationMm: fc.double({ min: 0, max: 30, noNaN: true }),
      snow: fc.boolean(),
      fog: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anyHour, { maxLength: 12 }), (hours) => {
        expect(worthTelling(day(...hours), day(...hours))).toEqual([])
      }),
    )
  })
})
