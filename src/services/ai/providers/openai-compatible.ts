import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { OutboundError, type OutboundHttp, endpoint as urlBelow } from '#kernel'
import type { Asked, Begun, ModelApi, Refused } from './types.ts'

interface Options {
  readonly firstByteMs: number
  /** Between two pieces of an answer. */
  readonly idleMs: number
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
  const agents = { 'http:': new HttpAgent(alive), 'https:': new HttpsAgent(alive) }
  const urls = new Map<string, URL>()
  const urlOf = ({ upstream, endpoint }: Asked) => {
    const name = `${upstream.url} ${endpoint}`
    const known = urls.get(name) ?? urlBelow(upstream.url, endpoint)
    urls.set(name, known)
    return known
  }

  async function begin(asked: Asked, timedOut: AbortSignal, repeated = false): Promise<IncomingMessage> {
    const url = urlOf(asked)
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const secure = url.protocol === 'https:'
    const request: ClientRequest = (secure ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: secure ? agents['https:'] : agents['http:'],
      headers: {
        ...asked.headers,
        'content-type': asked.contentType,
        'content-length': asked.body.length,
        // The usage is read off the bytes as they go by.
        'accept-encoding': 'identity',
        ...(asked.upstream.key ? { authorization: `Bearer ${asked.upstream.key}` } : {}),
      },
    })
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
    request.end(asked.body)
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
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
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
