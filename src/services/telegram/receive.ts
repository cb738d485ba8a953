import { timingSafeEqual } from 'node:crypto'
import type { Update } from 'grammy/types'
import { sql } from 'kysely'
import { z } from 'zod'
import { derivedId, Problem } from '#kernel'
import { botOf, requiredBot } from './bot.ts'
import type { Ctx, Meta, Tx } from './context.ts'
import { serveChat } from './jobs.ts'
import { blocked, seenMessage } from './outgoing.ts'

export const updateAad = (updateId: number) => `telegram:updates.payload:${updateId}`

/** Takes what Telegram posts: safe first, answered then, done afterwards. */
export async function webhook(ctx: Ctx, meta: Meta): Promise<Response> {
  const { webhookSecret } = requiredBot(ctx)
  if (!isSame(meta.header('x-telegram-bot-api-secret-token') ?? '', webhookSecret))
    throw new Problem(403, 'telegram.bad-secret', 'This does not come from our bot')
  const update = Received.safeParse(await meta.request.json().catch(() => undefined))
  // Sent again and again if it were refused, and no better for it.
  if (update.success) await take(ctx, [update.data as unknown as Update])
  return new Response(null, { status: 200 })
}

const Received = z.looseObject({ update_id: z.int() })

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Seconds that Telegram holds a poll open while nothing happens. */
const pollSeconds = 20

/** Asks Telegram for updates and takes them; what was taken is confirmed by the next question. One replica does it. */
export async function poll(ctx: Ctx): Promise<void> {
  const bot = botOf(ctx)
  if (!bot || ctx.settings.TELEGRAM_MODE !== 'polling') return
  const { next_update_id: offset } = await ctx.db.query
    .selectFrom('bot')
    .select('next_update_id')
    .executeTakeFirstOrThrow()
  const updates = await bot.api.getUpdates(
    { offset, timeout: pollSeconds, limit: 100, allowed_updates: kinds },
    ctx.stopping as never,
  )
  if (updates.length === 0) return
  await take(ctx, updates)
  const next = Math.max(...updates.map((each) => each.update_id)) + 1
  await sql`update bot set next_update_id = ${next}`.execute(ctx.db.query)
}

export const kinds = ['message', 'callback_query', 'my_chat_member'] as const

/** Keeps updates, each once, and has their chats served. */
async function take(ctx: Ctx, updates: readonly Update[]): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    for (const update of updates) await keep(ctx, tx, update)
  })
}

async function keep(ctx: Ctx, tx: Tx, update: Update): Promise<void> {
  const chat = update.message?.chat ?? update.callback_query?.message?.chat ?? update.my_chat_member?.chat
  if (!chat || chat.type !== 'private') return
  const chatId = chat.id
  const updateId = update.update_id
  if (update.message) await seenMessage(tx, update.message.message_id)
  if (update.my_chat_member?.new_chat_member.status === 'kicked') return await blocked(tx, chatId)
  if (!update.message && !update.callback_query) return
  const from = update.message?.from ?? update.callback_query?.from
  await sql`insert into chats (chat_id, language) values (${chatId}, ${from?.language_code === 'pl' ? 'pl' : 'en'})
    on conflict (chat_id) do update set seen_at = telegram.now(), state = 'open'`.execute(tx.query)
  const payload = ctx.secrets.seal(JSON.stringify(update), updateAad(updateId))
  await sql`insert into updates (update_id, chat_id, payload) values (${updateId}, ${chatId}, ${payload})
    on conflict do nothing`.execute(tx.query)
  await tx.enqueue(serveChat, { chatId }, { id: derivedId('update', updateId) })
}
