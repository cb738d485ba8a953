import type { z } from 'zod'

/**
 * How calls to one outside provider behave. Every field has a default (see `ARCHITECTURE`, resilience): time-out
 * 10 s, 3 attempts, 1 s base delay doubling to 30 s with jitter, breaker opening after 5 failures, trying again
 * after 60 s, closing after 3 successes.
 */
export interface OutboundPolicy {
  timeoutMs?: number
  attempts?: number
  baseDelayMs?: number
  maxDelayMs?: number
  breaker?: { failures?: number; resetMs?: number; successes?: number }
  /** Shared by every replica of the service: at most `points` calls per `perSeconds`. Callers wait their turn. */
  rate?: { points: number; perSeconds: number }
  /** Counted for every replica of the service together. Over it the provider is not asked until its day turns. */
  dailyQuota?: DailyQuota
}

/** What a provider grants for a day. At 80 % a warning is logged and counted, and the service's health is degraded. */
export interface DailyQuota {
  calls: number
  /** IANA zone at whose midnight the provider begins to count anew. */
  zone: string
}

export interface QuotaUse {
  provider: string
  /** Calls of the provider's day so far, those that were refused for want of quota left out. */
  used: number
  calls: number
  /** 80 % of it is used. */
  nearlyUsed: boolean
}

export type OutboundErrorKind =
  | 'timeout'
  | 'network'
  | 'circuit-open'
  | 'quota-exceeded'
  | 'rate-limited'
  | 'malformed'
  | 'http'

/** An outside call that failed for good (after the policy's retries). `message` never contains a secret. */
export class OutboundError extends Error {
  readonly provider: string
  readonly kind: OutboundErrorKind
  readonly status: number | undefined
  readonly retryAfterSeconds: number | undefined
  /** First 2,000 characters of the answer's body, for providers that explain themselves there. */
  readonly body: string | undefined
  constructor(
    provider: string,
    kind: OutboundErrorKind,
    message: string,
    options: { status?: number; retryAfterSeconds?: number; body?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'OutboundError'
    this.provider = provider
    this.kind = kind
    this.status = options.status
    this.retryAfterSeconds = options.retryAfterSeconds
    this.body = options.body
  }
}

export interface OutboundInit extends RequestInit {
  /** May the request be sent again after an unknown outcome? Default: only GET, HEAD, PUT, DELETE. */
  safeToRepeat?: boolean
  timeoutMs?: number
  /** Longest answer that is read, in bytes. Default 10 MB: who expects more says so. */
  maxBodyBytes?: number
  /** A 4xx except 429 resolves with its whole body, for providers that say there what has become of the request. */
  refusalsAreAnswers?: boolean
}

export interface RunOptions {
  readonly safeToRepeat?: boolean
  readonly timeoutMs?: number
  /** `work` ends itself when it is late, with `TookTooLong`, and when nobody waits for it: no signal tells it to. */
  readonly keepsTime?: boolean
}

export interface OutboundClient {
  readonly provider: string
  /** Resolves for 2xx and 3xx; any other final status throws `OutboundError` of kind `http` (429: `rate-limited`). */
  fetch(url: string | URL, init?: OutboundInit): Promise<Response>
  /** `fetch`, then parse: a body that is not JSON or does not fit the schema throws kind `malformed`. */
  json<T>(schema: z.ZodType<T>, url: string | URL, init?: OutboundInit): Promise<T>
  /** The same policy for what is not HTTP (IMAP, SMTP). */
  run<T>(work: (signal: AbortSignal) => Promise<T>, options?: RunOptions): Promise<T>
}

/** `ctx.http`: one client per provider name; asking twice for a name gives the same breaker and limits. */
export interface OutboundHttp {
  provider(name: string, policy?: OutboundPolicy): OutboundClient
  /** How much of their daily quotas the providers that were asked since the start have used, over all replicas. */
  quotas(): Promise<QuotaUse[]>
}
