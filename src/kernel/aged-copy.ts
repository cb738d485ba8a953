import type { Cache } from './cache.ts'
import type { Clock } from './clock.ts'

/** A cached value and when it was loaded. */
export interface AgedCopy<T> {
  readonly value: T
  readonly loadedAt: Temporal.Instant
}

export interface AgeLimits {
  /** Older copies are loaded again, seconds. 0 always loads. */
  maxAgeSeconds: number
  /** How long a copy stays at hand for those who take older ones, seconds. */
  ttlSeconds: number
}

/**
 * The cached value unless it is too old for this caller, else a fresh one for everybody. One who wants it fresh (a
 * plan checked again before it counts) and one who does not care share the same copy; age goes by `clock`.
 */
export async function agedCopy<T>(
  { cache, clock }: { cache: Cache; clock: Clock },
  key: string,
  { maxAgeSeconds, ttlSeconds }: AgeLimits,
  load: () => Promise<T>,
): Promise<AgedCopy<T>> {
  const kept = await cache.get<AgedCopy<T>>(key)
  const now = clock.now()
  const ageMs = kept ? now.epochMilliseconds - kept.loadedAt.epochMilliseconds : 0
  // A copy from the future means that a clock was put back.
  if (kept && ageMs >= 0 && ageMs < maxAgeSeconds * 1000) return kept
  if (kept) await cache.drop(key)
  return await cache.getOrSet(key, { ttlSeconds }, async () => ({
    value: await load(),
    loadedAt: clock.now(),
  }))
}
