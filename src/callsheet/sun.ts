import { getTimes } from 'suncalc'
import { countries } from './normalise/countries.ts'
import type { Coordinates, IsoDate } from './types.ts'

/** Where the sun is looked up, and by how much the printed time may differ there, minutes. */
export interface SunPlace extends Coordinates {
  timeZone: string
  toleranceMinutes: number
}

/** Sheets print the times of the nearest large town, of civil twilight even, or of yesterday. */
const KNOWN_PLACE_MINUTES = 25
/** What is known of where a day is shot, from the surest to the least. */
export interface SunKnown {
  /** Where it is shot. */
  place?: Coordinates & { timeZone: string }
  /** ISO 3166, as the sheet says it or the reader's home lets expect; null where neither does. */
  country: string | null
}

/** Where the sun is looked up: at the place, else in the middle of the country; null where neither is known. */
export function sunPlace({ place, country }: SunKnown): SunPlace | null {
  if (place !== undefined) return { ...place, toleranceMinutes: KNOWN_PLACE_MINUTES }
  return countries.find(({ code }) => code === country)?.sun ?? null
}

/** Sunrise and sunset of a date on the clocks of a place, minutes after midnight; null when the sun does neither. */
export function sunTimes(
  date: IsoDate,
  { latitude, longitude, timeZone }: SunPlace,
): { rise: number; set: number } | null {
  const noon = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: '12:00' })
  // oxlint-disable-next-line no-restricted-globals -- suncalc speaks Date and nothing else
  const { sunrise, sunset } = getTimes(new Date(noon.epochMilliseconds), latitude, longitude)
  if (sunrise === null || sunset === null) return null
  const minutes = (epochMilliseconds: number): number => {
    const local = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO(timeZone)
    return local.hour * 60 + local.minute
  }
  return { rise: minutes(sunrise.getTime()), set: minutes(sunset.getTime()) }
}
