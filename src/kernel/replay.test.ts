import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { type ReplaySelection, replayEvents } from './replay.ts'
import { leaveInOutbox, noteEvent } from './testing/envelopes.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

let house: TestHouse
let owner: ReturnType<typeof createPool>
beforeAll(async () => {
  // Not alone, it looks for what others have put into its outbox ten times a second.
  house = await openTestHouse({
    services: [notebookService, readerService],
    alone: false,
    env: { KLAPS_OUTBOX_POLL_MS: '100' },
  })
  owner = createPool({ url: house.databaseUrl, max: 1, applicationName: 'test', types: 'temporal' })
})
afterAll(async () => {
  await owner.end()
  await house.stop()
})

const texts = async () =>
  (await house.rows<{ text: string }>('select text from reader.heard order by ctid')).map((row) => row.text)

/** Replays and waits until the replayed events have been handled. */
async function replay(selection: ReplaySelection = {}): Promise<number> {
  const count = await replayEvents(owner, 'notebook', selection)
  await until(
    'the outbox to be empty',
    async () => (await house.rows('select 1 from notebook.outbox limit 1')).length === 0,
  )
  await until(
    'the queue to be empty',
    async () =>
      (
        await house.rows(
          `select 1 from pgboss.job where name = 'reader.events' and state in ('created', 'active') limit 1`,
        )
      ).length === 0,
  )
  return count
}

it('a replay delivers in order what is missing, and nothing twice', async () => {
  const events = Array.from({ length: 600 }, (_, at) => noteEvent(`note ${at}`))
  await leaveInOutbox(house, ...events)
  await until('all of them', async () => (await texts()).length === 600)
  const logged = () => house.rows('select 1 from notebook.event_log')

  // The inbox knows all of them.
  expect(await replay()).toBe(600)
  expect(await texts()).toHaveLength(600)

  // Without the inbox each has its effect again, in the order of the first delivery.
  await house.rows('truncate reader.inbox, reader.heard')
  expect(await replay()).toBe(600)
  expect(await texts()).toEqual(events.map((event) => (event.data as { text: string }).text))

  // A replay is not news: the log holds each event once.
  expect(await logged()).toHaveLength(600)
})

it('a replay takes the type and the time it is asked for', async () => {
  const before = Temporal.Now.instant()
  await leaveInOutbox(house, noteEvent('the last'))
  await until('the last', async () => (await texts()).includes('the last'))
  expect(await replay({ from: before })).toBe(1)
  expect(await replay({ from: before, type: 'note.burnt' })).toBe(0)
  expect(await replay({ from: before, to: before })).toBe(0)
  expect(await replay({ to: before, type: 'note.written' })).toBe(600)
})
