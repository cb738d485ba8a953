import type { z } from 'zod'
import type { Limiter } from './limiter.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import {
  type OutboundClient,
  OutboundError,
  type OutboundHttp,
  type OutboundInit,
  type OutboundPolicy,
} from './outbound.ts'
import type { Repeat } from './outbound-errors.ts'
import { exchange, webUrl } from './outbound-http.ts'
import { type BreakerState, type ProviderPolicy, providerPolicy } from './outbound-policy.ts'
import { safeUrl } from './redact.ts'

export interface OutboundOptions {
  log: Logger
  limiter: Limiter
  metrics?: Metrics
  /** Reads the instant that decides the day of a quota and the distance to a `Retry-After` date. */
  clock?: { now(): Temporal.Instant }
  /** Called before anything else; throws where no call may leave the process (transactions, event handlers). */
  guard?: () => void
  /** Longest body that is read, in bytes. Default 10 MB. */
  maxBodyBytes?: number
}

export interface BreakerSnapshot {
  provider: string
  state: BreakerState
  /** Consecutive failures so far. */
  failures: number
}

/** `ctx.http` with a look at the breakers, for health and `doctor`. */
export type ObservableOutbound = OutboundHttp & { states(): BreakerSnapshot[] }

/** What HTTP itself calls idempotent (RFC 9110, 9.2.2). */
const SAFE_TO_REPEAT = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

/**
 * The way out of the process. Each provider has one client, so that its breaker and limits see every call.
 *
 * `provider()` throws when a name is asked for again with another policy: two policies would take turns by accident.
 */
export function createOutbound(options: OutboundOptions): ObservableOutbound {
  const now = () => options.clock?.now() ?? Temporal.Now.instant()
  const known = new Map<string, { client: OutboundClient; policy: ProviderPolicy; settings: string }>()

  function provider(name: string, settings?: OutboundPolicy): OutboundClient {
    const existing = known.get(name)
    const described = JSON.stringify(settings ?? {})
    if (existing) {
      if (settings !== undefined && described !== existing.settings)
        throw new Error(`The outbound provider ${name} already has another policy`)
      return existing.client
    }
    const policy = providerPolicy(name, settings ?? {}, { ...options, now })
    const client = createClient(name, policy, options, now)
    known.set(name, { client, policy, settings: described })
    return client
  }

  return {
    provider,
    quotas: async () => {
      const uses = await Promise.all([...known.values()].map(({ policy }) => policy.quota()))
      return uses.filter((use) => use !== undefined)
    },
    states: () => [...known].map(([name, { policy }]) => ({ provider: name, ...policy.state() })),
  }
}

function createClient(
  provider: string,
  policy: ProviderPolicy,
  options: OutboundOptions,
  now: () => Temporal.Instant,
): OutboundClient {
  const { guard, maxBodyBytes = 10_000_000 } = options

  async function call<T>(target: string | URL, init: OutboundInit, read: (response: Response) => Promise<T>) {
    guard?.()
    const { url, authorization } = webUrl(provider, target)
    const method = (init.method ?? 'GET').toUpperCase()
    const label = `${method} ${safeUrl(url)}`
    const headers = new Headers(init.headers)
    if (authorization && !headers.has('authorization')) headers.set('authorization', authorization)
    const request = { ...init, method, headers }
    const outside = {
      provider,
      label,
      maxBodyBytes: init.maxBodyBytes ?? maxBodyBytes,
      now,
    }
    return policy.execute({
      label,
      timeoutMs: init.timeoutMs,
      signal: init.signal ?? undefined,
      repeat: repeatOf(init, method),
      run: async (signal) => read(await exchange(outside, url, request, signal)),
    })
  }

  return {
    provider,
    fetch: (url, init = {}) => call(url, init, async (response) => response),
    json: (schema, url, init = {}) => call(url, init, (response) => parse(provider, schema, response, url)),
    run: async (work, { safeToRepeat, timeoutMs, keepsTime } = {}) => {
      guard?.()
      const repeat = safeToRepeat ? 'always' : 'refused'
      return policy.execute({ run: work, repeat, timeoutMs, keepsTime })
    },
  }
}

/** A stream can be read only once. */
function repeatOf(init: OutboundInit, method: string): Repeat {
  if (init.body instanceof ReadableStream) return 'never'
  return (init.safeToRepeat ?? SAFE_TO_REPEAT.has(method)) ? 'always' : 'refused'
}

/** @throws OutboundError `malformed`; it names the fields that do not fit, never their values. */
async function parse<T>(
  provider: string,
  schema: z.ZodType<T>,
  response: Response,
  url: string | URL,
): Promise<T> {
  const { status } = response
  let value: unknown
  try {
    value = await response.json()
  } catch {
    throw new OutboundError(provider, 'malformed', `${provider}: ${safeUrl(url)} did not answer JSON`, {
      status,
    })
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || '(all)'} ${issue.code}`)
  const message = `${provider}: ${safeUrl(url)} answered in an unknown form: ${fields.join(', ')}`
  throw new OutboundError(provider, 'malformed', message, { status })
}
