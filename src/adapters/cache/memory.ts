import { LRUCache } from 'lru-cache'
import type { Cache } from '../../kernel/cache.ts'
import type { Metrics } from '../../kernel/metrics.ts'

export interface MemoryCacheOptions {
  /** Default 1,000; the least recently used goes first. */
  maxEntries?: number
  /** With another level below, entries live no longer than this here (5 min); alone, as long as asked. */
  maxTtlSeconds?: number
  metrics?: Metrics
  /** Milliseconds of a clock that never goes back. */
  now?: () => number
}

export interface CacheStats {
  hits: number
  misses: number
  /** Values actually loaded: misses that waited for another's load are not counted. */
  loads: number
}

/** Keeps values in this process. */
export function memoryCache(options: MemoryCacheOptions = {}): Cache & { stats(): CacheStats } {
  const { maxTtlSeconds = Number.POSITIVE_INFINITY, metrics, now } = options
  const entries = new LRUCache<string, { value: unknown }>({
    max: options.maxEntries ?? 1_000,
    ttlResolution: 0,
    ...(now && { perf: { now } }),
  })
  const flights = new Map<string, Promise<unknown>>()
  const stats: CacheStats = { hits: 0, misses: 0, loads: 0 }
  const counter = metrics?.counter('cache_requests_total', 'Cache look-ups and loads', ['outcome'])
  const count = (outcome: keyof CacheStats): void => {
    stats[outcome] += 1
    counter?.inc({ outcome })
  }

  function keep(key: string, value: unknown, ttlSeconds: number): void {
    const ttl = Math.ceil(Math.min(ttlSeconds, maxTtlSeconds) * 1000)
    if (ttl > 0) entries.set(key, { value }, { ttl })
    else entries.delete(key)
  }

  function look(key: string): { value: unknown } | undefined {
    const entry = entries.get(key)
    count(entry ? 'hits' : 'misses')
    return entry
  }

  async function load<T>(key: string, ttlSeconds: number, read: () => Promise<T>): Promise<T> {
    count('loads')
    const flight = Promise.resolve().then(async () => frozenCopy(await read()))
    flights.set(key, flight)
    try {
      const value = await flight
      // A drop in the meantime has taken the flight away: its value may be older than the drop.
      if (flights.get(key) === flight) keep(key, value, ttlSeconds)
      return value
    } finally {
      if (flights.get(key) === flight) flights.delete(key)
    }
  }

  return {
    async getOrSet<T>(
      key: string,
      { ttlSeconds }: { ttlSeconds: number },
      read: () => Promise<T>,
    ): Promise<T> {
      const entry = look(key)
      if (entry) return entry.value as T
      return (flights.get(key) as Promise<T> | undefined) ?? load(key, ttlSeconds, read)
    },
    get: async <T>(key: string) => look(key)?.value as T | undefined,
    set: async (key, value, { ttlSeconds }) => {
      flights.delete(key)
      keep(key, frozenCopy(value), ttlSeconds)
    },
    drop: async (key) => {
      flights.delete(key)
      entries.delete(key)
    },
    dropPrefix: async (prefix) => {
      for (const keys of [flights, entries])
        for (const key of Array.from(keys.keys()).filter((name) => name.startsWith(prefix))) keys.delete(key)
    },
    stats: () => ({ ...stats }),
  }
}

/**
 * A copy that nobody can change: not the loader through the original, not one reader under another's hands.
 *
 * @throws TypeError for what is not plain data. Maps, bytes and the like could still be changed, and a shared level
 *   below could not store them.
 */
function frozenCopy<T>(value: T): T {
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) {
    const fields = Object.entries(value).map(([name, field]) => [name, frozenCopy(field)])
    return Object.freeze(Object.fromEntries(fields)) as T
  }
  // Temporal's values never change.
  if (Object.prototype.toString.call(value).startsWith('[object Temporal.')) return value
  throw notPlain(value)
}

const notPlain = (value: unknown): TypeError =>
  new TypeError(`The cache holds plain data, not ${Object.prototype.toString.call(value)}`)
