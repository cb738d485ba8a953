import { getTimes } from 'suncalc'
import type { Coordinates, IsoDate } from './types.ts'

/** Where the sun is looked up, and by how much the printed time may differ there, minutes. */
export interface SunPlace extends Coordinates {
  timeZone: string
  toleranceMinutes: number
}

/** Sheets print the times of the nearest large town, of civil twilight even, or of yesterday. */
const KNOWN_PLACE_MINUTES = 25

/**
 * The middle of a country and how far its edges are from it, in minutes of sun, on top of what a known place is
 * allowed. Only countries with one time zone; ISO 3166.
 */
const CENTRES: Readonly<Record<string, SunPlace>> = {
  PL: { latitude: 52.1, longitude: 19.4, timeZone: 'Europe/Warsaw', toleranceMinutes: 60 },
  DE: { latitude: 51.2, longitude: 10.4, timeZone: 'Europe/Berlin', toleranceMinutes: 60 },
  FR: { latitude: 46.6, longitude: 2.4, timeZone: 'Europe/Paris', toleranceMinutes: 75 },
  GB: { latitude: 53.5, longitude: -2, timeZone: 'Europe/London', toleranceMinutes: 75 },
}

/** The place whose coordinates are known, else the rough middle of the country; null where neither says enough. */
export function sunPlace(
  place: (Coordinates & { timeZone: string }) | undefined,
  country: string | null,
): SunPlace | null {
  if (place !== undefined) return { ...place, toleranceMinutes: KNOWN_PLACE_MINUTES }
  return (country === null ? undefined : CENTRES[country]) ?? null
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
