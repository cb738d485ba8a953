import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import type { Plan } from './description.ts'
import { neighbours } from './neighbours.fixture.ts'
import { planFixture } from './plan.fixture.ts'
import calendar from './service.ts'

const near = neighbours()
let sandbox: Sandbox
let house: TestHouse
let me: Person

beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({ services: [calendar, ...near.services], env: sandbox.env })
})
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})
beforeEach(async () => {
  await sandbox.reset()
  near.changes.length = 0
  me = await house.person()
})

const publish = (service: 'schedule' | 'config', event: string, data: object) =>
  house.stranger.post(`/test/${service}`, { event, data })

/** Lets schedule say that this is the plan now. */
async function planned(plan: Plan): Promise<void> {
  near.plans.set(plan.planId, plan)
  const { status } = await publish('schedule', 'schedule.planned', {
    dayId: plan.dayId,
    planId: plan.planId,
    userId: plan.userId,
    version: plan.plannedVersion,
    first: plan.plannedVersion === 1,
    complete: true,
    missing: [],
    shootingDate: plan.shootingDate.toString(),
    zone: plan.timeZone,
    call: plan.call.toString(),
    wrap: null,
    wakeUp: null,
    leaveHome: null,
    onSet: null,
    changes: [],
    tell: 'ready',
    state: plan.state,
  })
  expect(status).toBe(204)
}

async function linkGoogle(person: Person): Promise<string> {
  const { body } = await person.post('/calendar/google')
  const consent = new URL(body.url)
  const form = new URLSearchParams({
    email: accounts[0]!.email,
    redirect_uri: consent.searchParams.get('redirect_uri')!,
    scope: consent.searchParams.get('scope')!,
    state: consent.searchParams.get('state')!,
    client_id: consent.searchParams.get('client_id')!,
    response_type: 'code',
  })
  const page = await fetch(consent)
  const action = /action="([^"]+)"/.exec(await page.text())?.[1]
  const back = await fetch(new URL(action!, consent), { method: 'POST', body: form, redirect: 'manual' })
  const callback = new URL(back.headers.get('location')!)
  const done = await house.stranger.get(callback.pathname.replace('/api/v1', '') + callback.search)
  expect(done.status).toBe(200)
  const list = await person.get('/calendar')
  return list.body.items.find((each: { kind: string }) => each.kind === 'google').id
}

describe('a planned day', () => {
  test('becomes an event and three alarms, in the list and in the feed', async () => {
    const plan = planFixture({ userId: me.id })
    await planned(plan)
    const items = await until('the events', async () => {
      const { body } = await me.get('/calendar/events?from=2026-11-30T00:00:00Z')
      return body.items?.length === 4 && body.items
    })
    expect(items.map((each: any) => [each.role, each.start])).toEqual([
      ['wake-up', '2026-12-01T03:30:00Z'],
      ['wake-up', '2026-12-01T03:40:00Z'],
      ['wake-up', '2026-12-01T03:45:00Z'],
      ['day', '2026-12-01T04:25:00Z'],
    ])
    const feed = await me.post('/calendar/feed')
    expect(feed.status).toBe(201)
    const text = await house.stranger.get(new URL(feed.body.feedUrl).pathname.replace('/api/v1', ''))
    expect(text.status).toBe(200)
    expect(text.body).toContain('Zimowa noc — Dzień zdjęciowy (Dworzec Gdański)')
  })

  test('is copied into the linked Google Calendar', async () => {
    await linkGoogle(me)
    await planned(planFixture({ userId: me.id }))
    const events = await until('the copies', () => {
      const [calendar] = sandbox.standIns.calendar.calendars.calendars()
      return calendar?.events.size === 4 && [...calendar.events.values()]
    })
    expect(events.map((event) => event.status)).toEqual(Array(4).fill('confirmed'))
  })
})
