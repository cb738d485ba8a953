import type { StreamEvent } from '#kernel'
import type { Ctx } from '../context.ts'
import { deskOf } from '../desk.ts'
import type { Listener } from './mailbox.ts'

/** Keeps proxies from closing a silent stream, milliseconds. */
const PING_MS = 20_000
const ping: StreamEvent = { event: 'ping', data: {}, json: '{}' }

/** @throws Problem 404 for an unknown showtime, before the stream begins. */
export async function streamSeats(
  ctx: Ctx,
  showtimeId: string,
  request: Request,
  signal: AbortSignal,
): Promise<AsyncIterable<StreamEvent>> {
  const listener = await deskOf(ctx).watchers.listen(showtimeId, request.headers.get('last-event-id'))
  return framesOf(listener, signal)
}

/** Not a generator: one that is left before its first step would not run its `finally`, and the listener would stay. */
function framesOf(listener: Listener, gone: AbortSignal): AsyncIterable<StreamEvent> {
  const close = () => listener.close()
  if (gone.aborted) close()
  else gone.addEventListener('abort', close, { once: true })
  const leave = async (): Promise<IteratorResult<StreamEvent>> => {
    gone.removeEventListener('abort', close)
    close()
    return { done: true, value: undefined }
  }
  const next = async (): Promise<IteratorResult<StreamEvent>> => {
    const frame = await listener.next(PING_MS)
    if (frame === undefined) return await leave()
    return { done: false, value: frame === 'quiet' ? ping : frame }
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) }
}
