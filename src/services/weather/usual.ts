import type { Condition, HourlyWeather } from './contract.ts'

/** A flag is usual when it was there in at least this share of the years. */
const USUAL_SHARE = 0.5
/** Water that makes an hour of a past year a wet one, millimetres. */
const WET_MM = 0.1

/**
 * What hours are usually like, from the same hours of past years: means of what is measured, the share of wet years
 * as the chance of precipitation, and flags that hold in at least half of the years. Of precipitation it is the
 * median: one cloudburst in ten years would make every hour of that date a wet one. Wind directions are averaged as
 * vectors, so that 350 and 10 degrees make north and not south.
 *
 * @param years the hours of each year
 * @param starts where the window began in each of them; hours are matched by their distance from it
 * @param start where the window begins that is asked about
 */
export function usualHours(
  years: readonly (readonly HourlyWeather[])[],
  starts: readonly Temporal.Instant[],
  start: Temporal.Instant,
): HourlyWeather[] {
  const byOffset = new Map<number, HourlyWeather[]>()
  for (const [year, hours] of years.entries()) {
    const began = starts[year]
    if (!began) continue
    for (const hour of hours) {
      const offset = hour.at.epochMilliseconds - began.epochMilliseconds
      const same = byOffset.get(offset)
      if (same) same.push(hour)
      else byOffset.set(offset, [hour])
    }
  }
  return [...byOffset.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([offset, hours]) => usualHour(start.add({ milliseconds: offset }), hours))
}

function usualHour(at: Temporal.Instant, hours: readonly HourlyWeather[]): HourlyWeather {
  const mean = (of: (hour: HourlyWeather) => number | null) =>
    average(hours.flatMap((hour) => of(hour) ?? []))
  const share = (of: (hour: HourlyWeather) => boolean) => hours.filter(of).length / hours.length
  return {
    at,
    temperature: mean((hour) => hour.temperature) ?? 0,
    feelsLike: mean((hour) => hour.feelsLike),
    humidity: mean((hour) => hour.humidity),
    pressure: mean((hour) => hour.pressure),
    visibility: mean((hour) => hour.visibility),
    uvIndex: mean((hour) => hour.uvIndex),
    windSpeed: mean((hour) => hour.windSpeed) ?? 0,
    windGust: mean((hour) => hour.windGust),
    windDirection: meanDirection(hours.flatMap((hour) => hour.windDirection ?? [])),
    cloudCover: mean((hour) => hour.cloudCover),
    precipitationProbability: Math.round(share((hour) => hour.precipitationMm >= WET_MM) * 100),
    precipitationMm: median(hours.map((hour) => hour.precipitationMm)),
    snow: share((hour) => hour.snow) >= USUAL_SHARE,
    fog: share((hour) => hour.fog) >= USUAL_SHARE,
    thunder: share((hour) => hour.thunder) >= USUAL_SHARE,
    condition: commonest(hours.map((hour) => hour.condition)),
  }
}

/** Rounded to a tenth; null for nothing. */
function average(values: readonly number[]): number | null {
  if (values.length === 0) return null
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 10) / 10
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return average(middle) ?? 0
}

function meanDirection(degrees: readonly number[]): number | null {
  const radians = degrees.map((degree) => (degree * Math.PI) / 180)
  const east = radians.reduce((sum, angle) => sum + Math.sin(angle), 0)
  const north = radians.reduce((sum, angle) => sum + Math.cos(angle), 0)
  // Directions that cancel out leave none.
  if (Math.hypot(east, north) < 1e-6) return null
  return (Math.round((Math.atan2(east, north) * 180) / Math.PI) + 360) % 360
}

function commonest(conditions: readonly Condition[]): Condition {
  const counts = new Map<Condition, number>()
  for (const condition of conditions) counts.set(condition, (counts.get(condition) ?? 0) + 1)
  return [...counts].reduce<[Condition, number]>((a, b) => (b[1] > a[1] ? b : a), ['unknown', 0])[0]
}
