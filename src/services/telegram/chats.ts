import { type Kysely, type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { type Grant, gathered, type Language as LanguageSchema } from '#kernel'
import type { Ctx, Tx } from './context.ts'
import { telegramUnlinked } from './contract.ts'
import type { Tables } from './tables.ts'

export type Language = z.output<typeof LanguageSchema>

export interface Chat {
  readonly chatId: number
  readonly language: Language
  /** What lets the chat act for a user; undefined while it is linked to nobody. */
  readonly grant: Grant | undefined
}

type Row = Selectable<Tables['chats']>

export async function findChat(db: Kysely<Tables>, chatId: number): Promise<Chat | undefined> {
  const row = await db.selectFrom('chats').selectAll().where('chat_id', '=', chatId).executeTakeFirst()
  return row && present(row)
}

function present(row: Row): Chat {
  const { chat_id: chatId, user_id: userId, link_id: id, roles, language } = row
  return {
    chatId,
    language: language as Language,
    grant: userId !== null && id !== null && roles !== null ? { userId, id, roles } : undefined,
  }
}

/** Chats that take messages for a user. */
export async function chatsOf(db: Kysely<Tables>, userId: string): Promise<Chat[]> {
  const rows = await db
    .selectFrom('chats')
    .selectAll()
    .where('user_id', '=', userId)
    .where('state', '=', 'open')
    .limit(mostLinks)
    .execute()
  return rows.map(present)
}

/** How many take messages for a user: many are asked for at once when many are told something. */
export const countChats = gathered(128, async (ctx: Ctx, userIds: readonly string[]) => {
  const { rows } = await sql<{ user_id: string; chats: number }>`
    select user_id, least(count(*), ${mostLinks})::int as chats from chats
    where user_id = any(${[...new Set(userIds)]}::uuid[]) and state = 'open' group by user_id`.execute(
    ctx.db.query,
  )
  const byUser = new Map(rows.map((row) => [row.user_id, row.chats]))
  return userIds.map((userId) => byUser.get(userId) ?? 0)
})

/** Phones of one person. */
export const mostLinks = 5

export async function setLanguage(tx: Tx, chatId: number, language: Language): Promise<void> {
  await tx.query.updateTable('chats').set({ language }).where('chat_id', '=', chatId).execute()
}

type Cause = z.output<typeof telegramUnlinked.data>['cause']

/** From here on the chat acts for nobody; what waits for it was the user's and goes. Resolves to false for no link. */
export async function unlinkChat(
  tx: Tx,
  where: { chatId: number } | { linkId: string; userId: string },
  cause: Cause,
) {
  const found = tx.query.selectFrom('chats').selectAll().where('link_id', 'is not', null).forUpdate()
  const row = await ('chatId' in where
    ? found.where('chat_id', '=', where.chatId)
    : found.where('link_id', '=', where.linkId).where('user_id', '=', where.userId)
  ).executeTakeFirst()
  if (!row) return false
  await sql`update chats set link_id = null, user_id = null, roles = null, linked_at = null, version = version + 1
    where chat_id = ${row.chat_id}`.execute(tx.query)
  await forgetChat(tx, row.chat_id)
  await tx.publish(
    telegramUnlinked,
    { linkId: row.link_id!, userId: row.user_id!, version: row.version + 1, cause },
    { subject: `user:${row.user_id}` },
  )
  return true
}

/** What a chat was in the middle of. */
export async function forgetChat(tx: Tx, chatId: number): Promise<void> {
  await tx.query.deleteFrom('conversations').where('chat_id', '=', chatId).execute()
  await tx.query.deleteFrom('asked').where('chat_id', '=', chatId).execute()
  await tx.query.deleteFrom('proposals').where('chat_id', '=', chatId).execute()
  await tx.query.deleteFrom('memories').where('chat_id', '=', chatId).execute()
  await tx.query.deleteFrom('sheets').where('chat_id', '=', chatId).execute()
  await sql`delete from outgoing where chat_id = ${chatId} and ended_at is null and begun_at is null`.execute(
    tx.query,
  )
}

/** Runs `work` as the user whose chat it is. */
export async function asUser<R>(ctx: Ctx, { grant }: Chat, work: () => Promise<R>): Promise<R> {
  if (!grant) throw new Error('Only a linked chat acts for a user')
  return await ctx.actingFor(grant, work)
}
