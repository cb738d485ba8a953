import { derivedId, Problem } from '#kernel'
import { botOf, requiredBot } from './bot.ts'
import { type Chat, chatsOf, countChats } from './chats.ts'
import { ringButtons } from './commands/reminders.ts'
import type { Ctx } from './context.ts'
import { serveChat } from './jobs.ts'
import { bold, escaped, messagesOf } from './markup.ts'
import { type Button, put } from './outgoing.ts'
import { texts } from './texts/index.ts'

interface Delivery {
  readonly deliveryId: string
  readonly userId: string
  readonly title: string
  readonly text: string
  readonly subject: string | null
}

/**
 * Queues a message for every chat of a user. The same delivery again finds its messages there.
 *
 * @throws Problem 409 `telegram.not-linked`, 503 `telegram.not-configured`.
 */
export async function deliver(
  ctx: Ctx,
  { deliveryId, userId, title, text, subject }: Delivery,
): Promise<{ chats: number }> {
  requiredBot(ctx)
  const chats = await chatsOf(ctx.db.query, userId)
  if (chats.length === 0)
    throw new Problem(409, 'telegram.not-linked', 'No Telegram chat takes messages for them')
  const pages = messagesOf(`${bold(title)}\n${escaped(withoutTitle(text, title))}`)
  await ctx.db.transaction(async (tx) => {
    for (const { chatId, language } of chats) {
      const items = pages.map((html, page) => ({
        id: derivedId('delivery', deliveryId, chatId, page),
        what: {
          kind: 'message' as const,
          html,
          buttons: page === pages.length - 1 ? buttonsFor(subject, language) : [],
        },
      }))
      await put(ctx, tx, chatId, items)
      await tx.enqueue(serveChat, { chatId })
    }
  })
  return { chats: chats.length }
}

/** A text that begins with what its title says does not say it twice. */
function withoutTitle(text: string, title: string): string {
  const [first = '', ...rest] = text.split('\n')
  return first !== '' && title.endsWith(first) ? rest.join('\n').trimStart() : text
}

function buttonsFor(subject: string | null, language: Chat['language']): Button[][] {
  const [noun, id = ''] = subject?.split(':') ?? []
  return noun === 'reminder' ? ringButtons(texts[language], id) : []
}

/** None where there is no bot. */
export async function reach(ctx: Ctx, userId: string): Promise<{ chats: number }> {
  return { chats: botOf(ctx) ? await countChats(ctx, userId) : 0 }
}
