import { derivedId, Problem } from '#kernel'
import { botOf, requiredBot } from './bot.ts'
import { chatsOf, countChats } from './chats.ts'
import type { Ctx } from './context.ts'
import { serveChat } from './jobs.ts'
import { bold, escaped, messagesOf } from './markup.ts'
import { put } from './outgoing.ts'

interface Delivery {
  readonly deliveryId: string
  readonly userId: string
  readonly title: string
  readonly text: string
}

/**
 * Queues a message for every chat of a user. The same delivery again finds its messages there.
 *
 * @throws Problem 409 `telegram.not-linked`, 503 `telegram.not-configured`.
 */
export async function deliver(
  ctx: Ctx,
  { deliveryId, userId, title, text }: Delivery,
): Promise<{ chats: number }> {
  requiredBot(ctx)
  const chats = await chatsOf(ctx.db.query, userId)
  if (chats.length === 0)
    throw new Problem(409, 'telegram.not-linked', 'No Telegram chat takes messages for them')
  const pages = messagesOf(`${bold(title)}\n${escaped(text)}`)
  await ctx.db.transaction(async (tx) => {
    for (const { chatId } of chats) {
      const items = pages.map((html, page) => ({
        id: derivedId('delivery', deliveryId, chatId, page),
        what: { kind: 'message' as const, html },
      }))
      await put(ctx, tx, chatId, items)
      await tx.enqueue(serveChat, { chatId })
    }
  })
  return { chats: chats.length }
}

/** None where there is no bot. */
export async function reach(ctx: Ctx, userId: string): Promise<{ chats: number }> {
  return { chats: botOf(ctx) ? await countChats(ctx, userId) : 0 }
}
