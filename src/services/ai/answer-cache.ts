import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { Problem } from '#kernel'

/** An answer as it was sent, streams included. */
export interface KeptAnswer {
  readonly contentType: string
  readonly body: Buffer
  readonly keptAtMs: number
}

export const longestKeptBytes = 1024 * 1024
const longestSeconds = 86_400

/**
 * Exact answers of this process, in memory and nowhere else: prompts and answers are never written. Each tenant has its
 * own, since the tenant is part of the key.
 */
export class AnswerCache {
  readonly #answers: LRUCache<string, KeptAnswer> | undefined

  constructor(megabytes: number) {
    if (megabytes === 0) return
    this.#answers = new LRUCache({
      maxSize: megabytes * 1024 * 1024,
      maxEntrySize: longestKeptBytes + 1_000,
      sizeCalculation: ({ body }, key) => body.length + key.length + 200,
    })
  }

  get(key: string): KeptAnswer | undefined {
    return this.#answers?.get(key)
  }

  keep(key: string, seconds: number, contentType: string, body: Buffer): void {
    if (body.length <= longestKeptBytes)
      this.#answers?.set(key, { contentType, body, keptAtMs: performance.now() }, { ttl: seconds * 1000 })
  }

  /** Forgets what a tenant was answered. */
  drop(tenant: string): void {
    for (const key of this.#answers?.keys() ?? [])
      if (key.startsWith(`${tenant} `)) this.#answers?.delete(key)
  }
}

export const cacheKey = (tenant: string, endpoint: string, body: Buffer) =>
  `${tenant} ${createHash('sha256').update(endpoint).update('\0').update(body).digest('base64url')}`

/** The seconds that `x-klaps-cache` asks for; undefined without it. @throws Problem 400 */
export function cacheSeconds(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const seconds = Number(header)
  if (/^\d{1,6}$/.test(header) && seconds >= 1 && seconds <= longestSeconds) return seconds
  throw new Problem(400, 'invalid_request', `x-klaps-cache takes 1 to ${longestSeconds} seconds`)
}
