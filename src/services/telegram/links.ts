import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeInstantCursor, notFound, Problem } from '#kernel'
import { requiredBot } from './bot.ts'
import { mostLinks, unlinkChat } from './chats.ts'
import type { Ctx, Meta, Tx } from './context.ts'
import { type TelegramLink, telegramLinked } from './contract.ts'

const codeLifeMinutes = 15

/** A link with a code: 128 bits, kept as a hash, works once. */
export async function startLink(ctx: Ctx, meta: Meta): Promise<{ url: string; expiresAt: Temporal.Instant }> {
  const bot = requiredBot(ctx)
  const { actor, userId } = meta
  const { links } = await ctx.db.query
    .selectFrom('chats')
    .select(({ fn }) => fn.countAll<string>().as('links'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  if (Number(links) >= mostLinks)
    throw new Problem(409, 'telegram.too-many-links', `At most ${mostLinks} chats: unlink one first`)
  const name = await bot.name()
  const code = randomBytes(16).toString('base64url')
  const roles = actor.kind === 'user' ? [...actor.roles] : []
  const expiresAt = await ctx.db.transaction(async (tx) => {
    await tx.query.deleteFrom('link_codes').where('user_id', '=', userId).execute()
    const row = await tx.query
      .insertInto('link_codes')
      .values({
        code_hash: hashOf(code),
        user_id: userId,
        roles,
        expires_at: sql`telegram.now() + make_interval(mins => ${codeLifeMinutes})`,
      })
      .returning('expires_at')
      .executeTakeFirstOrThrow()
    await tx.audit({ action: 'telegram.link-started', target: `user:${userId}` })
    return row.expires_at
  })
  return { url: `${ctx.settings.TELEGRAM_LINK_URL}${name}?start=${code}`, expiresAt }
}

const hashOf = (code: string) => createHash('sha256').update(code).digest()

/** Links a chat by the code that it brought. Resolves to false when the code is not one of ours, used or too old. */
export async function finishLink(tx: Tx, chatId: number, code: string): Promise<boolean> {
  const { rows } = await sql<{ user_id: string; roles: string[] }>`
    delete from link_codes where code_hash = ${hashOf(code)} and expires_at > telegram.now()
    returning user_id, roles`.execute(tx.query)
  const grant = rows[0]
  if (!grant) return false
  await unlinkChat(tx, { chatId }, 'other-account')
  const linkId = randomUUID()
  const linked = await sql<{ version: number }>`
    update chats set link_id = ${linkId}, user_id = ${grant.user_id}, roles = ${grant.roles},
      linked_at = telegram.now(), version = version + 1, state = 'open'
    where chat_id = ${chatId} returning version`.execute(tx.query)
  await tx.publish(
    telegramLinked,
    { linkId, userId: grant.user_id, version: linked.rows[0]!.version },
    { subject: `user:${grant.user_id}` },
  )
  return true
}

export async function listLinks(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  { userId }: Meta,
): Promise<{ items: z.output<typeof TelegramLink>[]; nextCursor: string | null }> {
  const after = decodeInstantCursor(cursor)
  let query = ctx.db.query
    .selectFrom('chats')
    .select(['link_id', 'state', 'linked_at'])
    .where('user_id', '=', userId)
    .orderBy('linked_at', 'desc')
    .orderBy('link_id', 'desc')
    .limit(limit + 1)
  if (after)
    query = query.where(sql<boolean>`(linked_at, link_id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  const rows = await query.execute()
  return cutPage(
    rows,
    limit,
    (row) => ({ key: String(row.linked_at), id: row.link_id! }),
    (row) => ({
      id: row.link_id!,
      state: row.state === 'blocked' ? 'blocked' : 'linked',
      linkedAt: row.linked_at!,
    }),
  )
}

/** @throws Problem 404 for a link of somebody else's. */
export async function unlink(ctx: Ctx, { linkId }: { linkId: string }, { userId }: Meta): Promise<void> {
  const was = await ctx.db.transaction((tx) => unlinkChat(tx, { linkId, userId }, 'user'))
  if (!was) throw notFound('link')
}
