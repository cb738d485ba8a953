import { Hono } from 'hono'
import { z } from 'zod'
import { googleError } from './google-tokens.ts'
import { type Drive, drives, encodePolyline } from './traffic.ts'
import { findAddress, type Position } from './warsaw.ts'
import { credentials, type StandIn, type StandInApp, type World } from './world.ts'

const Waypoint = z.union([
  z.looseObject({
    location: z.looseObject({ latLng: z.object({ latitude: z.number(), longitude: z.number() }) }),
  }),
  z.looseObject({ address: z.string() }),
])

const RoutesRequest = z.looseObject({
  origin: Waypoint,
  destination: Waypoint,
  travelMode: z.enum(['DRIVE', 'TWO_WHEELER', 'TRAVEL_MODE_UNSPECIFIED']).default('DRIVE'),
  routingPreference: z
    .enum(['ROUTING_PREFERENCE_UNSPECIFIED', 'TRAFFIC_UNAWARE', 'TRAFFIC_AWARE', 'TRAFFIC_AWARE_OPTIMAL'])
    .default('TRAFFIC_UNAWARE'),
  departureTime: z.iso.datetime({ offset: true }).optional(),
  arrivalTime: z.string().optional(),
  computeAlternativeRoutes: z.boolean().default(false),
})
type RoutesRequest = z.infer<typeof RoutesRequest>

/** Google Routes API v2 (`computeRoutes`) and the Geocoding API, over the sandbox's map of Warsaw. */
export function googleMaps(world: World): StandIn {
  const app: StandInApp = new Hono()
  app.post('/directions/:method', async (context) => {
    if (context.req.param('method') !== 'v2:computeRoutes') return context.json(googleError(404), 404)
    const key = context.req.header('x-goog-api-key') ?? context.req.query('key')
    if (key !== credentials.googleMapsKey) {
      return context.json(googleError(403, 'The request is missing a valid API key.', 'forbidden'), 403)
    }
    const mask =
      context.req.header('x-goog-fieldmask') ?? context.req.query('$fields') ?? context.req.query('fields')
    if (!mask) {
      return context.json(
        googleError(
          400,
          'FieldMask is a required parameter. See https://cloud.google.com/apis/docs/system-parameters on how to provide it.',
        ),
        400,
      )
    }
    const request = RoutesRequest.safeParse(await context.req.json().catch(() => undefined))
    if (!request.success) return context.json(googleError(400, z.prettifyError(request.error)), 400)
    const refusal = whyRefused(request.data, world)
    if (refusal) return context.json(googleError(400, refusal), 400)
    return context.json(
      masked(
        { routes: routesFor(request.data, world) },
        mask.split(',').map((path) => path.trim().split('.')),
      ),
    )
  })
  app.get('/maps/api/geocode/json', (context) =>
    context.json(geocode(context.req.query('address'), context.req.query('key'))),
  )
  return { name: 'google-maps', app, refusal: (status) => googleError(status), reset: () => {} }
}

function whyRefused(request: RoutesRequest, world: World): string | undefined {
  if (request.arrivalTime) return 'arrival_time is only supported for TRANSIT.'
  if (!request.departureTime) return undefined
  const departure = Temporal.Instant.from(request.departureTime)
  // Google refuses the past; a minute of grace for the way there.
  const earliest = world.clock.now().subtract({ seconds: 60 })
  return Temporal.Instant.compare(departure, earliest) < 0
    ? 'Timestamp must be set to a future time.'
    : undefined
}

function routesFor(request: RoutesRequest, world: World): object[] {
  const from = positionOf(request.origin)
  const to = positionOf(request.destination)
  if (!from || !to) return []
  const departure = request.departureTime ? Temporal.Instant.from(request.departureTime) : world.clock.now()
  const hasTraffic = request.routingPreference.startsWith('TRAFFIC_AWARE')
  const found = drives(from, to, departure, request.computeAlternativeRoutes ? 3 : 1)
  return found.map((drive, rank) => routeResource(drive, hasTraffic, rank, { from, to }))
}

function positionOf(waypoint: z.infer<typeof Waypoint>): Position | undefined {
  if ('location' in waypoint) return (waypoint.location as { latLng: Position }).latLng
  return findAddress(String(waypoint.address))
}

function routeResource(
  drive: Drive,
  hasTraffic: boolean,
  rank: number,
  ends: { from: Position; to: Position },
): object {
  const duration = `${hasTraffic ? drive.durationSeconds : drive.freeSeconds}s`
  const staticDuration = `${drive.freeSeconds}s`
  const polyline = { encodedPolyline: encodePolyline(drive.path) }
  const leg = {
    distanceMeters: drive.distanceMetres,
    duration,
    staticDuration,
    polyline,
    startLocation: { latLng: ends.from },
    endLocation: { latLng: ends.to },
  }
  return {
    routeLabels: [rank === 0 ? 'DEFAULT_ROUTE' : 'DEFAULT_ROUTE_ALTERNATE'],
    description: drive.name,
    distanceMeters: drive.distanceMetres,
    duration,
    staticDuration,
    polyline,
    legs: [leg],
    warnings: [],
    travelAdvisory: {},
    localizedValues: {
      distance: { text: `${(drive.distanceMetres / 1000).toFixed(1)} km` },
      duration: { text: `${Math.round(Number.parseInt(duration, 10) / 60)} min` },
    },
  }
}

/** What is left of `value` under a field mask; `*` keeps everything. */
function masked(value: object, paths: string[][]): object {
  if (paths.some(([head]) => head === '*' || head === undefined)) return value
  const kept: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    const below = paths.filter(([head]) => head === name).map((path) => path.slice(1))
    if (below.length === 0) continue
    const project = (item: unknown) =>
      typeof item === 'object' && item !== null ? masked(item, below) : item
    const projected = Array.isArray(inner) ? inner.map(project) : project(inner)
    // Like protobuf's JSON, an empty list is left out.
    if (!Array.isArray(projected) || projected.length > 0) kept[name] = projected
  }
  return kept
}

function geocode(address: string | undefined, key: string | undefined): object {
  if (key !== credentials.googleMapsKey) {
    return { results: [], status: 'REQUEST_DENIED', error_message: 'The provided API key is invalid.' }
  }
  if (!address)
    return {
      results: [],
      status: 'INVALID_REQUEST',
      error_message: "Invalid request. Missing the 'address' parameter.",
    }
  const found = findAddress(address)
  if (!found) return { results: [], status: 'ZERO_RESULTS' }
  const { latitude: lat, longitude: lng } = found
  const [line = '', town = ''] = found.address.split(',').map((part) => part.trim())
  const box = (margin: number) => ({
    northeast: { lat: lat + margin, lng: lng + margin },
    southwest: { lat: lat - margin, lng: lng - margin },
  })
  const result = {
    address_components: [
      {
        long_name: /\d+\w*$/.exec(line)?.[0] ?? '',
        short_name: /\d+\w*$/.exec(line)?.[0] ?? '',
        types: ['street_number'],
      },
      {
        long_name: line.replace(/\s*\d+\w*$/, ''),
        short_name: line.replace(/\s*\d+\w*$/, ''),
        types: ['route'],
      },
      {
        long_name: town.replace(/^\d{2}-\d{3}\s*/, ''),
        short_name: town.replace(/^\d{2}-\d{3}\s*/, ''),
        types: ['locality', 'political'],
      },
      { long_name: 'Polska', short_name: 'PL', types: ['country', 'political'] },
      {
        long_name: /^\d{2}-\d{3}/.exec(town)?.[0] ?? '',
        short_name: /^\d{2}-\d{3}/.exec(town)?.[0] ?? '',
        types: ['postal_code'],
      },
    ].filter((component) => component.long_name !== ''),
    formatted_address: `${found.address}, Polska`,
    geometry: {
      location: { lat, lng },
      location_type: found.isApproximate ? 'RANGE_INTERPOLATED' : 'ROOFTOP',
      viewport: box(0.0013),
    },
    place_id: `sandbox-${found.place.id}`,
    types: ['street_address'],
    ...(found.isApproximate ? { partial_match: true } : {}),
  }
  return { results: [result], status: 'OK' }
}
