import { randomUUID } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { cors } from 'hono/cors'
import { etag } from 'hono/etag'
import { secureHeaders } from 'hono/secure-headers'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Actor } from '../actor.ts'
import type { RateClass, Route } from '../contract.ts'
import { Problem, tooMany } from '../problem.ts'
import type { KernelSettings } from '../settings.ts'
import type { App } from './server.ts'

/** What nginx does in a cluster, for the all-in-one: limits, headers, sizes. */
export interface Gateway {
  limitAddress(address: string | undefined, route: Route): Promise<Allowance>
  limitActor(actor: Actor, route: Route): Promise<Allowance | undefined>
}

/** What is left in the current window, for the `RateLimit-*` headers. */
export interface Allowance {
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

interface Bucket {
  steady: RateLimiterMemory
  burst: RateLimiterMemory
}

/** Requests a second and burst by class, as a share of the default class. Sign-in is tighter: guessing costs time. */
const classShare: Record<RateClass, number> = { default: 1, upload: 0.5, 'sign-in': 0.2 }

/** Limits per address and per user. */
export function createGateway(settings: KernelSettings): Gateway {
  const buckets = new Map<string, Bucket>()
  const bucketOf = (kind: 'address' | 'user', rate: RateClass, share: number) => {
    const name = `${kind}:${rate}`
    const known = buckets.get(name)
    if (known) return known
    const perSecond = Math.max(1, Math.round(settings.KLAPS_RATE_PER_SECOND * share))
    const burst = Math.max(1, Math.round(settings.KLAPS_RATE_BURST * share))
    const made = {
      steady: new RateLimiterMemory({ keyPrefix: name, points: perSecond, duration: 1 }),
      burst: new RateLimiterMemory({
        keyPrefix: `${name}:burst`,
        points: burst,
        duration: Math.ceil(burst / perSecond),
      }),
    }
    buckets.set(name, made)
    return made
  }
  const take = async (bucket: Bucket, key: string): Promise<Allowance> => {
    try {
      return allowance(bucket.steady.points, await bucket.steady.consume(key))
    } catch {
      const left = await bucket.burst.consume(key).catch((refusal: unknown) => {
        throw overLimit(bucket, refusal instanceof RateLimiterRes ? refusal.msBeforeNext / 1000 : 1)
      })
      return allowance(bucket.burst.points, left)
    }
  }
  return {
    // Several people share an address behind one router: it gets four times what one user gets.
    limitAddress: (address, route) =>
      take(bucketOf('address', route.rate, classShare[route.rate] * 4), address ?? 'unknown'),
    limitActor: async (actor, route) =>
      actor.kind === 'user' && !actor.via
        ? await take(bucketOf('user', route.rate, classShare[route.rate]), actor.id)
        : undefined,
  }
}

/** The refusal says what the limit is, too: whoever runs into it need not guess. */
function overLimit(bucket: Bucket, seconds: number): Problem {
  const refusal = tooMany(seconds)
  const reset = refusal.headers['Retry-After']!
  return new Problem(refusal.status, refusal.code, refusal.detail, {
    headers: {
      ...refusal.headers,
      'RateLimit-Limit': String(bucket.burst.points),
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': reset,
    },
  })
}

function allowance(limit: number, left: RateLimiterRes): Allowance {
  return { limit, remaining: left.remainingPoints, resetSeconds: Math.ceil(left.msBeforeNext / 1000) }
}

const largestBody = 40 * 1024 * 1024

/** Everything that surrounds a request, outermost first. */
export function surround(
  app: App,
  settings: KernelSettings,
  options: { sandbox: boolean; routes: readonly Route[] },
): void {
  app.use('*', async (c, next) => {
    const given = c.req.header('x-request-id')
    c.set('requestId', given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID())
    c.set('address', addressOf(c, settings.KLAPS_TRUST_PROXY))
    await next()
    c.header('X-Request-Id', c.get('requestId'))
    if (options.sandbox) c.header('X-Klaps-Sandbox', 'true')
  })
  app.use(
    '*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'strict-origin-when-cross-origin',
      xFrameOptions: 'DENY',
    }),
  )
  const origins = settings.KLAPS_CORS_ORIGINS.split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  app.use(
    '/api/*',
    cors({
      origin: (origin) => (origins.includes(origin) ? origin : null),
      allowHeaders: [
        'Authorization',
        'Booking-Token',
        'Content-Type',
        'Idempotency-Key',
        'If-None-Match',
        'Last-Event-ID',
        'X-Correlation-Id',
        'X-Request-Id',
      ],
      exposeHeaders: [
        'ETag',
        'Idempotency-Replayed',
        'Location',
        'RateLimit-Limit',
        'RateLimit-Remaining',
        'RateLimit-Reset',
        'Retry-After',
        'X-Request-Id',
      ],
      maxAge: 600,
    }),
  )
  app.use('*', compress({ threshold: 1024 }))
  const tagged = etag()
  app.use('/api/*', async (c, next) => {
    await next()
    // The tag is a hash of the whole body: a stream of events would never begin.
    if (c.res.headers.get('content-type')?.startsWith('text/event-stream')) return
    await tagged(c, async () => {})
  })
  app.use('/api/*', limitBody(options.routes))
}

/**
 * Each route states its own limit; the gateway's is the largest of them. Over it: 413, before anything is read when the
 * length is announced (the server drops what nobody has touched). A body in pieces is held to its route's limit.
 */
function limitBody(routes: readonly Route[]): MiddlewareHandler {
  const largest = Math.min(largestBody, Math.max(1024 * 1024, ...routes.map((route) => route.bodyLimitBytes)))
  return async (c, next) => {
    if (Number(c.req.header('content-length') ?? 0) > largest) throw tooLarge(largest)
    return await next()
  }
}

/**
 * The request with a body of at most `limitBytes`. One in pieces, whose length nobody has announced, is collected here
 * and refused at the piece that is too much; what comes after the refusal is read and dropped, since the next request on
 * the same connection stands behind it (the server ends the connection if that takes long).
 *
 * @throws Problem 413
 */
export async function withinBodyLimit(request: Request, limitBytes: number): Promise<Request> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes)
  if (!request.headers.has('transfer-encoding') || !request.body) return request
  const body = await collect(request.body.getReader(), limitBytes)
  return new Request(request, { method: request.method, body })
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(pieces)
    bytes += value.length
    if (bytes > limitBytes) {
      void drop(reader)
      throw tooLarge(limitBytes)
    }
    pieces.push(value)
  }
}

async function drop(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client has gone, and nobody waits for the rest.
  }
}

export const tooLarge = (bytes: number) =>
  new Problem(
    413,
    'too-large',
    `At most ${bytes < 1024 * 1024 ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / 1024 / 1024)} MB`}`,
  )

function addressOf(c: Parameters<typeof getConnInfo>[0], trustProxy: boolean): string | undefined {
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  if (forwarded) return forwarded.slice(0, 64)
  try {
    return getConnInfo(c).remote.address
  } catch {
    return undefined
  }
}
