import type { StreamEvent } from '#kernel'
import type { Ctx } from '../context.ts'
import { deskOf } from '../desk.ts'
import type { Listener } from './watchers.ts'

/** Keeps proxies from closing a silent stream, milliseconds. */
const PING_MS = 20_000

/** @throws Problem 404 for an unknown showtime, before the stream begins. */
export async function streamSeats(
  ctx: Ctx,
  showtimeId: string,
  request: Request,
  signal: AbortSignal,
): Promise<AsyncIterable<StreamEvent>> {
  const listener = await deskOf(ctx).watchers.listen(showtimeId, request.headers.get('last-event-id'))
  return framesOf(listener, AbortSignal.any([signal, ctx.stopping]))
}

/** Not a generator: one that is left before its first step would not run its `finally`, and the listener would stay. */
function framesOf(listener: Listener, ended: AbortSignal): AsyncIterable<StreamEvent> {
  const leave = async (): Promise<IteratorResult<StreamEvent>> => {
    listener.close()
    return { done: true, value: undefined }
  }
  const next = async (): Promise<IteratorResult<StreamEvent>> => {
    const frame = await listener.next(ended, PING_MS)
    if (frame === undefined) return await leave()
    return { done: false, value: frame === 'quiet' ? { event: 'ping', data: {} } : frame }
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) }
}
