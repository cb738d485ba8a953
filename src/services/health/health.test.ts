import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineContract, defineService, rows } from '#kernel'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import health from './service.ts'

let provider: 'up' | 'down' = 'up'

/** A neighbour whose provider the tests switch off. */
const cinema = defineService({
  contract: defineContract('cinema', { about: 'Has a provider.', routes: {} }),
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('./', import.meta.url),
  routes: {},
  health: () => ({
    projector: async () => {
      if (provider === 'down') throw new Error('the lamp is out')
    },
  }),
  personal: { export: async () => ({}), erase: async () => {} },
})

/** Another process: answers with what the tests put in. */
let answer: unknown = { services: [{ service: 'away', status: 'healthy', checks: {} }] }
const peer = createServer((_request, response) => response.end(JSON.stringify(answer)))
const away = defineService({
  contract: defineContract('away', { about: 'Runs in another process.', routes: {} }),
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('./', import.meta.url),
  routes: {},
  personal: { export: async () => ({}), erase: async () => {} },
})

let house: TestHouse
let admin: Person
beforeAll(async () => {
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve))
  house = await openTestHouse({
    services: [health, cinema, away],
    only: ['health', 'cinema'],
    env: { SERVICE_URL_AWAY: `http://127.0.0.1:${(peer.address() as AddressInfo).port}` },
  })
  admin = await house.person({ roles: ['admin'] })
})
afterAll(async () => {
  await house.stop()
  peer.close()
})

const status = async () => (await house.stranger.get('/health')).body
/** The answer is shared for two seconds. */
const statusBecomes = (service: string, wanted: string) =>
  until(`${service} to be ${wanted}`, async () => {
    const seen = await status()
    return seen.services[service] === wanted && seen
  })

describe('health', () => {
  it('everybody sees the states, and no details', async () => {
    const seen = await statusBecomes('away', 'healthy')
    expect(seen).toEqual({
      status: 'healthy',
      checkedAt: expect.any(String),
      services: { away: 'healthy', cinema: 'healthy', health: 'healthy' },
    })
  })
  it('a provider that is away degrades its service: changed once, told once, with the reason for those who may see it', async () => {
    provider = 'down'
    expect((await statusBecomes('cinema', 'degraded')).status).toBe('degraded')
    const { services } = (await admin.get('/health/services')).body
    const report = services.find((each: { service: string }) => each.service === 'cinema')
    expect(report.checks.projector).toMatchObject({ status: 'unhealthy', detail: 'the lamp is out' })
    expect(report.checks.database.responseTimeMs).toEqual(expect.any(Number))
    await Promise.all(Array.from({ length: 20 }, status))
    provider = 'up'
    await statusBecomes('cinema', 'healthy')
    const { items } = (await admin.get('/health/history?limit=200')).body
    const changes = items.filter((item: { service: string }) => item.service === 'cinema')
    expect(changes.map(({ from, to }: { from: string; to: string }) => [from, to])).toEqual([
      ['degraded', 'healthy'],
      ['healthy', 'degraded'],
      [null, 'healthy'],
    ])
    expect(changes[1].detail).toBe('projector: the lamp is out')
    const told = await until('the events', async () => {
      const events = await house.rows<{ event: { data: { version: number; to: string } } }>(
        `select event from health.event_log where event->'data'->>'service' = 'cinema' order by (event->'data'->>'version')::int`,
      )
      return events.length >= 3 && events
    })
    expect(told.map(({ event }) => [event.data.version, event.data.to])).toEqual([
      [1, 'healthy'],
      [2, 'degraded'],
      [3, 'healthy'],
    ])
  })
  it('a service of another process is asked there: its own word counts, nonsense and silence are unhealthy', async () => {
    answer = { services: [{ service: 'away', status: 'degraded', checks: {} }] }
    await statusBecomes('away', 'degraded')
    answer = { hello: 'world' }
    expect((await statusBecomes('away', 'unhealthy')).status).toBe('unhealthy')
    const detailOf = async () =>
      (await admin.get('/health/services')).body.services.find(
        (each: { service: string }) => each.service === 'away',
      ).checks.process.detail
    expect(await detailOf()).toBe('The answer is no health report')
    answer = { services: [] }
    await until('the other reason', async () => (await detailOf()) === 'It does not run at its address')
    await new Promise((resolve) => peer.close(resolve))
    peer.closeAllConnections()
    await until('the refused connection', async () => /ECONNREFUSED|fetch failed/.test(await detailOf()))
  })
  it('the details are for those with health:read', async () => {
    const anna = await house.person()
    for (const path of ['/health/services', '/health/history']) {
      expect((await house.stranger.get(path)).status).toBe(401)
      expect((await anna.get(path)).status).toBe(403)
    }
    expect((await admin.get('/health/history?limit=201')).status).toBe(422)
  })
  it('looks by itself, without a request', async () => {
    provider = 'down'
    await until(
      'the change',
      async () =>
        (await house.rows(`select 1 from health.states where service = 'cinema' and status = 'degraded'`))
          .length === 1,
      14_000,
    )
  })
})
