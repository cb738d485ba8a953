import type { Coordinates } from '#kernel'
import { timeZoneAt } from '../zone.ts'
import type { Drive, DriveProvider } from './types.ts'

export const ESTIMATE_PROVIDER = 'estimate'

const EARTH_RADIUS_METERS = 6_371_009

/** Road kilometres for each kilometre as the crow flies; European road networks measure 1.3 to 1.4. */
export const DETOUR_FACTOR = 1.35

/**
 * Mean speed in km/h by length of the drive, free of traffic: streets first, then arterial roads, then motorways.
 * A drive of 40 km is 5 km at 28, 20 km at 48 and 15 km at 85.
 */
const SPEED_BANDS = [
  { upToMeters: 5_000, kmPerHour: 28 },
  { upToMeters: 25_000, kmPerHour: 48 },
  { upToMeters: Number.POSITIVE_INFINITY, kmPerHour: 85 },
]

/** How much of the free speed remains, by local hour of a working day; nights flow, the two rush hours do not. */
const WORKDAY_FLOW = [
  1.1,
  1.1,
  1.1,
  1.1,
  1.1,
  1.05,
  0.9,
  0.7,
  0.65,
  0.8,
  0.85,
  0.85, //
  0.85,
  0.85,
  0.8,
  0.7,
  0.6,
  0.65,
  0.8,
  0.9,
  1,
  1,
  1.05,
  1.1,
]
const WEEKEND_FLOW = 0.95

/** Great-circle distance in metres (haversine on the mean sphere, within 0.6 % of the ellipsoid). */
export function greatCircleMeters(from: Coordinates, to: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const dLatitude = radians(to.latitude - from.latitude)
  const dLongitude = radians(to.longitude - from.longitude)
  const a =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(dLongitude / 2) ** 2
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(a)))
}

/**
 * What a drive takes when nobody can be asked: great circle times `DETOUR_FACTOR`, at a speed by distance and by the
 * hour at the place it starts from. The answer says of itself that it is an estimate.
 */
export function estimateDrive(from: Coordinates, to: Coordinates, departAt: Temporal.Instant): Drive {
  const distanceMeters = Math.round(greatCircleMeters(from, to) * DETOUR_FACTOR)
  const durationSeconds = Math.round(freeSeconds(distanceMeters) / flowAt(from, departAt))
  return {
    provider: ESTIMATE_PROVIDER,
    trafficAware: false,
    estimated: true,
    durationSeconds,
    distanceMeters,
  }
}

/** The built-in provider: no network, never fails. */
export function estimateProvider(): DriveProvider {
  return {
    name: ESTIMATE_PROVIDER,
    trafficAware: false,
    drive: async (from, to, departAt) => [estimateDrive(from, to, departAt)],
  }
}

function freeSeconds(distanceMeters: number): number {
  let seconds = 0
  let covered = 0
  for (const { upToMeters, kmPerHour } of SPEED_BANDS) {
    const stretch = Math.min(distanceMeters, upToMeters) - covered
    if (stretch <= 0) break
    seconds += stretch / (kmPerHour / 3.6)
    covered += stretch
  }
  return seconds
}

function flowAt(place: Coordinates, instant: Temporal.Instant): number {
  const local = instant.toZonedDateTimeISO(timeZoneAt(place))
  return local.dayOfWeek >= 6 ? WEEKEND_FLOW : (WORKDAY_FLOW[local.hour] ?? 1)
}
