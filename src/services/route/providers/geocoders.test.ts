import { afterEach, describe, expect, it } from 'vitest'
import {
  type ReplayServer,
  type Reply,
  replayServer,
  singleAttemptClient,
} from '../../../../test/support/outbound.ts'
import { googleGeocoding } from './google-geocoding.ts'
import { nominatim } from './nominatim.ts'

let server: ReplayServer
afterEach(() => server?.close())

describe('googleGeocoding', () => {
  const found = {
    results: [
      {
        address_components: [{ long_name: '21', short_name: '21', types: ['street_number'] }],
        formatted_address: 'Chełmska 21, 00-724 Warszawa, Polska',
        geometry: {
          location: { lat: 52.1968, lng: 21.0448 },
          location_type: 'ROOFTOP',
          viewport: { northeast: { lat: 52.198, lng: 21.046 }, southwest: { lat: 52.195, lng: 21.043 } },
        },
        place_id: 'ChIJXyz',
        types: ['street_address'],
      },
    ],
    status: 'OK',
  }

  async function google(reply: Reply) {
    server = await replayServer(() => reply)
    return googleGeocoding(singleAttemptClient('google-geocoding'), {
      apiKey: 'secret',
      baseUrl: server.baseUrl,
    })
  }

  it('finds an address near a point', async () => {
    const geocoder = await google({ body: found })
    const near = { latitude: 52, longitude: 21 }
    expect(await geocoder.find('ul. Chełmska 21, Warszawa', { language: 'pl', near })).toEqual({
      provider: 'google',
      coordinates: { latitude: 52.1968, longitude: 21.0448 },
      address: 'Chełmska 21, 00-724 Warszawa, Polska',
      placeId: 'ChIJXyz',
      precision: 'building',
      partial: false,
    })
    expect(Object.fromEntries(server.requests[0]?.url.searchParams ?? [])).toEqual({
      address: 'ul. Chełmska 21, Warszawa',
      language: 'pl',
      bounds: '51.5,20.5|52.5,21.5',
      key: 'secret',
    })
  })

  it('may be kept for thirty days', async () => {
    expect((await google({ body: found })).cacheFor.toString()).toBe('P30D')
  })

  it('says that only a part was found', async () => {
    const [result] = found.results
    const geometry = { ...result?.geometry, location_type: 'APPROXIMATE' }
    const geocoder = await google({
      body: { status: 'OK', results: [{ ...result, partial_match: true, geometry }] },
    })
    expect(await geocoder.find('Nowhere 1, Warszawa', { language: 'en' })).toMatchObject({
      partial: true,
      precision: 'area',
    })
  })

  it('finds nothing when there is nothing', async () => {
    const geocoder = await google({ body: { results: [], status: 'ZERO_RESULTS' } })
    expect(await geocoder.find('xyzzy', { language: 'en' })).toBeUndefined()
  })

  it.each([
    ['OVER_QUERY_LIMIT', 'rate-limited'],
    ['OVER_DAILY_LIMIT', 'quota-exceeded'],
    ['REQUEST_DENIED', 'http'],
  ])('turns %s into an error of kind %s', async (status, kind) => {
    const geocoder = await google({ body: { results: [], status, error_message: 'no' } })
    await expect(geocoder.find('x', { language: 'en' })).rejects.toMatchObject({
      name: 'OutboundError',
      kind,
    })
  })

  it.each([
    { status: 'OK', results: [] },
    { status: 'OK', results: [{ formatted_address: 'x' }] },
    [],
    'nope',
  ])('calls %j malformed', async (body) => {
    const geocoder = await google({ body })
    await expect(geocoder.find('x', { language: 'en' })).rejects.toMatchObject({ kind: 'malformed' })
  })
})

describe('nominatim', () => {
  const house = {
    place_id: 167_000_001,
    licence: 'Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright',
    osm_type: 'way',
    osm_id: 52_345_678,
    lat: '52.1968213',
    lon: '21.0448012',
    category: 'building',
    type: 'yes',
    place_rank: 30,
    importance: 0.00008,
    addresstype: 'building',
    name: '',
    display_name: '21, Chełmska, Czerniaków, Mokotów, Warszawa, województwo mazowieckie, 00-724, Polska',
    boundingbox: ['52.196', '52.197', '21.044', '21.045'],
  }

  async function answering(answers: Record<string, unknown[]>) {
    server = await replayServer(({ url }) => ({ body: answers[url.searchParams.get('q') ?? ''] ?? [] }))
    return nominatim(singleAttemptClient('nominatim'), {
      baseUrl: server.baseUrl,
      userAgent: 'Klaps/0.1 (+https://klaps.example)',
    })
  }

  it('names itself and finds a building', async () => {
    const geocoder = await answering({ 'Chełmska 21, Warszawa': [house] })
    const near = { latitude: 52, longitude: 21 }
    expect(await geocoder.find('Chełmska 21, Warszawa', { language: 'pl', near })).toEqual({
      provider: 'nominatim',
      coordinates: { latitude: 52.1968213, longitude: 21.0448012 },
      address: house.display_name,
      placeId: 'way/52345678',
      precision: 'building',
      partial: false,
    })
    const [request] = server.requests
    expect(request?.headers['user-agent']).toBe('Klaps/0.1 (+https://klaps.example)')
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      q: 'Chełmska 21, Warszawa',
      format: 'jsonv2',
      limit: '1',
      'accept-language': 'pl',
      viewbox: '20.5,51.5,21.5,52.5',
    })
  })

  it('drops what a call sheet writes before the address, and says that it did', async () => {
    const geocoder = await answering({ 'ul. Chełmska 21, Warszawa': [house] })
    const place = await geocoder.find('Hala 5, WFDiF, ul. Chełmska 21, Warszawa', { language: 'pl' })
    expect(place).toMatchObject({ precision: 'building', partial: true })
    expect(server.requests.map(({ url }) => url.searchParams.get('q'))).toEqual([
      'Hala 5, WFDiF, ul. Chełmska 21, Warszawa',
      'WFDiF, ul. Chełmska 21, Warszawa',
      'ul. Chełmska 21, Warszawa',
    ])
  })

  it('does not take the town for the address', async () => {
    const geocoder = await answering({})
    expect(await geocoder.find('Nowhere 1, Warszawa', { language: 'pl' })).toBeUndefined()
    expect(server.requests).toHaveLength(1)
  })

  it('marks a town as partial', async () => {
    const geocoder = await answering({ Warszawa: [{ ...house, place_rank: 16 }] })
    expect(await geocoder.find('Warszawa', { language: 'pl' })).toMatchObject({
      precision: 'area',
      partial: true,
    })
  })

  it('calls coordinates that are none malformed', async () => {
    const geocoder = await answering({ x: [{ ...house, lat: 'north' }] })
    await expect(geocoder.find('x', { language: 'pl' })).rejects.toMatchObject({ kind: 'malformed' })
  })
})
