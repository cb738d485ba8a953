import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../kernel/migrate.ts'
import { postgresLimiter, type Query } from './limiter.ts'
import { type ClonedDatabase, cloneDatabase, createTemplate } from './testing.ts'

let database: ClonedDatabase
let pools: Pool[] = []

/** Two replicas: a pool each, on one database with the kernel's tables. */
beforeAll(async () => {
  const template = await createTemplate('limits', async (url) => {
    const pool = new Pool({ connectionString: url })
    await migrate(pool, 'route', new URL('../../kernel/testing/migrations/', import.meta.url))
    await pool.end()
  })
  database = await cloneDatabase(template)
  pools = [0, 1].map(() => new Pool({ connectionString: database.url, max: 4 }))
  for (const pool of pools) pool.on('error', () => undefined)
})
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await database.drop()
})

/** A limiter of replica 0 or 1. */
function limiter(replica: number) {
  const query: Query = async (sql, params) => {
    const pool = pools[replica]
    if (!pool) throw new Error('The server is not up')
    return pool.query(sql, params)
  }
  return postgresLimiter(query, 'route')
}

describe('postgresLimiter', () => {
  it('gives turns up to the limit, then those that come free, in the order of asking', async () => {
    const take = (replica: number) => limiter(replica).take('maps', 2, 30, 60_000)
    expect(await take(0)).toEqual({ given: true, waitMs: 0 })
    expect(await take(1)).toEqual({ given: true, waitMs: 0 })
    const waits = [await take(0), await take(1), await take(0)].map(({ given, waitMs }) => given && waitMs)
    expect(waits[0]).toBeGreaterThan(29_000)
    expect(waits[0]).toBeLessThanOrEqual(30_000)
    expect(waits[1]).toBeGreaterThan(29_000)
    expect(waits[2]).toBeGreaterThan(59_000)
    expect((await limiter(0).take('weather', 2, 30, 0)).waitMs).toBe(0)
  })

  it('takes no turn for who would not wait that long', async () => {
    const one = limiter(0)
    await one.take('short', 1, 0.3, 0)
    const refused = await one.take('short', 1, 0.3, 0)
    expect(refused).toMatchObject({ given: false })
    await sleep(refused.waitMs + 1)
    expect(await one.take('short', 1, 0.3, 0)).toEqual({ given: true, waitMs: 0 })
  })

  it('never gives two replicas together more than the limit within any window, and each asker a turn', async () => {
    const [points, seconds, askers] = [5, 0.2, 24]
    const turns = await Promise.all(
      Array.from({ length: askers }, async (_, n) => {
        const { given, waitMs } = await limiter(n % 2).take('shared', points, seconds, 10_000)
        if (!given) throw new Error('An asker was turned away')
        await sleep(waitMs)
        return performance.now()
      }),
    )
    const sorted = turns.toSorted((a, b) => a - b)
    // Timers ring late, never early, and by different delays: what is measured may be a little closer than what was given.
    for (let n = points; n < askers; n++)
      expect(sorted[n]! - sorted[n - points]!).toBeGreaterThan(seconds * 1000 - 60)
  })

  it('counts each call of a day once over all replicas, and starts again on the next', async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, n) => limiter(n % 2).count('maps', '2026-11-21')),
    )
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
    expect(await limiter(0).count('maps', '2026-11-22')).toBe(1)
    expect(await limiter(1).count('maps', '2026-11-21')).toBe(2)
    expect(await limiter(0).counted('maps', '2026-11-22')).toBe(2)
    expect(await limiter(0).counted('maps', '2026-11-23')).toBe(0)
    expect(await limiter(0).counted('never asked', '2026-11-22')).toBe(0)
  })

  it('keeps no more turns than the limit', async () => {
    const one = limiter(0)
    for (let n = 0; n < 20; n++) await one.take('busy', 3, 0.001, 100).then(() => sleep(2))
    const kept = await pools[0]?.query(
      "select cardinality(turns) as turns from route.limits where key = 'busy'",
    )
    expect(kept?.rows).toEqual([{ turns: 3 }])
  })

  it('refuses a schema or a limit that is none', async () => {
    expect(() => postgresLimiter(async () => ({ rows: [] }), 'route"; drop')).toThrow(TypeError)
    await expect(limiter(0).take('maps', 1.5, 1, 0)).rejects.toThrow(RangeError)
  })
})
