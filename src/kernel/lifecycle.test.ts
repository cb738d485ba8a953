import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { defineContract, job, route } from './contract.ts'
import type { StreamEvent } from './http/event-stream.ts'
import type { Context } from './service.ts'
import { defineService, queued, rows } from './service.ts'

const slowMs = 800
const bake = job('bake', z.object({ cake: z.string() }), { retryLimit: 0 })

/** What a process has begun and brought to its end, past the database: the witness of a stop. */
const done: string[] = []
const begun: string[] = []

const kitchenContract = defineContract('kitchen', {
  about: 'Everything here takes its time.',
  routes: {
    cook: route({
      method: 'GET',
      path: '/kitchen/cook',
      summary: 'Takes its time',
      allow: 'public',
      input: z.object({ dish: z.string() }),
      output: z.object({ dish: z.string() }),
    }),
    watch: route({
      method: 'GET',
      path: '/kitchen/stove',
      summary: 'The stove, which nobody ever puts out',
      allow: 'public',
      kind: 'stream',
    }),
    order: route({
      method: 'POST',
      path: '/kitchen/orders',
      summary: 'Has a cake baked',
      allow: 'public',
      idempotent: true,
      input: z.object({ cake: z.string() }),
    }),
  },
})

async function takeTime(what: string): Promise<void> {
  begun.push(what)
  await sleep(slowMs)
  done.push(what)
}

async function* burn(): AsyncGenerator<StreamEvent> {
  yield { event: 'lit', data: {} }
  await new Promise(() => {})
}

const kitchen = defineService({
  contract: kitchenContract,
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('./', import.meta.url),
  routes: {
    cook: async (_ctx, { dish }) => {
      await takeTime(dish)
      return { dish }
    },
    watch: () => burn(),
    order: async (_ctx, { cake }, { tx }) => await tx.enqueue(bake, { cake }),
  },
  jobs: { bake: queued(bake, async (_ctx: Context, { cake }) => await takeTime(cake)) },
  personal: { export: async () => ({}), erase: async () => {} },
})

describe('a stop', () => {
  it('finishes the requests and jobs in hand, takes no new ones and leaves nothing behind', async () => {
    const house = await openTestHouse({ services: [kitchen] })
    const request = house.stranger.get('/kitchen/cook?dish=soup')
    await house.stranger.post('/kitchen/orders', { cake: 'poppy seed' })
    await until('both to be in hand', () => begun.includes('soup') && begun.includes('poppy seed'))
    expect(done).toEqual([])
    const stopped = house.halt()
    await sleep(100)
    await expect(house.stranger.get('/kitchen/cook?dish=late')).rejects.toThrow('fetch failed')
    expect(await request).toMatchObject({ status: 200, body: { dish: 'soup' } })
    await stopped
    // A stop that does not wait would leave the job to another process: `done` would be short of it here.
    expect(done.toSorted()).toEqual(['poppy seed', 'soup'])
    const jobs = await house.rows<{ state: string }>(
      `select state from pgboss.job where name = 'kitchen.bake'`,
    )
    expect(jobs).toEqual([{ state: 'completed' }])
    // The server needs a moment to notice that a connection has been closed.
    await until('every session to be gone', async () => {
      const sessions = await house.rows(
        `select application_name from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and application_name like 'klaps%'`,
      )
      return sessions.length === 0
    })
    await house.stop()
  })
})

describe('what a stop does not wait for', () => {
  it('is a stream that is open, whatever its source does, nor a connection kept for a next request', async () => {
    const house = await openTestHouse({ services: [kitchen] })
    const stream = await fetch(`${house.url}/api/v1/kitchen/stove`)
    expect(stream.status).toBe(200)
    const watching = stream.text()
    const request = house.stranger.get('/kitchen/cook?dish=kept')
    await until('the request to be in hand', () => begun.includes('kept'))
    const stopped = house.halt().then(() => 'stopped')
    expect((await request).body).toEqual({ dish: 'kept' })
    // The stream's source never ends, and Node would keep the connection for five seconds after its last answer.
    expect(await Promise.race([stopped, sleep(2_500, 'still waiting')])).toBe('stopped')
    expect(await watching).toContain('event: lit')
    await house.stop()
  })
})

describe('a periodic job', () => {
  /** Who ran it, by address, in the order in which it ran; and how many ran at the same time. */
  const beats: { url: string; together: number }[] = []
  let running = 0
  const metronome = defineService({
    contract: defineContract('metronome', { about: 'Beats.', routes: {} }),
    tables: rows<object>(),
    settings: z.object({}),
    migrations: new URL('./', import.meta.url),
    routes: {},
    jobs: {
      beat: {
        every: 'PT0.1S',
        run: async (ctx: Context) => {
          running += 1
          beats.push({ url: ctx.publicUrl, together: running })
          await sleep(30)
          running -= 1
        },
      },
    },
    personal: { export: async () => ({}), erase: async () => {} },
  })

  let one: TestHouse
  let other: TestHouse
  beforeAll(async () => {
    one = await openTestHouse({ services: [metronome], alone: false })
    other = await openTestHouse({ services: [metronome], alone: false, on: one })
  })
  afterAll(async () => {
    await other.stop()
    await one.stop()
  })
  const key = `hashtextextended('klaps ticks metronome', 0)`
  const holder = `select pid from pg_locks where locktype = 'advisory' and granted
    and ((classid::bigint << 32) | objid::bigint) = ${key}`
  const lastUrls = (count: number) => new Set(beats.slice(-count).map(({ url }) => url))

  it('runs in one of two processes, again and again', async () => {
    await until('beats', () => beats.length >= 10)
    expect(await one.rows(holder)).toHaveLength(1)
    expect(lastUrls(10).size).toBe(1)
    // The lock is what does it: with it gone from under the leader (below) another process begins at once.
  })
  it('ends at once in a process whose session is cut, since another may lead by then, and goes on when nobody does', async () => {
    const [leader] = await one.rows<{ pid: number }>(holder)
    await one.rows('select pg_terminate_backend($1)', [leader!.pid])
    await one.rows(`select pg_advisory_lock(${key})`)
    await sleep(200)
    const seen = beats.length
    // A process that goes on until it has reconnected, a second later, beats here beside the new leader.
    await sleep(800)
    expect(beats.length).toBe(seen)
    await one.rows(`select pg_advisory_unlock(${key})`)
    await until('beats', () => beats.length > seen + 5)
    expect(Math.max(...beats.map(({ together }) => together))).toBe(1)
  })
  it('is taken over when the leading process stops', async () => {
    const [url] = lastUrls(1)
    const leading = [one, other].find((each) => each.house.url.endsWith(url!.split(':').at(-1)!))!
    await leading.halt()
    const before = beats.length
    await until('the other to beat', () => beats.length > before + 3)
    expect(lastUrls(3).has(url!)).toBe(false)
  })
})
