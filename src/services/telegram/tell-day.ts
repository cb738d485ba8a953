import { derivedId } from '#kernel'
import { asUser, findChat } from './chats.ts'
import { confirmButton, wholeDay } from './commands/days.ts'
import type { Ctx } from './context.ts'
import { serveChat } from './jobs.ts'
import { put } from './outgoing.ts'
import { texts } from './texts/index.ts'

/** What became of a call sheet that was sent to the bot: the whole day, to confirm. */
export async function runTellDay(
  ctx: Ctx,
  { chatId, dayId, story }: { chatId: number; dayId: string; story: string },
): Promise<void> {
  const chat = await findChat(ctx.db.query, chatId)
  if (!chat?.grant) return
  const { language } = chat
  const day = await asUser(ctx, chat, () => ctx.call.schedule.getDay({ dayId, language }))
  const words = texts[language]
  const what = {
    kind: 'message' as const,
    html: wholeDay(words, day).join('\n'),
    buttons: confirmButton(words, day),
  }
  await ctx.db.transaction(async (tx) => {
    await put(ctx, tx, chatId, [{ id: derivedId('day', story), what }])
    await tx.enqueue(serveChat, { chatId })
  })
}
