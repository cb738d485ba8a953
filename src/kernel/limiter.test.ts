import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryLimiter } from './limiter.ts'

describe('memoryLimiter', () => {
  it('gives turns up to the limit, then says how long to wait', async () => {
    let now = 0
    const limiter = memoryLimiter(() => now)
    expect(await limiter.take('maps', 2, 1)).toBe(0)
    now = 400
    expect(await limiter.take('maps', 2, 1)).toBe(0)
    expect(await limiter.take('maps', 2, 1)).toBe(600)
    expect(await limiter.take('weather', 2, 1)).toBe(0)
    now = 1000
    expect(await limiter.take('maps', 2, 1)).toBe(0)
    expect(await limiter.take('maps', 2, 1)).toBe(400)
  })

  it('never gives more turns than the limit within any window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 80 }),
        async (points, steps) => {
          let now = 0
          const limiter = memoryLimiter(() => now)
          const given: number[] = []
          for (const step of steps) {
            now += step
            if ((await limiter.take('k', points, 1)) === 0) given.push(now)
          }
          for (const [index, at] of given.entries()) {
            const within = given.slice(0, index + 1).filter((turn) => turn > at - 1000)
            expect(within.length).toBeLessThanOrEqual(points)
          }
        },
      ),
    )
  })

  it('gives the turn after exactly the wait it named', async () => {
    let now = 0
    const limiter = memoryLimiter(() => now)
    await limiter.take('k', 1, 0.25)
    now += await limiter.take('k', 1, 0.25)
    expect(await limiter.take('k', 1, 0.25)).toBe(0)
  })

  it('counts per day and starts again on the next; a clock that lags keeps counting the newer day', async () => {
    const limiter = memoryLimiter()
    expect(await limiter.count('maps', '2026-11-20')).toBe(1)
    expect(await limiter.count('maps', '2026-11-20')).toBe(2)
    expect(await limiter.count('maps', '2026-11-21')).toBe(1)
    expect(await limiter.count('maps', '2026-11-20')).toBe(2)
  })

  it('refuses a limit that is none', async () => {
    await expect(memoryLimiter().take('k', 0, 1)).rejects.toThrow(RangeError)
    await expect(memoryLimiter().take('k', 1, 0)).rejects.toThrow(RangeError)
  })
})
