import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { placeChecked, routeCalculated } from '#services/route'
import { scheduleCancelled, scheduleCreated, scheduleUpdated } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import {
  cancelled,
  configStandIn,
  dayOf,
  defaultSettings,
  place,
  publish,
  published,
  scheduleStandIn,
  settingsOfUsers,
} from '../../../test/support/neighbours.ts'
import routeService from '../route/service.ts'
import { weatherFailed, weatherFetched } from './contract.ts'
import weatherService from './service.ts'

/** The evening two days before the call at 07:00 in Warsaw on the 16th. */
const EVENING = '2027-03-14T18:00:00Z'
const warsaw = 'latitude=52.1986&longitude=21.0436'

let house: TestHouse
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({
    services: [configStandIn, scheduleStandIn, routeService, weatherService],
    env: { ...sandbox.env, KLAPS_OUTBOX_POLL_MS: '100' },
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
  await travelTo(EVENING)
})

async function travelTo(time: string): Promise<void> {
  const instant = Temporal.Instant.from(time)
  sandbox.clock.set(instant)
  await house.travelTo(instant)
}

const weatherOn = (date: string, kind: Parameters<typeof sandbox.standIns.weather.set>[0]['kind']) =>
  sandbox.standIns.weather.set({ date, kind })

const events = (definition: typeof weatherFetched | typeof weatherFailed, planId: string, count = 1) =>
  until(`${count} ${definition.type}`, async () => {
    const found = await published(house, definition, planId)
    return found.length >= count && found
  })

describe('the weather of a day', () => {
  it('is fetched for the shooting hours, with what it means for the work and the way', async () => {
    weatherOn('2027-03-16', 'rain')
    const anna = await house.person()
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    const [event] = await events(weatherFetched, day.planId)
    expect(event).toMatchObject({
      version: 1,
      planVersion: 1,
      kind: 'forecast',
      provider: 'openweathermap',
      changed: false,
      rating: 'bad',
      extras: { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] },
    })
    expect(event.warnings.map((warning: any) => warning.code)).toEqual(['heavy-rain'])
    expect(event.advice).toContain('rain-covers')
    const { body } = await anna.get(`/weather/days/${day.planId}`)
    expect(body).toMatchObject({
      kind: 'forecast',
      stale: false,
      failure: null,
      summary: { condition: 'rain' },
    })
    expect(body.hours).toHaveLength(10)
    expect(body.hours[0].at).toBe('2027-03-16T06:00:00Z')
    expect(body.sun.sunrise).toMatch(/^2027-03-16T05:4\d:\d\d\+01:00\[Europe\/Warsaw\]$/)
    expect((await (await house.person()).get(`/weather/days/${day.planId}`)).status).toBe(404)
    expect((await house.stranger.get(`/weather/days/${day.planId}`)).status).toBe(401)
  })
})
void [
  placeChecked,
  routeCalculated,
  scheduleCancelled,
  scheduleUpdated,
  cancelled,
  defaultSettings,
  place,
  settingsOfUsers,
  warsaw,
]
