import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from './context.ts'
import type { Tables } from './tables.ts'

/** Booking seats: chosen so far, and once they are held, the booking and the message that tells of it. */
export const Conversation = z.object({
  showtimeId: z.uuid(),
  count: z.int().min(1).max(10).optional(),
  category: z.string().optional(),
  seats: z.array(z.string()).max(10).default([]),
  bookingId: z.uuid().optional(),
})
export type Conversation = z.output<typeof Conversation>

/** A choice that nobody goes on with is forgotten; a hold lasts five minutes anyway. */
const lifeMinutes = 30

export async function conversationOf(db: Kysely<Tables>, chatId: number): Promise<Conversation | undefined> {
  const { rows } = await sql<{ state: unknown }>`
    select state from conversations where chat_id = ${chatId} and expires_at > telegram.now()`.execute(db)
  return rows[0] && Conversation.parse(rows[0].state)
}

/**
 * The same for who is about to change it or what is about it. Whoever takes back messages of a booking locks the conversation
 * first, as `chatsPaying` does: in another order two of them wait for each other.
 */
export async function lockConversation(tx: Tx, chatId: number): Promise<Conversation | undefined> {
  await sql`select 1 from conversations where chat_id = ${chatId} for update`.execute(tx.query)
  return await conversationOf(tx.query, chatId)
}

export async function converse(tx: Tx, chatId: number, state: Conversation | null): Promise<void> {
  if (state === null) await tx.query.deleteFrom('conversations').where('chat_id', '=', chatId).execute()
  else
    await sql`insert into conversations (chat_id, state, expires_at)
      values (${chatId}, ${JSON.stringify(state)}, telegram.now() + make_interval(mins => ${lifeMinutes}))
      on conflict (chat_id) do update set state = excluded.state, expires_at = excluded.expires_at`.execute(
      tx.query,
    )
}

/** Chats in which one of these bookings is being paid, with the booking. */
export async function chatsPaying(
  tx: Tx,
  bookingIds: readonly string[],
): Promise<{ chatId: number; bookingId: string }[]> {
  const { rows } = await sql<{ chatId: number; bookingId: string }>`
    select chat_id as "chatId", state ->> 'bookingId' as "bookingId" from conversations
    where state ->> 'bookingId' = any(${[...bookingIds]}::text[]) order by chat_id for update`.execute(
    tx.query,
  )
  return rows
}
