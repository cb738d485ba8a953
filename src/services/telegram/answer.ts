import type { Update } from 'grammy/types'
import { sql } from 'kysely'
import { derivedId, Problem } from '#kernel'
import { type Chat, findChat } from './chats.ts'
import type { Ctx, Tx } from './context.ts'
import { conversationOf, converse, lockConversation } from './conversation.ts'
import { type Item, put, takeBack } from './outgoing.ts'
import { type Answer, type Reply, say, type Talk } from './talk.ts'
import { texts } from './texts/index.ts'
import { understand } from './understand.ts'

/**
 * Does what an update asks for and writes down the answer with the note that it is done. Killed in between it runs again:
 * what it does at other services carries a key that follows from the update.
 */
export async function answer(
  ctx: Ctx,
  chatId: number,
  update: Update,
  { last }: { last: boolean },
): Promise<void> {
  const chat = await findChat(ctx.db.query, chatId)
  const replies: Reply[] = []
  if (update.callback_query) replies.push({ kind: 'pressed', id: update.callback_query.id })
  const result = chat ? await attempt(await talkOf(ctx, chat, update), update, last) : { replies: [] }
  replies.push(...result.replies)
  const updateId = update.update_id
  await ctx.db.transaction(async (tx) => {
    await sql`update updates set handled_at = telegram.now(), payload = null where update_id = ${updateId}`.execute(
      tx.query,
    )
    replies.push(...((await result.alongside?.(tx)) ?? []))
    await takeBackCountdown(tx, chatId, result)
    if (result.conversation !== undefined) await converse(tx, chatId, result.conversation)
    const items = replies.map((what, at) => ({ id: derivedId('reply', updateId, at), what }))
    await put(ctx, tx, chatId, [...items, ...stepsOf(updateId, result.countdown)])
  })
}

async function takeBackCountdown(tx: Tx, chatId: number, { countdown }: Answer): Promise<void> {
  if (countdown !== null) return
  const { bookingId } = (await lockConversation(tx, chatId)) ?? {}
  if (bookingId) await takeBack(tx, chatId, bookingId)
}

const stepsOf = (updateId: number, countdown: Answer['countdown']): Item[] =>
  (countdown?.steps ?? []).map(({ what, dueAt }, at) => ({
    id: derivedId('countdown', updateId, at),
    what,
    dueAt,
    about: countdown!.bookingId,
  }))

async function talkOf(ctx: Ctx, chat: Chat, update: Update): Promise<Talk> {
  return {
    ctx,
    chat,
    texts: texts[chat.language],
    key: `telegram-${update.update_id}`,
    pressed: update.callback_query?.message?.message_id,
    conversation: await conversationOf(ctx.db.query, chat.chatId),
  }
}

/** A refusal is an answer; what broke is tried again, and said when there are no more tries. */
async function attempt(talk: Talk, update: Update, last: boolean): Promise<Answer> {
  try {
    return await understand(talk, update)
  } catch (error) {
    const refusal = error instanceof Problem && error.status < 500 ? refusalText(talk, error) : undefined
    if (refusal !== undefined) return say(talk, refusal)
    if (!last) throw error
    talk.ctx.log.warn({ err: error }, 'A message in Telegram could not be answered')
    return say(talk, talk.texts.failed)
  }
}

function refusalText({ ctx, texts: words }: Talk, { status, code }: Problem): string {
  ctx.log.info({ code, status }, 'What was asked for in Telegram was refused')
  if (status === 403) return words.notAllowed
  if (status === 429) return words.tooFast
  return status === 404 || status === 409 ? words.outdated : words.failed
}
