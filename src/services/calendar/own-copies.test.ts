import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { type CalendarHouse, openCalendarHouse } from '../../../test/support/calendar-house.ts'
import { googleEventId } from './google-session.ts'

let house: CalendarHouse
let me: Person
let calendarId: string

beforeAll(async () => {
  house = await openCalendarHouse()
})
afterAll(() => house?.stop())
beforeEach(async () => {
  await house.sandbox.reset()
  house.sandbox.faults.clear()
  await house.rows('delete from calendar.calendars')
  me = await house.person()
  calendarId = await house.link(me)
  await until('the first look', async () => (await me.get('/calendar')).body.items[0].lastSyncedAt !== null)
})

const zone = 'Europe/Warsaw'
const store = () => house.sandbox.standIns.calendar.calendars
const remote = () => store().find(accounts[0]!.email, 'primary')!
const standing = () => [...remote().events.values()].filter((event) => event.status !== 'cancelled')
const at = (time: string, days = 3) =>
  house.house.clock
    .now()
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days })
    .toPlainDateTime(time)
    .toZonedDateTime(zone)
    .toInstant()
const dentist = (more: Record<string, unknown> = {}) => ({
  title: 'Dentysta',
  start: at('10:00').toString(),
  end: at('11:00').toString(),
  timeZone: zone,
  reminders: [{ minutesBefore: 30, method: 'popup' }],
  ...more,
})
const add = async (more: Record<string, unknown> = {}) => {
  const answer = await me.post('/calendar/events', dentist(more))
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id as string
}
const copied = (id: string) =>
  until('the copy', async () => {
    const [row] = await house.rows<{ done: boolean }>(
      'select written >= wanted as done from calendar.plan_copies where plan_id = $1',
      [id],
    )
    return row?.done
  })
const copyOf = (id: string) => remote().events.get(googleEventId(id))
const synced = async () => {
  const look = async () =>
    (
      await house.rows<{ at: string }>(
        'select last_synced_at::text as at from calendar.calendars where id = $1',
        [calendarId],
      )
    )[0]!.at
  for (const _ of [1, 2]) {
    const before = await look()
    await me.post(`/calendar/${calendarId}/sync`, {})
    await until('a look', async () => (await look()) !== before)
  }
}

describe('an event of my own', () => {
  test('goes to Google with its alarms and its series, and follows what is done with it here', async () => {
    const id = await add({ recurrence: 'FREQ=WEEKLY' })
    await copied(id)
    expect(copyOf(id)).toMatchObject({
      summary: 'Dentysta',
      recurrence: ['RRULE:FREQ=WEEKLY'],
      reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 30 }] },
    })
    await me.patch(`/calendar/events/${id}`, { title: 'Ortodonta' })
    await until('the new title', async () => copyOf(id)?.summary === 'Ortodonta')
    await me.delete(`/calendar/events/${id}`)
    await until('it is gone', async () => copyOf(id)?.status === 'cancelled')
  })

  test('is made once for a key, here and at Google, also by calls at once', async () => {
    const ids = await Promise.all([add({ key: 'chat:7' }), add({ key: 'chat:7' }), add({ key: 'chat:7' })])
    expect(new Set(ids).size).toBe(1)
    await copied(ids[0]!)
    expect(standing().filter(({ summary }) => summary === 'Dentysta')).toHaveLength(1)
  })

  test('stands once at Google when the copying was killed before it was recorded', async () => {
    const id = await add()
    await copied(id)
    await house.rows('delete from calendar.event_copies where plan_id = $1', [id])
    await house.rows(
      `update calendar.plan_copies set written = 0, due_at = pg_catalog.now() - interval '1 day' where plan_id = $1`,
      [id],
    )
    await copied(id)
    await until(
      'the record',
      async () =>
        (await house.rows('select 1 from calendar.event_copies where event_id = $1', [id])).length === 1,
    )
    expect(standing().filter(({ summary }) => summary === 'Dentysta')).toHaveLength(1)
  })

  test('that I move or delete at Google is moved or gone here, and shown once', async () => {
    const [moved, gone] = [await add(), await add({ title: 'Fryzjer' })]
    await Promise.all([copied(moved), copied(gone)])
    store().patch(remote(), copyOf(moved)!, {
      start: { dateTime: at('12:00').toString(), timeZone: zone },
      end: { dateTime: at('13:00').toString(), timeZone: zone },
    })
    store().cancel(remote(), copyOf(gone)!)
    await synced()
    await until(
      'the move',
      async () => (await me.get(`/calendar/events/${moved}`)).body.start === at('12:00').toString(),
    )
    await until('the deletion', async () => (await me.get(`/calendar/events/${gone}`)).status === 404)
    expect((await me.get('/calendar/events')).body.items).toHaveLength(1)
  })

  test('that was there before goes to a calendar that is linked later', async () => {
    const ola = await house.person()
    const answer = await ola.post('/calendar/events', dentist({ title: 'Wcześniej' }))
    await house.link(ola, 1)
    await copied(answer.body.id)
    const theirs = store().find(accounts[1]!.email, 'primary')!
    expect([...theirs.events.values()].map(({ summary }) => summary)).toContain('Wcześniej')
  })
})

describe('free time', () => {
  const span = (more = '') => `/calendar/free?from=${at('00:00')}&to=${at('23:00')}&weekends=true${more}`
  const freeSpans = async (path = span()) => {
    const answer = await me.get(path)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body.items.map(({ start, end }: { start: string; end: string }) =>
      [start, end]
        .map((instant) =>
          Temporal.Instant.from(instant)
            .toZonedDateTimeISO(zone)
            .toPlainTime()
            .toString({ smallestUnit: 'minute' }),
        )
        .join('-'),
    )
  }

  test('leaves out what stands here and at Google, what overlaps, and spans too short', async () => {
    await add()
    await add({ title: 'x', start: at('10:30').toString(), end: at('12:15').toString() })
    store().insert(remote(), {
      summary: 'Prywatne',
      start: { dateTime: at('12:30').toString(), timeZone: zone },
      end: { dateTime: at('15:00').toString(), timeZone: zone },
    })
    store().insert(remote(), {
      summary: 'Wolne',
      transparency: 'transparent',
      start: { dateTime: at('15:00').toString(), timeZone: zone },
      end: { dateTime: at('17:00').toString(), timeZone: zone },
    })
    await synced()
    expect(await freeSpans()).toEqual(['09:00-10:00', '15:00-17:00'])
    expect(await freeSpans(span('&minutes=15'))).toEqual(['09:00-10:00', '12:15-12:30', '15:00-17:00'])
    expect(await freeSpans(span('&minutes=90&dayTo=18:00'))).toEqual(['15:00-18:00'])
    expect((await me.get(span())).body).toMatchObject({ timeZone: zone, incomplete: false })
  })

  test('is told by page, and says when a calendar gives no access any more', async () => {
    await add()
    const first = (await me.get(span('&limit=1'))).body
    expect(first.items).toHaveLength(1)
    const second = (await me.get(span(`&limit=1&cursor=${first.nextCursor}`))).body
    expect(second.items[0].start).toBe(at('11:00').toString())
    expect(second.nextCursor).toBeNull()
    await house.rows(`update calendar.calendars set state = 'reconnect' where id = $1`, [calendarId])
    expect((await me.get(span())).body.incomplete).toBe(true)
  })

  test.each([
    ['&dayFrom=18:00&dayTo=17:00', 'calendar.hours-unusable'],
    [`&to=2020-01-01T00:00:00Z`, 'calendar.span-unusable'],
  ])('is refused for %s', async (more, code) => {
    const answer = await me.get(`/calendar/free?from=${at('00:00')}${more}`)
    expect([answer.status, answer.body.code]).toEqual([422, code])
  })
})
