import { z } from 'zod'
import {
  type Coordinates,
  endpoint,
  type OutboundClient,
  OutboundError,
  type OutboundErrorKind,
} from '#kernel'
import type { GeocodedPlace, Geocoder } from './types.ts'

export const GOOGLE_GEOCODING_URL = 'https://maps.googleapis.com'

const NAME = 'google'
/** Half the height and width of the box around `near` that results are drawn to, degrees (some 50 km). */
const BIAS_DEGREES = 0.5

const Answer = z.object({
  status: z.string().max(100),
  results: z
    .array(
      z.object({
        formatted_address: z.string().max(1_000),
        place_id: z.string().max(500).optional(),
        partial_match: z.boolean().default(false),
        geometry: z.object({
          location: z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }),
          location_type: z.string().max(100),
        }),
      }),
    )
    .default([]),
})

/** Google answers these with HTTP 200. */
const REFUSALS: Record<string, OutboundErrorKind> = {
  OVER_QUERY_LIMIT: 'rate-limited',
  OVER_DAILY_LIMIT: 'quota-exceeded',
}

const PRECISION: Record<string, GeocodedPlace['precision']> = {
  ROOFTOP: 'building',
  RANGE_INTERPOLATED: 'street',
  GEOMETRIC_CENTER: 'street',
}

/** Google Geocoding API (v3, JSON). Its terms allow coordinates to be kept for 30 days. */
export function googleGeocoding(
  client: OutboundClient,
  options: { apiKey: string; baseUrl?: string },
): Geocoder {
  return {
    name: NAME,
    cacheFor: Temporal.Duration.from({ days: 30 }),
    async find(address, { language, near }) {
      const url = endpoint(options.baseUrl ?? GOOGLE_GEOCODING_URL, 'maps/api/geocode/json')
      url.searchParams.set('address', address)
      url.searchParams.set('language', language)
      if (near) url.searchParams.set('bounds', box(near))
      url.searchParams.set('key', options.apiKey)
      const { status, results } = await client.json(Answer, url)
      const [best] = results
      if (status === 'ZERO_RESULTS') return undefined
      if (status !== 'OK') throw refusal(client, status)
      if (!best) throw new OutboundError(client.provider, 'malformed', 'Geocoding said OK without a result')
      return {
        provider: NAME,
        coordinates: { latitude: best.geometry.location.lat, longitude: best.geometry.location.lng },
        address: best.formatted_address,
        ...(best.place_id ? { placeId: best.place_id } : {}),
        precision: PRECISION[best.geometry.location_type] ?? 'area',
        partial: best.partial_match,
      }
    },
  }
}

function box({ latitude, longitude }: Coordinates): string {
  const south = Math.max(-90, latitude - BIAS_DEGREES)
  const north = Math.min(90, latitude + BIAS_DEGREES)
  return `${south},${longitude - BIAS_DEGREES}|${north},${longitude + BIAS_DEGREES}`
}

function refusal(client: OutboundClient, status: string): OutboundError {
  return new OutboundError(client.provider, REFUSALS[status] ?? 'http', `Geocoding refused: ${status}`)
}
