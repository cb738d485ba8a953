import { z } from 'zod'
import { type Coordinates, endpoint, type OutboundClient, type OutboundPolicy } from '#kernel'
import type { GeocodedPlace, GeocodeOptions, Geocoder } from './types.ts'

export const NOMINATIM_URL = 'https://nominatim.openstreetmap.org'
/** The usage policy of the public server: one request a second, all replicas together. */
export const NOMINATIM_POLICY: OutboundPolicy = { rate: { points: 1, perSeconds: 1 } }

const NAME = 'nominatim'
/** Half the height and width of the box around `near` that results are drawn to, degrees. */
const BIAS_DEGREES = 0.5
/** Questions for one address at most; at one a second each costs its second. */
const MOST_QUESTIONS = 3

/** Coordinates come as text. `place_rank` runs from 2 (country) over 26 (street) to 30 (house, place of interest). */
const Answer = z
  .array(
    z.object({
      lat: z.coerce.number().min(-90).max(90),
      lon: z.coerce.number().min(-180).max(180),
      display_name: z.string().max(2_000),
      place_rank: z.number().int().min(0).max(30),
      osm_type: z.string().max(20).optional(),
      osm_id: z.number().int().optional(),
    }),
  )
  .max(50)

export interface NominatimOptions {
  baseUrl?: string
  /** Names the application and a way to reach its operator; the policy bans callers without one. */
  userAgent: string
}

/**
 * Nominatim (OpenStreetMap). Its policy asks to keep answers rather than ask again. Call sheets write the name of a
 * hall or a studio before the address (`Hala 5, WFDiF, ul. Chelmska 21, Warszawa`), which Nominatim takes for part
 * of it and finds nothing: then the leading parts are dropped one by one, and the answer is marked partial.
 */
export function nominatim(client: OutboundClient, options: NominatimOptions): Geocoder {
  return {
    name: NAME,
    cacheFor: 'forever',
    async find(address, search) {
      for (const [index, query] of questions(address).entries()) {
        const url = searchUrl(options.baseUrl ?? NOMINATIM_URL, query, search)
        const [best] = await client.json(Answer, url, { headers: { 'user-agent': options.userAgent } })
        if (best) return toPlace(best, index > 0)
      }
      return undefined
    },
  }
}

/** The whole address, then without its leading parts as long as two are left. */
function questions(address: string): string[] {
  const parts = address.split(',').map((part) => part.trim())
  const shorter = Math.min(MOST_QUESTIONS, Math.max(1, parts.length - 1))
  return Array.from({ length: shorter }, (_, dropped) => parts.slice(dropped).join(', '))
}

function searchUrl(baseUrl: string, query: string, { language, near }: GeocodeOptions): URL {
  const url = endpoint(baseUrl, 'search')
  url.searchParams.set('q', query)
  url.searchParams.set('format', 'jsonv2')
  url.searchParams.set('limit', '1')
  url.searchParams.set('accept-language', language)
  if (near) url.searchParams.set('viewbox', box(near))
  return url
}

function box({ latitude, longitude }: Coordinates): string {
  return [
    longitude - BIAS_DEGREES,
    latitude - BIAS_DEGREES,
    longitude + BIAS_DEGREES,
    latitude + BIAS_DEGREES,
  ].join(',')
}

function toPlace(found: z.output<typeof Answer>[number], shortened: boolean): GeocodedPlace {
  const precision = found.place_rank >= 28 ? 'building' : found.place_rank >= 26 ? 'street' : 'area'
  const id = found.osm_type && found.osm_id !== undefined ? `${found.osm_type}/${found.osm_id}` : undefined
  return {
    provider: NAME,
    coordinates: { latitude: found.lat, longitude: found.lon },
    address: found.display_name,
    ...(id ? { placeId: id } : {}),
    precision,
    partial: shortened || precision === 'area',
  }
}
