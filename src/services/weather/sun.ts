import { addTime, getTimes, type SunTimes } from 'suncalc'
import type { Coordinates } from '#kernel'

/** A stretch of light, in the zone of the location. */
export interface Light {
  from: Temporal.ZonedDateTime
  to: Temporal.ZonedDateTime
}

/** The sun over one date at one place. What does not happen there on that date is undefined. */
export interface SunDay {
  sunrise?: Temporal.ZonedDateTime
  sunset?: Temporal.ZonedDateTime
  solarNoon: Temporal.ZonedDateTime
  /** Before sunrise and after sunset: the sun 6 to 4 degrees below the horizon. */
  blueHourMorning?: Light
  blueHourEvening?: Light
  /** Around sunrise and sunset: the sun from 4 degrees below to 6 degrees above the horizon. */
  goldenHourMorning?: Light
  goldenHourEvening?: Light
  /** Midnight sun or polar night: there is neither sunrise nor sunset. */
  polar?: 'day' | 'night'
}

/** A time that suncalc found, or its word that there is none. */
type SunTime = SunTimes[string]

/** Where the blue hour ends and the golden hour begins, degrees; the boundary photographers use. */
const BLUE_GOLD = -4
addTime(BLUE_GOLD, 'blueHourEnd', 'blueHourStart')

/**
 * Sunrise, sunset, golden and blue hours of a date, as instants on the clock of the location. Precise to about a
 * minute over a flat horizon. Near the poles an hour may have a beginning and no end; then it is undefined.
 */
export function sunDay({ latitude, longitude }: Coordinates, date: Temporal.PlainDate, zone: string): SunDay {
  // suncalc takes a moment within the solar day; local noon is in the right one in every zone.
  const noon = date.toZonedDateTime({ timeZone: zone, plainTime: '12:00' })
  // oxlint-disable-next-line no-restricted-globals -- suncalc speaks Date and nothing else
  const times = getTimes(new Date(noon.epochMilliseconds), latitude, longitude)
  const zoned = (time: SunTime): Temporal.ZonedDateTime | undefined =>
    typeof time === 'object' && time !== null
      ? Temporal.Instant.fromEpochMilliseconds(time.getTime()).round('second').toZonedDateTimeISO(zone)
      : undefined
  const light = (from: SunTime, to: SunTime): Light | undefined => {
    const [start, end] = [zoned(from), zoned(to)]
    return start && end ? { from: start, to: end } : undefined
  }
  return {
    sunrise: zoned(times.sunrise),
    sunset: zoned(times.sunset),
    solarNoon: zoned(times.solarNoon) ?? noon,
    blueHourMorning: light(times.dawn, times.blueHourEnd),
    goldenHourMorning: light(times.blueHourEnd, times.goldenHourEnd),
    goldenHourEvening: light(times.goldenHour, times.blueHourStart),
    blueHourEvening: light(times.blueHourStart, times.dusk),
    polar: times.alwaysUp ? 'day' : times.alwaysDown ? 'night' : undefined,
  }
}
