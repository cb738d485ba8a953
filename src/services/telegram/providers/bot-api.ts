import { buffer } from 'node:stream/consumers'
import { Api, GrammyError, HttpError } from 'grammy'
import { z } from 'zod'
import { type OutboundClient, OutboundError, type OutboundHttp } from '#kernel'

/**
 * What Telegram said no to. `gone`: the person has stopped the bot, or there is no such chat any more; `same`: the
 * message says so already; `no-such-message`: there is none of ours under that id in this chat.
 */
export interface Refusal {
  readonly kind: 'gone' | 'slow-down' | 'same' | 'no-such-message' | 'refused'
  readonly retryAfterSeconds: number
}

/** Of one long poll, with what the network may add. */
const longestPollMs = 40_000

/** Telegram takes about thirty messages a second of a bot (Bot FAQ, "My bot is hitting limits"). */
const rate = { points: 25, perSeconds: 1 }

/**
 * grammY's typed Bot API over our way out of the process: time-outs, breaker and limits are ours. A call whose outcome
 * is unknown is not repeated here: whoever makes it knows whether it may be.
 */
export function botApi(http: OutboundHttp, token: string, apiRoot: string): Api {
  const polls = http.provider('telegram-updates', { attempts: 1, timeoutMs: longestPollMs })
  const calls = http.provider('telegram', { attempts: 1, timeoutMs: 20_000, rate })
  return new Api(token, {
    apiRoot,
    fetch: ((url: string, init: RequestInit) =>
      send(url.endsWith('/getUpdates') ? polls : calls, url, init)) as unknown as ClientFetch,
  })
}

/** grammY hands over the streams and signals of Node's past; ours are the platform's. */
async function send(client: OutboundClient, url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.delete('connection')
  const stop = new AbortController()
  init.signal?.addEventListener('abort', () => stop.abort(), { once: true })
  const body = typeof init.body === 'string' ? init.body : await buffer(init.body as never)
  return await client.fetch(url, {
    method: 'POST',
    headers,
    body,
    signal: stop.signal,
    refusalsAreAnswers: true,
  })
}

/** grammY's own notion of `fetch`: node-fetch's. */
type ClientFetch = NonNullable<NonNullable<ConstructorParameters<typeof Api>[1]>['fetch']>

const SlowDown = z.looseObject({ parameters: z.looseObject({ retry_after: z.number() }) })

/** Undefined when nobody knows what has become of the call. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof HttpError && error.error instanceof OutboundError) return refusedOnTheWay(error.error)
  if (!(error instanceof GrammyError)) return undefined
  const kind = kindOf(error.error_code, error.description)
  return { kind, retryAfterSeconds: error.parameters.retry_after ?? 1 }
}

function refusedOnTheWay(error: OutboundError): Refusal | undefined {
  if (error.kind === 'circuit-open' || error.kind === 'quota-exceeded')
    return { kind: 'slow-down', retryAfterSeconds: error.retryAfterSeconds ?? 30 }
  if (error.kind !== 'rate-limited') return undefined
  const said = SlowDown.safeParse(parse(error.body))
  const retryAfterSeconds = said.data?.parameters.retry_after ?? error.retryAfterSeconds ?? 5
  return { kind: 'slow-down', retryAfterSeconds }
}

/** Telegram tells its refusals apart by their descriptions alone (https://core.telegram.org/bots/api#making-requests). */
function kindOf(code: number, description: string): Refusal['kind'] {
  if (code === 429) return 'slow-down'
  if (code === 403 || /chat not found|user is deactivated/iu.test(description)) return 'gone'
  if (/message is not modified/iu.test(description)) return 'same'
  if (/message (?:to (?:edit|be edited) )?not found|message can't be edited/iu.test(description))
    return 'no-such-message'
  return 'refused'
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return undefined
  }
}
