import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { version } from '../../version.ts'
import control from './service.ts'
import { noNeighbours, workshop } from './workshop.fixture.ts'

let house: TestHouse
let admin: Person
beforeAll(async () => {
  house = await openTestHouse({ env: noNeighbours, services: [workshop, control] })
  admin = await house.person({ roles: ['admin'] })
})
afterAll(() => house.stop())

const isAlive = ({ state }: { state: string }) => state === 'alive'
const registry = async (person = admin) => (await person.get('/control/services')).body

describe('the registry', () => {
  it('knows this process, what runs in it and its version', async () => {
    const seen = await until('the first beat', async () => {
      const found = await registry()
      return found.instances.some(isAlive) && found
    })
    expect(seen.instances.filter(isAlive)).toMatchObject([
      { pid: process.pid, version, services: ['workshop', 'control'], state: 'alive' },
    ])
    expect(seen.services).toEqual([
      { service: 'control', alive: 1, versions: [version], state: 'running' },
      { service: 'workshop', alive: 1, versions: [version], state: 'running' },
    ])
  })
  it('takes who has fallen silent for gone, and who said good-bye for stopped', async () => {
    const silent = crypto.randomUUID()
    await house.rows(
      `insert into control.instances (id, host, pid, version, services, started_at, beat_at)
       values ($1, 'elsewhere', 7, '0.0.1', '{workshop}', now() - interval '1 hour', now() - interval '1 minute')`,
      [silent],
    )
    const { instances, services } = await registry()
    expect(instances.find(({ instanceId }: { instanceId: string }) => instanceId === silent).state).toBe(
      'gone',
    )
    expect(services.find(({ service }: { service: string }) => service === 'workshop').alive).toBe(1)
    await house.halt()
    const next = await openTestHouse({ env: noNeighbours, services: [workshop, control], on: house })
    const boss = await next.person({ roles: ['admin'] })
    const after = await until('the new process', async () => {
      const found = (await registry(boss)).instances
      return found.filter(isAlive).length === 1 && found
    })
    const before = instances.find(isAlive)
    expect(
      after.find(({ instanceId }: { instanceId: string }) => instanceId === before.instanceId).state,
    ).toBe('stopped')
    expect(after.find(isAlive).instanceId).not.toBe(before.instanceId)
    await next.stop()
    await house.stop()
    house = await openTestHouse({ env: noNeighbours, services: [workshop, control] })
    admin = await house.person({ roles: ['admin'] })
  })
  it('hears only services', async () => {
    expect((await house.stranger.post('/control/instances/beat', {})).status).toBe(401)
    expect((await admin.post('/control/instances/beat', {})).status).toBe(403)
  })
})

/** The events of the stream until `enough` says so. */
async function listen(enough: (events: Told[]) => boolean, headers: Record<string, string> = {}) {
  const leaving = new AbortController()
  const response = await fetch(`${house.url}/api/v1/control/stream`, {
    headers: { authorization: `Bearer ${admin.token}`, ...headers },
    signal: AbortSignal.any([leaving.signal, AbortSignal.timeout(12_000)]),
  })
  const told: Told[] = []
  let text = ''
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece
    const frames = text.split('\n\n')
    text = frames.pop()!
    for (const frame of frames) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1]
      const data = field('data')
      if (data) told.push({ event: field('event') ?? '', id: field('id') ?? '', data: JSON.parse(data) })
    }
    if (enough(told)) break
  }
  leaving.abort()
  return told
}
/** What the tests look at of what the stream tells. */
interface Told {
  event: string
  id: string
  data: {
    mode?: string
    items?: readonly { runId?: string; service?: string; name?: string; paused?: boolean }[]
  }
}

async function changeRun(id: string) {
  await house.rows(
    `insert into control.runs (id, kind, rank, correlation_id, started_at, due_at)
     values ($1, 'plan', 1, $2, now(), now() + interval '1 hour')`,
    [id, id],
  )
}

describe('the stream', () => {
  it('tells how things are, then what changes, and after a break what was missed', async () => {
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
    const has = (id: string) => (told: Told[]) =>
      told.some(({ event, data }) => event === 'runs' && data.items?.some(({ runId }) => runId === id))
    const listening = listen(has(first))
    await new Promise((resolve) => setTimeout(resolve, 600))
    await changeRun(first)
    const told = await listening
    expect(new Set(told.map(({ event }) => event))).toEqual(new Set(['registry', 'system', 'queues', 'runs']))
    expect(told.filter(({ event }) => event === 'registry')).toHaveLength(1)
    const { data } = told.find(({ event }) => event === 'queues')!
    expect(data.items).toContainEqual(
      expect.objectContaining({ service: 'workshop', name: 'paint', paused: false }),
    )
    await changeRun(second)
    const missed = await listen(has(second), { 'last-event-id': told.at(-1)!.id })
    expect(missed[0]!.event).toBe('runs')
    const listedAgain = missed.flatMap(({ event, data: { items = [] } }) =>
      event === 'runs' ? items.map(({ runId }) => runId) : [],
    )
    expect(listedAgain.filter((id) => id === second)).toHaveLength(1)
  })
  it('tells of a paused queue and of a closed system', async () => {
    const listening = listen(
      (told) =>
        told.some(({ event, data }) => event === 'system' && data.mode === 'read-only') &&
        told.some(({ event, data }) => event === 'queues' && data.items?.some(({ paused }) => paused)),
    )
    await new Promise((resolve) => setTimeout(resolve, 600))
    await admin.put('/control/queues/workshop/paint', { paused: true })
    await admin.put('/control/system', { mode: 'read-only' })
    expect((await listening).length).toBeGreaterThan(4)
    await admin.put('/control/queues/workshop/paint', { paused: false })
    await admin.put('/control/system', { mode: 'normal' })
  }, 20_000)
})
