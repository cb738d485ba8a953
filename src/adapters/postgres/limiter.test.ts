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
  it('gives turns up to the limit, then names the wait, after which the next turn is given', async () => {
    const one = limiter(0)
    expect(await one.take('maps', 2, 0.3)).toBe(0)
    expect(await one.take('maps', 2, 0.3)).toBe(0)
    const waitMs = await one.take('maps', 2, 0.3)
    expect(waitMs).toBeGreaterThan(0)
    expect(waitMs).toBeLessThanOrEqual(300)
    expect(await one.take('weather', 2, 0.3)).toBe(0)
    await sleep(waitMs + 1)
    expect(await one.take('maps', 2, 0.3)).toBe(0)
  })

  it('never gives two replicas together more than the limit within any window', async () => {
    const points = 5
    let asked = 0
    const end = performance.now() + 700
    const ask = async (replica: number) => {
      const own = limiter(replica)
      let given = 0
      while (performance.now() < end) {
        asked += 1
        const waitMs = await own.take('shared', points, 0.2)
        if (waitMs === 0) given += 1
        else await sleep(Math.min(waitMs, 5))
      }
      return given
    }
    const given = (await Promise.all([0, 1, 0, 1, 0, 1].map(ask))).reduce((sum, n) => sum + n, 0)
    // 0.7 s hold at most four windows of 0.2 s; that all are filled shows that turns do come.
    expect(given).toBeGreaterThanOrEqual(points * 2)
    expect(given).toBeLessThanOrEqual(points * 4)
    expect(asked).toBeGreaterThan(given)
  })

  it('counts each call of a day once over all replicas, and starts again on the next', async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, n) => limiter(n % 2).count('maps', '2026-11-21')),
    )
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
    expect(await limiter(0).count('maps', '2026-11-22')).toBe(1)
    expect(await limiter(1).count('maps', '2026-11-21')).toBe(2)
  })

  it('keeps no more turns than the limit', async () => {
    const one = limiter(0)
    for (let n = 0; n < 20; n++) await one.take('busy', 3, 0.001).then(() => sleep(2))
    const kept = await pools[0]?.query(
      "select cardinality(turns) as turns from route.limits where key = 'busy'",
    )
    expect(kept?.rows).toEqual([{ turns: 3 }])
  })

  it('refuses a schema or a limit that is none', async () => {
    expect(() => postgresLimiter(async () => ({ rows: [] }), 'route"; drop')).toThrow(TypeError)
    await expect(limiter(0).take('maps', 1.5, 1)).rejects.toThrow(RangeError)
  })
})
