import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scheduleCreated } from '#services/schedule'
import { type Fault, type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import {
  dayOf,
  publish,
  published,
  publishedAtLast,
  scheduleStandIn,
  storiesOf,
} from '../../../test/support/neighbours.ts'
import config from '../config/service.ts'
import routeService from '../route/service.ts'
import { weatherFailed, weatherFetched } from './contract.ts'
import weatherService from './service.ts'

const services = [config, scheduleStandIn, routeService, weatherService]
const env = () => ({ ...sandbox.env, KLAPS_OUTBOX_POLL_MS: '100' })

let house: TestHouse
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({ services, env: env() })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
  await travelTo(house, '2027-03-14T18:00:00Z')
})

async function travelTo(there: TestHouse, time: string): Promise<void> {
  const instant = Temporal.Instant.from(time)
  sandbox.clock.set(instant)
  await there.travelTo(instant)
}

let hours = 0
/** Each day has a call of its own, so that no answer comes from what another day has fetched. */
async function planDay(there: TestHouse): Promise<string> {
  const call = Temporal.Instant.from('2027-03-16T03:00:00Z').add({ minutes: 30 * hours++ })
  const day = dayOf((await there.person()).id, {
    call: call.toZonedDateTimeISO('Europe/Warsaw').toString({ timeZoneName: 'never' }),
  })
  await publish(there, scheduleCreated, day)
  return day.planId
}

const told = async (
  there: TestHouse,
  definition: typeof weatherFetched | typeof weatherFailed,
  planId: string,
): Promise<any> => (await publishedAtLast(there, definition, planId, { limitMs: 20_000 }))[0]

describe('a weather provider', () => {
  it.each<[string, Fault, string]>([
    ['that is slow is waited for', { kind: 'slow', ms: 400 }, 'openweathermap'],
    [
      'that asks for patience is asked again after it',
      { kind: 'status', status: 429, retryAfter: 1, times: 1 },
      'openweathermap',
    ],
    ['that is silent once is asked again', { kind: 'timeout', times: 1 }, 'openweathermap'],
    [
      'that goes on asking for patience is left for the next one',
      { kind: 'status', status: 429, retryAfter: 1 },
      'open-meteo',
    ],
    ['that answers nonsense is left for the next one', { kind: 'malformed' }, 'open-meteo'],
  ])('%s', async (_, fault, provider) => {
    sandbox.faults.set('openweathermap', fault)
    const planId = await planDay(house)
    expect(await told(house, weatherFetched, planId)).toMatchObject({ kind: 'forecast', provider })
    const asked = sandbox.journal.all('openweathermap').filter((each) => each.fault === fault.kind)
    expect(asked.length, 'the fault was met').toBeGreaterThan(0)
    expect(await published(house, weatherFailed, planId)).toEqual([])
  })

  it.each<[string, Fault]>([
    ['ask for patience', { kind: 'status', status: 429, retryAfter: 0 }],
    ['answer nonsense', { kind: 'malformed' }],
  ])('when all of them %s, the day says what it lacks and completes itself', async (_, fault) => {
    for (const standIn of ['openweathermap', 'open-meteo']) sandbox.faults.set(standIn, fault)
    const planId = await planDay(house)
    expect(await told(house, weatherFailed, planId)).toMatchObject({ code: 'provider-down', willRetry: true })
    sandbox.faults.clear()
    await travelTo(house, '2027-03-14T18:06:00Z')
    expect(await told(house, weatherFetched, planId)).toMatchObject({
      provider: 'openweathermap',
      version: 2,
    })
    const both = [weatherFailed.type, weatherFetched.type]
    expect(await storiesOf(house, 'weather', both, planId), 'one story to follow').toHaveLength(1)
  })
})

describe('the daily quota', () => {
  it('is kept over a restart; used up, the next provider answers and health says so', async () => {
    const scarce = { services, env: { ...env(), OPENWEATHERMAP_DAILY_CALLS: '2' } }
    const first = await openTestHouse(scarce)
    const others: TestHouse[] = []
    const asked = () => sandbox.journal.all('openweathermap').length
    const before = asked()
    const providerOf = async (there: TestHouse) =>
      (await told(there, weatherFetched, await planDay(there))).provider
    try {
      await travelTo(first, '2027-03-14T18:00:00Z')
      expect(await providerOf(first)).toBe('openweathermap')
      await first.halt()
      const restarted = await openTestHouse({ ...scarce, on: first })
      others.push(restarted)
      await travelTo(restarted, '2027-03-14T18:00:00Z')
      expect(await providerOf(restarted)).toBe('openweathermap')
      expect(await providerOf(restarted)).toBe('open-meteo')
      expect(asked() - before).toBe(2)
      const health = (await (await fetch(`${restarted.url}/health`)).json()) as any
      const report = health.services.find((each: any) => each.service === 'weather')
      expect(report).toMatchObject({
        status: 'degraded',
        checks: { 'quota:openweathermap': { status: 'degraded' } },
      })
    } finally {
      for (const other of others) await other.stop()
      await first.stop()
    }
  })
})
