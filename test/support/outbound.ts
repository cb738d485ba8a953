import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OutboundClient } from '#kernel'
import { memoryLimiter } from '../../src/kernel/limiter.ts'
import { createLogger } from '../../src/kernel/log.ts'
import { createOutbound } from '../../src/kernel/outbound-client.ts'

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

/** The real way out, with one attempt: what a provider file makes of a failure shows without waiting for retries. */
export function singleAttemptClient(provider: string): OutboundClient {
  const outbound = createOutbound({
    log: createLogger({ service: 'test', level: 'silent' }),
    limiter: memoryLimiter(),
  })
  return outbound.provider(provider, { attempts: 1, timeoutMs: 5_000 })
}
