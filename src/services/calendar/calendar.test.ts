import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { userErased } from '#kernel'
import { schedulePlanned } from '#services/schedule'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { parsedIcs } from '../../../test/support/calendar-documents.ts'
import { type CalendarHouse, openCalendarHouse, plannedData } from '../../../test/support/calendar-house.ts'
import { changeSettings, published } from '../../../test/support/neighbours.ts'
import {
  type CalendarEvent,
  calendarEventCreated,
  calendarEventDeleted,
  calendarEventUpdated,
} from './contract.ts'
import { planFixture } from './plan.fixture.ts'

/** An event as it goes over the wire. */
type Shown = z.input<typeof CalendarEvent>

let house: CalendarHouse
let me: Person

beforeAll(async () => {
  house = await openCalendarHouse()
})
afterAll(() => house?.stop())
beforeEach(async () => {
  me = await house.person()
})

const from = '?from=2026-11-30T00:00:00Z'
const eventsOf = async (person: Person) => (await person.get(`/calendar/events${from}`)).body.items
const pathOf = (url: string) => new URL(url).pathname.replace('/api/v1', '')

async function plan(changes: Parameters<typeof planFixture>[0] = {}, date?: string) {
  const made = await house.plan(planFixture({ userId: me.id, ...changes }, date))
  await house.settled(made.planId)
  return made
}

describe('a planned day', () => {
  test('is an event from departure to wrap and three alarms of five minutes', async () => {
    const made = await plan()
    const items = await eventsOf(me)
    expect(items.map((each: Shown) => [each.role, each.start, each.end])).toEqual([
      ['wake-up', '2026-12-01T03:30:00Z', '2026-12-01T03:35:00Z'],
      ['wake-up', '2026-12-01T03:40:00Z', '2026-12-01T03:45:00Z'],
      ['wake-up', '2026-12-01T03:45:00Z', '2026-12-01T03:50:00Z'],
      ['day', '2026-12-01T04:25:00Z', '2026-12-01T18:00:00Z'],
    ])
    expect(items[3]).toMatchObject({
      title: 'Zimowa noc — Dzień zdjęciowy (Dworzec Gdański)',
      location: 'Dworzec Gdański, ul. Zygmunta Słomińskiego 6, Warszawa',
      visibility: 'private',
      planId: made.planId,
      reminders: [720, 180, 60, 0].map((minutesBefore) => ({ minutesBefore, method: 'popup' })),
    })
    const [told] = await published(house, calendarEventCreated, made.planId)
    expect(told).toMatchObject({ userId: me.id, version: 1, alarms: 3, conflicts: [], eventId: items[3].id })
  })

  test('is sealed at rest', async () => {
    const made = await plan()
    const dump = JSON.stringify(
      await house.rows('select * from calendar.events where plan_id = $1', [made.planId]),
    )
    expect(dump).not.toMatch(/Zimowa|Dworzec|Nowacki|600 ?000 ?001/)
  })

  test('moves in place with a newer version; repeats and older versions change nothing', async () => {
    const first = await plan()
    const later = { ...first, plannedVersion: 2, wakeUp: first.wakeUp!.subtract({ minutes: 30 }) }
    await house.plan(later)
    await house.settled(first.planId)
    await house.tell(schedulePlanned, plannedData(first, 1))
    await house.tell(schedulePlanned, plannedData(later, 2))
    await house.plan({ ...later, plannedVersion: 3 })
    await house.settled(first.planId)
    const items = await eventsOf(me)
    expect(items).toHaveLength(4)
    expect(items[1].start).toBe('2026-12-01T03:10:00Z')
    expect(await published(house, calendarEventCreated, first.planId)).toHaveLength(1)
    expect(await published(house, calendarEventUpdated, first.planId)).toHaveLength(1)
  })

  test('has no alarms while there is no route, and gets them with it', async () => {
    const bare = await plan({ route: null, wakeUp: null, leaveHome: null, missing: ['route'] })
    const [day] = await eventsOf(me)
    expect(day).toMatchObject({ role: 'day', start: '2026-12-01T06:00:00Z' })
    await house.plan({
      ...planFixture({ ...bare, route: null }),
      wakeUp: bare.call.subtract({ hours: 2 }),
      plannedVersion: 2,
    })
    await house.settled(bare.planId)
    expect(await eventsOf(me)).toHaveLength(4)
  })

  test('loses its alarms when it is cancelled, and comes back with the same ids', async () => {
    const made = await plan()
    const before = await eventsOf(me)
    await house.cancel(made)
    await house.settled(made.planId)
    expect(await eventsOf(me)).toEqual([expect.objectContaining({ role: 'day', cancelled: true })])
    const [told] = await published(house, calendarEventDeleted, made.planId)
    expect(told).toMatchObject({ alarms: 0, version: 2 })
    await house.plan({ ...made, plannedVersion: 2 })
    await house.settled(made.planId)
    const after = await eventsOf(me)
    expect(after.map((each: Shown) => each.id)).toEqual(before.map((each: Shown) => each.id))
    expect(after.every((each: Shown) => !each.cancelled && each.version === 3)).toBe(true)
  })

  test('that is cancelled before it was ever written leaves nothing behind', async () => {
    const made = planFixture({ userId: me.id })
    await house.cancel(made)
    await house.settled(made.planId)
    await house.tell(schedulePlanned, plannedData(made))
    await house.settled(made.planId)
    expect(await eventsOf(me)).toEqual([])
    expect(await published(house, calendarEventCreated, made.planId)).toEqual([])
  })

  test('follows the language and visibility that the user sets', async () => {
    const made = await plan()
    await changeSettings(me, { eventVisibility: 'public' })
    await until('the event to be public', async () => (await eventsOf(me))[3].visibility === 'public')
    await changeSettings(me, { language: 'en' })
    const day = await until('an English event', async () => {
      const items = await eventsOf(me)
      return items[3].title.includes('Shooting day') && items[3]
    })
    expect(day.description).toContain('Wake-up: 04:40')
    await changeSettings(me, { crewName: 'Ola' })
    await house.settled(made.planId)
    expect((await eventsOf(me))[3].version).toBe(3)
  })

  test('says in which other events it gets in the way', async () => {
    const dentist = { title: 'Dentysta', timeZone: 'Europe/Warsaw' }
    const add = (start: string, end: string) => me.post('/calendar/events', { ...dentist, start, end })
    expect((await add('2026-12-01T17:20:00Z', '2026-12-01T20:00:00Z')).status).toBe(201)
    expect((await add('2026-12-01T05:00:00Z', '2026-12-01T06:30:00Z')).status).toBe(201)
    expect((await add('2026-12-01T17:30:00Z', '2026-12-01T20:00:00Z')).status).toBe(201)
    const made = await plan()
    const [told] = await published(house, calendarEventCreated, made.planId)
    expect(told.conflicts).toEqual([
      { overlapMinutes: 90, severity: 'high' },
      { overlapMinutes: 40, severity: 'medium' },
    ])
    const { body } = await me.get(`/calendar/conflicts${from}`)
    expect(body.items.filter((each: Shown) => each.planId === made.planId)).toHaveLength(2)
    const first = await me.get(`/calendar/conflicts${from}&limit=1`)
    const second = await me.get(`/calendar/conflicts${from}&limit=1&cursor=${first.body.nextCursor}`)
    expect([...first.body.items, ...second.body.items]).toEqual(body.items.slice(0, 2))
  })
})

describe('events of my own', () => {
  const meeting = {
    title: 'Spotkanie',
    start: '2026-12-02T09:00:00Z',
    end: '2026-12-02T10:00:00Z',
    timeZone: 'Europe/Warsaw',
  }

  test('are added, read, moved and deleted', async () => {
    const made = await me.post('/calendar/events', {
      ...meeting,
      reminders: [{ minutesBefore: 10, method: 'popup' }],
    })
    expect(made.status).toBe(201)
    const path = `/calendar/events/${made.body.id}`
    const moved = await me.patch(path, { start: '2026-12-02T11:00:00Z', title: 'Inne' })
    expect(moved.body).toMatchObject({ title: 'Inne', end: '2026-12-02T12:00:00Z', version: 2 })
    expect((await me.get(path)).body).toEqual(moved.body)
    expect((await me.delete(path)).status).toBe(204)
    expect((await me.get(path)).status).toBe(404)
  })

  test('repeat on the clock of their zone, over the night the clocks change', async () => {
    const start = '2027-03-26T06:00:00Z'
    const daily = { ...meeting, start, end: '2027-03-26T07:00:00Z', recurrence: 'FREQ=DAILY;COUNT=4' }
    expect((await me.post('/calendar/events', daily)).body.recurrence).toBe('RRULE:FREQ=DAILY;COUNT=4')
    const span = '?from=2027-03-25T00:00:00Z&to=2027-04-10T00:00:00Z'
    const starts = async (query: string) =>
      (await me.get(`/calendar/events${query}`)).body.items.map((each: Shown) => each.start)
    const all = [
      '2027-03-26T06:00:00Z',
      '2027-03-27T06:00:00Z',
      '2027-03-28T05:00:00Z',
      '2027-03-29T05:00:00Z',
    ]
    expect(await starts(span)).toEqual(all)
    const first = await me.get(`/calendar/events${span}&limit=3`)
    expect(first.body.items).toHaveLength(3)
    expect(await starts(`${span}&limit=3&cursor=${first.body.nextCursor}`)).toEqual(all.slice(3))
    const { body: feed } = await me.post('/calendar/feed')
    const { events } = parsedIcs((await house.stranger.get(pathOf(feed.feedUrl))).body)
    const iterator = events[0]!.iterator()
    expect(all.map(() => iterator.next().toJSDate().toISOString().replace('.000', ''))).toEqual(all)
  })

  test.each([
    [{ end: meeting.start }, 'calendar.ends-before-start'],
    [{ recurrence: 'FREQ=SECONDLY' }, 'calendar.recurrence-unreadable'],
    [{ recurrence: 'every day' }, 'calendar.recurrence-unreadable'],
    [{ recurrence: 'FREQ=DAILY\nDTSTART:20260101T000000' }, 'calendar.recurrence-unreadable'],
    [{ recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'calendar.recurrence-unreadable'],
    [{ timeZone: 'Europe/Atlantis' }, 'invalid'],
    [{ title: ' ' }, 'invalid'],
  ])('422 for %o', async (change, code) => {
    const { status, body } = await me.post('/calendar/events', { ...meeting, ...change })
    expect([status, body.code]).toEqual([422, code])
  })

  test('409 for a planned day: it is changed where it is planned', async () => {
    await plan()
    const [, , , day] = await eventsOf(me)
    const changed = await me.patch(`/calendar/events/${day.id}`, { title: 'x' })
    expect([changed.status, changed.body.code]).toEqual([409, 'calendar.planned-event'])
    expect((await me.delete(`/calendar/events/${day.id}`)).status).toBe(409)
  })

  test('422 for a span that is empty or too long, and for a cursor that is not ours', async () => {
    for (const query of ['?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z', '?to=2099-01-01T00:00:00Z'])
      expect((await me.get(`/calendar/events${query}`)).body.code).toBe('calendar.span-unusable')
    expect((await me.get('/calendar/events?cursor=abc')).body.code).toBe('invalid-cursor')
    expect((await me.get('/calendar/conflicts?cursor=abc')).status).toBe(422)
    expect((await me.get('/calendar?cursor=abc')).status).toBe(422)
  })
})

describe('who may', () => {
  test('404 for whatever belongs to somebody else', async () => {
    await plan()
    const items = await eventsOf(me)
    const { body: feed } = await me.post('/calendar/feed')
    const other = await house.person()
    expect(await eventsOf(other)).toEqual([])
    expect((await other.get('/calendar')).body.items).toEqual([])
    const answers = [
      await other.get(`/calendar/events/${items[3].id}`),
      await other.patch(`/calendar/events/${items[3].id}`, { title: 'x' }),
      await other.delete(`/calendar/events/${items[3].id}`),
      await other.delete(`/calendar/${feed.id}`),
      await other.post(`/calendar/${feed.id}/sync`, {}),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })

  test('401 without a token, 403 without the permission', async () => {
    const viewer = await house.person({ roles: ['viewer'] })
    const id = crypto.randomUUID()
    const calls: [string, string, boolean][] = [
      ['GET', '/calendar', true],
      ['POST', '/calendar/google', false],
      ['POST', '/calendar/feed', false],
      ['DELETE', `/calendar/${id}`, false],
      ['POST', `/calendar/${id}/sync`, false],
      ['GET', '/calendar/events', true],
      ['GET', '/calendar/conflicts', true],
      ['DELETE', `/calendar/events/${id}`, false],
      ['PATCH', `/calendar/events/${id}`, false],
      ['POST', '/calendar/events', false],
      ['GET', `/calendar/plans/${id}/ics`, true],
    ]
    for (const [method, path, readable] of calls) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {}
      expect([path, (await house.stranger.send(method, path, body)).status]).toEqual([path, 401])
      const { status } = await viewer.send(method, path, body)
      expect([path, status === 403]).toEqual([path, !readable])
    }
  })

  test('413 for a body over the limit', async () => {
    const { status } = await me.post('/calendar/events', { title: 'x'.repeat(1_100_000) })
    expect(status).toBe(413)
  })
})

test('fifty events of fifty plans stand once each', async () => {
  const plans = Array.from({ length: 50 }, (_, index) => {
    const date = Temporal.PlainDate.from('2026-12-01').add({ days: index }).toString()
    return planFixture({ userId: me.id }, date)
  })
  await Promise.all(plans.map((each) => house.plan(each)))
  await until('all of them', async () => {
    const [row] = await house.rows<{ n: string }>(
      `select count(*) as n from calendar.events where user_id = $1 and role = 'day'`,
      [me.id],
    )
    return Number(row!.n) === 50
  })
  const first = await me.get(`/calendar/events${from}&limit=120`)
  const rest = await me.get(`/calendar/events${from}&limit=120&cursor=${first.body.nextCursor}`)
  const ids = [...first.body.items, ...rest.body.items].map((each: Shown) => each.id)
  expect(new Set(ids).size).toBe(200)
})

test('a person who leaves takes everything along', async () => {
  await plan()
  await me.post('/calendar/feed')
  await house.tell({ ...userErased, source: 'config' }, { userId: me.id })
  await until('nothing to be left', async () => {
    const rows = await house.rows<{ n: string }>(
      `select count(*) as n from calendar.events where user_id = $1
       union all select count(*) from calendar.plans where user_id = $1
       union all select count(*) from calendar.calendars where user_id = $1`,
      [me.id],
    )
    return rows.every(({ n }) => Number(n) === 0)
  })
})
