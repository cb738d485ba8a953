import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

/** A frame of a `stream` route. */
export interface StreamEvent {
  readonly id?: string
  readonly event?: string
  readonly data: unknown
}

/**
 * Answers with server-sent events until they end, the client goes or the process is asked to stop: a stream has no
 * end of its own that a stop could wait for, and its client comes back by itself with `Last-Event-ID`.
 */
export function streamEvents(
  c: Context,
  events: AsyncIterable<StreamEvent>,
  stopping: AbortSignal,
): Response {
  return streamSSE(c, async (stream) => {
    const iterator = events[Symbol.asyncIterator]()
    const stopped = untilAborted(stopping)
    try {
      // A comment, which clients pass over: without a first byte the headers would wait for the first event.
      await stream.write(': open\n\n')
      while (!stream.aborted) {
        const next = await Promise.race([iterator.next(), stopped.promise])
        if (!next || next.done) return
        const { id, event, data } = next.value
        await stream.writeSSE({
          data: JSON.stringify(data),
          ...(event ? { event } : {}),
          ...(id ? { id } : {}),
        })
      }
    } finally {
      stopped.forget()
      // Not awaited: a source that is in the middle of something ends when that does, and nobody listens any more.
      void iterator.return?.().catch(() => undefined)
    }
  })
}

/** Resolves to nothing at the abort; `forget` lets go of the signal, which outlives every stream. */
function untilAborted(signal: AbortSignal): { promise: Promise<undefined>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const onAbort = () => resolve(undefined)
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) }
}
