import type { Endpoint, Upstream } from '../upstreams.ts'

export interface Asked {
  readonly upstream: Upstream
  readonly endpoint: Endpoint
  readonly body: Buffer
  readonly contentType: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly patience: Patience
}

/** How long anybody waits. When it is over, the upstream is told by closing the connection. */
export interface Patience {
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal
  /** When the whole call is over at the latest, on the clock of `performance.now()`. */
  readonly untilMs: number
}

/** Who takes an answer as it comes. */
export interface Taker {
  piece(bytes: Buffer): void
  end(): void
  /** It broke off: nothing comes any more. */
  broke(cause: Error): void
}

/** An answer that has begun. Its body flows as the upstream sends it. */
export interface Begun {
  readonly status: number
  /** Of the last header of that name, in lower case. */
  header(name: string): string | undefined
  /** To be called once: what has come so far is handed over at once, the rest as it comes. */
  flowTo(taker: Taker): void
  pause(): void
  resume(): void
  /** Nobody wants the rest. */
  leave(): void
}

/** A refusal in the upstream's own words, for the caller and for nobody else: it may quote the request. */
export interface Refused {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
  readonly retryAfter: string | undefined
}

export interface ModelApi {
  /**
   * @throws OutboundError when it cannot be reached, is silent, answers 429 or 5xx, or is left alone for having failed.
   *   `refused` has its words, if it said any.
   */
  ask(asked: Asked, refused: (refusal: Refused) => void): Promise<Begun>
}
