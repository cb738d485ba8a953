import { hash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeInstantCursor, forbidden, notFound, type RouteHandler } from '#kernel'
import type { Ctx, Meta } from './context.ts'
import type { ai, VirtualKey } from './contract.ts'
import { type KeyRow, keysPage } from './key-queries.ts'
import { keysChanged, stateOf } from './state.ts'
import type { Tables } from './tables.ts'

type Handler<R extends keyof typeof ai.routes> = RouteHandler<Ctx, Tables, (typeof ai.routes)[R]>

/** 256 random bits behind a prefix that tells what it is: a fast hash suffices, since nobody guesses it. */
export const newKey = () => `klaps-${randomBytes(32).toString('base64url')}`
export const hashOf = (key: string): Buffer => hash('sha256', key, 'buffer')

const managing = (meta: Meta) => meta.can('ai:manage')
/** Whose keys the caller may touch: undefined for those of everybody. */
const ownedBy = (meta: Meta, everybody: boolean) => {
  if (everybody && !managing(meta)) throw forbidden('ai:manage')
  return everybody ? undefined : meta.userId
}

export const listKeys: Handler<'listKeys'> = async (ctx, { cursor, limit, everybody }, meta) => {
  const rows = await keysPage(ctx.db.query, ownedBy(meta, everybody), decodeInstantCursor(cursor), limit + 1)
  return cutPage(rows, limit, (row) => ({ key: row.created_at.toString(), id: row.id }), present)
}

export const createKey: Handler<'createKey'> = async (ctx, input, meta) => {
  const { name, ownerId = meta.userId, models, budgetMicrodollars, budgetPeriod } = input
  if (ownerId !== meta.userId && !managing(meta)) throw forbidden('ai:manage')
  const key = newKey()
  const row = {
    id: randomUUID(),
    owner_id: ownerId,
    name,
    hash: hashOf(key),
    hint: key.slice(-4),
    models,
    budget_microdollars: budgetMicrodollars,
    budget_period: budgetPeriod,
    on_owners_budget: !managing(meta),
    requests_per_minute: input.requestsPerMinute,
    tokens_per_minute: input.tokensPerMinute,
    created_at: ctx.clock.now(),
    revoked_at: null,
  }
  await ctx.db.transaction(async (tx) => {
    await tx.query.insertInto('keys').values(row).execute()
    await tx.audit({ action: 'ai.key-created', target: targetOf(row.id), details: { ownerId } })
  })
  return { ...present(row), key }
}

export const updateKey: Handler<'updateKey'> = async (ctx, { keyId, ...input }) => {
  const changes = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.models === undefined ? {} : { models: input.models }),
    ...(input.budgetMicrodollars === undefined ? {} : { budget_microdollars: input.budgetMicrodollars }),
    ...(input.budgetPeriod === undefined ? {} : { budget_period: input.budgetPeriod }),
    ...(input.requestsPerMinute === undefined ? {} : { requests_per_minute: input.requestsPerMinute }),
    ...(input.tokensPerMinute === undefined ? {} : { tokens_per_minute: input.tokensPerMinute }),
  }
  const row = await ctx.db.transaction(async (tx) => {
    const changed = await tx.query
      .updateTable('keys')
      .set({ id: sql`id`, ...changes })
      .where('id', '=', keyId)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!changed) throw notFound('key')
    await tx.audit({
      action: 'ai.key-changed',
      target: targetOf(keyId),
      details: { fields: Object.keys(changes) },
    })
    return changed
  })
  forget(ctx)
  return present(row)
}

/** @throws Problem 404 for another's, unless the caller manages all, and for one that is revoked already */
export const revokeKey: Handler<'revokeKey'> = async (ctx, { keyId }, meta) => {
  await ctx.db.transaction(async (tx) => {
    let query = tx.query
      .updateTable('keys')
      .set({ revoked_at: ctx.clock.now() })
      .where('id', '=', keyId)
      .where('revoked_at', 'is', null)
    if (!managing(meta)) query = query.where('owner_id', '=', meta.userId)
    const { numUpdatedRows } = await query.executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFound('key')
    await tx.audit({ action: 'ai.key-revoked', target: targetOf(keyId) })
  })
  forget(ctx)
}

function forget(ctx: Ctx): void {
  stateOf(ctx).callers.forget()
  ctx.signal.send(keysChanged)
}

const targetOf = (id: string) => `ai-key:${id}`

export function present(row: KeyRow): z.output<typeof VirtualKey> {
  return {
    keyId: row.id,
    ownerId: row.owner_id,
    name: row.name,
    hint: row.hint,
    models: row.models,
    budgetMicrodollars: row.budget_microdollars,
    budgetPeriod: row.budget_period as z.output<typeof VirtualKey>['budgetPeriod'],
    requestsPerMinute: row.requests_per_minute,
    tokensPerMinute: row.tokens_per_minute,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }
}
