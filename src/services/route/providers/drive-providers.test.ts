import { afterEach, describe, expect, it } from 'vitest'
import {
  type ReplayServer,
  type Reply,
  replayServer,
  singleAttemptClient,
} from '../../../../test/support/outbound.ts'
import { DETOUR_FACTOR, estimateDrive, estimateProvider, greatCircleMeters } from './estimate.ts'
import { googleRoutes } from './google-routes.ts'
import { osrm } from './osrm.ts'

const palace = { latitude: 52.231838, longitude: 21.005995 }
const okecie = { latitude: 52.165845, longitude: 20.967122 }
const now = Temporal.Instant.from('2026-03-15T18:00:00Z')
const departAt = Temporal.Instant.from('2026-03-16T04:25:00Z')

let server: ReplayServer
afterEach(() => server?.close())

async function replaying(reply: Reply): Promise<ReplayServer> {
  server = await replayServer(() => reply)
  return server
}

describe('googleRoutes', () => {
  const answer = {
    routes: [
      {
        distanceMeters: 9_934,
        duration: '1432s',
        description: 'Żwirki i Wigury',
        polyline: { encodedPolyline: 'ipkcFfichVnP@j@BLoFVwM' },
      },
      { distanceMeters: 11_270, duration: '1519.5s', description: 'al. Krakowska' },
      { distanceMeters: 12_001, duration: '1600s' },
      { distanceMeters: 15_500, duration: '1700s' },
    ],
  }

  async function google(reply: Reply) {
    const { baseUrl } = await replaying(reply)
    return googleRoutes(singleAttemptClient('google-routes'), { apiKey: 'secret', baseUrl, now: () => now })
  }

  it('asks for a traffic-aware drive at the departure, with the key and the mask in headers', async () => {
    const provider = await google({ body: answer })
    await provider.drive(palace, okecie, departAt)
    const [request] = server.requests
    expect(request?.method).toBe('POST')
    expect(request?.url.pathname).toBe('/directions/v2:computeRoutes')
    expect(request?.url.search).toBe('')
    expect(request?.headers).toMatchObject({
      'x-goog-api-key': 'secret',
      'x-goog-fieldmask':
        'routes.duration,routes.distanceMeters,routes.description,routes.polyline.encodedPolyline',
    })
    expect(JSON.parse(request?.body ?? '')).toEqual({
      origin: { location: { latLng: palace } },
      destination: { location: { latLng: okecie } },
      travelMode: 'DRIVE',
      routingPreference: 'TRAFFIC_AWARE',
      departureTime: '2026-03-16T04:25:00Z',
      computeAlternativeRoutes: false,
      polylineQuality: 'OVERVIEW',
      units: 'METRIC',
    })
  })

  it('reads the best drive', async () => {
    const provider = await google({ body: answer })
    expect(await provider.drive(palace, okecie, departAt)).toEqual([
      {
        provider: 'google',
        trafficAware: true,
        estimated: false,
        durationSeconds: 1_432,
        distanceMeters: 9_934,
        summary: 'Żwirki i Wigury',
        polyline: 'ipkcFfichVnP@j@BLoFVwM',
      },
    ])
  })

  it('offers three drives at most', async () => {
    const provider = await google({ body: answer })
    const drives = await provider.drive(palace, okecie, departAt, { alternatives: 5 })
    expect(drives.map((drive) => drive.durationSeconds)).toEqual([1_432, 1_519.5, 1_600])
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ computeAlternativeRoutes: true })
  })

  it.each(['2026-03-15T17:00:00Z', '2026-03-15T18:01:00Z'])(
    'leaves out a departure that is past or now: %s',
    async (at) => {
      const provider = await google({ body: answer })
      await provider.drive(palace, okecie, Temporal.Instant.from(at))
      expect(JSON.parse(server.requests[0]?.body ?? '')).not.toHaveProperty('departureTime')
    },
  )

  it('knows that an empty answer means no road', async () => {
    const provider = await google({ body: {} })
    expect(await provider.drive(palace, okecie, departAt)).toEqual([])
  })

  it('reads a drive to where one stands already', async () => {
    const provider = await google({ body: { routes: [{ duration: '0s' }] } })
    expect(await provider.drive(palace, palace, departAt)).toMatchObject([
      { durationSeconds: 0, distanceMeters: 0 },
    ])
  })

  it.each([{ routes: [{ duration: 1432 }] }, { routes: [{ distanceMeters: 5 }] }, '<html>'])(
    'calls %j malformed',
    async (body) => {
      const provider = await google({ body })
      await expect(provider.drive(palace, okecie, departAt)).rejects.toMatchObject({ kind: 'malformed' })
    },
  )

  it('passes a refusal on', async () => {
    const provider = await google({
      status: 403,
      body: {
        error: { code: 403, message: 'The request is missing a valid API key.', status: 'PERMISSION_DENIED' },
      },
    })
    await expect(provider.drive(palace, okecie, departAt)).rejects.toMatchObject({
      kind: 'http',
      status: 403,
    })
  })
})

describe('osrm', () => {
  const answer = {
    code: 'Ok',
    routes: [
      {
        geometry: 'ipkcFfichVnP@j@BLoFVwM',
        legs: [
          {
            steps: [],
            summary: 'Żwirki i Wigury, Raszyńska',
            weight: 904.7,
            duration: 904.7,
            distance: 9_712.4,
          },
        ],
        weight_name: 'routability',
        weight: 904.7,
        duration: 904.7,
        distance: 9_712.4,
      },
      { legs: [{ summary: '' }], duration: 1_003, distance: 10_100 },
    ],
    waypoints: [],
  }

  it('asks with longitude first and reads duration, distance and road names', async () => {
    const { baseUrl } = await replaying({ body: answer })
    const provider = osrm(singleAttemptClient('osrm'), { baseUrl: `${baseUrl}/car` })
    expect(await provider.drive(palace, okecie, departAt, { alternatives: 2 })).toEqual([
      {
        provider: 'osrm',
        trafficAware: false,
        estimated: false,
        durationSeconds: 904.7,
        distanceMeters: 9_712,
        summary: 'Żwirki i Wigury, Raszyńska',
        polyline: 'ipkcFfichVnP@j@BLoFVwM',
      },
      {
        provider: 'osrm',
        trafficAware: false,
        estimated: false,
        durationSeconds: 1_003,
        distanceMeters: 10_100,
      },
    ])
    expect(server.requests[0]?.url.pathname).toBe(
      '/car/route/v1/driving/21.005995,52.231838;20.967122,52.165845',
    )
    expect(server.requests[0]?.url.searchParams.get('alternatives')).toBe('1')
  })

  it.each(['NoRoute', 'NoSegment'])('knows that %s means no road', async (code) => {
    const { baseUrl } = await replaying({
      status: 400,
      body: { code, message: 'Impossible route between points' },
    })
    expect(await osrm(singleAttemptClient('osrm'), { baseUrl }).drive(palace, okecie, departAt)).toEqual([])
  })

  it('passes other errors on', async () => {
    const { baseUrl } = await replaying({
      status: 400,
      body: { code: 'InvalidQuery', message: 'Query malformed' },
    })
    const drive = osrm(singleAttemptClient('osrm'), { baseUrl }).drive(palace, okecie, departAt)
    await expect(drive).rejects.toMatchObject({ kind: 'http', status: 400 })
  })

  it('calls a negative duration malformed', async () => {
    const { baseUrl } = await replaying({ body: { code: 'Ok', routes: [{ duration: -1, distance: 10 }] } })
    const drive = osrm(singleAttemptClient('osrm'), { baseUrl }).drive(palace, okecie, departAt)
    await expect(drive).rejects.toMatchObject({ kind: 'malformed' })
  })
})

describe('estimate', () => {
  it('measures the great circle', () => {
    const warsaw = { latitude: 52.2296756, longitude: 21.0122287 }
    const krakow = { latitude: 50.0646501, longitude: 19.9449799 }
    expect(greatCircleMeters(warsaw, krakow) / 1000).toBeCloseTo(252, 0)
    expect(greatCircleMeters(warsaw, warsaw)).toBe(0)
    expect(greatCircleMeters({ latitude: 0, longitude: -180 }, { latitude: 0, longitude: 180 })).toBeCloseTo(
      0,
      0,
    )
  })

  it('says that it is an estimate and applies the detour', async () => {
    const [drive] = await estimateProvider().drive(palace, okecie, departAt)
    expect(drive).toMatchObject({ provider: 'estimate', estimated: true, trafficAware: false })
    expect(drive?.distanceMeters).toBe(Math.round(greatCircleMeters(palace, okecie) * DETOUR_FACTOR))
  })

  it('takes longer at eight in the morning than at night, by the clock of the place', () => {
    const minutes = (at: string) =>
      estimateDrive(palace, okecie, Temporal.Instant.from(at)).durationSeconds / 60
    expect(minutes('2026-03-16T02:00:00+01:00')).toBeCloseTo(16, 1)
    expect(minutes('2026-03-16T08:00:00+01:00')).toBeCloseTo(27.1, 1)
    expect(minutes('2026-03-14T08:00:00+01:00')).toBeCloseTo(18.55, 1)
  })

  it('never gets shorter with distance', () => {
    const at = Temporal.Instant.from('2026-03-16T05:00:00Z')
    const durations = [0, 0.01, 0.05, 0.1, 0.5, 1, 3].map(
      (degrees) =>
        estimateDrive(palace, { ...palace, latitude: palace.latitude - degrees }, at).durationSeconds,
    )
    expect(durations.toSorted((a, b) => a - b)).toEqual(durations)
  })
})
