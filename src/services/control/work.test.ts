import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import control from './service.ts'
import { done, noNeighbours, workshop, workshopFaults } from './workshop.fixture.ts'

let house: TestHouse
let admin: Person
beforeAll(async () => {
  house = await openTestHouse({ env: noNeighbours, services: [workshop, control] })
  admin = await house.person({ roles: ['admin'] })
})
afterAll(() => house.stop())
beforeEach(() => Object.assign(workshopFaults, { paint: false, hear: false }))

const order = (colour: string, name = 'chair') => admin.post('/workshop/orders', { colour, name })
const count = (what: string) => done.filter((each) => each === what).length
const timer = async (name: string) =>
  (await admin.get('/control/timers?service=workshop')).body.items.find(
    (each: { name: string }) => each.name === name,
  )
const queue = async (name: string) =>
  (await admin.get('/control/queues?service=workshop')).body.items.find(
    (each: { name: string }) => each.name === name,
  )
const letters = async () => (await admin.get('/control/dead-letters?service=workshop')).body.items
const audits = async (action: string) =>
  await house.rows<{ actor: string; details: Record<string, unknown> }>(
    `select event->>'actor' as actor, event->'data'->'details' as details from workshop.event_log
     where event->'data'->>'action' = $1 order by seq`,
    [action],
  )
/** Has a job given up, and answers with its letter. */
async function deadPaint(colour: string) {
  const before = new Set((await letters()).map(({ id }: { id: string }) => id))
  workshopFaults.paint = true
  await order(colour)
  const letter = await until('the dead letter', async () =>
    (await letters()).find(({ id }: { id: string }) => !before.has(id)),
  )
  workshopFaults.paint = false
  return letter
}

describe('timers', () => {
  it('tell last and next run', async () => {
    await until('a run', async () => (await timer('sweep'))?.lastAt)
    expect(await timer('sweep')).toMatchObject({
      service: 'workshop',
      kind: 'every',
      schedule: 'PT1S',
      lastOutcome: 'ok',
      paused: false,
      nextAt: expect.any(String),
    })
    const cron = await timer('count')
    expect(cron).toMatchObject({ kind: 'cron', schedule: '0 3 1 1 *', zone: 'UTC', lastAt: null })
    expect(cron.nextAt).toMatch(/-01-01T03:00:00Z$/)
  })
  it('pause and go on; a paused one still runs when somebody wants it', async () => {
    expect((await admin.put('/control/timers/workshop/sweep', { paused: true })).status).toBe(204)
    await sleep(100)
    const before = count('sweep')
    await sleep(1_500)
    expect(count('sweep')).toBe(before)
    expect(await timer('sweep')).toMatchObject({ paused: true, nextAt: null })
    await admin.post('/control/timers/workshop/sweep/run')
    await until('the run that was wanted', () => count('sweep') === before + 1)
    await admin.put('/control/timers/workshop/sweep', { paused: false })
    await until('the runs to go on', () => count('sweep') > before + 2)
    const records = await until('the audit', async () => {
      const found = await audits('timer.paused')
      return found.length > 0 && found
    })
    expect(records).toMatchObject([{ actor: `user:${admin.id}` }])
  })
  it('a cron job runs when wanted, paused or not', async () => {
    await admin.put('/control/timers/workshop/count', { paused: true })
    await admin.post('/control/timers/workshop/count/run')
    await until('the count', () => count('count') === 1)
    await until('its record', async () => (await timer('count')).lastOutcome === 'ok')
    await admin.put('/control/timers/workshop/count', { paused: false })
  })
})

describe('queues', () => {
  it('pause: what comes waits and is counted with its age; then all of it is done', async () => {
    await admin.put('/control/queues/workshop/paint', { paused: true })
    await order('green')
    await sleep(1_200)
    expect(count('paint green')).toBe(0)
    const held = await queue('paint')
    expect(held).toMatchObject({ paused: true, waiting: 1, active: 0 })
    expect(held.oldestSeconds).toBeGreaterThan(1)
    await admin.put('/control/queues/workshop/paint', { paused: false })
    await until('the paint', () => count('paint green') === 1)
    await until('the empty queue', async () => (await queue('paint')).waiting === 0)
    expect(await queue('paint')).toMatchObject({ paused: false, oldestSeconds: null })
  })
  it('a pause outlives a restart', async () => {
    await admin.put('/control/queues/workshop/events', { paused: true })
    const name = 'table'
    await house.halt()
    const next = await openTestHouse({ env: noNeighbours, services: [workshop, control], on: house })
    try {
      const boss = await next.person({ roles: ['admin'] })
      await boss.post('/workshop/orders', { colour: 'blue', name })
      await until('the job of the same order', () => count('paint blue') === 1)
      await sleep(300)
      expect(count('heard table')).toBe(0)
      await boss.put('/control/queues/workshop/events', { paused: false })
      await until('the event', () => count('heard table') === 1)
    } finally {
      await next.stop()
      await house.stop()
      house = await openTestHouse({ env: noNeighbours, services: [workshop, control] })
      admin = await house.person({ roles: ['admin'] })
    }
  })
})

describe('dead letters', () => {
  it('show what failed and why, texts by their length only', async () => {
    const letter = await deadPaint('Deep Red')
    expect(letter).toMatchObject({
      service: 'workshop',
      queue: 'paint',
      kind: 'job',
      type: 'paint',
      attempts: 1,
      error: 'no brush',
      payload: { colour: '(text, 8)', paintId: null },
    })
    const { body } = await admin.get(`/control/dead-letters/workshop/${letter.id}`)
    expect(body).toEqual(letter)
    expect((await queue('paint')).dead).toBeGreaterThan(0)
  })
  it('are tried again as they were, once', async () => {
    const letter = await deadPaint('ochre')
    const path = `/control/dead-letters/workshop/${letter.id}`
    const answers = await Promise.all([admin.post(`${path}/retry`, {}), admin.post(`${path}/retry`, {})])
    expect(answers.map(({ status }) => status)).toContain(204)
    await until('the paint', () => count('paint ochre') === 1)
    expect((await admin.get(path)).status).toBe(404)
    await sleep(300)
    expect(count('paint ochre')).toBe(1)
  })
  it('are changed before they are tried: what does not fit is refused, what is not named stays', async () => {
    const letter = await deadPaint('Dark Blue')
    const path = `/control/dead-letters/workshop/${letter.id}/retry`
    const refused = await admin.post(path, { changes: { paintId: 'seven' } })
    expect(refused.status).toBe(422)
    expect(refused.body.errors).toMatchObject([{ path: 'paintId' }])
    expect((await admin.post(path, { changes: { colour: 'longer than ten' } })).status).toBe(422)
    const paintId = crypto.randomUUID()
    expect((await admin.post(path, { changes: { paintId } })).status).toBe(204)
    await until('the paint', () => count('paint Dark Blue') === 1)
    const record = await until('the audit', async () =>
      (await audits('dead-letter.retried')).find(({ details }) => String(details.changed) === 'paintId'),
    )
    expect(record).toMatchObject({ actor: `user:${admin.id}`, details: { queue: 'workshop.paint' } })
  })
  it('are discarded with a reason, which the audit keeps', async () => {
    const letter = await deadPaint('pink')
    const path = `/control/dead-letters/workshop/${letter.id}/discard`
    expect((await admin.post(path, {})).status).toBe(422)
    expect((await admin.post(path, { reason: 'not wanted' })).status).toBe(204)
    expect((await letters()).map(({ id }: { id: string }) => id)).not.toContain(letter.id)
    await until('the audit', async () =>
      (await audits('dead-letter.discarded')).some(({ details }) => details.reason === 'not wanted'),
    )
    expect((await admin.post(path, { reason: 'again' })).status).toBe(404)
  })
  it('of events are tried as the events that they are', async () => {
    workshopFaults.hear = true
    await order('grey', 'lamp')
    // The retries of an event take an hour: the last of them, at once.
    await until('the first failure', async () => {
      const { length } = await house.rows(
        `update pgboss.job set retry_count = retry_limit, start_after = pg_catalog.now()
         where name = 'workshop.events' and state in ('created', 'retry') and data->>'type' = 'order.placed' returning 1`,
      )
      return length > 0
    })
    const letter = await until(
      'the dead letter',
      async () => (await letters()).find(({ kind }: { kind: string }) => kind === 'event'),
      15_000,
    )
    expect(letter).toMatchObject({
      type: 'order.placed',
      error: 'deaf',
      payload: { name: 'lamp', version: 1 },
    })
    workshopFaults.hear = false
    const path = `/control/dead-letters/workshop/${letter.id}/retry`
    expect((await admin.post(path, { changes: { version: 'two' } })).status).toBe(422)
    expect((await admin.post(path, { changes: { name: 'lantern' } })).status).toBe(204)
    await until('the event', () => count('heard lantern') === 1)
  })
  it('come in pages, the latest first', async () => {
    const made = [await deadPaint('one'), await deadPaint('two'), await deadPaint('three')]
    const first = (await admin.get('/control/dead-letters?limit=2')).body
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual([made[2].id, made[1].id])
    const second = (await admin.get(`/control/dead-letters?limit=2&cursor=${first.nextCursor}`)).body
    expect(second.items[0].id).toBe(made[0].id)
    expect((await admin.get('/control/dead-letters?cursor=nonsense')).status).toBe(422)
  })
})

describe('the handles', () => {
  it('are for administrators', async () => {
    const anna = await house.person()
    const id = crypto.randomUUID()
    const calls = [
      ['GET', '/control/services'],
      ['GET', '/control/timers'],
      ['POST', '/control/timers/workshop/sweep/run'],
      ['PUT', '/control/timers/workshop/sweep', { paused: true }],
      ['GET', '/control/queues'],
      ['PUT', '/control/queues/workshop/paint', { paused: true }],
      ['GET', '/control/dead-letters'],
      ['GET', `/control/dead-letters/workshop/${id}`],
      ['POST', `/control/dead-letters/workshop/${id}/retry`, {}],
      ['POST', `/control/dead-letters/workshop/${id}/discard`, { reason: 'because' }],
      ['GET', '/control/stream'],
    ] as const
    for (const [method, path, body] of calls) {
      expect((await house.stranger.send(method, path, body)).status, path).toBe(401)
      expect((await anna.send(method, path, body)).status, path).toBe(403)
    }
  })
  it('name what there is not', async () => {
    const id = crypto.randomUUID()
    for (const path of ['/control/timers?service=nowhere', `/control/dead-letters/workshop/${id}`])
      expect((await admin.get(path)).status, path).toBe(404)
    expect((await admin.post('/control/timers/workshop/never/run')).status).toBe(404)
    expect((await admin.put('/control/timers/workshop/never', { paused: true })).status).toBe(404)
    expect((await admin.put('/control/queues/workshop/count', { paused: true })).status).toBe(404)
  })
  it('of a service are turned by control alone, whoever asks', async () => {
    for (const path of ['timers', 'queues', 'dead-letters'].map((each) => `/internal/workshop/${each}`)) {
      expect((await house.stranger.get(path)).status).toBe(401)
      expect((await admin.get(path)).status).toBe(403)
    }
  })
})
