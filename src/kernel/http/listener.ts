import { serve } from '@hono/node-server'
import type { App } from './server.ts'

type Server = ReturnType<typeof serve>

/** The port of a process. */
export class Listener {
  #server: Server | undefined
  #closing = false

  /** Binds; `port` 0 takes a free one. Resolves to the port. */
  async listen(app: App, hostname: string, port: number): Promise<number> {
    return await new Promise((resolve, reject) => {
      const server = serve({ fetch: app.fetch, port, hostname }, (info) => resolve(info.port))
      server.once('error', reject)
      // Node keeps a connection for the next request even when the server takes none any more.
      server.on('request', (_request, response) =>
        response.once('close', () => this.#closing && setImmediate(closeIdle, server)),
      )
      this.#server = server
    })
  }

  /** Takes no new connections and waits for the requests in hand, at most `limitMs`; then cuts what is still open. */
  async close(limitMs: number): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#closing = true
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), limitMs)
      server.close(() => {
        clearTimeout(force)
        resolve()
      })
      closeIdle(server)
    })
  }
}

const closeIdle = (server: Server): void => {
  if ('closeIdleConnections' in server) server.closeIdleConnections()
}
