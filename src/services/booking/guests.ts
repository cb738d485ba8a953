import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from './context.ts'

/** Header that a guest's token comes in. */
export const guestTokenHeader = 'booking-token'

const secretName = 'guests'
const aad = `booking:service_secrets.sealed:${secretName}`
const known = new WeakMap<Ctx, Promise<Buffer>>()

/** The key that all replicas share; the first who needs it makes it. Not inside a transaction. */
export function guestKey(ctx: Ctx): Promise<Buffer> {
  let key = known.get(ctx)
  if (!key) {
    key = readKey(ctx)
    known.set(ctx, key)
    key.catch(() => known.delete(ctx))
  }
  return key
}

async function readKey(ctx: Ctx): Promise<Buffer> {
  const sealed = ctx.secrets.seal(randomBytes(32).toString('base64'), aad)
  await sql`insert into service_secrets (name, sealed) values (${secretName}, ${sealed}) on conflict do nothing`.execute(
    ctx.db.query,
  )
  const row = await ctx.db.query
    .selectFrom('service_secrets')
    .select('sealed')
    .where('name', '=', secretName)
    .executeTakeFirstOrThrow()
  return Buffer.from(ctx.secrets.open(row.sealed, aad), 'base64')
}

/** The only key to a guest's booking. Nothing keeps it: it is worked out again from the booking's id. */
export function guestToken(key: Buffer, bookingId: string): string {
  return createHmac('sha256', key).update(`guest:${bookingId}`).digest('base64url')
}

export const tokenHash = (token: string) => createHash('sha256').update(token).digest('base64url')

/** Does a token that somebody sent belong to the booking with this hash? In constant time. */
export function tokenFits(token: string | null | undefined, hash: string | null): boolean {
  if (!token || !hash) return false
  return timingSafeEqual(Buffer.from(tokenHash(token)), Buffer.from(hash.padEnd(43).slice(0, 43)))
}

/** Whom a showtime's limit counts, without keeping the address: upper case and lower are one mailbox. */
export function guestBuyer(key: Buffer, email: string): string {
  return `guest:${createHmac('sha256', key).update(`buyer:${email.trim().toLowerCase()}`).digest('base64url')}`
}

const guestAad = (bookingId: string) => `booking:bookings.guest:${bookingId}`

export interface Guest {
  readonly email: string
  readonly name: string | null
}

export const sealGuest = (ctx: Ctx, bookingId: string, guest: Guest) =>
  ctx.secrets.seal(JSON.stringify(guest), guestAad(bookingId))

export const openGuest = (ctx: Ctx, bookingId: string, sealed: string) =>
  JSON.parse(ctx.secrets.open(sealed, guestAad(bookingId))) as Guest
