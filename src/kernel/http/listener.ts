import { serve } from '@hono/node-server'
import type { App } from './server.ts'

/** The port of a process. */
export class Listener {
  #server: ReturnType<typeof serve> | undefined

  /** Binds; `port` 0 takes a free one. Resolves to the port. */
  async listen(app: App, hostname: string, port: number): Promise<number> {
    return await new Promise((resolve, reject) => {
      const server = serve({ fetch: app.fetch, port, hostname }, (info) => resolve(info.port))
      server.once('error', reject)
      this.#server = server
    })
  }

  /** Takes no new connections and waits for the requests in hand, then cuts what is still open. */
  async close(limitMs: number): Promise<void> {
    const server = this.#server
    if (!server) return
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), limitMs)
      server.close(() => {
        clearTimeout(force)
        resolve()
      })
      if ('closeIdleConnections' in server) server.closeIdleConnections()
    })
  }
}
