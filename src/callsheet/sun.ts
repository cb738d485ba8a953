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
/** People shoot where they live, or some hours' drive from there; who goes further is told by the sheet's country. */
const NEAR_MINUTES = 60
/** Degrees of latitude and of longitude: further from the middle of the sheet's country, home is abroad. */
const ABROAD = { latitude: 12, longitude: 25 }

/** What is known of where a day is shot, from the surest to the least. */
export interface SunKnown {
  /** Where it is shot. */
  place?: Coordinates & { timeZone: string }
  /** Where the reader lives. */
  near?: Coordinates & { timeZone?: string }
  /** ISO 3166, where the sheet leaves no doubt of it. */
  country: string | null
}

/** Where the sun is looked up: at the place, near the reader's home, in the middle of the country; null where none is known. */
export function sunPlace({ place, near, country }: SunKnown): SunPlace | null {
  if (place !== undefined) return { ...place, toleranceMinutes: KNOWN_PLACE_MINUTES }
  const middle = countries.find(({ code }) => code === country)?.sun ?? null
  const timeZone = near?.timeZone ?? middle?.timeZone
  if (near === undefined || timeZone === undefined || (middle !== null && isAbroad(near, middle)))
    return middle
  const { latitude, longitude } = near
  return { latitude, longitude, timeZone, toleranceMinutes: NEAR_MINUTES }
}

function isAbroad(near: Coordinates, middle: Coordinates): boolean {
  return (
    Math.abs(near.latitude - middle.latitude) > ABROAD.latitude ||
    Math.abs(near.longitude - middle.longitude) > ABROAD.longitude
  )
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
