import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { sql } from 'kysely'
import type { Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { now } from './queries.ts'
import type { SigningKeysRow, Tables } from './tables.ts'

/** A new key is shown in the JWKS for an hour before it signs, so that every verifier has met it. */
const announced = sql`interval '1 hour'`
/** A key signs for 90 days. */
const signsFor = sql`interval '90 days'`
/** How long a key that no longer signs stays in the JWKS: longer than the 15 minutes its last token lives. */
const outlives = sql`interval '1 hour'`

export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
}

/**
 * The key that signs now; the very first one is made when it is asked for. A key that the present master key cannot
 * open (it was lost or not carried over) is replaced at once: its tokens stay valid, and nobody is locked out.
 */
export async function signingKey(ctx: Ctx): Promise<SigningKey> {
  return (await openNewest(ctx)) ?? (await replaceKey(ctx))
}

/** The public halves, newest first; never none, so that no verifier remembers an empty set. */
export async function publicKeys(ctx: Ctx): Promise<{ keys: Record<string, unknown>[] }> {
  const shown = await readPublicKeys(ctx)
  if (shown.length > 0) return { keys: shown }
  await signingKey(ctx)
  return { keys: await readPublicKeys(ctx) }
}

async function readPublicKeys(ctx: Ctx): Promise<Record<string, unknown>[]> {
  const rows = await ctx.db.query
    .selectFrom('signing_keys')
    .select('public_jwk')
    .orderBy('signs_from', 'desc')
    .execute()
  return rows.map((row) => row.public_jwk as Record<string, unknown>)
}

/** Announces the next key in time and removes those whose last token has ended. Runs by the clock, in one replica. */
export async function rotateKeys(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockKeys(tx)
    const { rows: due } = await sql`
      select 1 from signing_keys having max(signs_from) + ${signsFor} - ${announced} <= auth.now()`.execute(
      tx.query,
    )
    if (due.length > 0) await insertKey(ctx, tx, 'announced')
    const { rows: ended } = await sql<{ kid: string }>`
      delete from signing_keys old where exists (
        select 1 from signing_keys newer
        where newer.signs_from > old.signs_from and newer.signs_from + ${outlives} <= auth.now())
      returning kid`.execute(tx.query)
    for (const { kid } of ended) await tx.audit({ action: 'auth.key-removed', target: `signing-key:${kid}` })
  })
}

/** Newest first. Where processes do not share a master key (a mistake), each goes on with the newest it can open. */
async function openNewest(ctx: Ctx): Promise<SigningKey | undefined> {
  const rows = await keysInUse(ctx.db)
  const row = rows.find((each) => openText(ctx, each) !== undefined)
  return row && (await open(ctx, row))
}

async function replaceKey(ctx: Ctx): Promise<SigningKey> {
  const row = await ctx.db.transaction(async (tx) => {
    await lockKeys(tx)
    // Somebody else may have made one while we waited for the lock.
    const other = (await keysInUse(tx)).find((each) => openText(ctx, each) !== undefined)
    return other ?? (await insertKey(ctx, tx, 'at once'))
  })
  return (await open(ctx, row))!
}

async function keysInUse({ query }: Pick<Tx<Tables>, 'query'>) {
  return await query
    .selectFrom('signing_keys')
    .select(['kid', 'private_jwk'])
    .where('signs_from', '<=', now)
    .orderBy('signs_from', 'desc')
    .orderBy('kid')
    .execute()
}

async function insertKey(ctx: Ctx, tx: Tx<Tables>, when: 'at once' | 'announced') {
  const jwk = await freshKey()
  const { d: _private, ...publicHalf } = jwk
  const { kid } = jwk
  const from = when === 'at once' ? now : sql<Temporal.Instant>`auth.now() + ${announced}`
  const row = await tx.query
    .insertInto('signing_keys')
    .values({
      kid,
      public_jwk: JSON.stringify(publicHalf),
      private_jwk: ctx.secrets.seal(JSON.stringify(jwk), aadOf(kid)),
      created_at: now,
      signs_from: from,
    })
    .returning(['kid', 'private_jwk'])
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'auth.key-made', target: `signing-key:${kid}` })
  return row
}

async function freshKey(): Promise<JWK & { kid: string }> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'EdDSA', use: 'sig' }
}

async function open(ctx: Ctx, row: Pick<SigningKeysRow, 'kid' | 'private_jwk'>) {
  const text = openText(ctx, row)
  if (text === undefined) return undefined
  return { kid: row.kid, privateKey: (await importJWK(JSON.parse(text) as JWK, 'EdDSA')) as CryptoKey }
}

function openText(ctx: Ctx, row: Pick<SigningKeysRow, 'kid' | 'private_jwk'>): string | undefined {
  try {
    return ctx.secrets.open(row.private_jwk, aadOf(row.kid))
  } catch (error) {
    ctx.log.warn({ err: error, kid: row.kid }, 'A signing key cannot be opened and is replaced')
    return undefined
  }
}

const aadOf = (kid: string) => `auth:signing_keys.private_jwk:${kid}`

async function lockKeys({ query }: Tx<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('auth signing keys', 0))`.execute(query)
}
