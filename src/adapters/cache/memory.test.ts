import { describe, expect, it } from 'vitest'
import { scopedCache } from '../../kernel/cache.ts'
import { createMetrics } from '../../kernel/metrics.ts'
import { memoryCache } from './memory.ts'

function clocked(options: { maxEntries?: number; maxTtlSeconds?: number } = {}) {
  let ms = 1
  const cache = memoryCache({ ...options, now: () => ms })
  return { cache, pass: (seconds: number) => void (ms += seconds * 1000) }
}

/** A load that the test ends by hand. */
function manual<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  let calls = 0
  const load = () => {
    calls += 1
    return promise
  }
  return { load, resolve, reject, calls: () => calls }
}

describe('memoryCache', () => {
  it('loads once, then answers from memory until the time is over', async () => {
    const { cache, pass } = clocked()
    let loads = 0
    const load = async () => ++loads
    expect(await cache.getOrSet('k', { ttlSeconds: 60 }, load)).toBe(1)
    pass(59)
    expect(await cache.getOrSet('k', { ttlSeconds: 60 }, load)).toBe(1)
    pass(2)
    expect(await cache.getOrSet('k', { ttlSeconds: 60 }, load)).toBe(2)
    expect(cache.stats()).toEqual({ hits: 1, misses: 2, loads: 2 })
  })

  it('keeps undefined and null too', async () => {
    const { cache } = clocked()
    for (const value of [undefined, null]) {
      const { load, resolve, calls } = manual<unknown>()
      resolve(value)
      await cache.getOrSet(`k${value}`, { ttlSeconds: 60 }, load)
      expect(await cache.getOrSet(`k${value}`, { ttlSeconds: 60 }, load)).toBe(value)
      expect(calls()).toBe(1)
    }
  })

  it('loads once for all who ask at the same time', async () => {
    const { cache } = clocked()
    const { load, resolve, calls } = manual<number>()
    const all = Promise.all(Array.from({ length: 10 }, () => cache.getOrSet('k', { ttlSeconds: 60 }, load)))
    await Promise.resolve()
    resolve(7)
    expect(await all).toEqual(Array(10).fill(7))
    expect(calls()).toBe(1)
    expect(cache.stats()).toEqual({ hits: 0, misses: 10, loads: 1 })
  })

  it('gives a failed load to all who wait, and keeps nothing of it', async () => {
    const { cache } = clocked()
    const { load, reject } = manual<number>()
    const all = Promise.allSettled([1, 2, 3].map(() => cache.getOrSet('k', { ttlSeconds: 60 }, load)))
    reject(new Error('no forecast'))
    for (const outcome of await all)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'no forecast' } })
    expect(await cache.getOrSet('k', { ttlSeconds: 60 }, async () => 5)).toBe(5)
  })

  it.each(['drop', 'dropPrefix'] as const)('%s outlasts a load that began before it', async (how) => {
    const { cache } = clocked()
    const { load, resolve } = manual<string>()
    const before = cache.getOrSet('plan:1', { ttlSeconds: 60 }, load)
    await (how === 'drop' ? cache.drop('plan:1') : cache.dropPrefix('plan:'))
    resolve('old')
    expect(await before).toBe('old')
    expect(await cache.get('plan:1')).toBeUndefined()
    expect(await cache.getOrSet('plan:1', { ttlSeconds: 60 }, async () => 'new')).toBe('new')
  })

  it('keeps entries no longer than its own limit when another level lies below', async () => {
    const { cache, pass } = clocked({ maxTtlSeconds: 300 })
    await cache.set('k', 1, { ttlSeconds: 3_600 })
    pass(301)
    expect(await cache.get('k')).toBeUndefined()
  })

  it('keeps entries as long as asked when it is the only level', async () => {
    const { cache, pass } = clocked()
    await cache.set('k', 1, { ttlSeconds: 86_400 })
    pass(86_399)
    expect(await cache.get('k')).toBe(1)
  })

  it('keeps nothing for no time, and no more entries than it may', async () => {
    const { cache } = clocked({ maxEntries: 2 })
    await cache.set('k', 1, { ttlSeconds: 0 })
    expect(await cache.get('k')).toBeUndefined()
    for (const key of ['a', 'b', 'c']) await cache.set(key, key, { ttlSeconds: 60 })
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([undefined, 'b', 'c'])
  })

  it('holds what nobody can change, through the original or a copy', async () => {
    const { cache } = clocked()
    const original = { legs: [{ minutes: 34 }], at: Temporal.Instant.from('2026-11-21T05:00Z') }
    await cache.set('k', original, { ttlSeconds: 60 })
    original.legs.push({ minutes: 99 })
    const read = await cache.get<typeof original>('k')
    expect(read).toEqual({ legs: [{ minutes: 34 }], at: original.at })
    expect(() => read?.legs.push({ minutes: 1 })).toThrow(TypeError)
    expect(() => Object.assign(read?.legs[0] ?? {}, { minutes: 0 })).toThrow(TypeError)
  })

  it('refuses what it could not protect', async () => {
    const { cache } = clocked()
    for (const value of [new Map(), new Uint8Array(1), new Date(), () => 1])
      await expect(cache.set('k', { value }, { ttlSeconds: 60 })).rejects.toThrow(/plain data/)
  })

  it('keeps the services apart, and counts for /metrics', async () => {
    const metrics = createMetrics({ process: false })
    const cache = memoryCache({ metrics })
    const route = scopedCache(cache, 'route')
    const weather = scopedCache(cache, 'weather')
    await route.set('k', 'r', { ttlSeconds: 60 })
    await weather.set('k', 'w', { ttlSeconds: 60 })
    await weather.dropPrefix('')
    expect([await route.get('k'), await weather.get('k')]).toEqual(['r', undefined])
    await route.drop('k')
    expect(await route.getOrSet('k', { ttlSeconds: 60 }, async () => 'again')).toBe('again')
    expect(await metrics.registry.metrics()).toContain('cache_requests_total{outcome="hits"} 1')
  })
})
