import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../test/harness/person.ts'
import { parsedIcs } from '../../../test/support/calendar-documents.ts'
import { type CalendarHouse, openCalendarHouse } from '../../../test/support/calendar-house.ts'
import { planFixture } from './plan.fixture.ts'

let house: CalendarHouse
let me: Person

beforeAll(async () => {
  house = await openCalendarHouse()
})
afterAll(() => house?.stop())
beforeEach(async () => {
  me = await house.person()
})

const pathOf = (url: string) => new URL(url).pathname.replace('/api/v1', '')

async function plan(changes: Parameters<typeof planFixture>[0] = {}, date?: string) {
  const made = await house.plan(planFixture({ userId: me.id, ...changes }, date))
  await house.settled(made.planId)
  return made
}

describe('the feed', () => {
  test('is iCalendar with zones, alarms, stable ids and sequence; a cancelled day says so', async () => {
    const made = await plan()
    const { body: feed, status } = await me.post('/calendar/feed')
    expect(status).toBe(201)
    const answer = await house.stranger.get(pathOf(feed.feedUrl))
    expect(answer.headers.get('content-type')).toContain('text/calendar')
    const { events, root } = parsedIcs(answer.body)
    expect(root.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid'))).toEqual([
      'Europe/Warsaw',
    ])
    expect(events.map((event) => event.startDate.toJSDate().toISOString())).toEqual([
      '2026-12-01T03:30:00.000Z',
      '2026-12-01T03:40:00.000Z',
      '2026-12-01T03:45:00.000Z',
      '2026-12-01T04:25:00.000Z',
    ])
    const alarms = events[3]!.component.getAllSubcomponents('valarm')
    expect(alarms.map((alarm) => String(alarm.getFirstPropertyValue('trigger')))).toEqual([
      '-PT12H',
      '-PT3H',
      '-PT1H',
      'PT0S',
    ])
    expect(events[3]!.component.getFirstPropertyValue('class')).toBe('PRIVATE')
    expect(events[3]!.sequence).toBe(0)
    expect(events[3]!.component.getFirstPropertyValue('geo')).toEqual([52.2583, 20.9944])

    await house.cancel(made)
    await house.settled(made.planId)
    const after = parsedIcs((await house.stranger.get(pathOf(feed.feedUrl))).body).events
    expect(after.map((event) => [event.uid, event.sequence])).toEqual([[events[3]!.uid, 1]])
    expect(after[0]!.component.getFirstPropertyValue('status')).toBe('CANCELLED')
  })

  test('answers 304 to its ETag, and has a new one when something changed', async () => {
    const { body: feed } = await me.post('/calendar/feed')
    const first = await house.stranger.get(pathOf(feed.feedUrl))
    const etag = first.headers.get('etag')!
    const again = await house.stranger.get(pathOf(feed.feedUrl), { 'if-none-match': etag })
    expect(again.status).toBe(304)
    await plan()
    const changed = await house.stranger.get(pathOf(feed.feedUrl), { 'if-none-match': etag })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('last-modified')).toMatch(/^[A-Z][a-z]{2}, \d{2} .* GMT$/)
  })

  test('says a new title under a new ETag, and leaves out what was deleted', async () => {
    const { body: feed } = await me.post('/calendar/feed')
    const times = { start: '2026-12-03T09:00:00Z', end: '2026-12-03T10:00:00Z', timeZone: 'Europe/Warsaw' }
    const { body: event } = await me.post('/calendar/events', { title: 'Fitting', ...times })
    const before = await house.stranger.get(pathOf(feed.feedUrl))
    await me.patch(`/calendar/events/${event.id}`, { title: 'Make-up test' })
    const after = await house.stranger.get(pathOf(feed.feedUrl))
    await me.delete(`/calendar/events/${event.id}`)
    const gone = await house.stranger.get(pathOf(feed.feedUrl))
    const titles = [before, after, gone].map(({ body }) => parsedIcs(body).events.map((one) => one.summary))
    expect(titles).toEqual([['Fitting'], ['Make-up test'], []])
    expect(new Set([before, after, gone].map(({ headers }) => headers.get('etag'))).size).toBe(3)
  })

  test('404 for an address that was never given, was replaced, or was revoked', async () => {
    const { body: old } = await me.post('/calendar/feed')
    const { body: feed } = await me.post('/calendar/feed')
    expect(feed.id).toBe(old.id)
    expect((await house.stranger.get(pathOf(old.feedUrl))).status).toBe(404)
    expect((await house.stranger.get(`/calendar/feed/${'x'.repeat(43)}`)).status).toBe(404)
    expect((await house.stranger.get(pathOf(feed.feedUrl))).status).toBe(200)
    expect((await me.get('/calendar')).body.items).toEqual([
      expect.objectContaining({ kind: 'feed', feedUrl: null }),
    ])
    expect((await me.delete(`/calendar/${feed.id}`)).status).toBe(204)
    expect((await house.stranger.get(pathOf(feed.feedUrl))).status).toBe(404)
  })

  test('a plan can be had as a file by its owner only', async () => {
    const made = await plan()
    const mine = await me.get(`/calendar/plans/${made.planId}/ics`)
    expect(mine.headers.get('content-disposition')).toContain('.ics')
    expect(parsedIcs(mine.body).events).toHaveLength(4)
    const other = await house.person()
    expect((await other.get(`/calendar/plans/${made.planId}/ics`)).status).toBe(404)
  })
})
