import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scheduleCreated } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import {
  crewMember,
  dayOf,
  home,
  panavision,
  publish,
  published,
  scheduleStandIn,
  weatherStandIn,
} from '../../../test/support/neighbours.ts'
import { type ReplayServer, replayServer } from '../../../test/support/outbound.ts'
import config from '../config/service.ts'
import { routeCalculated } from './contract.ts'
import routeService from './service.ts'

/** Minutes that the road answers: from home 25, from the stop 15, as in the worked example of PRODUCT 1.4. */
const road = { fromHome: 25, fromStop: 15, isDown: false }
const HOME_LATITUDE = 52.1823

let house: TestHouse
let sandbox: Sandbox
let google: ReplayServer
beforeAll(async () => {
  sandbox = await startSandbox()
  google = await replayServer(({ body }) => {
    if (road.isDown) return { status: 503, body: {} }
    const { latitude } = JSON.parse(body).origin.location.latLng
    const minutes = latitude === HOME_LATITUDE ? road.fromHome : road.fromStop
    return { body: { routes: [{ duration: `${minutes * 60}s`, distanceMeters: minutes * 600 }] } }
  })
  house = await openTestHouse({
    services: [config, scheduleStandIn, weatherStandIn, routeService],
    env: { ...sandbox.env, OSRM_URL: '', GOOGLE_ROUTES_URL: google.baseUrl, KLAPS_OUTBOX_POLL_MS: '100' },
  })
})
afterAll(async () => {
  await house.stop()
  await google.close()
  await sandbox.stop()
})
beforeEach(async () => {
  Object.assign(road, { fromHome: 25, fromStop: 15, isDown: false })
  await house.rows('delete from route.plans')
  await travelTo('2027-03-14T10:00:00Z')
})

async function travelTo(time: string): Promise<void> {
  await house.travelTo(Temporal.Instant.from(time))
}

async function plannedDay() {
  const person = await crewMember(house, { home, stop: { ...panavision, opensAt: '06:00' } })
  const day = dayOf(person.id)
  await publish(house, scheduleCreated, day)
  const [first] = await calculated(day.planId)
  return { person, day, first }
}

const calculated = (planId: string, count = 1) =>
  until(`${count} calculated`, async () => {
    const events = await published(house, routeCalculated, planId)
    return events.length >= count && events
  })

/** Until the timers of a plan are these. */
const timers = (planId: string, kinds: string[]) =>
  until(`timers ${kinds}`, async () => {
    const rows = await house.rows<{ kind: string }>(
      'select kind from route.timers where plan_id = $1 order by due_at',
      [planId],
    )
    return rows.map(({ kind }) => kind).join() === kinds.join()
  })

describe('the worked example', () => {
  it('drives of 25 and 15 minutes and a call at 07:00', async () => {
    const { first } = await plannedDay()
    const at = (time: string) => `2027-03-16T${time}:00+01:00[Europe/Warsaw]`
    expect(first.times).toEqual({
      wakeUp: at('04:40'),
      leaveHome: at('05:25'),
      arriveStop: at('05:50'),
      leaveStop: at('06:05'),
      arriveLocation: at('06:40'),
      parked: at('06:50'),
      onSet: at('07:00'),
      call: at('07:00'),
    })
    expect(first.totalDriveMinutes).toBe(40)
    expect(first.warnings).toEqual([
      {
        code: 'stop-closed-on-arrival',
        params: { stop: 'stop', arriveAt: '05:50', opensAt: '06:00', waitMinutes: 10 },
      },
    ])
  })
})

describe('the checks of the traffic', () => {
  it('are due at 20:00 the evening before and 90 minutes before the wake-up', async () => {
    const { day } = await plannedDay()
    const due = await house.rows(
      `select kind, due_at::text from route.timers where plan_id = $1 order by due_at`,
      [day.planId],
    )
    expect(due.map(({ kind }) => kind)).toEqual(['evening', 'before-wake-up'])
    expect(due.map(({ due_at }) => Temporal.Instant.from(String(due_at)).toString())).toEqual([
      '2027-03-15T19:00:00Z',
      '2027-03-16T02:10:00Z',
    ])
  })

  it('keep quiet under five minutes and tell five', async () => {
    const { day } = await plannedDay()
    road.fromStop = 19
    await travelTo('2027-03-15T19:00:01Z')
    await timers(day.planId, ['before-wake-up'])
    expect(await published(house, routeCalculated, day.planId)).toHaveLength(1)
    road.fromStop = 20
    await travelTo('2027-03-16T02:10:01Z')
    const [, moved] = await calculated(day.planId, 2)
    expect(moved).toMatchObject({ version: 2, cause: 'traffic', planVersion: 1 })
    expect(moved.times.wakeUp).toBe('2027-03-16T04:35:00+01:00[Europe/Warsaw]')
    await timers(day.planId, [])
  })

  it('never replace what a map said by an estimate, and ask again', async () => {
    const { day, person } = await plannedDay()
    road.isDown = true
    await travelTo('2027-03-15T19:00:01Z')
    await timers(day.planId, ['retry', 'before-wake-up'])
    expect((await person.get(`/routes/${day.planId}`)).body).toMatchObject({ version: 1, estimated: false })
    Object.assign(road, { isDown: false, fromHome: 35 })
    await travelTo('2027-03-15T19:06:00Z')
    expect((await calculated(day.planId, 2))[1].times.leaveHome).toBe(
      '2027-03-16T05:15:00+01:00[Europe/Warsaw]',
    )
  })

  it('by hand: any difference counts', async () => {
    const { day, person } = await plannedDay()
    road.fromHome = 26
    await travelTo('2027-03-14T10:10:00Z')
    const asked = await person.post(`/routes/${day.planId}/recalculate`)
    expect([asked.status, asked.body]).toEqual([202, { queued: true }])
    expect((await calculated(day.planId, 2))[1].times.wakeUp).toBe('2027-03-16T04:39:00+01:00[Europe/Warsaw]')
  })
})
