import { z } from 'zod'
import {
  Coordinates,
  defineContract,
  event,
  Instant,
  PageQuery,
  pageOf,
  route as routeOf,
  snapshot,
  TimeZone,
  ZonedDateTime,
} from '#kernel'
import { Buffers } from '#services/config'

/** What weather adds to the buffers, in minutes, and why. */
export const BufferExtras = z
  .object({ trafficMinutes: z.int().min(0), parkingMinutes: z.int().min(0), reasons: z.array(z.string()) })
  .meta({ id: 'BufferExtras', description: 'Minutes that the weather adds' })
export const noExtras: z.output<typeof BufferExtras> = { trafficMinutes: 0, parkingMinutes: 0, reasons: [] }

export const Leg = z
  .object({
    from: z.enum(['home', 'stop']),
    to: z.enum(['stop', 'location']),
    departAt: ZonedDateTime,
    arriveAt: ZonedDateTime,
    driveMinutes: z.number().min(0),
    distanceMeters: z.number().min(0),
    trafficAware: z.boolean(),
    provider: z.string(),
    alternatives: z
      .array(z.object({ driveMinutes: z.number(), distanceMeters: z.number(), description: z.string() }))
      .default([]),
  })
  .meta({ id: 'Leg', description: 'One drive; times in the zone of the set' })

/** The user's buffers as used: traffic and parking with what the weather adds, which may exceed their ranges. */
export const UsedBuffers = z
  .object({
    morningRoutineMinutes: z.int().min(0),
    carChangeMinutes: z.int().min(0),
    trafficMinutes: z.int().min(0),
    parkingMinutes: z.int().min(0),
    entryMinutes: z.int().min(0),
  })
  .meta({ id: 'UsedBuffers', description: 'Minutes, what the weather adds included' })

/** The day backwards from the call, times in the zone of the set (PRODUCT.md 1.4). */
export const DayTimes = z
  .object({
    wakeUp: ZonedDateTime,
    leaveHome: ZonedDateTime,
    arriveStop: ZonedDateTime.nullable(),
    leaveStop: ZonedDateTime.nullable(),
    arriveLocation: ZonedDateTime,
    parked: ZonedDateTime,
    onSet: ZonedDateTime,
    call: ZonedDateTime,
  })
  .meta({ id: 'DayTimes' })

/**
 * `stop-closed-on-arrival`, `stop-not-found` (planned without it), `drive-time-unsettled`, `location-zone-differs` (the location lies in another zone than
 * the day's), `home-zone-differs` (wake-up and departure on the clock at home), `location-approximate`.
 */
export const RouteWarning = z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })
export const RouteFailure = z.enum(['no-home', 'home-not-found', 'location-not-found', 'provider-down'])
export type RouteFailure = z.output<typeof RouteFailure>

/** What one calculation gives. `estimated`: some leg has no road behind it, only the built-in estimate. */
export const PlannedRoute = z.object({
  times: DayTimes,
  legs: z.array(Leg),
  totalDriveMinutes: z.number(),
  buffers: UsedBuffers,
  extras: BufferExtras,
  warnings: z.array(RouteWarning),
  estimated: z.boolean(),
  locationCoordinates: Coordinates,
})
export type PlannedRoute = z.output<typeof PlannedRoute>

export const RoutePlan = z
  .object({
    planId: z.uuid(),
    dayId: z.uuid(),
    version: z.int(),
    planVersion: z.int(),
    state: z.enum(['calculating', 'calculated', 'failed']),
    failure: RouteFailure.nullable(),
    times: DayTimes.nullable(),
    legs: z.array(
      Leg.extend({ polyline: z.string().nullable().describe('Encoded, precision 5; null for an estimate') }),
    ),
    totalDriveMinutes: z.number(),
    buffers: UsedBuffers.nullable(),
    extras: BufferExtras,
    zone: TimeZone,
    locationCoordinates: Coordinates.nullable(),
    warnings: z.array(RouteWarning),
    calculatedAt: Instant.nullable(),
    estimated: z.boolean().describe('True when no map provider answered and the built-in estimate was used'),
  })
  .meta({ id: 'RoutePlan' })

export const GeocodedPlace = z
  .object({
    address: z.string().describe('As the provider writes it'),
    coordinates: Coordinates,
    provider: z.string(),
    confidence: z.enum(['exact', 'approximate']),
    zone: TimeZone,
  })
  .meta({ id: 'GeocodedPlace' })

/** Times and durations without addresses. `planVersion` is the schedule's version that it answers. */
export const routeCalculated = event(
  'route',
  'route.calculated',
  z.object({
    planId: z.uuid(),
    dayId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    planVersion: z.int(),
    zone: TimeZone,
    ...PlannedRoute.shape,
    cause: z.enum(['planned', 'weather', 'traffic', 'settings']),
  }),
)
export const routeFailed = event(
  'route',
  'route.failed',
  z.object({
    planId: z.uuid(),
    dayId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    planVersion: z.int(),
    code: RouteFailure,
    message: z.string(),
    willRetry: z.boolean(),
    stands: z
      .boolean()
      .describe(
        'May what was calculated for the same call and place still be shown? Not when home is another, or unknown',
      ),
  }),
)
/** Whether the map knows a place of the user's settings. Where it is stays in the service. */
export const placeChecked = event(
  'route',
  'place.checked',
  z.object({
    userId: z.uuid(),
    place: z.enum(['home', 'stop']),
    version: z.int().describe('Of the settings'),
    found: z.boolean(),
  }),
)

export const route = defineContract('route', {
  about: 'Route plans from home over the equipment house to the set, and the map.',
  permissions: { 'route:read': 'See my routes and ask for one' },
  routes: {
    listPlans: routeOf({
      method: 'GET',
      path: '/routes',
      summary: 'My route plans, newest first',
      allow: 'route:read',
      input: PageQuery,
      output: pageOf(RoutePlan),
    }),
    getPlan: routeOf({
      method: 'GET',
      path: '/routes/{planId}',
      summary: 'The route of one day plan',
      allow: 'route:read',
      input: z.object({ planId: z.uuid() }),
      output: RoutePlan,
    }),
    calculate: routeOf({
      method: 'POST',
      path: '/routes/calculate',
      summary: 'Work out a day backwards from a call, without keeping it',
      allow: 'route:read',
      input: z.object({
        call: ZonedDateTime,
        location: z.string().trim().min(3).max(300),
        home: z.string().trim().min(3).max(300).optional().describe('Mine when left out'),
        stop: z
          .string()
          .trim()
          .min(3)
          .max(300)
          .nullable()
          .optional()
          .describe('Mine when left out, none when null'),
        buffers: Buffers.partial().optional(),
      }),
      output: PlannedRoute,
      problems: { 'route.place-not-found': 422, 'route.no-home': 422, 'route.map-unavailable': 503 },
    }),
    geocode: routeOf({
      method: 'GET',
      path: '/routes/places',
      summary: 'Find an address on the map',
      allow: ['route:read', 'service'],
      input: z.object({ address: z.string().trim().min(3).max(300) }),
      output: z.object({ place: GeocodedPlace.nullable() }),
      problems: { 'route.map-unavailable': 503 },
    }),
    answerStates: snapshot({ path: '/routes/snapshots/answers', events: [routeCalculated, routeFailed] }),
    recalculate: routeOf({
      method: 'POST',
      path: '/routes/{planId}/recalculate',
      summary: 'Ask the map again now',
      allow: 'route:read',
      status: 202,
      input: z.object({ planId: z.uuid() }),
      output: z.object({ queued: z.boolean() }),
    }),
  },
  events: { routeCalculated, routeFailed, placeChecked },
})
