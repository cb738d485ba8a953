import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bufferPresets, type UserSettings } from '#services/config'
import { scheduleCancelled, scheduleCreated, scheduleUpdated } from '#services/schedule'
import { weatherFetched } from '#services/weather'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import {
  cancelled,
  changeSettings,
  configStandIn,
  dayOf,
  defaultSettings,
  place,
  publish,
  published,
  scheduleStandIn,
  settingsOfUsers,
  weatherStandIn,
} from '../../../test/support/neighbours.ts'
import { placeChecked, routeCalculated, routeFailed } from './contract.ts'
import routeService from './service.ts'

const stopHouse = { ...place('ul. Wiertnicza 107, Warszawa'), name: 'Panavision', opensAt: null }

let house: TestHouse
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({
    services: [configStandIn, scheduleStandIn, weatherStandIn, routeService],
    env: { ...sandbox.env, KLAPS_OUTBOX_POLL_MS: '100' },
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
  await travelTo('2027-03-14T10:00:00Z')
})

async function travelTo(time: string): Promise<void> {
  const instant = Temporal.Instant.from(time)
  sandbox.clock.set(instant)
  await house.travelTo(instant)
}

/** Somebody who lives in the Domaniewska and picks up at Panavision. */
async function crewMember(changes: Partial<UserSettings> = {}): Promise<Person> {
  const person = await house.person()
  const home = place('ul. Domaniewska 34, Warszawa')
  settingsOfUsers.set(person.id, { ...defaultSettings(person.id), home, stop: stopHouse, ...changes })
  return person
}

const calculated = (planId: string, count = 1) =>
  until(`${count} calculated`, async () => {
    const events = await published(house, routeCalculated, planId)
    return events.length >= count && events
  })
const failures = (planId: string, count = 1) =>
  until(`${count} failed`, async () => {
    const events = await published(house, routeFailed, planId)
    return events.length >= count && events
  })

describe('a day plan', () => {
  it('becomes a route that its owner can read, and nobody else', async () => {
    const anna = await crewMember()
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    const [event] = await calculated(day.planId)
    expect(event).toMatchObject({ version: 1, planVersion: 1, cause: 'planned', estimated: false })
    expect(event.legs.map((leg: any) => [leg.from, leg.to, leg.provider])).toEqual([
      ['home', 'stop', 'google'],
      ['stop', 'location', 'google'],
    ])
    expect(JSON.stringify(event)).not.toMatch(/Domaniewska|polyline/)
    const { body } = await anna.get(`/routes/${day.planId}`)
    expect(body).toMatchObject({ state: 'calculated', failure: null, times: event.times })
    expect(body.legs[0].polyline).toMatch(/.{10}/)
    expect((await (await house.person()).get(`/routes/${day.planId}`)).status).toBe(404)
    expect((await anna.get('/routes')).body.items).toHaveLength(1)
  })
})
void [
  beforeEach,
  bufferPresets,
  scheduleUpdated,
  scheduleCancelled,
  weatherFetched,
  cancelled,
  changeSettings,
  placeChecked,
  failures,
]
