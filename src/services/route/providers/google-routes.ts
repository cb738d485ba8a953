import { z } from 'zod'
import { type Coordinates, endpoint, type OutboundClient, type OutboundPolicy } from '#kernel'
import type { Drive, DriveProvider } from './types.ts'

export const GOOGLE_ROUTES_URL = 'https://routes.googleapis.com'
/** Ten calls a second to each product, as the Maps quota of the house says. */
export const GOOGLE_MAPS_POLICY: OutboundPolicy = { rate: { points: 10, perSeconds: 1 } }
/** Google's daily quotas begin anew at midnight Pacific time (Google Maps Platform, quotas). */
export const GOOGLE_MAPS_ZONE = 'America/Los_Angeles'

const NAME = 'google'
/** Google bills by what the mask asks for and refuses a call without one. */
const FIELD_MASK = 'routes.duration,routes.distanceMeters,routes.description,routes.polyline.encodedPolyline'
/** A departure must lie in the future when the call arrives; closer than this it is left out, which means now. */
const MARGIN_SECONDS = 60
/** The default way and at most two beside it are offered, though Google may send three. */
const MOST_DRIVES = 3

/** Protocol buffers in JSON: a zero is left out, a duration is seconds with an `s`. */
const Answer = z.object({
  routes: z
    .array(
      z.object({
        duration: z.string().regex(/^\d+(\.\d+)?s$/),
        distanceMeters: z.number().nonnegative().default(0),
        description: z.string().max(500).optional(),
        polyline: z.object({ encodedPolyline: z.string() }).optional(),
      }),
    )
    .max(10)
    .default([]),
})

export interface GoogleRoutesOptions {
  apiKey: string
  baseUrl?: string
  /** The clock that decides whether a departure is still to come. */
  now: () => Temporal.Instant
}

/**
 * Google Routes API v2 `computeRoutes`, traffic aware for the departure asked for. It takes no arrival time for cars,
 * and no departure in the past: for those it answers for now.
 */
export function googleRoutes(client: OutboundClient, options: GoogleRoutesOptions): DriveProvider {
  const url = endpoint(options.baseUrl ?? GOOGLE_ROUTES_URL, 'directions/v2:computeRoutes')
  return {
    name: NAME,
    trafficAware: true,
    async drive(from, to, departAt, { alternatives = 1 } = {}) {
      const future = departAt.epochMilliseconds - options.now().epochMilliseconds > MARGIN_SECONDS * 1000
      const body = {
        origin: waypoint(from),
        destination: waypoint(to),
        travelMode: 'DRIVE',
        routingPreference: 'TRAFFIC_AWARE',
        ...(future ? { departureTime: departAt.toString() } : {}),
        computeAlternativeRoutes: alternatives > 1,
        polylineQuality: 'OVERVIEW',
        units: 'METRIC',
      }
      const answer = await client.json(Answer, url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-goog-api-key': options.apiKey,
          'x-goog-fieldmask': FIELD_MASK,
        },
        body: JSON.stringify(body),
        safeToRepeat: true,
      })
      return answer.routes.slice(0, Math.min(alternatives, MOST_DRIVES)).map(toDrive)
    },
  }
}

function waypoint({ latitude, longitude }: Coordinates) {
  return { location: { latLng: { latitude, longitude } } }
}

function toDrive(route: z.output<typeof Answer>['routes'][number]): Drive {
  return {
    provider: NAME,
    trafficAware: true,
    estimated: false,
    durationSeconds: Number.parseFloat(route.duration),
    distanceMeters: route.distanceMeters,
    ...(route.description ? { summary: route.description } : {}),
    ...(route.polyline ? { polyline: route.polyline.encodedPolyline } : {}),
  }
}
