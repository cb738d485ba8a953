import { Hono } from 'hono'
import { places } from '../places.ts'
import { findAddress } from './warsaw.ts'
import type { StandIn, StandInApp } from './world.ts'

/**
 * Nominatim's search (`jsonv2`). As its usage policy asks, a request must name its application (403 without a
 * User-Agent of its own). The limit of one request a second is a fault that a test sets: `{kind: 'pace', perSecond: 1}`.
 */
export function nominatim(): StandIn {
  const app: StandInApp = new Hono()
  app.get('/search', (context) => {
    const agent = context.req.header('user-agent') ?? ''
    // What HTTP libraries send by themselves does not name an application.
    if (!agent || /^(?:node|undici|node-fetch|curl|axios)\b/i.test(agent)) {
      return context.text('Access denied. See https://operations.osmfoundation.org/policies/nominatim/', 403)
    }
    const format = context.req.query('format') ?? 'jsonv2'
    if (format !== 'jsonv2' && format !== 'json') {
      return context.json(
        { error: { code: 400, message: "Parameter 'format' must be one of: json, jsonv2" } },
        400,
      )
    }
    const address =
      context.req.query('q') ?? ['street', 'city'].map((name) => context.req.query(name) ?? '').join(', ')
    if (!address.trim()) return context.json({ error: { code: 400, message: 'Nothing to search for.' } }, 400)
    const found = findAddress(address)
    const limit = Number(context.req.query('limit') ?? 10)
    if (!found || limit < 1) return context.json([])
    const { latitude, longitude } = found
    const rank = 1 + places.indexOf(found.place)
    return context.json([
      {
        place_id: rank,
        licence: 'Data of the Klaps sandbox',
        osm_type: found.isApproximate ? 'way' : 'node',
        osm_id: 1000 + rank,
        lat: latitude.toFixed(7),
        lon: longitude.toFixed(7),
        category: found.isApproximate ? 'highway' : 'building',
        type: found.isApproximate ? 'residential' : 'yes',
        place_rank: found.isApproximate ? 26 : 30,
        importance: 0.0001,
        addresstype: found.isApproximate ? 'road' : 'building',
        name: '',
        display_name: `${found.address}, Polska`,
        boundingbox: [latitude - 0.001, latitude + 0.001, longitude - 0.001, longitude + 0.001].map((edge) =>
          edge.toFixed(7),
        ),
      },
    ])
  })
  return {
    name: 'nominatim',
    app,
    refusal: (status) => ({
      error: {
        code: status,
        message: status === 429 ? 'Bandwidth limit exceeded' : 'The sandbox was told to fail.',
      },
    }),
    reset: () => {},
  }
}
