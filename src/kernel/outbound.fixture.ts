import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { afterEach } from 'vitest'
import { memoryLimiter } from './limiter.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { OutboundError, type OutboundPolicy } from './outbound.ts'
import { createOutbound, type OutboundOptions } from './outbound-client.ts'

export type Answer = (request: IncomingMessage, response: ServerResponse, call: number) => void

export const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A provider on loopback; `calls` are the requests it has seen. */
export async function provider(answer: Answer) {
  const calls: IncomingMessage[] = []
  const server = createServer((request, response) => {
    request.resume()
    calls.push(request)
    answer(request, response, calls.length)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  return { calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const quick: OutboundPolicy = {
  timeoutMs: 150,
  baseDelayMs: 4,
  maxDelayMs: 40,
  breaker: { failures: 100, resetMs: 60 },
}

export function outbound(policy: OutboundPolicy = {}, options: Partial<OutboundOptions> = {}) {
  const lines: string[] = []
  const log = createLogger({
    service: 'test',
    level: 'debug',
    destination: { write: (line) => lines.push(line) },
  })
  const metrics = createMetrics({ process: false })
  const http = createOutbound({ log, metrics, limiter: memoryLimiter(), ...options })
  return { http, client: http.provider('maps', { ...quick, ...policy }), lines, metrics }
}

/** Where nobody listens any more. */
export async function closedUrl(): Promise<string> {
  const server = createSocketServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return `http://127.0.0.1:${port}`
}

/** The error a call ends with. */
export async function failure(call: Promise<unknown>): Promise<OutboundError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof OutboundError) return error
  throw new Error(`Expected an OutboundError, got ${String(error)}`)
}

export const text =
  (status: number, body = '', headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)
