import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { PostgresSession } from '../adapters/postgres/session.ts'
import { type Bus, BusUnavailable } from './bus.ts'
import type { Database } from './database.ts'
import type { Envelope } from './envelope.ts'
import { parkedEvents, refusalsToPark, retryParked } from './held-events.ts'
import { Relay } from './relay.ts'
import { leaveInOutbox, noteEvent, runtimeOf } from './testing/envelopes.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

let house: TestHouse
let owner: ReturnType<typeof createPool>
let session: PostgresSession
beforeAll(async () => {
  // The house's own relay looks into the outbox once a minute: what the tests put there is for theirs.
  house = await openTestHouse({
    services: [notebookService, readerService],
    alone: false,
    env: { KLAPS_OUTBOX_POLL_MS: '60000' },
  })
  const onError = () => undefined
  session = new PostgresSession({ url: house.databaseUrl, applicationName: 'test', onError })
  owner = createPool({ url: house.databaseUrl, max: 1, applicationName: 'test', types: 'temporal' })
})
afterAll(async () => {
  await session.close()
  await owner.end()
  await house.stop()
})

/** A bus as another engine could be: takes whole batches or none, and never the events that are named. */
class PickyBus implements Bus {
  readonly taken: string[] = []
  readonly refused = new Set<string>()
  batches = 0
  down = false

  async deliver(_source: string, events: readonly Envelope[]): Promise<void> {
    this.batches += 1
    if (this.down) throw new BusUnavailable('down')
    if (events.some((event) => this.refused.has(event.id))) throw new Error('frame too large')
    this.taken.push(...events.map((event) => event.id))
  }
  delivered(): void {}
  listen(): void {}
  async start(): Promise<void> {}
  async health(): Promise<void> {
    if (this.down) throw new Error('down')
  }
  async hearing(): Promise<void> {}
  async stop(): Promise<void> {}
}

let relay: Relay
afterEach(async () => {
  await relay.stop()
  await house.rows('delete from notebook.outbox')
})

/** A relay of the notebook's outbox over this bus, which looks every 50 ms. */
function relayTo(bus: Bus) {
  const parked: string[] = []
  const { db, log, metrics } = runtimeOf(house, 'notebook')
  relay = new Relay({
    service: 'notebook',
    db: db as Database,
    bus,
    pollMs: 50,
    onWrite: (hear) => session.onWrite(hear),
    log,
    metrics,
    onParked: async ({ id }) => void parked.push(id),
  })
  relay.start()
  return parked
}

const left = async () =>
  await house.rows<{ id: string; refusals: number; parked: boolean }>(
    `select id, refusals, coalesce(held_until = 'infinity', false) as parked from notebook.outbox order by seq`,
  )
const letTryAgain = () =>
  house.rows(`update notebook.outbox set held_until = null where held_until < 'infinity'`)

describe('an event that the bus never takes', () => {
  it('holds up none of those behind it, which keep their order, nor of those that come later', async () => {
    const bus = new PickyBus()
    const events = Array.from({ length: 700 }, (_, at) => noteEvent(`note ${at}`))
    const [first, middle] = [events[0]!, events[333]!]
    bus.refused.add(first.id).add(middle.id)
    await leaveInOutbox(house, ...events)
    relayTo(bus)
    await until('the others', () => bus.taken.length === 698)
    expect(bus.taken).toEqual(events.map(({ id }) => id).filter((id) => id !== first.id && id !== middle.id))
    expect(await until('both to be held', async () => (await left()).every((row) => row.refusals > 0))).toBe(
      true,
    )
    const later = noteEvent('later')
    await leaveInOutbox(house, later)
    await until('a later one', () => bus.taken.includes(later.id))
    await until('its row to go', async () => (await left()).length === 2)
    expect((await left()).map(({ id }) => id)).toEqual([first.id, middle.id])
  })

  it('is parked in the end, which somebody is told of, and goes out when somebody retries it', async () => {
    const bus = new PickyBus()
    const poison = noteEvent('poison')
    bus.refused.add(poison.id)
    await leaveInOutbox(house, poison)
    const parked = relayTo(bus)
    for (let time = 1; time <= refusalsToPark; time++) {
      await leaveInOutbox(house, noteEvent(`beside poison ${time}`))
      await letTryAgain()
      await until(`refusal ${time}`, async () => (await left()).some(({ refusals }) => refusals >= time))
    }
    expect(await left()).toEqual([{ id: poison.id, refusals: refusalsToPark, parked: true }])
    await until('somebody to be told', () => parked.includes(poison.id))
    expect(await parkedEvents(owner, 'notebook', 10)).toEqual([
      { id: poison.id, type: 'note.written', time: poison.time, refusal: 'frame too large' },
    ])
    bus.refused.clear()
    expect(await retryParked(owner, 'notebook', crypto.randomUUID())).toBe(0)
    expect(await retryParked(owner, 'notebook', poison.id)).toBe(1)
    await until('it to be taken', () => bus.taken.includes(poison.id))
    expect(await left()).toEqual([])
  })

  it('counts as refused alone, too, once the bus has taken others in between', async () => {
    const bus = new PickyBus()
    const poison = noteEvent('lonely poison')
    bus.refused.add(poison.id)
    await leaveInOutbox(house, poison)
    relayTo(bus)
    await until('several tries', () => bus.batches >= 3)
    expect(await left()).toMatchObject([{ refusals: 0 }])
    await house.rows(`update notebook.outbox set held_until = now() + interval '1 hour'`)
    const other = noteEvent('other')
    await leaveInOutbox(house, other)
    await until('the other', () => bus.taken.includes(other.id))
    await letTryAgain()
    await until('a refusal', async () => (await left()).some(({ refusals }) => refusals === 1))
  })
})

describe('a bus that takes nothing', () => {
  it('is not the fault of any event: nothing is held, and all go once it is back', async () => {
    const bus = new PickyBus()
    bus.down = true
    const events = Array.from({ length: 40 }, (_, at) => noteEvent(`down ${at}`))
    await leaveInOutbox(house, ...events)
    relayTo(bus)
    await until('several tries', () => bus.batches >= 3)
    expect((await left()).filter(({ refusals }) => refusals > 0)).toEqual([])
    // Had it been taken apart, there would be dozens of deliveries a try.
    expect(bus.batches).toBeLessThan(40)
    bus.down = false
    await until('all of them', () => bus.taken.length === 40)
  })

  it('though it says that it is well, holds nothing back either', async () => {
    const bus = new PickyBus()
    const events = [noteEvent('one'), noteEvent('two'), noteEvent('three')]
    for (const { id } of events) bus.refused.add(id)
    await leaveInOutbox(house, ...events)
    relayTo(bus)
    await until('several tries', () => bus.batches >= 10)
    expect((await left()).map(({ refusals }) => refusals)).toEqual([0, 0, 0])
    bus.refused.clear()
    await until('all of them', () => bus.taken.length === 3)
    expect(bus.taken).toEqual(events.map(({ id }) => id))
  })
})
