import { afterAll, beforeAll, expect, it } from 'vitest'
import { leaveInOutbox, noteEvent } from '../../src/kernel/testing/envelopes.ts'
import { notebookService } from '../../src/kernel/testing/notebook.ts'
import { readerService } from '../../src/kernel/testing/reader.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { type RabbitMq, startRabbitMq } from '../harness/rabbitmq.ts'
import { until } from '../harness/until.ts'

let rabbit: RabbitMq
let house: TestHouse
beforeAll(async () => {
  rabbit = await startRabbitMq({ maxMessageBytes: 20_000 })
  house = await openTestHouse({
    services: [notebookService, readerService],
    env: { RABBITMQ_URL: rabbit.url, KLAPS_OUTBOX_POLL_MS: '100' },
    alone: false,
  })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await rabbit?.stop()
}, 60_000)

it('an event that is too large for the broker holds up none of those around it', async () => {
  const large = noteEvent('x'.repeat(30_000))
  const around = ['before', 'between', 'behind'].map((text) => noteEvent(text))
  await leaveInOutbox(house, around[0]!, around[1]!, large, around[2]!)
  await until(
    'the others to be heard',
    async () => (await house.rows('select 1 from reader.heard')).length >= 3,
    60_000,
  )
  const later = noteEvent('later')
  await leaveInOutbox(house, later)
  await until('a later one', async () =>
    (await house.rows('select 1 from reader.heard where text = $1', ['later'])).at(0),
  )
  const left = await house.rows<{ id: string; refusal: string }>('select id, refusal from notebook.outbox')
  expect(left).toEqual([{ id: large.id, refusal: expect.stringMatching(/message size|PRECONDITION/i) }])
}, 120_000)
