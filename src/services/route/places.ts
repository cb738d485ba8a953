import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { Coordinates } from '#kernel'
import type { Ctx } from './context.ts'
import { type Answer, addressKey, askMaps, type Kept, type Lookup } from './geocoding.ts'
import type { Maps } from './maps.ts'
import type { Tables } from './tables.ts'

/** A place of the user's settings. */
export type PersonalPlace = 'home' | 'stop'

const Spot = z.object({
  provider: z.string(),
  address: z.string(),
  coordinates: Coordinates,
  zone: z.string(),
  confidence: z.enum(['exact', 'approximate']),
})
/** What lies sealed: which address was asked for, and the map's answer. */
const Sealed = z.object({ key: z.string(), spot: Spot.nullable() })

const sealedFor = (userId: string, place: PersonalPlace) => `route:personal_places.sealed:${userId}:${place}`

/** Where a location is: from the stored places, else from the maps. Locations are nobody's secret; homes never come here. */
export async function findLocation(ctx: Ctx, maps: Maps, address: string): Promise<Lookup> {
  const key = addressKey(address)
  const known = await storedLocation(ctx.db.query, key)
  if (known) return known
  const { lookup, until } = await askMaps(ctx, maps.geocoders, address)
  if (lookup.state !== 'down') await storeLocation(ctx, key, { lookup, until })
  return lookup
}

/** An address that somebody typed in, which may be where they live: known locations help, nothing is kept. */
export async function findUnstored(ctx: Ctx, maps: Maps, address: string): Promise<Lookup> {
  const known = await storedLocation(ctx.db.query, addressKey(address))
  return known ?? (await askMaps(ctx, maps.geocoders, address)).lookup
}

/** Where a place of the user's settings is; the answer is kept under their key. */
export async function findPersonal(
  ctx: Ctx,
  maps: Maps,
  who: { userId: string; place: PersonalPlace; address: string },
): Promise<Lookup> {
  const { userId, place, address } = who
  const cipher = await ctx.secrets.person(userId)
  const key = addressKey(address).toString('base64')
  const row = await ctx.db.query
    .selectFrom('personal_places')
    .select('sealed')
    .where('user_id', '=', userId)
    .where('place', '=', place)
    .where(sql<boolean>`(expires_at is null or expires_at > route.now())`)
    .executeTakeFirst()
  const known = row && Sealed.parse(JSON.parse(cipher.open(row.sealed, sealedFor(userId, place))))
  if (known?.key === key) return known.spot ? { state: 'found', spot: known.spot } : { state: 'unknown' }
  const { lookup, until } = await askMaps(ctx, maps.geocoders, address)
  if (lookup.state === 'down') return lookup
  const spot = lookup.state === 'found' ? lookup.spot : null
  const sealed = cipher.seal(JSON.stringify({ key, spot }), sealedFor(userId, place))
  await ctx.db.query
    .insertInto('personal_places')
    .values({ user_id: userId, place, sealed, expires_at: until })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'place']).doUpdateSet({ sealed, expires_at: until }),
    )
    .execute()
  return lookup
}

/** The stored places of a user in clear, for their own archive. */
export async function openPersonalPlaces(ctx: Ctx, userId: string) {
  const rows = await ctx.db.query
    .selectFrom('personal_places')
    .select(['place', 'sealed'])
    .where('user_id', '=', userId)
    .execute()
  const cipher = await ctx.secrets.person(userId)
  return rows.map(({ place, sealed }) => {
    const { spot } = Sealed.parse(
      JSON.parse(cipher.open(sealed, sealedFor(userId, place === 'home' ? 'home' : 'stop'))),
    )
    return { place, found: spot !== null, ...spot }
  })
}

/** Drops what its provider's terms do not allow to keep any longer. */
export async function dropExpiredPlaces(ctx: Ctx): Promise<void> {
  await ctx.db.query
    .deleteFrom('places')
    .where('expires_at', '<=', sql<Temporal.Instant>`route.now()`)
    .execute()
  await ctx.db.query
    .deleteFrom('personal_places')
    .where('expires_at', '<=', sql<Temporal.Instant>`route.now()`)
    .execute()
}

async function storedLocation(db: Kysely<Tables>, key: Buffer): Promise<Answer | undefined> {
  const row = await db
    .selectFrom('places')
    .selectAll()
    .where('key', '=', key)
    .where(sql<boolean>`(expires_at is null or expires_at > route.now())`)
    .executeTakeFirst()
  if (!row) return undefined
  if (!row.found) return { state: 'unknown' }
  const { provider, address, latitude, longitude, zone, confidence } = row
  return {
    state: 'found',
    spot: Spot.parse({ provider, address, coordinates: { latitude, longitude }, zone, confidence }),
  }
}

async function storeLocation(ctx: Ctx, key: Buffer, { lookup, until }: Kept): Promise<void> {
  const { coordinates, ...spot } =
    lookup.state === 'found'
      ? lookup.spot
      : { provider: null, address: null, zone: null, confidence: null, coordinates: null }
  const row = {
    found: lookup.state === 'found',
    ...spot,
    latitude: coordinates?.latitude ?? null,
    longitude: coordinates?.longitude ?? null,
    asked_at: ctx.clock.now(),
    expires_at: until,
  }
  await ctx.db.query
    .insertInto('places')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}
