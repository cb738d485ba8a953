/** A frame of a `stream` route. */
export interface StreamEvent {
  readonly id?: string
  readonly event?: string
  readonly data: unknown
  /** `data` as JSON already: encoded once for many listeners. */
  readonly json?: string
}

export interface StreamOptions {
  /** Aborted when the process is asked to stop. */
  readonly stopping: AbortSignal
  /** The source has failed: the stream ends, and its client comes back. */
  readonly onError: (error: unknown) => void
}

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  'transfer-encoding': 'chunked',
  connection: 'keep-alive',
}

/**
 * Answers with server-sent events until they end, the client goes or the process is asked to stop: a stream has no
 * end of its own that a stop could wait for, and its client comes back by itself with `Last-Event-ID`. The next event is
 * asked for when the connection has taken the one before: for a client that reads slowly nothing piles up here.
 */
export function streamEvents(
  events: AsyncIterable<StreamEvent>,
  { stopping, onError }: StreamOptions,
): Response {
  const iterator = events[Symbol.asyncIterator]()
  let hasEnded = false
  const leave = () => {
    hasEnded = true
    stopping.removeEventListener('abort', stop)
    // Not awaited: a source that is in the middle of something ends when that does, and nobody listens any more.
    void iterator.return?.().catch(() => undefined)
  }
  let stop = leave
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start: (body) => {
      // A comment, which clients pass over: without a first byte the headers would wait for the first event.
      body.enqueue(opening)
      stop = () => {
        if (hasEnded) return
        leave()
        body.close()
      }
      if (stopping.aborted) stop()
      else stopping.addEventListener('abort', stop, { once: true })
    },
    pull: async (body) => {
      const next = await iterator.next().catch(onError)
      if (hasEnded) return
      if (next && !next.done) body.enqueue(bytesOf(next.value))
      else stop()
    },
    cancel: leave,
  }
  return new Response(new ReadableStream(source, { highWaterMark: 0 }), { headers })
}

const opening = Buffer.from(': open\n\n')
const encoded = new WeakMap<StreamEvent, Uint8Array>()

/** As it goes over the wire; made once of what many listeners get. */
function bytesOf(event: StreamEvent): Uint8Array {
  const known = encoded.get(event)
  if (known) return known
  const { id, event: name, data, json } = event
  const lines = [
    ...(name ? [`event: ${name}`] : []),
    `data: ${json ?? JSON.stringify(data)}`,
    ...(id ? [`id: ${id}`] : []),
  ]
  const bytes = Buffer.from(`${lines.join('\n')}\n\n`)
  if (json !== undefined) encoded.set(event, bytes)
  return bytes
}
