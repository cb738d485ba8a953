import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { DirectRoutes } from './direct.ts'
import type { App } from './server.ts'

/** The port of a process. */
export class Listener {
  #server: Server | undefined
  #closing = false

  /** Binds; `port` 0 takes a free one. Resolves to the port. */
  async listen(app: App, direct: DirectRoutes, hostname: string, port: number): Promise<number> {
    return await new Promise((resolve, reject) => {
      const others = getRequestListener(app.fetch)
      const server = createServer((incoming, outgoing) => {
        if (!direct.take(incoming, outgoing)) void others(incoming, outgoing)
      })
      server.listen(port, hostname, () => resolve((server.address() as AddressInfo).port))
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
      const force = setTimeout(() => server.closeAllConnections(), limitMs)
      server.close(() => {
        clearTimeout(force)
        resolve()
      })
      closeIdle(server)
    })
  }
}

const closeIdle = (server: Server): void => {
  server.closeIdleConnections()
}
