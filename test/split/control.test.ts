import { Connection } from 'rabbitmq-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noNeighbours } from '../../src/services/control/workshop.fixture.ts'
import type { Person } from '../harness/person.ts'
import { openSplitHouse, type SplitHouse } from '../harness/split.ts'
import { until } from '../harness/until.ts'
import { signer } from '../support/signed-in.ts'

const { env: keys, signedIn } = await signer()
const patienceMs = 30_000
/** Whom programs ask things of: they do not run here, and are not asked. */
const { SERVICE_URL_CONFIG: _runsHere, ...elsewhere } = noNeighbours

let house: SplitHouse
let admin: Person
let anna: Person
beforeAll(async () => {
  house = await openSplitHouse({
    env: { ...elsewhere, ...keys, CONTROL_GONE_SECONDS: '8' },
    services: ['config', 'audit', 'control'],
    replicas: { audit: 2 },
  })
  admin = await signedIn(house.url, ['admin'])
  anna = await signedIn(house.url, ['crew_member'])
}, 240_000)
afterAll(() => house?.stop(), 60_000)

const aliveOf = async (service: string): Promise<number> =>
  (await admin.get('/control/services')).body.services.find(
    (each: { service: string }) => each.service === service,
  ).alive
const recordsOf = async (actor: Person): Promise<unknown[]> =>
  (await admin.get(`/audit?actor=user:${actor.id}`)).body.items

it('the registry knows every process, and misses the one that was killed', async () => {
  await until('all of them', async () => (await aliveOf('audit')) === 2 && (await aliveOf('config')) === 1)
  expect(await aliveOf('weather')).toBe(0)
  await house.crash('config')
  const gone = await until(
    'the dead one to be missed',
    async () =>
      (await admin.get('/control/services')).body.instances.filter(
        ({ state }: { state: string }) => state === 'gone',
      )[0],
    patienceMs,
  )
  expect(gone.services).toEqual(['config'])
  await until('its successor', async () => (await aliveOf('config')) === 1, patienceMs)
}, 60_000)

it('a paused queue rests in both replicas until it is let go on', async () => {
  const ola = await signedIn(house.url, ['crew_member'])
  expect((await admin.put('/control/queues/audit/events', { paused: true })).status).toBe(204)
  // A replica that has missed the signal looks by itself.
  await new Promise((resolve) => setTimeout(resolve, 5_500))
  for (const language of ['en', 'pl', 'en'])
    expect((await ola.patch('/config/settings', { language })).status).toBe(200)
  const held = await until('the events to wait', async () => {
    const { items, unreachable } = (await admin.get('/control/queues')).body
    expect(unreachable).toContain('weather')
    expect(unreachable).not.toContain('audit')
    const queue = items.find(
      ({ service, name }: { service: string; name: string }) => service === 'audit' && name === 'events',
    )
    return queue.waiting > 0 && queue
  })
  expect(held).toMatchObject({ paused: true, active: 0 })
  expect(await recordsOf(ola)).toEqual([])
  expect((await admin.post('/control/timers/weather/refresh/run')).status).toBe(503)
  await admin.put('/control/queues/audit/events', { paused: false })
  await until('the records', async () => (await recordsOf(ola)).length >= 3, patienceMs)
}, 60_000)

it('what the broker has put aside is among the dead letters, and can be discarded', async () => {
  const broker = new Connection({ url: house.rabbit.url })
  const publisher = broker.createPublisher({ confirm: true })
  await publisher.send({ routingKey: 'audit', durable: true }, { hello: 'Ola' })
  await publisher.close()
  await broker.close()
  const letters = async () => (await admin.get('/control/dead-letters')).body.items
  const letter = await until('the letter', async () => (await letters())[0], patienceMs)
  expect(letter).toMatchObject({ service: 'audit', queue: 'events', kind: 'unreadable', payload: null })
  const path = `/control/dead-letters/audit/${letter.id}`
  expect((await admin.post(`${path}/retry`, {})).body.code).toBe('dead-letter.cannot')
  expect((await admin.post(`${path}/discard`, { reason: 'nonsense' })).status).toBe(204)
  expect(await letters()).toEqual([])
}, 60_000)

it('what is switched counts in the other processes within a second, and in one that comes later', async () => {
  const change = () => anna.patch('/config/settings', { language: 'en' })
  expect((await change()).status).toBe(200)
  await admin.put('/control/system', { mode: 'read-only', reason: 'Moving' })
  const began = performance.now()
  await until('the refusal', async () => (await change()).status === 503)
  expect(performance.now() - began).toBeLessThan(3_000)
  await house.crash('config')
  expect((await change()).body).toMatchObject({ code: 'read-only', detail: 'Moving' })
  await admin.put('/control/system', { mode: 'normal' })
  await until('the opening', async () => (await change()).status === 200)
}, 60_000)
