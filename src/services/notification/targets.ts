import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { blindIndex, cutPage, decodeCursor, notFound, Problem, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import type { notification, Target } from './contract.ts'

import { addressAad, maximumTargets } from './places.ts'
import { isPushEndpoint } from './push-endpoint.ts'
import type { Tables, TargetsRow } from './tables.ts'

type Routes = (typeof notification)['routes']
type View = z.output<typeof Target>

export async function listTargets(
  ctx: Ctx,
  { cursor, limit }: z.output<Routes['listTargets']['input']>,
  userId: string,
): Promise<z.output<Routes['listTargets']['output']>> {
  const after = decodeCursor(cursor)
  let query = ctx.db.query
    .selectFrom('targets')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (after)
    query = query.where(sql<boolean>`(created_at, id) < (${after.key}::timestamptz, ${after.id}::uuid)`)
  return cutPage(
    await query.execute(),
    limit,
    (row) => ({ key: row.created_at.toString(), id: row.id }),
    targetView,
  )
}

export function targetView(row: Selectable<TargetsRow>): View {
  return {
    id: row.id,
    channel: row.channel as View['channel'],
    label: row.label,
    verified: row.verified,
    active: row.active,
    lastError: row.last_error,
  }
}

/** Adds a browser, or renews the keys of one that is there already. */
export async function addPush(
  ctx: Ctx,
  { endpoint, keys, label }: z.output<Routes['addPush']['input']>,
  userId: string,
): Promise<View> {
  const point = Buffer.from(keys.p256dh, 'base64url')
  const whole = point.length === 65 && point[0] === 4 && Buffer.from(keys.auth, 'base64url').length === 16
  if (!whole || !isPushEndpoint(endpoint, ctx.sandbox))
    throw new Problem(422, 'notification.bad-endpoint', 'This is not a subscription of a public push service')
  const hash = await blindIndex(ctx, endpoint)
  const cipher = await ctx.secrets.person(userId)
  return await ctx.db.transaction(async (tx) => {
    await makeRoom(tx, userId, 'push', hash)
    const known = await findTarget(tx, userId, 'push', hash)
    const id = known?.id ?? crypto.randomUUID()
    const address = cipher.seal(JSON.stringify({ endpoint, keys }), addressAad(id))
    const row = await tx.query
      .insertInto('targets')
      .values({
        id,
        user_id: userId,
        channel: 'push',
        label,
        address,
        address_hash: hash,
        verified: true,
        created_at: ctx.clock.now(),
      })
      .onConflict((c) => c.column('id').doUpdateSet({ address, label, active: true, last_error: null }))
      .returningAll()
      .executeTakeFirstOrThrow()
    if (!known)
      await tx.audit({
        action: 'notification target added',
        target: `target:${id}`,
        details: { channel: 'push' },
      })
    return targetView(row)
  })
}

/** One at a time for each person, and not without end. @throws Problem 409 when there are too many. */
export async function makeRoom(tx: Tx<Tables>, userId: string, channel: string, hash: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notification targets ${userId}`}, 0))`.execute(
    tx.query,
  )
  const { rows } = await sql<{ others: number }>`
    select count(*)::int as others from targets
    where user_id = ${userId} and channel = ${channel} and address_hash <> ${hash}`.execute(tx.query)
  if ((rows[0]?.others ?? 0) >= maximumTargets)
    throw new Problem(
      409,
      'notification.too-many-targets',
      `At most ${maximumTargets} of a kind: remove one first`,
    )
}

export async function findTarget(tx: Tx<Tables>, userId: string, channel: string, hash: string) {
  return await tx.query
    .selectFrom('targets')
    .selectAll()
    .where('user_id', '=', userId)
    .where('channel', '=', channel)
    .where('address_hash', '=', hash)
    .executeTakeFirst()
}

/** @throws Problem 404, for another's too. */
export async function deleteTarget(ctx: Ctx, targetId: string, userId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const gone = await tx.query
      .deleteFrom('targets')
      .where('id', '=', targetId)
      .where('user_id', '=', userId)
      .returning('channel')
      .executeTakeFirst()
    if (!gone) throw notFound('target')
    await tx.audit({
      action: 'notification target removed',
      target: `target:${targetId}`,
      details: { channel: gone.channel },
    })
  })
}
