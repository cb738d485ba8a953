import { Client } from 'pg'
import { Connection } from 'rabbitmq-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HealthReport } from '#kernel'
import { leaveInOutbox, noteEvent } from '../../src/kernel/testing/envelopes.ts'
import { notebookService } from '../../src/kernel/testing/notebook.ts'
import { readerService } from '../../src/kernel/testing/reader.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { type RabbitMq, startRabbitMq } from '../harness/rabbitmq.ts'
import { until } from '../harness/until.ts'

/** What the broker keeps for us, and that we let go of nothing before somebody else has it. */

const services = [notebookService, readerService]
const patienceMs = 60_000
let rabbit: RabbitMq
let writer: TestHouse
let reader: TestHouse | undefined
beforeAll(async () => {
  rabbit = await startRabbitMq()
  writer = await openTestHouse({ services, only: ['notebook'], env: brokerEnv(), alone: false })
}, 120_000)
afterAll(async () => {
  await reader?.stop()
  await writer?.stop()
  await rabbit?.stop()
}, 60_000)

const brokerEnv = () => ({ RABBITMQ_URL: rabbit.url, KLAPS_OUTBOX_POLL_MS: '100' })
const openReader = () =>
  openTestHouse({
    services,
    only: ['reader'],
    on: writer,
    env: { ...brokerEnv(), SERVICE_URL_NOTEBOOK: writer.url },
    alone: false,
  })
const heard = async (text: string) =>
  (await writer.rows('select 1 from reader.heard where text = $1', [text])).length
const isRelayed = async () => (await writer.rows('select 1 from notebook.outbox')).length === 0

const quorum = {
  'x-queue-type': 'quorum' as const,
  'x-dead-letter-exchange': 'klaps_dead',
  'x-dead-letter-routing-key': 'reader',
  'x-delivery-limit': 20,
}

/** Declares on a channel of its own: the broker takes what is there already only if all of it is the same. */
async function declare(what: (broker: Connection) => Promise<unknown>): Promise<string> {
  const broker = new Connection(rabbit.url)
  try {
    await what(broker)
    return 'the same'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  } finally {
    await broker.close()
  }
}

it('exchanges are durable topics, and each listener has a quorum queue with dead letters', async () => {
  const exchange = { exchange: 'notebook_events', type: 'topic', durable: true }
  const queue = { queue: 'reader', durable: true, arguments: quorum }
  expect(await declare((broker) => broker.exchangeDeclare(exchange))).toBe('the same')
  expect(await declare((broker) => broker.exchangeDeclare({ ...exchange, durable: false }))).toBe(
    'PRECONDITION_FAILED',
  )
  expect(await declare((broker) => broker.queueDeclare(queue))).toBe('the same')
  const classic = { ...quorum, 'x-queue-type': 'classic' as const }
  expect(await declare((broker) => broker.queueDeclare({ ...queue, arguments: classic }))).toBe(
    'PRECONDITION_FAILED',
  )
})

it('an event for a service that has not started yet waits in the broker', async () => {
  await leaveInOutbox(writer, noteEvent('for whoever comes later'))
  await until('the broker to have it', isRelayed, patienceMs)
  reader = await openReader()
  await until('the reader to hear', async () => (await heard('for whoever comes later')) === 1, patienceMs)
}, 180_000)

it('an event that the listener could not keep comes again: it is acknowledged only once it is safe', async () => {
  reader ??= await openReader()
  const holder = new Client({ connectionString: writer.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('lock table pgboss.job in access exclusive mode')
  await leaveInOutbox(writer, noteEvent('kept at the second try'))
  const [keeping] = await until(
    'the listener to be keeping it',
    async () => {
      const found = await writer.rows<{ pid: number }>(
        `select pid from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%insert into%job%'
         and datname = current_database()`,
      )
      return found.length > 0 && found
    },
    patienceMs,
  )
  expect(await heard('kept at the second try')).toBe(0)
  await writer.rows('select pg_terminate_backend($1)', [keeping!.pid])
  await holder.end()
  await until('it to come again', async () => (await heard('kept at the second try')) === 1, patienceMs)
}, 180_000)

it('a listener that the broker gives no events says so in its health, and that it hears again', async () => {
  reader ??= await openReader()
  const bus = async () => {
    const answer = await fetch(`${reader!.url}/health`, { signal: AbortSignal.timeout(5_000) })
    return ((await answer.json()) as { services: HealthReport[] }).services[0]?.checks.bus?.status
  }
  const becomes = (status: string) =>
    until(`the bus to be ${status}`, async () => (await bus()) === status, patienceMs)
  await becomes('healthy')
  await declare((broker) => broker.queueDelete('reader'))
  await becomes('unhealthy')
  await declare((broker) => broker.queueDeclare({ queue: 'reader', durable: true, arguments: quorum }))
  await becomes('healthy')
}, 180_000)
