import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type OutboundClient, OutboundError, type OutboundInit } from '#kernel'

/** What a provider's stand-in was asked. */
export interface SeenRequest {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

export interface Reply {
  status?: number
  /** Sent as JSON, or as it is when it is text. */
  body: unknown
}

export interface ReplayServer {
  baseUrl: string
  requests: SeenRequest[]
  close(): Promise<void>
}

/** A real HTTP server on loopback that answers what `reply` says; for recorded answers of one provider in a test. */
export async function replayServer(reply: (request: SeenRequest) => Reply): Promise<ReplayServer> {
  const requests: SeenRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const seen: SeenRequest = {
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', 'http://127.0.0.1'),
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    requests.push(seen)
    const { status = 200, body } = reply(seen)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        if (!server.listening) return resolve()
        server.closeAllConnections()
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}

/** Keeps the promises of `OutboundClient` with one attempt and no breaker: a provider file is tested for itself. */
export function singleAttemptClient(provider: string): OutboundClient {
  async function attempt(url: string | URL, init: OutboundInit = {}): Promise<Response> {
    const { safeToRepeat: _, timeoutMs = 5_000, ...request } = init
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) })
    if (response.status < 400) return response
    const body = (await response.text()).slice(0, 2_000)
    const kind = response.status === 429 ? 'rate-limited' : 'http'
    throw new OutboundError(provider, kind, `status ${response.status}`, { status: response.status, body })
  }
  return {
    provider,
    fetch: attempt,
    async json(schema, url, init) {
      const text = await (await attempt(url, init)).text()
      try {
        return schema.parse(JSON.parse(text))
      } catch (cause) {
        throw new OutboundError(provider, 'malformed', 'answer does not fit', {
          body: text.slice(0, 2_000),
          cause,
        })
      }
    },
    run: (work) => work(AbortSignal.timeout(5_000)),
  }
}
