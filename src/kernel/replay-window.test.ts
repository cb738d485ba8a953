import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { replayEvents } from './replay.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

let house: TestHouse
let owner: ReturnType<typeof createPool>
beforeAll(async () => {
  house = await openTestHouse({ services: [notebookService, readerService] })
  owner = createPool({ url: house.databaseUrl, max: 1, applicationName: 'replay', types: 'temporal' })
})
afterAll(async () => {
  await owner.end()
  await house.stop()
})

it('what is older than the marks that keep effects single is not sent again', async () => {
  const anna = await house.person()
  for (const text of ['old', 'new']) await anna.post('/notes', { text })
  const logged = () => house.rows('select 1 from notebook.event_log')
  await until('both in the log', async () => (await logged()).length === 2)
  await house.rows(
    `update notebook.event_log set relayed_at = relayed_at - interval '91 days' where event -> 'data' ->> 'text' = 'old'`,
  )
  expect(await replayEvents(owner, 'notebook')).toBe(1)
})
