import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryLimiter } from './limiter.ts'

describe('memoryLimiter', () => {
  it('gives turns up to the limit, then those that come free, in the order of asking', async () => {
    let now = 0
    const limiter = memoryLimiter(() => now)
    const take = (key = 'maps') => limiter.take(key, 2, 1, 5_000)
    expect(await take()).toEqual({ given: true, waitMs: 0 })
    now = 400
    expect(await take()).toEqual({ given: true, waitMs: 0 })
    expect(await take()).toEqual({ given: true, waitMs: 600 })
    expect(await take()).toEqual({ given: true, waitMs: 1_000 })
    expect(await take()).toEqual({ given: true, waitMs: 1_600 })
    expect(await take('weather')).toEqual({ given: true, waitMs: 0 })
    now = 1_900
    expect(await take()).toEqual({ given: true, waitMs: 500 })
  })

  it('takes no turn for who would not wait that long', async () => {
    let now = 0
    const limiter = memoryLimiter(() => now)
    await limiter.take('k', 1, 0.25, 0)
    expect(await limiter.take('k', 1, 0.25, 249)).toEqual({ given: false, waitMs: 250 })
    now = 250
    expect(await limiter.take('k', 1, 0.25, 0)).toEqual({ given: true, waitMs: 0 })
  })

  it('never gives more turns than the limit within any window, and none before an earlier one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ step: fc.nat(500), patience: fc.nat(3_000) }), { maxLength: 80 }),
        async (points, askers) => {
          let now = 0
          const limiter = memoryLimiter(() => now)
          const turns: number[] = []
          for (const { step, patience } of askers) {
            now += step
            const { given, waitMs } = await limiter.take('k', points, 1, patience)
            if (given) turns.push(now + waitMs)
          }
          expect(turns).toEqual(turns.toSorted((a, b) => a - b))
          for (const [index, at] of turns.entries()) {
            const within = turns.slice(0, index + 1).filter((turn) => turn > at - 1000)
            expect(within.length).toBeLessThanOrEqual(points)
          }
        },
      ),
    )
  })

  it('counts per day and starts again on the next; a clock that lags keeps counting the newer day', async () => {
    const limiter = memoryLimiter()
    expect(await limiter.count('maps', '2026-11-20')).toBe(1)
    expect(await limiter.count('maps', '2026-11-20')).toBe(2)
    expect(await limiter.count('maps', '2026-11-21')).toBe(1)
    expect(await limiter.count('maps', '2026-11-20')).toBe(2)
    expect(await limiter.counted('maps', '2026-11-21')).toBe(2)
    expect(await limiter.counted('maps', '2026-11-22')).toBe(0)
  })

  it('refuses a limit that is none', async () => {
    await expect(memoryLimiter().take('k', 0, 1, 0)).rejects.toThrow(RangeError)
    await expect(memoryLimiter().take('k', 1, 0, 0)).rejects.toThrow(RangeError)
  })
})
