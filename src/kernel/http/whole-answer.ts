import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { z } from 'zod'
import type { Route } from '../contract.ts'

const gzipped = promisify(gzip)

/**
 * An answer whose bytes are at hand, not a stream of them. Every JSON answer is one. A raw route that sends the same
 * bytes many times (a seat map) keeps one and returns it in place of a `Response`: tag and compressed form are then made
 * once, and whoever has the bytes already is answered 304 without touching them. A JSON route may do so too (`wholeJson`)
 * where it only reads, or where its own statement has recorded the answer in the form of the wire (`wireJson`): what the
 * kernel records under an idempotency key has to be a value.
 */
export class WholeAnswer {
  readonly body: string | Uint8Array<ArrayBuffer>
  /** Names in lower case, `content-type` among them. Headers that every answer has are not for it to set. */
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
  #etag: string | undefined
  #gzipped: Promise<Uint8Array<ArrayBuffer>> | undefined

  constructor(
    body: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>>,
    options: { status?: number; etag?: string } = {},
  ) {
    this.body = body
    this.headers = headers
    this.status = options.status ?? 200
    this.#etag = options.etag
  }

  /** In quotes. A hash of the body, unless its maker knew a better one. */
  get etag(): string {
    this.#etag ??= `"${hash('sha1', this.body)}"`
    return this.#etag
  }

  gzipped(): Promise<Uint8Array<ArrayBuffer>> {
    this.#gzipped ??= gzipped(this.body)
    return this.#gzipped
  }
}

const json = { 'content-type': 'application/json' }

/** What a JSON route answers, as its database has recorded it under the caller's key: a repetition is told the same. */
export const wireJson = (value: unknown, status: number): WholeAnswer =>
  new WholeAnswer(JSON.stringify(value), json, { status })

/** What a JSON route answers, validated and encoded once for all who get it; they ask again whether it is still so. */
export function wholeJson<R extends Route>(route: R, value: z.output<R['output']>): WholeAnswer {
  return new WholeAnswer(JSON.stringify(z.encode(route.output, value as never)), {
    'content-type': 'application/json',
    'cache-control': 'no-cache',
  })
}
