import type { IncomingMessage } from 'node:http'
import type { Endpoint, Upstream } from '../upstreams.ts'

export interface Asked {
  readonly upstream: Upstream
  readonly endpoint: Endpoint
  readonly body: Buffer
  readonly contentType: string
  readonly headers: Readonly<Record<string, string>>
  /** Aborted when nobody waits for the answer any more: the upstream is told by closing the connection. */
  readonly signal: AbortSignal
}

/** An answer that has begun. Its body flows as the upstream sends it. */
export type Begun = IncomingMessage

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
