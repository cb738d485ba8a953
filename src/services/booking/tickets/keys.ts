import { gathered, publicKeys, rotateKeys, type SigningKey, signingKey } from '#kernel'
import type { Ctx } from '../context.ts'
import { type ReadToken, readToken, type TicketClaims } from './token.ts'

/**
 * Scanners ask for keys when they are online, so a key is shown two days before it signs; and who bought a year ahead
 * comes with the paper of that day.
 */
const life = { announcedHours: 48, signsForDays: 90, outlivesHours: 400 * 24 }

/** A key is shown two days before it signs, so that a few seconds more are no matter. */
const KEPT_SECONDS = 5

interface Opened {
  readonly key: SigningKey
  readonly at: Temporal.Instant
}

const opened = new WeakMap<Ctx, Opened>()

/** The key that signs now, opened once for all who ask in the same moment, and kept for a few seconds. */
export async function ticketKey(ctx: Ctx): Promise<SigningKey> {
  const now = ctx.clock.now()
  const kept = opened.get(ctx)
  const ageSeconds = kept ? now.since(kept.at).total('seconds') : -1
  // A key from the future means that a clock was put back.
  if (kept && ageSeconds >= 0 && ageSeconds < KEPT_SECONDS) return kept.key
  const key = await keyTogether(ctx, undefined)
  opened.set(ctx, { key, at: now })
  return key
}

const keyTogether = gathered(64, async (ctx: Ctx, asked: readonly undefined[]) => {
  const key = await signingKey(ctx)
  return asked.map(() => key)
})

/** Runs by the clock, in one replica. */
export const rotateTicketKeys = (ctx: Ctx): Promise<void> => rotateKeys(ctx, life)

/** Tells tokens that a key of ours has signed from all others; the result stands in the order of the tokens. */
export async function verifyTokens(
  ctx: Ctx,
  tokens: readonly string[],
): Promise<(TicketClaims | undefined)[]> {
  const { keys } = await publicKeys(ctx)
  const imported = new Map<string, CryptoKey>()
  for (const jwk of keys)
    imported.set(String(jwk.kid), await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']))
  return await Promise.all(tokens.map((token) => verify(imported, readToken(token))))
}

async function verify(keys: ReadonlyMap<string, CryptoKey>, read: ReadToken | undefined) {
  const key = read && keys.get(read.kid)
  if (!key) return undefined
  return (await crypto.subtle.verify('Ed25519', key, read.signature, read.signed)) ? read : undefined
}
