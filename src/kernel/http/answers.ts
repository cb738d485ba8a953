import { parseAccept } from 'hono/utils/accept'
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/utils/compress'
import type { Logger } from '../log.ts'
import { Problem } from '../problem.ts'
import type { KernelSettings } from '../settings.ts'
import { exposedHeaders, listedOrigins, securityHeaders } from './browser-rules.ts'
import type { Request } from './server.ts'
import type { WholeAnswer } from './whole-answer.ts'

type Headers = Readonly<Record<string, string>>

/** A shorter body is not worth the work of compressing it. */
const compressedFromBytes = 1024

/** What a page may say for itself. */
const ownRules: ReadonlySet<string> = new Set(['content-security-policy', 'referrer-policy'])

/** What varies with the asker: the encoding, and whether another origin may read it. */
const varies = 'Accept-Encoding, Origin'

/**
 * Makes what leaves the process. Answers that are whole (JSON, problems, a raw route's `WholeAnswer`) are built once,
 * with all their headers, as plain data: a `Response` whose headers are changed later is copied with its body turned into
 * a stream, which costs more than all the rest of the request. Other answers are dressed after the fact.
 */
export class Answers {
  readonly #origins: ReadonlySet<string>
  readonly #everywhere: Headers
  readonly #ofApi: Headers
  /** The same, names and values in turn. */
  readonly #listOfApi: readonly string[]
  readonly #log: Logger

  constructor({ settings, sandbox, log }: { settings: KernelSettings; sandbox: boolean; log: Logger }) {
    this.#log = log
    this.#origins = listedOrigins(settings)
    this.#everywhere = { ...securityHeaders, ...(sandbox ? { 'x-klaps-sandbox': 'true' } : {}) }
    this.#ofApi = { ...this.#everywhere, 'access-control-expose-headers': exposedHeaders.join(',') }
    this.#listOfApi = Object.entries(this.#ofApi).flat()
  }

  /** An answer whose bytes are at hand: tagged and answered 304 when it was only read, compressed when that pays. */
  async whole(c: Request, answer: WholeAnswer): Promise<Response> {
    const { status, body } = answer
    const headers = { ...this.#common(c), ...answer.headers, vary: varies }
    const readOnly = c.req.method === 'GET' || c.req.method === 'HEAD'
    const etag = readOnly && status === 200 ? answer.etag : undefined
    if (etag !== undefined && isKnown(etag, c.req.header('if-none-match'))) return this.#unchanged(c, answer)
    const compress = c.req.method !== 'HEAD' && paysToCompress(answer) && takesGzip(c)
    if (!compress) return send(c, body, status, etag === undefined ? headers : { ...headers, etag })
    return send(c, await answer.gzipped(), status, {
      ...headers,
      'content-encoding': 'gzip',
      // Other bytes than the tag was made of, though the same content: a weak tag (RFC 9110, 8.8.1).
      ...(etag === undefined ? {} : { etag: `W/${etag}` }),
    })
  }

  /** What a direct route's answer carries besides its own headers: names and values in turn, as Node writes them fastest. */
  listFor(requestId: string, origin: string | undefined): string[] {
    const list = [...this.#listOfApi, 'x-request-id', requestId, 'vary', 'Origin']
    if (origin !== undefined && this.#origins.has(origin)) list.push('access-control-allow-origin', origin)
    return list
  }

  empty(c: Request, headers: Headers = {}): Response {
    return send(c, null, 204, { ...this.#common(c), ...headers, vary: 'Origin' })
  }

  /** Problems are answers; anything else is a fault: logged whole, told as a bare 500. */
  problem(c: Request, error: unknown): Response {
    const problem =
      error instanceof Problem
        ? error
        : new Problem(500, 'internal', 'Something went wrong on our side', { cause: error })
    this.write(c.get('requestId'), c.req.path, problem, error)
    return send(c, JSON.stringify(problem.document(c.get('requestId'))), problem.status, {
      ...this.#common(c),
      ...problem.headers,
      'content-type': 'application/problem+json',
      vary: varies,
    })
  }

  /** Puts on a response that came ready-made, or flows, what every answer carries. */
  dress(c: Request): void {
    const { headers } = c.res
    for (const [name, value] of Object.entries(this.#common(c)))
      if (!ownRules.has(name) || !headers.has(name)) headers.set(name, value)
    if (isApi(c) && !/\borigin\b/i.test(headers.get('vary') ?? '')) headers.append('vary', 'Origin')
  }

  /** RFC 9110, 15.4.5: what a 200 would have said about caching. */
  #unchanged(c: Request, { etag, headers }: WholeAnswer): Response {
    const kept = headers['cache-control']
    return send(c, null, 304, {
      ...this.#common(c),
      ...(kept === undefined ? {} : { 'cache-control': kept }),
      etag,
      vary: varies,
    })
  }

  /** What every answer carries, whatever it is. */
  #common(c: Request): Record<string, string> {
    const headers: Record<string, string> = {
      ...(isApi(c) ? this.#ofApi : this.#everywhere),
      'x-request-id': c.get('requestId'),
    }
    const allowance = c.get('allowance')
    if (allowance) {
      headers['ratelimit-limit'] = String(allowance.limit)
      headers['ratelimit-remaining'] = String(allowance.remaining)
      headers['ratelimit-reset'] = String(allowance.resetSeconds)
    }
    const origin = c.req.header('origin')
    if (origin !== undefined && isApi(c) && this.#origins.has(origin))
      headers['access-control-allow-origin'] = origin
    return headers
  }

  /** What the log learns of a refusal. */
  write(requestId: string, path: string, problem: Problem, error: unknown): void {
    if (!(error instanceof Problem) || problem.status === 500)
      this.#log.error({ err: error, requestId, path }, 'A request failed')
    else if (problem.status > 500) this.#log.info({ err: problem, path }, 'A request could not be served')
    else if (problem.cause) this.#log.debug({ err: problem }, 'A request was refused')
  }
}

const isApi = (c: Request) => c.req.path.startsWith('/api/')

/** Nothing is added to it any more: see `surround`. */
function send(
  c: Request,
  body: string | Uint8Array<ArrayBuffer> | null,
  status: number,
  headers: Headers,
): Response {
  c.set('whole', true)
  return new Response(body, { status, headers })
}

/** A picture is packed already: packing it again takes time and saves next to nothing. */
const paysToCompress = ({ body, headers }: WholeAnswer) =>
  body.length >= compressedFromBytes && COMPRESSIBLE_CONTENT_TYPE_REGEX.test(headers['content-type'] ?? '')

/** `If-None-Match` compares weakly: a compressed answer's tag is the same one. */
function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch === '*' || (ifNoneMatch.match(/"[^"]*"/g)?.includes(etag) ?? false)
}

function takesGzip(c: Request): boolean {
  const header = c.req.header('accept-encoding')
  if (header === undefined) return false
  const accepted = parseAccept(header)
  const named = accepted.find(({ type }) => type.toLowerCase() === 'gzip')
  return ((named ?? accepted.find(({ type }) => type === '*'))?.q ?? 0) > 0
}
