import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeCursor, invalid, type Meta, notFound } from '#kernel'
import type { Ctx } from './context.ts'
import { type Credential, type CredentialName, credentialChanged } from './contract.ts'
import { checksOf } from './providers/index.ts'
import { now, setCredentials } from './queries.ts'
import type { CredentialsRow, Tables } from './tables.ts'

type Name = z.output<typeof CredentialName>

export const credentialAad = (name: string) => `config:credentials.secret:${name}`
const targetOf = (name: string) => `credential:${name}`

/**
 * Sets or replaces a provider's key. What was known of the old one's validity is forgotten.
 *
 * @throws Problem 422 when it has not the form that the provider's keys have.
 */
export async function setCredential(
  ctx: Ctx,
  { name, secret }: { readonly name: Name; readonly secret: string },
  { tx }: Meta<Tables>,
) {
  const fault = checksOf(name).malformed(secret)
  if (fault) throw invalid([{ code: 'custom', path: ['secret'], message: fault, input: undefined }])
  const fresh = {
    secret: ctx.secrets.seal(secret, credentialAad(name)),
    hint: secret.slice(-4),
    set_at: now,
    valid: null,
    checked_at: null,
    latency_ms: null,
  }
  const row = await tx.query
    .insertInto('credentials')
    .values({ name, version: 1, ...fresh })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ ...fresh, version: sql`credentials.version + 1` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.publish(credentialChanged, { name, version: row.version }, { subject: targetOf(name) })
  await tx.audit({ action: 'config.credential-set', target: targetOf(name) })
  return present(row)
}

/** @throws Problem 404 when none is set. */
export async function deleteCredential(ctx: Ctx, name: Name): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await tx.query
      .updateTable('credentials')
      .set({
        secret: null,
        hint: null,
        valid: null,
        checked_at: null,
        latency_ms: null,
        version: sql`version + 1`,
      })
      .where('name', '=', name)
      .where('secret', 'is not', null)
      .returning('version')
      .executeTakeFirst()
    if (!row) throw notFound('provider key')
    await tx.publish(credentialChanged, { name, version: row.version }, { subject: targetOf(name) })
    await tx.audit({ action: 'config.credential-removed', target: targetOf(name) })
  })
}

/** Keys that are set, by name, without their values. */
export async function listCredentials(ctx: Ctx, page: { cursor?: string | undefined; limit: number }) {
  const after = decodeCursor(page.cursor)
  const rows = await setCredentials(ctx.db.query)
    .$if(after !== undefined, (query) => query.where('name', '>', after!.id))
    .limit(page.limit + 1)
    .execute()
  return cutPage(rows, page.limit, (row) => ({ key: row.name, id: row.name }), present)
}

/**
 * The key itself, for the service that calls the provider. Each look is in the audit, with who looked; without a key
 * nothing was seen.
 */
export async function credentialOf(
  ctx: Ctx,
  name: Name,
  { actor }: Meta<Tables>,
): Promise<{ secret: string | null }> {
  const service = actor.kind === 'service' ? actor.name : actor.kind === 'user' ? actor.via : undefined
  return await ctx.db.transaction(async (tx) => {
    const row = await setCredentials(tx.query).where('name', '=', name).executeTakeFirst()
    if (!row) return { secret: null }
    await tx.audit({ action: 'config.credential-read', target: targetOf(name), details: { service } })
    return { secret: ctx.secrets.open(row.secret!, credentialAad(name)) }
  })
}

/**
 * Asks the provider with the key and keeps the outcome, unless the key was changed meanwhile.
 *
 * @throws Problem 404 when none is set, 503 when the provider gave no answer by which to tell.
 */
export async function testCredential(ctx: Ctx, name: Name) {
  const row = await setCredentials(ctx.db.query).where('name', '=', name).executeTakeFirst()
  if (!row) throw notFound('provider key')
  const started = performance.now()
  const { valid, detail } = await checksOf(name).ask(ctx, ctx.secrets.open(row.secret!, credentialAad(name)))
  const latencyMs = Math.round(performance.now() - started)
  await ctx.db.transaction(async (tx) => {
    await tx.query
      .updateTable('credentials')
      .set({ valid, checked_at: now, latency_ms: latencyMs })
      .where('name', '=', name)
      .where('version', '=', row.version)
      .execute()
    await tx.audit({ action: 'config.credential-tested', target: targetOf(name), details: { valid } })
  })
  return { valid, latencyMs, detail }
}

function present(row: Selectable<CredentialsRow>): z.output<typeof Credential> {
  return {
    name: row.name as Name,
    setAt: row.set_at,
    hint: row.hint ?? '',
    valid: row.valid,
    checkedAt: row.checked_at,
    latencyMs: row.latency_ms,
  }
}
