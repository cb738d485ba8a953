import type { Coordinates } from '#kernel'
import type { Buffers } from '#services/config'
import { settleDeparture } from './departure.ts'
import type { Drive } from './providers/types.ts'

/** A point of the day: home, the equipment house, the location (or the unit base, when the sheet says so). */
export interface Place {
  label: string
  coordinates: Coordinates
  /** IANA zone of the place. Only needed where it differs from the location's. */
  timeZone?: string
}

export interface Stops {
  home: Place
  /** Where equipment or a car is picked up on the way. `opensAt` is wall-clock time there. */
  equipmentHouse?: { place: Place; opensAt?: Temporal.PlainTime }
  location: Place
}

/** What the weather adds to the buffers, whole minutes; `reasons` are codes (`rain`, `fog`, ...) shown beside it. */
export interface Extras {
  trafficMinutes: number
  parkingMinutes: number
  reasons: readonly string[]
}

export interface PlanRequest {
  /** The personal call, in the zone of the location. */
  call: Temporal.ZonedDateTime
  stops: Stops
  buffers: Buffers
  extras?: Extras
  /** How long a drive takes that starts at `departAt`. What it throws ends the plan. */
  drive: (from: Place, to: Place, departAt: Temporal.Instant) => Promise<Drive>
}

export interface Leg {
  from: Place
  to: Place
  departAt: Temporal.ZonedDateTime
  /** Planned arrival. On the leg to the location the traffic buffer is spent by then. */
  arriveAt: Temporal.ZonedDateTime
  /** Minutes of driving the plan allows for: the provider's duration, rounded up. */
  driveMinutes: number
  /** Reserve on top of `driveMinutes`: `arriveAt = departAt + driveMinutes + trafficBufferMinutes`. */
  trafficBufferMinutes: number
  distanceMeters: number
  trafficAware: boolean
  estimated: boolean
  provider: string
  summary?: string
  polyline?: string
  alternatives?: readonly Drive[]
  /** How often the provider was asked until the departure stood still. */
  iterations: number
}

export type PlanWarning =
  /** The crew member would stand before a closed door: `waitMinutes` from arrival to opening. */
  | {
      code: 'stop-closed-on-arrival'
      params: { stop: string; arriveAt: string; opensAt: string; waitMinutes: number }
    }
  /** The drive time kept moving with the departure; the earliest departure seen was taken. */
  | { code: 'drive-time-unsettled'; params: { from: string; to: string } }

/** A planned day. Every time is in the zone of the location; `atHome` repeats two of them in the zone of home. */
export interface DayTimes {
  wakeUp: Temporal.ZonedDateTime
  leaveHome: Temporal.ZonedDateTime
  /** With a stop only. */
  arriveStop?: Temporal.ZonedDateTime
  leaveStop?: Temporal.ZonedDateTime
  arriveLocation: Temporal.ZonedDateTime
  parked: Temporal.ZonedDateTime
  onSet: Temporal.ZonedDateTime
  call: Temporal.ZonedDateTime
  /** What the alarm clock beside the bed shows, when home lies in another zone than the location. */
  atHome?: { wakeUp: Temporal.ZonedDateTime; leaveHome: Temporal.ZonedDateTime }
  legs: Leg[]
  /** From leaving home to the call, minutes. */
  travelMinutes: number
  /** The buffers as used, extras included: traffic and parking may exceed the ranges that a user may set. */
  buffers: Buffers
  extras: Extras
  iterations: number
  warnings: PlanWarning[]
}

const NO_EXTRAS: Extras = { trafficMinutes: 0, parkingMinutes: 0, reasons: [] }

/** The end of the way, which follows from the call alone, in the zone of the call. */
export type Arrival = Pick<DayTimes, 'arriveLocation' | 'parked' | 'onSet' | 'call'>

/** Buffers as used: those asked for and what the weather adds. */
export function arrivalFor(call: Temporal.ZonedDateTime, buffers: Buffers): Arrival {
  const parked = call.subtract({ minutes: buffers.entryMinutes })
  return { arriveLocation: parked.subtract({ minutes: buffers.parkingMinutes }), parked, onSet: call, call }
}

/**
 * Plans the day backwards from the call (PRODUCT 1.4).
 *
 * On set at the call; parked `entry` before; at the location `parking` before that; leaving the stop
 * `drive + traffic` before that; at the stop `car change` before; leaving home `drive` before; awake
 * `morning routine` before. The traffic buffer is there once, on the drive that ends at the location: that is the
 * only placement which gives the numbers of the worked example (05:25 + 25 min = 05:50, and 06:05 + 15 + 20 min =
 * 06:40), and it is where a reserve is worth most, since a late arrival at the stop still meets it. Without a stop
 * the one drive carries it and there is no car change.
 *
 * Arithmetic is on exact time, so the nights on which the clocks change come out right. All times fall on whole
 * minutes when the call does. Rejects with whatever `drive` rejects with.
 */
export async function planDay(request: PlanRequest): Promise<DayTimes> {
  const { call, stops } = request
  const extras = request.extras ?? NO_EXTRAS
  const buffers = withExtras(request.buffers, extras)
  const arrival = arrivalFor(call, buffers)

  const lastFrom = stops.equipmentHouse?.place ?? stops.home
  const last = await planLeg(
    request,
    lastFrom,
    stops.location,
    arrival.arriveLocation,
    buffers.trafficMinutes,
  )
  const legs = [last]
  if (stops.equipmentHouse) {
    const arriveStop = last.leg.departAt.subtract({ minutes: buffers.carChangeMinutes })
    legs.unshift(await planLeg(request, stops.home, stops.equipmentHouse.place, arriveStop, 0))
  }

  const first = legs[0] ?? last
  const leaveHome = first.leg.departAt
  const wakeUp = leaveHome.subtract({ minutes: buffers.morningRoutineMinutes })
  const stopTimes = stops.equipmentHouse
    ? { arriveStop: first.leg.arriveAt, leaveStop: last.leg.departAt }
    : {}
  return {
    wakeUp,
    leaveHome,
    ...stopTimes,
    ...arrival,
    ...atHome(stops.home, wakeUp, leaveHome),
    legs: legs.map(({ leg }) => leg),
    travelMinutes: minutesBetween(leaveHome, call),
    buffers,
    extras,
    iterations: legs.reduce((sum, { leg }) => sum + leg.iterations, 0),
    warnings: [...closedOnArrival(stops, stopTimes.arriveStop), ...legs.flatMap(unsettled)],
  }
}

/** What the weather adds goes to traffic and parking. */
export function withExtras(buffers: Buffers, extras: Extras): Buffers {
  return {
    ...buffers,
    trafficMinutes: buffers.trafficMinutes + extras.trafficMinutes,
    parkingMinutes: buffers.parkingMinutes + extras.parkingMinutes,
  }
}

interface PlannedLeg {
  leg: Leg
  settled: boolean
}

async function planLeg(
  { drive: ask }: PlanRequest,
  from: Place,
  to: Place,
  arriveAt: Temporal.ZonedDateTime,
  trafficBufferMinutes: number,
): Promise<PlannedLeg> {
  const { departAt, driveMinutes, drive, iterations, settled } = await settleDeparture({
    from: from.coordinates,
    to: to.coordinates,
    arriveBy: arriveAt.subtract({ minutes: trafficBufferMinutes }).toInstant(),
    ask: (instant) => ask(from, to, instant),
  })
  const { durationSeconds: _, ...seen } = drive
  const departure = departAt.toZonedDateTimeISO(arriveAt.timeZoneId)
  return {
    leg: { from, to, departAt: departure, arriveAt, driveMinutes, trafficBufferMinutes, ...seen, iterations },
    settled,
  }
}

function atHome(
  home: Place,
  wakeUp: Temporal.ZonedDateTime,
  leaveHome: Temporal.ZonedDateTime,
): Pick<DayTimes, 'atHome'> {
  const zone = home.timeZone
  if (zone === undefined || zone === wakeUp.timeZoneId) return {}
  return { atHome: { wakeUp: wakeUp.withTimeZone(zone), leaveHome: leaveHome.withTimeZone(zone) } }
}

function closedOnArrival(
  { equipmentHouse }: Stops,
  arriveStop: Temporal.ZonedDateTime | undefined,
): PlanWarning[] {
  if (!equipmentHouse?.opensAt || !arriveStop) return []
  const { place, opensAt } = equipmentHouse
  const arrival = arriveStop.withTimeZone(place.timeZone ?? arriveStop.timeZoneId)
  const opening = arrival.withPlainTime(opensAt)
  if (Temporal.ZonedDateTime.compare(arrival, opening) >= 0) return []
  const params = {
    stop: place.label,
    arriveAt: clock(arrival.toPlainTime()),
    opensAt: clock(opensAt),
    waitMinutes: minutesBetween(arrival, opening),
  }
  return [{ code: 'stop-closed-on-arrival', params }]
}

function unsettled({ leg, settled }: PlannedLeg): PlanWarning[] {
  return settled ? [] : [{ code: 'drive-time-unsettled', params: { from: leg.from.label, to: leg.to.label } }]
}

function minutesBetween(from: Temporal.ZonedDateTime, to: Temporal.ZonedDateTime): number {
  return Math.round((to.epochMilliseconds - from.epochMilliseconds) / 60_000)
}

function clock(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' })
}
