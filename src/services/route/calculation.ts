import type { z } from 'zod'
import type { Buffers } from '#services/config'
import type { Ctx } from './context.ts'
import type { BufferExtras, PlannedRoute, Leg as PublicLeg, RouteFailure } from './contract.ts'
import { driveFinder } from './drives.ts'
import type { Lookup, Spot } from './geocoding.ts'
import type { Maps } from './maps.ts'
import { type DayTimes, type Leg, type Place, planDay, type Stops } from './planning.ts'
import type { Drive } from './providers/types.ts'

type Extras = z.output<typeof BufferExtras>
type Warning = PlannedRoute['warnings'][number]

/** Where the day leads. `undefined`: there is none; otherwise what the map says. */
export interface Lookups {
  home: Lookup | undefined
  stop: Lookup | undefined
  location: Lookup | undefined
}

export interface Question {
  call: Temporal.ZonedDateTime
  lookups: Lookups
  stopOpensAt: Temporal.PlainTime | null
  buffers: Buffers
  extras: Extras
  fresh: boolean
}

export type Outcome =
  | {
      kind: 'calculated'
      route: PlannedRoute
      /** One a leg, null for an estimate. They begin at home. */
      polylines: (string | null)[]
      /** A map failed: asked again, the plan could be better. */
      incomplete: boolean
    }
  | { kind: 'failed'; code: RouteFailure; willRetry: boolean }

/** Texts of failures for people who read logs and events; the user's language is the notification's matter. */
export const FAILURES: Readonly<Record<RouteFailure, string>> = {
  'no-home': 'No home address is set',
  'home-not-found': 'The map does not know the home address',
  'location-not-found': 'The map does not know the location',
  'provider-down': 'The map does not answer',
}

/** Plans the day on the map. Fails only where a place is missing: drives always have the estimate. */
export async function workOut(ctx: Ctx, maps: Maps, question: Question): Promise<Outcome> {
  const { call, lookups, buffers, extras } = question
  const { home, location } = lookups
  if (!home) return { kind: 'failed', code: 'no-home', willRetry: false }
  if (!location || location.state === 'unknown')
    return { kind: 'failed', code: 'location-not-found', willRetry: false }
  if (home.state === 'unknown') return { kind: 'failed', code: 'home-not-found', willRetry: false }
  if (home.state === 'down' || location.state === 'down')
    return { kind: 'failed', code: 'provider-down', willRetry: true }
  const finder = driveFinder(ctx, maps.drives, question.fresh)
  const stops = stopsOf(home.spot, location.spot, lookups.stop, question.stopOpensAt)
  const day = await planDay({ call, stops, buffers, extras, drive: finder.drive })
  return {
    kind: 'calculated',
    route: publicRoute(day, extras, location.spot, [
      ...day.warnings,
      ...placeWarnings(call, lookups.stop, location.spot),
      ...homeWarnings(day),
    ]),
    polylines: day.legs.map(({ polyline }) => polyline ?? null),
    incomplete: finder.missed() || lookups.stop?.state === 'down',
  }
}

/** A stop that the map does not know, or cannot be asked for, is left out of the plan. */
function stopsOf(
  home: Spot,
  location: Spot,
  stop: Lookup | undefined,
  opensAt: Temporal.PlainTime | null,
): Stops {
  const place = (label: Place['label'], { coordinates, zone }: Spot): Place => ({
    label,
    coordinates,
    timeZone: zone,
  })
  const house = stop?.state === 'found' ? place('stop', stop.spot) : undefined
  return {
    home: place('home', home),
    ...(house ? { equipmentHouse: { place: house, ...(opensAt ? { opensAt } : {}) } } : {}),
    location: place('location', location),
  }
}

function placeWarnings(call: Temporal.ZonedDateTime, stop: Lookup | undefined, location: Spot): Warning[] {
  const there = call.withTimeZone(location.zone)
  const params = { zone: call.timeZoneId, locationZone: location.zone }
  return [
    ...(stop && stop.state !== 'found' ? [{ code: 'stop-not-found', params: {} }] : []),
    ...(location.confidence === 'approximate' ? [{ code: 'location-approximate', params: {} }] : []),
    // Zones that show the same time need no word.
    ...(there.offsetNanoseconds === call.offsetNanoseconds
      ? []
      : [{ code: 'location-zone-differs', params }]),
  ]
}

function homeWarnings({ atHome, wakeUp }: DayTimes): Warning[] {
  if (!atHome || atHome.wakeUp.offsetNanoseconds === wakeUp.offsetNanoseconds) return []
  const params = { wakeUp: atHome.wakeUp.toString(), leaveHome: atHome.leaveHome.toString() }
  return [{ code: 'home-zone-differs', params }]
}

function publicRoute(day: DayTimes, extras: Extras, location: Spot, warnings: Warning[]): PlannedRoute {
  const { wakeUp, leaveHome, arriveStop, leaveStop, arriveLocation, parked, onSet, call } = day
  return {
    times: {
      wakeUp,
      leaveHome,
      arriveStop: arriveStop ?? null,
      leaveStop: leaveStop ?? null,
      arriveLocation,
      parked,
      onSet,
      call,
    },
    legs: day.legs.map(publicLeg),
    totalDriveMinutes: day.legs.reduce((sum, { driveMinutes }) => sum + driveMinutes, 0),
    buffers: day.buffers,
    extras,
    warnings,
    estimated: day.legs.some(({ estimated }) => estimated),
    locationCoordinates: location.coordinates,
  }
}

function publicLeg(leg: Leg): z.output<typeof PublicLeg> {
  const { departAt, arriveAt, driveMinutes, distanceMeters, trafficAware, provider } = leg
  return {
    from: leg.from.label === 'stop' ? 'stop' : 'home',
    to: leg.to.label === 'stop' ? 'stop' : 'location',
    departAt,
    arriveAt,
    driveMinutes,
    distanceMeters,
    trafficAware,
    provider,
    alternatives: (leg.alternatives ?? []).map(alternative),
  }
}

function alternative({ durationSeconds, distanceMeters, summary }: Drive) {
  return { driveMinutes: Math.ceil(durationSeconds / 60), distanceMeters, description: summary ?? '' }
}
