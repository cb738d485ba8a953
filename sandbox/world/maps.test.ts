import { assert, integer, property } from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../index.ts'
import { places } from '../places.ts'
import { drives, encodePolyline } from './traffic.ts'
import { findAddress } from './warsaw.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

const chelmska = { latitude: 52.1986, longitude: 21.0436 }
const plan = {
  origin: { address: 'Domaniewska 34, Warszawa' },
  destination: { location: { latLng: chelmska } },
  travelMode: 'DRIVE',
  routingPreference: 'TRAFFIC_AWARE',
}

interface RoutesAnswer {
  routes?: { duration: string; distanceMeters?: number; staticDuration?: string; legs?: object[] }[]
  error?: { status: string }
}

async function computeRoutes(
  body: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: RoutesAnswer }> {
  const response = await fetch(`${sandbox.env.GOOGLE_ROUTES_URL}/directions/v2:computeRoutes`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-goog-api-key': sandbox.env.GOOGLE_MAPS_API_KEY ?? '',
      'x-goog-fieldmask': 'routes.duration,routes.distanceMeters',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, answer: (await response.json()) as RoutesAnswer }
}

const secondsAt = async (departureTime: string) => {
  const { answer } = await computeRoutes({ ...plan, departureTime })
  return Number.parseInt(answer.routes?.[0]?.duration ?? '', 10)
}

describe('Routes API', () => {
  test('the same drive takes longer in the morning rush than at night, and as long every time it is asked', async () => {
    sandbox.clock.set(Temporal.Instant.from('2026-11-20T12:00:00Z'))
    const rush = await secondsAt('2026-12-01T07:30:00+01:00')
    expect(rush).toBeGreaterThan((await secondsAt('2026-12-01T03:00:00+01:00')) * 1.5)
    expect(await secondsAt('2026-12-01T07:30:00+01:00')).toBe(rush)
  })

  test('a field mask is required and obeyed', async () => {
    expect((await computeRoutes(plan, { 'x-goog-fieldmask': '' })).status).toBe(400)
    const { answer } = await computeRoutes(plan)
    expect(Object.keys(answer.routes?.[0] ?? {}).toSorted()).toEqual(['distanceMeters', 'duration'])
    const { answer: all } = await computeRoutes(plan, { 'x-goog-fieldmask': '*' })
    expect(all.routes?.[0]?.legs).toHaveLength(1)
  })

  test('400 for a departure in the past and for an arrival time, 403 for a bad key, nothing for an unknown address', async () => {
    expect((await computeRoutes({ ...plan, departureTime: '2020-01-01T00:00:00Z' })).status).toBe(400)
    expect((await computeRoutes({ ...plan, arrivalTime: '2030-01-01T00:00:00Z' })).status).toBe(400)
    expect((await computeRoutes(plan, { 'x-goog-api-key': 'bad' })).status).toBe(403)
    expect((await computeRoutes({ ...plan, origin: { address: 'Nigdzie 1, Atlantyda' } })).answer).toEqual({})
  })

  test('alternatives are up to three', async () => {
    const { answer } = await computeRoutes({ ...plan, computeAlternativeRoutes: true })
    expect(answer.routes?.length).toBe(3)
  })

  test('no minute of waiting gets one there earlier', () => {
    const monday = Temporal.Instant.from('2026-11-30T00:00:00+01:00')
    const [from, to] = [places[0], places[7]]
    if (!from || !to) throw new Error('no places')
    const arrival = (minute: number) =>
      minute * 60 + (drives(from, to, monday.add({ minutes: minute }), 1)[0]?.durationSeconds ?? 0)
    assert(property(integer({ min: 0, max: 2880 }), (minute) => arrival(minute) <= arrival(minute + 1) + 1))
  })
})

describe('addresses', () => {
  test.each([
    ['ul. Chełmska 21, 00-724 Warszawa', 'chelmska'],
    ['CHELMSKA 21', 'chelmska'],
    ['Chełmska 21, Warsaw, Poland', 'chelmska'],
    ['Hala 3, ul. Chełmska 21, Warszawa', 'chelmska'],
    ['al. Jana Pawła II 82', 'jana-pawla'],
    ['Plac Zamkowy 4, Warszawa', 'plac-zamkowy'],
    ['Panavision', 'panavision'],
    ['Kolejowa 12, 05-870 Błonie', 'kolejowa'],
  ])('%s is found exactly', (text, id) => {
    expect(findAddress(text)).toMatchObject({ place: { id }, isApproximate: false })
  })

  test('every address and alias of the map is found where it lies', () => {
    for (const place of places) {
      for (const spelling of [place.address, ...place.aliases]) {
        expect(findAddress(spelling), spelling).toMatchObject({
          place: { id: place.id },
          isApproximate: false,
        })
      }
    }
  })

  test('another house in a known street is a guess; an unknown street, town or house is nothing', () => {
    expect(findAddress('ul. Puławska 145, Warszawa')).toMatchObject({
      place: { id: 'pulawska' },
      isApproximate: true,
    })
    for (const text of ['ul. Zmyślona 7, Warszawa', 'Warszawa', '', 'Błonie'])
      expect(findAddress(text)).toBeUndefined()
    expect(findAddress('Kolejowa 12, Warszawa')).toBeUndefined()
  })
})

describe('Geocoding API', () => {
  const geocode = async (address: string, key = sandbox.env.GOOGLE_MAPS_API_KEY ?? '') => {
    const query = new URLSearchParams({ address, key, language: 'pl' })
    return (await (
      await fetch(`${sandbox.env.GOOGLE_GEOCODING_URL}/maps/api/geocode/json?${query}`)
    ).json()) as {
      status: string
      results: { geometry: { location: object; location_type: string }; partial_match?: boolean }[]
    }
  }

  test('OK, ZERO_RESULTS, REQUEST_DENIED and a partial match', async () => {
    const found = await geocode('ul. Chełmska 21, Warszawa')
    expect(found.status).toBe('OK')
    expect(found.results[0]?.geometry.location).toEqual({ lat: chelmska.latitude, lng: chelmska.longitude })
    expect((await geocode('Atlantyda 1')).status).toBe('ZERO_RESULTS')
    expect((await geocode('Chełmska 21', 'bad')).status).toBe('REQUEST_DENIED')
    expect((await geocode('Puławska 145')).results[0]).toMatchObject({ partial_match: true })
  })
})

describe('OSRM and Nominatim', () => {
  test('OSRM answers routes without traffic, alternatives and steps on request', async () => {
    const ends = '21.001,52.1823;21.0436,52.1986'
    const url = `${sandbox.env.OSRM_URL}/route/v1/driving/${ends}?overview=full&geometries=geojson&alternatives=true&steps=true`
    const answer = (await (await fetch(url)).json()) as {
      code: string
      routes: { legs: { steps: object[] }[]; geometry: object }[]
    }
    expect(answer.code).toBe('Ok')
    expect(answer.routes).toHaveLength(3)
    expect(answer.routes[0]).toMatchObject({ geometry: { type: 'LineString' } })
    expect(answer.routes[0]?.legs[0]?.steps).toHaveLength(1)
    const far = await fetch(`${sandbox.env.OSRM_URL}/route/v1/driving/21,52;-74,40`)
    expect([far.status, ((await far.json()) as { code: string }).code]).toEqual([400, 'NoRoute'])
  })

  test('Nominatim wants a named application, finds addresses, and 429s what is too fast', async () => {
    const search = (agent: string) =>
      fetch(
        `${sandbox.env.NOMINATIM_URL}/search?q=${encodeURIComponent('Mińska 25, Warszawa')}&format=jsonv2&limit=1`,
        {
          headers: { 'user-agent': agent },
        },
      )
    expect((await search('node')).status).toBe(403)
    const found = (await (await search('Klaps/1.0 (crew@klaps.test)')).json()) as {
      lat: string
      lon: string
    }[]
    expect(found[0]).toMatchObject({ lat: '52.2513000', lon: '21.0563000' })
    sandbox.faults.set('nominatim', { kind: 'pace', perSecond: 1 })
    const statuses = [(await search('Klaps/1.0')).status, (await search('Klaps/1.0')).status]
    expect(statuses).toEqual([200, 429])
  })

  test("a polyline is encoded as in Google's reference", () => {
    const points = [
      { latitude: 38.5, longitude: -120.2 },
      { latitude: 40.7, longitude: -120.95 },
      { latitude: 43.252, longitude: -126.453 },
    ]
    expect(encodePolyline(points)).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@')
  })
})
