import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { urlToHttpOptions } from 'node:url'
import { endInOneWrite, OutboundError, type OutboundHttp, endpoint as urlBelow } from '#kernel'
import type { Asked, Begun, ModelApi, Refused } from './types.ts'

interface Options {
  readonly firstByteMs: number
  /** Between two pieces of an answer. */
  readonly idleMs: number
}

/** The way to one endpoint, worked out once. */
interface Way {
  readonly request: typeof httpRequest
  readonly options: RequestOptions
  readonly host: string
}

const longestRefusalBytes = 64 * 1024
const alive = { keepAlive: true, keepAliveMsecs: 15_000, maxSockets: 512, scheduling: 'lifo' } as const

/**
 * Any API in OpenAI's form. The kernel's policy is around the beginning of an answer (breaker, time-out, metrics; one
 * attempt: fallback is the caller's); what follows flows through Node's own client, which hands bytes on as they come.
 */
export function openAiCompatible(
  http: OutboundHttp,
  { firstByteMs, idleMs }: Options,
): ModelApi & { close(): void } {
  const plain = { protocol: 'http:', request: httpRequest, agent: new HttpAgent(alive) }
  const secure = { protocol: 'https:', request: httpsRequest, agent: new HttpsAgent(alive) }
  const ways = new Map<string, Way>()
  const wayOf = ({ upstream, endpoint }: Asked) => {
    const name = `${upstream.url} ${endpoint}`
    const known = ways.get(name)
    if (known) return known
    const url = urlBelow(upstream.url, endpoint)
    const { request, agent } = url.protocol === 'https:' ? secure : plain
    const way = { request, options: { ...urlToHttpOptions(url), method: 'POST', agent }, host: url.host }
    ways.set(name, way)
    return way
  }

  async function begin(asked: Asked, timedOut: AbortSignal, repeated = false): Promise<IncomingMessage> {
    const way = wayOf(asked)
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const request = way.request({ ...way.options, headers: headersOf(asked, way.host) })
    const give = () => request.destroy()
    timedOut.addEventListener('abort', give, { once: true })
    request.once('response', (response) => {
      timedOut.removeEventListener('abort', give)
      request.setTimeout(idleMs)
      resolve(response)
    })
    request.once('error', reject)
    request.once('timeout', give)
    asked.signal.addEventListener('abort', give, { once: true })
    request.once('close', () => asked.signal.removeEventListener('abort', give))
    endInOneWrite(request, asked.body)
    try {
      return await promise
    } catch (error) {
      asked.signal.throwIfAborted()
      // The server had closed a connection that was kept for later: it has not seen this request.
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
      if (
        !repeated &&
        request.reusedSocket &&
        (code === 'ECONNRESET' || code === 'EPIPE') &&
        !timedOut.aborted
      )
        return await begin(asked, timedOut, true)
      throw error
    }
  }

  return {
    async ask(asked, refused): Promise<Begun> {
      const provider = `ai-${asked.upstream.name}`
      // Known to the policy by name: it has the same settings at every call.
      const client = http.provider(provider, { attempts: 1, timeoutMs: firstByteMs })
      return await client.run(async (timedOut) => {
        const response = await begin(asked, timedOut)
        const status = response.statusCode!
        if (status < 429 || (status > 429 && status < 500)) return response
        const refusal = await refusalOf(response)
        refused(refusal)
        const kind = status === 429 ? 'rate-limited' : 'http'
        throw new OutboundError(provider, kind, `${provider} answered ${status}`, { status })
      })
    },
    close() {
      for (const { agent } of [plain, secure]) agent.destroy()
    },
  }
}

/** Names and values in turn: Node writes such a list as it is, where it would copy an object twice. */
function headersOf({ headers, body, contentType, upstream }: Asked, host: string): string[] {
  const list = [
    'host',
    host,
    'content-type',
    contentType,
    'content-length',
    String(body.length),
    // The usage is read off the bytes as they go by.
    'accept-encoding',
    'identity',
  ]
  if (upstream.key) list.push('authorization', `Bearer ${upstream.key}`)
  for (const name in headers) list.push(name, headers[name]!)
  return list
}

/** The first of what it says; the rest is read, so that the connection stays good. */
export async function refusalOf(response: IncomingMessage): Promise<Refused> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= longestRefusalBytes) pieces.push(piece)
    else if (length > 16 * longestRefusalBytes) break
  }
  return {
    status: response.statusCode!,
    contentType: response.headers['content-type'] ?? 'application/json',
    body: Buffer.concat(pieces),
    retryAfter: response.headers['retry-after'],
  }
}
