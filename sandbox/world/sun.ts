import { createRequire } from 'node:module'
import { getTimes } from 'suncalc'
import type { Position } from './warsaw.ts'

const require = createRequire(import.meta.url)
let lookUp: ((latitude: number, longitude: number) => string) | undefined

/** IANA zone of a position. The table behind it is large, so it is read at the first question. */
export function zoneOf({ latitude, longitude }: Position): string {
  lookUp ??= require('tz-lookup') as (latitude: number, longitude: number) => string
  return lookUp(latitude, longitude)
}

/** Sunrise and sunset of a local date; `undefined` where the sun does not rise or set. */
export function sunTimes(
  date: Temporal.PlainDate,
  zone: string,
  position: Position,
): { rise?: Temporal.Instant; set?: Temporal.Instant } {
  const noon = date.toZonedDateTime({ timeZone: zone, plainTime: '12:00' })
  const { sunrise, sunset } = getTimes(
    new Date(noon.epochMilliseconds),
    position.latitude,
    position.longitude,
  )
  const instantOf = (time: Date | null) =>
    time ? Temporal.Instant.fromEpochMilliseconds(time.getTime()) : undefined
  return { rise: instantOf(sunrise), set: instantOf(sunset) }
}
