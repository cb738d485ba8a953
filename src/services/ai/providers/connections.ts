import { Client, type Dispatcher, Pool } from 'undici'

/** Of one upstream. */
const most = 512
/** How long a connection is kept for the next request, unless the server says otherwise. */
const keptMs = 30_000

/** Tells whoever asks whether the connection that it is on has answered somebody before. */
const reused = new WeakSet<Dispatcher.DispatchHandler>()

/** Was the request sent on a connection that had been kept for later? */
export const wasReused = (request: Dispatcher.DispatchHandler): boolean => reused.has(request)

class Connection extends Client {
  #used = false

  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options)
    this.on('disconnect', () => {
      this.#used = false
    })
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (this.#used) reused.add(handler)
    this.#used = true
    return super.dispatch(options, handler)
  }
}

/**
 * Connections to one upstream. Time-outs of what is asked over them are the asker's, but for the pause between two pieces
 * of an answer, which is looked at every half a second.
 */
export const connectionsTo = (origin: string, idleMs: number): Pool =>
  new Pool(origin, {
    connections: most,
    keepAliveTimeout: keptMs,
    headersTimeout: 0,
    bodyTimeout: idleMs,
    factory: (url, options) => new Connection(url, options),
  })
