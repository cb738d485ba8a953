import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scheduleCreated } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import {
  crewMember,
  dayOf,
  publish,
  publishedAtLast,
  scheduleStandIn,
  weatherStandIn,
} from '../../../test/support/neighbours.ts'
import config from '../config/service.ts'
import { routeCalculated, routeFailed } from './contract.ts'
import routeService from './service.ts'

let house: TestHouse
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({
    services: [config, scheduleStandIn, weatherStandIn, routeService],
    env: { ...sandbox.env, KLAPS_OUTBOX_POLL_MS: '100' },
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
  await house.rows('delete from route.plans')
  await travelTo('2027-03-14T10:00:00Z')
})

async function travelTo(time: string): Promise<void> {
  const instant = Temporal.Instant.from(time)
  sandbox.clock.set(instant)
  await house.travelTo(instant)
}

const calculated = (planId: string, count = 1) => publishedAtLast(house, routeCalculated, planId, { count })
const failures = (planId: string, count = 1) => publishedAtLast(house, routeFailed, planId, { count })

describe('maps that fail', () => {
  it('the next one answers; all down, the estimate does, and the plan completes itself', async () => {
    const anna = await crewMember(house)
    sandbox.faults.set('google-maps', { kind: 'status', status: 500 }, { path: '/directions' })
    const routed = dayOf(anna.id, { location: { name: null, address: 'Mińska 25, Warszawa' } })
    await publish(house, scheduleCreated, routed)
    expect((await calculated(routed.planId))[0].legs[0]).toMatchObject({
      provider: 'osrm',
      trafficAware: false,
    })
    sandbox.faults.set('osrm', { kind: 'malformed' })
    const day = dayOf(anna.id, { location: { name: null, address: 'Puławska 61, Warszawa' } })
    await publish(house, scheduleCreated, day)
    const [event] = await calculated(day.planId)
    expect(event).toMatchObject({ estimated: true })
    expect(event.legs[1]).toMatchObject({ provider: 'estimate', alternatives: [] })
    sandbox.faults.clear()
    await travelTo('2027-03-14T10:06:00Z')
    const [, completed] = await calculated(day.planId, 2)
    expect(completed).toMatchObject({ version: 2, estimated: false, cause: 'traffic' })
    expect(
      await house.rows(`select 1 from route.timers where plan_id = $1 and kind = 'retry'`, [day.planId]),
    ).toEqual([])
  })

  it('no map for addresses: it is said once, tried again, and completed', async () => {
    const anna = await crewMember(house)
    await until('the places', async () => {
      const rows = await house.rows('select 1 from route.personal_places where user_id = $1', [anna.id])
      return rows.length === 2
    })
    sandbox.faults.set('google-maps', { kind: 'drop' }, { path: '/maps/api/geocode' })
    sandbox.faults.set('nominatim', { kind: 'status', status: 429, retryAfter: 0 })
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    expect((await failures(day.planId))[0]).toMatchObject({ code: 'provider-down', willRetry: true })
    const asked = await anna.get('/routes/places?address=Chełmska 30, Warszawa')
    expect([asked.status, asked.body.code]).toEqual([503, 'route.map-unavailable'])
    sandbox.faults.clear()
    await travelTo('2027-03-14T10:06:00Z')
    expect((await calculated(day.planId))[0]).toMatchObject({ version: 2, cause: 'planned' })
  })
})
