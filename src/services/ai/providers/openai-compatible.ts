import type { Pool } from 'undici'
import { type OutboundClient, OutboundError, type OutboundHttp, endpoint as urlBelow } from '#kernel'
import { Exchange, isRefusal } from './answer.ts'
import { connectionsTo, wasReused } from './connections.ts'
import type { Asked, Begun, ModelApi, Refused } from './types.ts'

interface Options {
  readonly firstByteMs: number
  /** Between two pieces of an answer. */
  readonly idleMs: number
}

/** The way to one endpoint, worked out once. */
interface Way {
  readonly pool: Pool
  readonly path: string
}

const longestRefusalBytes = 64 * 1024

/**
 * Any API in OpenAI's form. The kernel's policy is around the beginning of an answer (breaker, time-out, metrics; one
 * attempt: fallback is the caller's); what follows is handed on as it comes.
 */
export function openAiCompatible(
  http: OutboundHttp,
  { firstByteMs, idleMs }: Options,
): ModelApi & { close(): Promise<void> } {
  const pools = new Map<string, Pool>()
  const ways = new Map<string, Way>()
  const poolOf = (origin: string) => {
    const pool = pools.get(origin) ?? connectionsTo(origin, idleMs)
    pools.set(origin, pool)
    return pool
  }
  const wayOf = ({ upstream, endpoint }: Asked) => {
    const name = `${upstream.url} ${endpoint}`
    const known = ways.get(name)
    if (known) return known
    const url = urlBelow(upstream.url, endpoint)
    const way = { pool: poolOf(url.origin), path: `${url.pathname}${url.search}` }
    ways.set(name, way)
    return way
  }

  const clients = new Map<string, OutboundClient>()
  const clientOf = (provider: string) => {
    const client = clients.get(provider) ?? http.provider(provider, { attempts: 1 })
    clients.set(provider, client)
    return client
  }

  async function begin(asked: Asked, untilMs: number, repeated = false): Promise<Begun> {
    const { patience, body } = asked
    patience.signal.throwIfAborted()
    const { pool, path } = wayOf(asked)
    const exchange = new Exchange(patience, untilMs)
    const request = { path, method: 'POST', headers: headersOf(asked), body }
    pool.dispatch(request, exchange)
    try {
      return await exchange.begun
    } catch (error) {
      patience.signal.throwIfAborted()
      // The server had closed a connection that was kept for later: it has not seen this request.
      if (!repeated && wasReused(request) && isClosed(error)) return await begin(asked, untilMs, true)
      throw error
    }
  }

  return {
    ask(asked, refused): Promise<Begun> {
      const provider = `ai-${asked.upstream.name}`
      const work = async () => {
        const answer = await begin(asked, performance.now() + firstByteMs)
        const { status } = answer
        if (!isRefusal(status)) return answer
        const refusal = await refusalOf(answer)
        refused(refusal)
        const kind = status === 429 ? 'rate-limited' : 'http'
        throw new OutboundError(provider, kind, `${provider} answered ${status}`, { status })
      }
      return clientOf(provider).run(work, { keepsTime: true })
    },
    async close() {
      await Promise.all(pools.values().map((pool) => pool.destroy()))
    },
  }
}

/** Names and values in turn. */
function headersOf({ headers, contentType, upstream }: Asked): string[] {
  // The usage is read off the bytes as they go by.
  const list = ['content-type', contentType, 'accept-encoding', 'identity', ...headers]
  if (upstream.key) list.push('authorization', `Bearer ${upstream.key}`)
  return list
}

/** undici's own word for a closed connection, and the system's. */
const closed: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])
const isClosed = (error: unknown): boolean => error instanceof Error && closed.has(Reflect.get(error, 'code'))

/** The first of what it says; the rest is read, so that the connection stays good. */
export async function refusalOf(answer: Begun): Promise<Refused> {
  const pieces: Buffer[] = []
  let length = 0
  await new Promise<void>((resolve, reject) => {
    answer.flowTo({
      piece(bytes) {
        length += bytes.length
        if (length <= longestRefusalBytes) pieces.push(bytes)
        else if (length > 16 * longestRefusalBytes) {
          answer.leave()
          resolve()
        }
      },
      end: resolve,
      broke: reject,
    })
  })
  return {
    status: answer.status,
    contentType: answer.header('content-type') ?? 'application/json',
    body: Buffer.concat(pieces),
    retryAfter: answer.header('retry-after'),
  }
}
