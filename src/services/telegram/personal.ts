import { sql } from 'kysely'
import type { Personal } from '#kernel'
import { forgetChat } from './chats.ts'
import type { Ctx } from './context.ts'
import type { Tables } from './tables.ts'

/** Which chats act for a person. What was said in them is not kept once it is answered. */
export const personal: Personal<Ctx, Tables> = {
  export: async (ctx, userId) => {
    const chats = await ctx.db.query
      .selectFrom('chats')
      .select(['chat_id', 'link_id', 'language', 'state', 'linked_at', 'seen_at'])
      .where('user_id', '=', userId)
      .execute()
    return { chats: JSON.parse(JSON.stringify(chats)) as unknown }
  },
  erase: async (_ctx, userId, tx) => {
    const chats = await tx.query.selectFrom('chats').select('chat_id').where('user_id', '=', userId).execute()
    for (const { chat_id: chatId } of chats) {
      await forgetChat(tx, chatId)
      await sql`delete from outgoing where chat_id = ${chatId}`.execute(tx.query)
      await sql`delete from updates where chat_id = ${chatId}`.execute(tx.query)
      await sql`delete from chats where chat_id = ${chatId}`.execute(tx.query)
    }
    await tx.query.deleteFrom('link_codes').where('user_id', '=', userId).execute()
  },
}
