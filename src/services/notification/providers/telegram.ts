import { Problem } from '#kernel'
import type { Ctx } from '../context.ts'
import { PermanentFailure, type Provider } from './provider.ts'

/** The chats of a user; the telegram service takes a delivery once, however often it is handed over. */
export function telegramChats({ call }: Ctx): Provider {
  return {
    name: 'telegram',
    send: async ({ deliveryId, to, content, subject }) => {
      try {
        const { title, text } = content
        await call.telegram.deliver({ deliveryId, userId: to, title, text, subject })
        return { providerId: deliveryId }
      } catch (error) {
        throw refusalOf(error) ?? error
      }
    },
  }
}

const forGood = ['telegram.not-linked', 'telegram.not-configured']

function refusalOf(error: unknown): PermanentFailure | undefined {
  if (!(error instanceof Problem) || !forGood.includes(error.code)) return undefined
  return new PermanentFailure(error.code.replace('.', '-'), false, error)
}
