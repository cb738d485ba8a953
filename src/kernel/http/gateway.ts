import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Actor } from '../actor.ts'
import type { RateClass, Route } from '../contract.ts'
import { Problem, tooMany } from '../problem.ts'
import type { KernelSettings } from '../settings.ts'

/** What nginx does in a cluster, for the all-in-one: how often one may ask. */
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
