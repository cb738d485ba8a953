import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { sql } from 'kysely'
import type { Tx } from './database.ts'
import type { Context } from './service.ts'

/** A service that signs: with a table `signing_keys` (kid, public_jwk, private_jwk, created_at, signs_from). */
type Signer<T> = Pick<Context<T>, 'service' | 'db' | 'secrets' | 'log'>

/** How long the keys of one ring live. */
export interface KeyLife {
  /** A new key is shown before it signs, so that every verifier has met it. */
  readonly announcedHours: number
  readonly signsForDays: number
  /** A key that no longer signs is shown for so long: longer than its last signature has to hold. */
  readonly outlivesHours: number
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
}

interface KeyRow {
  kid: string
  private_jwk: string
}

/**
 * The Ed25519 key that signs now; the very first one is made when it is asked for. A key that the present master key
 * cannot open (it was lost or not carried over) is replaced at once: what it signed stays valid, and nobody is locked
 * out. Not inside a transaction.
 */
export async function signingKey<T>(ctx: Signer<T>): Promise<SigningKey> {
  return (await openNewest(ctx)) ?? (await replaceKey(ctx))
}

/** The public halves, newest first; never none, so that no verifier remembers an empty set. */
export async function publicKeys<T>(ctx: Signer<T>): Promise<{ keys: Record<string, unknown>[] }> {
  const shown = await readPublicKeys(ctx)
  if (shown.length > 0) return { keys: shown }
  await signingKey(ctx)
  return { keys: await readPublicKeys(ctx) }
}

async function readPublicKeys<T>(ctx: Signer<T>): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ public_jwk: Record<string, unknown> }>`
    select public_jwk from signing_keys order by signs_from desc`.execute(ctx.db.query)
  return rows.map((row) => row.public_jwk)
}

/** Announces the next key in time and removes those whose last signature has ended. Runs by the clock, in one replica. */
export async function rotateKeys<T>(ctx: Signer<T>, life: KeyLife): Promise<void> {
  const now = nowOf(ctx)
  const announced = sql`make_interval(hours => ${life.announcedHours})`
  await ctx.db.transaction(async (tx) => {
    await lockKeys(ctx, tx)
    const { rows: due } = await sql`
      select 1 from signing_keys
      having max(signs_from) + make_interval(days => ${life.signsForDays}) - ${announced} <= ${now}`.execute(
      tx.query,
    )
    if (due.length > 0) await insertKey(ctx, tx, life.announcedHours)
    const { rows: ended } = await sql<{ kid: string }>`
      delete from signing_keys old where exists (
        select 1 from signing_keys newer
        where newer.signs_from > old.signs_from
          and newer.signs_from + make_interval(hours => ${life.outlivesHours}) <= ${now})
      returning kid`.execute(tx.query)
    for (const { kid } of ended)
      await tx.audit({ action: `${ctx.service}.key-removed`, target: `signing-key:${kid}` })
  })
}

/** Newest first. Where processes do not share a master key (a mistake), each goes on with the newest it can open. */
async function openNewest<T>(ctx: Signer<T>): Promise<SigningKey | undefined> {
  const rows = await keysInUse(ctx, ctx.db)
  const row = rows.find((each) => openText(ctx, each) !== undefined)
  return row && (await open(ctx, row))
}

async function replaceKey<T>(ctx: Signer<T>): Promise<SigningKey> {
  const row = await ctx.db.transaction(async (tx) => {
    await lockKeys(ctx, tx)
    // Somebody else may have made one while we waited for the lock.
    const other = (await keysInUse(ctx, tx)).find((each) => openText(ctx, each) !== undefined)
    return other ?? (await insertKey(ctx, tx, 0))
  })
  return (await open(ctx, row))!
}

async function keysInUse<T>(ctx: Signer<T>, { query }: Pick<Tx<T>, 'query'>): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select kid, private_jwk from signing_keys where signs_from <= ${nowOf(ctx)} order by signs_from desc, kid`.execute(
    query,
  )
  return rows
}

async function insertKey<T>(ctx: Signer<T>, tx: Tx<T>, inHours: number): Promise<KeyRow> {
  const jwk = await freshKey()
  const { d: _private, ...publicHalf } = jwk
  const { kid } = jwk
  const sealed = ctx.secrets.seal(JSON.stringify(jwk), aadOf(ctx, kid))
  const now = nowOf(ctx)
  await sql`
    insert into signing_keys (kid, public_jwk, private_jwk, created_at, signs_from)
    values (${kid}, ${JSON.stringify(publicHalf)}, ${sealed}, ${now}, ${now} + make_interval(hours => ${inHours}))`.execute(
    tx.query,
  )
  await tx.audit({ action: `${ctx.service}.key-made`, target: `signing-key:${kid}` })
  return { kid, private_jwk: sealed }
}

async function freshKey(): Promise<JWK & { kid: string }> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'EdDSA', use: 'sig' }
}

async function open<T>(ctx: Signer<T>, row: KeyRow): Promise<SigningKey | undefined> {
  const text = openText(ctx, row)
  if (text === undefined) return undefined
  return { kid: row.kid, privateKey: (await importJWK(JSON.parse(text) as JWK, 'EdDSA')) as CryptoKey }
}

function openText<T>(ctx: Signer<T>, row: KeyRow): string | undefined {
  try {
    return ctx.secrets.open(row.private_jwk, aadOf(ctx, row.kid))
  } catch (error) {
    ctx.log.warn({ err: error, kid: row.kid }, 'A signing key cannot be opened and is replaced')
    return undefined
  }
}

const aadOf = <T>(ctx: Signer<T>, kid: string) => `${ctx.service}:signing_keys.private_jwk:${kid}`
const nowOf = <T>(ctx: Signer<T>) => sql<Temporal.Instant>`${sql.id(ctx.service, 'now')}()`

async function lockKeys<T>(ctx: Signer<T>, { query }: Tx<T>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.service} signing keys`}, 0))`.execute(
    query,
  )
}
