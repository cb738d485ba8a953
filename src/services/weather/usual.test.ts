import { describe, expect, it } from 'vitest'
import type { HourlyWeather } from './contract.ts'
import { usualHours } from './usual.ts'

const start = Temporal.Instant.from('2026-07-01T04:00Z')

function year(year: number, changes: Partial<HourlyWeather>): HourlyWeather {
  return {
    at: Temporal.Instant.from(`${year}-07-01T04:00Z`),
    temperature: 20,
    feelsLike: null,
    humidity: null,
    pressure: null,
    visibility: null,
    uvIndex: null,
    windSpeed: 3,
    windGust: null,
    windDirection: null,
    cloudCover: null,
    precipitationProbability: null,
    precipitationMm: 0,
    snow: false,
    fog: false,
    thunder: false,
    condition: 'clear',
    ...changes,
  }
}

function usual(...changes: Partial<HourlyWeather>[]): HourlyWeather | undefined {
  const years = changes.map((change, index) => [year(2_025 - index, change)])
  const starts = years.flatMap((hours) => hours.map(({ at }) => at))
  return usualHours(years, starts, start)[0]
}

describe('usualHours', () => {
  it('has nothing to say without years', () => {
    expect(usualHours([], [], start)).toEqual([])
  })

  it('averages what is measured and leaves out what is not', () => {
    expect(usual({ temperature: 20, humidity: 50 }, { temperature: 25 })).toMatchObject({
      at: start,
      temperature: 22.5,
      humidity: 50,
      visibility: null,
    })
  })

  it('takes the share of wet years for the chance of rain', () => {
    expect(usual({ precipitationMm: 3 }, { precipitationMm: 0.05 }, {})?.precipitationProbability).toBe(33)
  })

  it('does not call an hour wet for the cloudburst of one year', () => {
    expect(usual({ precipitationMm: 30 }, {}, {})).toMatchObject({
      precipitationMm: 0,
      precipitationProbability: 33,
    })
    expect(usual({ precipitationMm: 3 }, { precipitationMm: 1 }, {})?.precipitationMm).toBe(1)
    expect(usual({ precipitationMm: 3 }, { precipitationMm: 1 })?.precipitationMm).toBe(2)
  })

  it('averages directions around the compass', () => {
    expect(usual({ windDirection: 350 }, { windDirection: 20 })?.windDirection).toBe(5)
    expect(usual({ windDirection: 90 }, { windDirection: 270 })?.windDirection).toBeNull()
  })

  it('holds for usual what half of the years had', () => {
    expect(usual({ fog: true }, {})?.fog).toBe(true)
    expect(usual({ fog: true }, {}, {})?.fog).toBe(false)
    expect(usual({ condition: 'rain' }, { condition: 'fog' }, { condition: 'fog' })?.condition).toBe('fog')
  })
})
