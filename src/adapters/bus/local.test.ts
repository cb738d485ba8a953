import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import type { Envelope } from '../../kernel/envelope.ts'
import { calls, chorusService } from '../../kernel/testing/chorus.ts'
import { leaveInOutbox, noteEvent } from '../../kernel/testing/envelopes.ts'
import { notebookService } from '../../kernel/testing/notebook.ts'
import { createPool } from '../postgres/pool.ts'
import { LocalBus } from './local.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({
    services: [notebookService, chorusService],
    alone: false,
    env: { KLAPS_OUTBOX_POLL_MS: '100' },
  })
})
afterAll(() => house.stop())
beforeEach(() => void (calls.length = 0))

const heard = async (events: readonly Envelope[]) =>
  (await house.rows('select 1 from chorus.heard where event_id = any($1)', [events.map((event) => event.id)]))
    .length
const left = async () => (await house.rows('select 1 from notebook.outbox')).length
const jobs = async () => (await house.rows(`select 1 from pgboss.job where name = 'chorus.events'`)).length
const some = (what: string) => Array.from({ length: 5 }, (_, at) => noteEvent(`${what} ${at}`))

describe('events for a listener of the same process', () => {
  it('are heard without a job', async () => {
    const events = some('at once')
    await leaveInOutbox(house, ...events)
    await until('all to be relayed', async () => (await left()) === 0)
    expect([await heard(events), await jobs()]).toEqual([5, 0])
  })

  it('are in the outbox until they are heard, and heard once when the process dies before it lets go of them', async () => {
    await house.rows(`create function public.die() returns trigger language plpgsql as
      $$ begin raise 'the process is gone'; end $$`)
    await house.rows(`create constraint trigger dies after delete on notebook.outbox
      deferrable initially deferred for each row execute function public.die()`)
    const events = some('died over')
    await leaveInOutbox(house, ...events)
    await until('all to be heard', async () => (await heard(events)) === 5)
    expect(await left()).toBe(5)
    await house.rows('drop trigger dies on notebook.outbox')
    await until('all to be relayed', async () => (await left()) === 0)
    expect([await heard(events), calls]).toEqual([5, [5]])
  })

  it('become a job when it does not manage in time, and hold up nothing behind them', async () => {
    const stall = createPool({ url: house.databaseUrl, max: 1, applicationName: 'test', types: 'temporal' })
    const session = await stall.connect()
    const events = some('late')
    try {
      await session.query('begin; lock table chorus.inbox in access exclusive mode')
      await leaveInOutbox(house, ...events)
      await until('them to be queued', async () => (await left()) === 0 && (await jobs()) === 1, 10_000)
    } finally {
      await session.query('rollback')
      session.release()
      await stall.end()
    }
    await until('all to be heard', async () => (await heard(events)) === 5)
    await until('the job to be done', async () => {
      const open = await house.rows(
        `select 1 from pgboss.job where name = 'chorus.events' and state <> 'completed'`,
      )
      return open.length === 0
    })
    expect(calls).toEqual([5])
  })
})

describe('several listeners of the same process', () => {
  /** How many of three listeners were at work at the same time. */
  const mostAtOnce = async (events: readonly Envelope[]): Promise<number> => {
    const names = ['one', 'two', 'three']
    // Nothing is queued where all is heard.
    const bus = new LocalBus(
      undefined as never,
      names.map((service) => ({ service, types: 'everything' })),
      house.house.host.log,
    )
    let atWork = 0
    let most = 0
    for (const name of names)
      bus.listen(name, async (brought) => {
        expect(brought).toHaveLength(events.length)
        most = Math.max(most, ++atWork)
        await new Promise((resolve) => setImmediate(resolve))
        atWork--
        return true
      })
    await bus.deliver('notebook', events, async () => ({ rows: [] }))
    return most
  }
  const all = (count: number) => Array.from({ length: count }, (_, at) => noteEvent(`of many ${at}`))

  it('hear few events at the same time, and many one after the other, so that requests are answered in between', async () => {
    expect(await mostAtOnce(all(5))).toBe(3)
    expect(await mostAtOnce(all(200))).toBe(1)
  })
})
