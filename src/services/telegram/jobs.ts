import { z } from 'zod'
import { job } from '#kernel'

/** Answers what waits in a chat and sends what goes there. Chats do not wait for each other. */
export const serveChat = job('serve-chat', z.object({ chatId: z.int() }), {
  concurrency: 8,
  timeoutSeconds: 120,
  retryLimit: 5,
  retryDelayMaxSeconds: 30,
})

/** Tells a chat what became of a call sheet that was sent to it. */
export const tellDay = job(
  'tell-day',
  z.object({ chatId: z.int(), dayId: z.uuid(), story: z.string().max(100) }),
  { retryLimit: 10, retryDelayMaxSeconds: 60 },
)
