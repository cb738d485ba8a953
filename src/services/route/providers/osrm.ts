import { z } from 'zod'
import { type Coordinates, endpoint, type OutboundClient, OutboundError } from '#kernel'
import type { Drive, DriveProvider } from './types.ts'

const NAME = 'osrm'
const MOST_DRIVES = 3

const Answer = z.object({
  code: z.literal('Ok'),
  routes: z
    .array(
      z.object({
        /** Seconds. */
        duration: z.number().nonnegative(),
        /** Metres. */
        distance: z.number().nonnegative(),
        geometry: z.string().optional(),
        legs: z.array(z.object({ summary: z.string().max(500).optional() })).default([]),
      }),
    )
    .max(10),
})

/** OSRM says these with status 400: both points may be fine, there is only no road between or near them. */
const NO_ROAD = z.object({ code: z.enum(['NoRoute', 'NoSegment']) })

/**
 * A self-hosted OSRM (HTTP API v1). It knows no traffic: the answer is the same at every hour. `baseUrl` has no
 * default, since the public demo server forbids this use.
 */
export function osrm(client: OutboundClient, options: { baseUrl: string }): DriveProvider {
  return {
    name: NAME,
    trafficAware: false,
    async drive(from, to, _departAt, { alternatives = 1 } = {}) {
      const wanted = Math.min(alternatives, MOST_DRIVES)
      const url = endpoint(options.baseUrl, `route/v1/driving/${point(from)};${point(to)}`)
      url.searchParams.set('alternatives', wanted > 1 ? String(wanted - 1) : 'false')
      // Road names come only with the steps; a single way needs no name.
      url.searchParams.set('steps', String(wanted > 1))
      url.searchParams.set('overview', 'simplified')
      url.searchParams.set('geometries', 'polyline')
      try {
        const answer = await client.json(Answer, url)
        return answer.routes.slice(0, wanted).map(toDrive)
      } catch (error) {
        if (isNoRoad(error)) return []
        throw error
      }
    },
  }
}

function point({ latitude, longitude }: Coordinates): string {
  return `${longitude.toFixed(6)},${latitude.toFixed(6)}`
}

function toDrive(route: z.output<typeof Answer>['routes'][number]): Drive {
  const summary = route.legs.flatMap((leg) => leg.summary || []).join(', ')
  return {
    provider: NAME,
    trafficAware: false,
    estimated: false,
    durationSeconds: route.duration,
    distanceMeters: Math.round(route.distance),
    ...(summary ? { summary } : {}),
    ...(route.geometry ? { polyline: route.geometry } : {}),
  }
}

function isNoRoad(error: unknown): boolean {
  if (!(error instanceof OutboundError) || error.status !== 400 || error.body === undefined) return false
  try {
    return NO_ROAD.safeParse(JSON.parse(error.body)).success
  } catch {
    return false
  }
}
