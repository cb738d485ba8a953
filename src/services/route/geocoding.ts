import { createHash } from 'node:crypto'
import { type Coordinates, firstAnswer } from '#kernel'
import type { Ctx } from './context.ts'
import type { GeocodedPlace, Geocoder } from './providers/types.ts'
import { timeZoneAt } from './zone.ts'

/** Addresses in the language of the signs on the road there. */
const LANGUAGE = 'pl'
/** An address that no map knows may be on one tomorrow. */
const UNKNOWN_FOR = Temporal.Duration.from({ hours: 24 })

/** A point on the map. `exact`: the building or the street, not only the town around it. */
export interface Spot {
  provider: string
  address: string
  coordinates: Coordinates
  zone: string
  confidence: 'exact' | 'approximate'
}

/** `down`: the map that knows best could not be asked, so nobody can say. */
export type Lookup = { state: 'found'; spot: Spot } | { state: 'unknown' } | { state: 'down' }
export type Answer = Exclude<Lookup, { state: 'down' }>

/** A map's answer and until when it may be kept; null is for good. */
export interface Kept<L extends Lookup = Lookup> {
  lookup: L
  until: Temporal.Instant | null
}

/** Asks the maps in order of preference. */
export async function askMaps(ctx: Ctx, geocoders: readonly Geocoder[], address: string): Promise<Kept> {
  const { answer, failures } = await firstAnswer(geocoders, (geocoder) =>
    geocoder.find(address, { language: LANGUAGE }),
  )
  for (const { provider, error } of failures)
    ctx.log.warn({ provider, err: error }, 'A map could not be asked for an address')
  const now = ctx.clock.now()
  if (answer)
    return { lookup: { state: 'found', spot: spotOf(answer) }, until: keptUntil(geocoders, answer, now) }
  const bestFailed = failures.some(({ provider }) => provider === geocoders[0]?.name)
  return bestFailed
    ? { lookup: { state: 'down' }, until: now }
    : { lookup: { state: 'unknown' }, until: now.add(UNKNOWN_FOR) }
}

/** Identifies an address however it is spaced, capitalised and punctuated. One-way. */
export function addressKey(address: string): Buffer {
  const plain = address
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim()
  return createHash('sha256').update(plain).digest()
}

function spotOf({ provider, address, coordinates, precision, partial }: GeocodedPlace): Spot {
  const confidence = precision === 'area' || partial ? 'approximate' : 'exact'
  return { provider, address, coordinates, zone: timeZoneAt(coordinates), confidence }
}

function keptUntil(
  geocoders: readonly Geocoder[],
  { provider }: GeocodedPlace,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const keep = geocoders.find(({ name }) => name === provider)?.cacheFor
  if (!keep || keep === 'forever') return null
  return now.toZonedDateTimeISO('UTC').add(keep).toInstant()
}
