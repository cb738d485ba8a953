import { Hono } from 'hono'
import { type Drive, drives, encodePolyline } from './traffic.ts'
import { nearestPlace, type Position } from './warsaw.ts'
import type { StandIn, StandInApp, World } from './world.ts'

/** OSRM's route service (API v1, profile driving): no traffic, positions as `lon,lat;lon,lat`. */
export function osrm(world: World): StandIn {
  const app: StandInApp = new Hono()
  app.get('/route/v1/:profile/:coordinates', (context) => {
    const query = new URL(context.req.url).searchParams
    const positions = readCoordinates(context.req.param('coordinates'))
    if (!positions)
      return context.json({ code: 'InvalidUrl', message: 'URL string malformed close to position 1' }, 400)
    const [from, to] = positions
    if (!from || !to || positions.length > 2) {
      return context.json({ code: 'InvalidOptions', message: 'Number of coordinates needs to be two.' }, 400)
    }
    const found = drives(from, to, world.clock.now(), alternativesOf(query.get('alternatives')))
    if (found.length === 0)
      return context.json({ code: 'NoRoute', message: 'Impossible route between points' }, 400)
    const byTime = found.toSorted((one, other) => one.freeSeconds - other.freeSeconds)
    return context.json({
      code: 'Ok',
      routes: byTime.map((drive) => routeResource(drive, query)),
      waypoints: [from, to].map(waypointResource),
    })
  })
  app.notFound((context) => context.json({ code: 'InvalidService', message: 'Service not found!' }, 400))
  return {
    name: 'osrm',
    app,
    refusal: (status) => ({
      code: status === 429 ? 'TooManyRequests' : 'Error',
      message: 'The sandbox was told to fail.',
    }),
    reset: () => {},
  }
}

function readCoordinates(text: string): Position[] | undefined {
  const positions = text.split(';').map((pair) => {
    const [longitude = Number.NaN, latitude = Number.NaN] = pair.split(',').map(Number)
    return { latitude, longitude }
  })
  const areValid = positions.every(
    ({ latitude, longitude }) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180,
  )
  return areValid ? positions : undefined
}

function alternativesOf(parameter: string | null): number {
  if (parameter === 'true') return 3
  return 1 + Math.min(2, Math.max(0, Number(parameter ?? 0) || 0))
}

function routeResource(drive: Drive, query: URLSearchParams): object {
  const { distanceMetres: distance, freeSeconds: duration, name } = drive
  const steps = [
    {
      distance,
      duration,
      weight: duration,
      name,
      mode: 'driving',
      driving_side: 'right',
      geometry: geometryOf(drive, query),
    },
  ]
  const overview = query.get('overview') ?? 'simplified'
  return {
    ...(overview === 'false' ? {} : { geometry: geometryOf(drive, query) }),
    legs: [
      {
        distance,
        duration,
        weight: duration,
        summary: query.get('steps') === 'true' ? name : '',
        steps: query.get('steps') === 'true' ? steps : [],
      },
    ],
    weight_name: 'routability',
    weight: duration,
    distance,
    duration,
  }
}

function geometryOf(drive: Drive, query: URLSearchParams): string | object {
  switch (query.get('geometries')) {
    case 'geojson':
      return {
        type: 'LineString',
        coordinates: drive.path.map(({ latitude, longitude }) => [longitude, latitude]),
      }
    case 'polyline6':
      return encodePolyline(drive.path, 6)
    default:
      return encodePolyline(drive.path)
  }
}

function waypointResource(position: Position): object {
  const name = nearestPlace(position, 50)?.address.split(',')[0] ?? ''
  return { hint: '', distance: 0, name, location: [position.longitude, position.latitude] }
}
