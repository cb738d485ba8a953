import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { catalogue } from '../../src/catalogue.ts'
import { fullPath } from '../../src/kernel/http/wire.ts'

/** What nginx does in a cluster, for a test: sends each path to the service whose route it is. */
export async function startTestGateway(
  urlOf: (service: string) => string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const routes = catalogue.flatMap(({ contract }) =>
    Object.values(contract.routes).map((route) => ({
      service: contract.name,
      pattern: new RegExp(`^${fullPath(route).replace(/\{\w+\}/g, '[^/]+')}$`),
      literals: route.path.replace(/\{\w+\}/g, '').length,
    })),
  )
  const mostLiteral = routes.toSorted((a, b) => b.literals - a.literals)
  const server = serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      const target = mostLiteral.find((route) => route.pattern.test(pathname))
      if (!target) return new Response(null, { status: 404 })
      const body =
        request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
      const headers = new Headers(request.headers)
      headers.delete('host')
      headers.delete('content-length')
      headers.delete('connection')
      headers.set('accept-encoding', 'identity')
      return await fetch(urlOf(target.service) + pathname + search, {
        method: request.method,
        headers,
        redirect: 'manual',
        ...(body ? { body } : {}),
      })
    },
  })
  if (!server.listening) await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('No address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
    },
  }
}
