import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, type Fault } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { type CalendarHouse, openCalendarHouse } from '../../../test/support/calendar-house.ts'
import { planFixture } from './plan.fixture.ts'

let house: CalendarHouse
let me: Person

beforeAll(async () => {
  house = await openCalendarHouse()
})
afterAll(() => house?.stop())
beforeEach(async () => {
  await house.sandbox.reset()
  await house.rows('delete from calendar.calendars')
  me = await house.person()
  await house.link(me)
  await until('the first look', async () => (await me.get('/calendar')).body.items[0].lastSyncedAt !== null)
})

const standing = () => {
  const primary = house.sandbox.standIns.calendar.calendars.find(accounts[0]!.email, 'primary')!
  return [...primary.events.values()].filter((event) => event.status !== 'cancelled')
}

describe('a Google Calendar', () => {
  test.each<[string, Fault]>([
    ['that is slow', { kind: 'slow', ms: 300 }],
    ['that asks for patience', { kind: 'status', status: 429, retryAfter: 1, times: 2 }],
    ['that answers nonsense', { kind: 'malformed', times: 2 }],
    ['that is silent once', { kind: 'timeout', times: 1 }],
  ])(
    '%s holds up no day, and has it whole and once in the end',
    async (_, fault) => {
      house.sandbox.faults.set('google-calendar', fault, { method: 'POST' })
      const { planId } = await house.plan(planFixture({ userId: me.id }))
      const ours = async () => (await me.get(`/calendar/plans/${planId}/ics`)).status
      await until('our own calendar, which waits for nobody', async () => (await ours()) === 200, 8_000)
      await until('the day and its alarms at Google', () => standing().length === 4, 40_000)
      await house.settled(planId)
      expect(standing()).toHaveLength(4)
      // A request that was never answered is in the journal once its caller has gone.
      const asked = () => house.sandbox.journal.all('google-calendar')
      await until('the fault to have been met', () => asked().some((each) => each.fault === fault.kind))
    },
    60_000,
  )
})
