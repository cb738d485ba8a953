import { z } from 'zod'
import type { StreamEvent } from '#kernel'
import type { Ctx } from './context.ts'
import { Notification } from './contract.ts'
import { News, newsTopic } from './notify.ts'
import { lastSeq, notificationsAfter } from './read.ts'

const pageSize = 50
/** Keeps proxies from closing a silent stream, and finds what a lost signal left, milliseconds. */
const pingMs = 20_000

/**
 * A person's notifications as they come. A signal is only a hint: after each one, and with each ping, the rows after
 * the last one sent are read, so that nothing is missed over a lost signal or a lost connection (`Last-Event-ID`).
 */
export async function* streamNotifications(
  ctx: Ctx,
  userId: string,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const ended = AbortSignal.any([signal, ctx.stopping])
  const waiting = new Bell(ended)
  const forget = ctx.signal.on(newsTopic, (data) => {
    const { userIds } = News.catch({ userIds: [] }).parse(data)
    if (userIds.includes(userId)) waiting.ring()
  })
  try {
    let seq = await startAt(ctx, userId, request.headers.get('last-event-id'))
    yield { event: 'ping', data: {} }
    while (!ended.aborted) {
      const page = await notificationsAfter(ctx, userId, seq, pageSize)
      for (const { seq: number, view } of page) {
        yield { id: String(number), event: 'notification', data: z.encode(Notification, view) }
        seq = number
      }
      if (page.length === pageSize) continue
      if (!(await waiting.wait(pingMs))) yield { event: 'ping', data: {} }
    }
  } finally {
    forget()
  }
}

async function startAt(ctx: Ctx, userId: string, lastEventId: string | null): Promise<number> {
  if (lastEventId !== null && /^\d{1,15}$/.test(lastEventId)) return Number(lastEventId)
  return await lastSeq(ctx, userId)
}

/** Wakes one sleeper; a ring while nobody sleeps is kept for the next. */
class Bell {
  #rung = false
  #wake: (() => void) | undefined

  constructor(ended: AbortSignal) {
    ended.addEventListener('abort', () => this.ring(), { once: true })
  }

  ring(): void {
    this.#rung = true
    this.#wake?.()
  }

  /** @returns false when the time ran out without a ring. */
  async wait(limitMs: number): Promise<boolean> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    const rung = this.#rung
    this.#rung = false
    return rung
  }
}
