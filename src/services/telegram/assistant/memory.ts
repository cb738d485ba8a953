import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../context.ts'
import type { Talk } from '../talk.ts'

const Turn = z.object({ role: z.enum(['user', 'assistant']), content: z.string() })
export type Turn = z.output<typeof Turn>

/** Turns that the assistant knows of, and characters of each. */
const mostTurns = 8
const longestTurn = 1_500
/** After such a pause a new conversation begins, minutes. */
const lifeMinutes = 30

const turnsAad = (chatId: number) => `telegram:memories.turns:${chatId}`

/** What was said last between this person and the assistant, oldest first. */
export async function recall({ ctx, chat }: Talk): Promise<Turn[]> {
  const { rows } = await sql<{ turns: string }>`
    select turns from memories where chat_id = ${chat.chatId} and expires_at > telegram.now()`.execute(
    ctx.db.query,
  )
  return rows[0] ? Turn.array().parse(JSON.parse(ctx.secrets.open(rows[0].turns, turnsAad(chat.chatId)))) : []
}

/** Keeps the last of these turns. A chat is answered in order, so that nobody else adds to them meanwhile. */
export async function remember({ ctx, chat }: Talk, tx: Tx, said: readonly Turn[]): Promise<void> {
  const turns = said
    .slice(-mostTurns)
    .map(({ role, content }) => ({ role, content: content.slice(0, longestTurn) }))
  const sealed = ctx.secrets.seal(JSON.stringify(turns), turnsAad(chat.chatId))
  await sql`insert into memories (chat_id, turns, expires_at)
    values (${chat.chatId}, ${sealed}, telegram.now() + make_interval(mins => ${lifeMinutes}))
    on conflict (chat_id) do update set turns = excluded.turns, expires_at = excluded.expires_at`.execute(
    tx.query,
  )
}
