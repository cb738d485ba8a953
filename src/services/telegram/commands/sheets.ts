import type { Message } from 'grammy/types'
import { Problem } from '#kernel'
import { requiredBot } from '../bot.ts'
import type { Ctx } from '../context.ts'
import { escaped } from '../markup.ts'
import { type Answer, asMe, say, type Talk } from '../talk.ts'

/** The most that Telegram hands over to a bot (Bot API, `getFile`). */
export const largestFile = 20 * 1024 * 1024

/** A call sheet that somebody sends is read as if it had come by mail; the chat hears what becomes of it. */
export async function takeFile(talk: Talk, file: NonNullable<Message['document']>): Promise<Answer> {
  const { texts, chat } = talk
  const fileName = file.file_name?.slice(0, 200) ?? 'call-sheet.pdf'
  if (file.mime_type !== 'application/pdf' && !/\.pdf$/iu.test(fileName)) return say(talk, texts.onlyPdf)
  if ((file.file_size ?? 0) > largestFile) return say(talk, texts.tooBig)
  const base64 = await download(talk.ctx, file.file_id)
  try {
    const email = await asMe(talk, (call) => call.email.deposit({ fileName, base64 }))
    if (email.state !== 'pending' && email.state !== 'processing') return say(talk, texts.sheetKnown)
    return {
      ...say(talk, escaped(texts.sheetTaken(fileName))),
      alongside: async (tx) => {
        await tx.query
          .insertInto('sheets')
          .values({ correlation_id: email.correlationId, chat_id: chat.chatId })
          .onConflict((clash) => clash.column('correlation_id').doNothing())
          .execute()
      },
    }
  } catch (error) {
    if (error instanceof Problem && error.status === 422) return say(talk, texts.onlyPdf)
    throw error
  }
}

export async function download(ctx: Ctx, fileId: string): Promise<string> {
  const bot = requiredBot(ctx)
  const { file_path: path } = await bot.api.getFile(fileId)
  const client = ctx.http.provider('telegram-files', { timeoutMs: 60_000 })
  const response = await client.fetch(bot.fileUrl(path!), { maxBodyBytes: largestFile })
  return Buffer.from(await response.arrayBuffer()).toString('base64')
}
