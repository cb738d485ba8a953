import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { derivedId } from '#kernel'
import { accounts } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { type CalendarHouse, openCalendarHouse } from '../../../test/support/calendar-house.ts'
import { published } from '../../../test/support/neighbours.ts'
import { calendarDisconnected, calendarEventCreated, calendarEventEdited } from './contract.ts'
import { alarmId, dayEventId } from './day-event.ts'
import { googleEventId } from './google-session.ts'
import { planFixture } from './plan.fixture.ts'
import { TEXTS } from './texts.ts'

let house: CalendarHouse
let me: Person
let calendarId: string

beforeAll(async () => {
  house = await openCalendarHouse()
})
afterAll(() => house?.stop())
beforeEach(async () => {
  await house.sandbox.reset()
  house.changes.length = 0
  // The outside world is shared: links of tests before must not read it.
  await house.rows(`delete from calendar.calendars`)
  me = await house.person()
  calendarId = await house.link(me)
  await until('the first look', async () => (await me.get('/calendar')).body.items[0].lastSyncedAt !== null)
})

const email = accounts[0]!.email
const store = () => house.sandbox.standIns.calendar.calendars
const remote = () => store().find(email, 'primary')!
const standing = () => [...remote().events.values()].filter((event) => event.status !== 'cancelled')
const dayOf = (planId: string) => remote().events.get(googleEventId(dayEventId(planId)))!
const faults = () => house.sandbox.faults

async function plan(changes: Parameters<typeof planFixture>[0] = {}, date?: string) {
  const made = await house.plan(planFixture({ userId: me.id, ...changes }, date))
  await house.settled(made.planId)
  return made
}

/** A look at the calendar, to its end. */
async function synced(id = calendarId): Promise<void> {
  const at = async () =>
    (
      await house.rows<{ at: string }>(
        `select coalesce(last_synced_at::text, '') as at from calendar.calendars where id = $1`,
        [id],
      )
    )[0]!.at
  // Twice: what ends first may have begun before the change, caused by our own writing.
  for (const look of ['first', 'second']) {
    const before = await at()
    expect((await me.post(`/calendar/${id}/sync`, {})).status).toBe(202)
    await until(`the ${look} look`, async () => (await at()) !== before)
  }
}

/** What the user does in their calendar app. */
function edit(planId: string, change: Record<string, unknown>): void {
  store().patch(remote(), dayOf(planId), change)
}

/** Forgets what the last calls gave, as a process does that is killed before it records it. */
async function forgetRecords(planId: string): Promise<void> {
  await house.rows('delete from calendar.event_copies where plan_id = $1', [planId])
  await house.rows('update calendar.plan_copies set written = 0 where plan_id = $1', [planId])
  await sweep()
}

/** Lets the sweep find what is left undone, instead of waiting for its time. */
async function sweep(): Promise<void> {
  await house.rows(`update calendar.plan_copies set due_at = pg_catalog.now() - interval '1 day'`)
}

describe('a linked Google Calendar', () => {
  test('gets the day and three alarms as PRODUCT 1.6 has them', async () => {
    const made = await plan()
    expect(standing()).toHaveLength(4)
    const day = dayOf(made.planId)
    expect(day).toMatchObject({
      summary: 'Zimowa noc — Dzień zdjęciowy (Dworzec Gdański)',
      location: 'Dworzec Gdański, ul. Zygmunta Słomińskiego 6, Warszawa',
      visibility: 'private',
      start: { dateTime: '2026-12-01T05:25:00+01:00', timeZone: 'Europe/Warsaw' },
      end: { dateTime: '2026-12-01T19:00:00+01:00' },
      reminders: {
        useDefault: false,
        overrides: [720, 180, 60, 0].map((minutes) => ({ method: 'popup', minutes })),
      },
    })
    const alarms = [0, 1, 2].map((index) => remote().events.get(googleEventId(alarmId(made.planId, index)))!)
    expect(alarms.map((alarm) => alarm.start?.dateTime)).toEqual([
      '2026-12-01T04:30:00+01:00',
      '2026-12-01T04:40:00+01:00',
      '2026-12-01T04:45:00+01:00',
    ])
    expect(alarms[0]!.reminders).toEqual({ useDefault: false, overrides: [{ method: 'popup', minutes: 0 }] })
  })

  test('is filled with what is already planned when it is linked later', async () => {
    const other = await house.person()
    await house.plan(planFixture({ userId: other.id }))
    await house.link(other, 1)
    const theirs = () => [...store().find(accounts[1]!.email, 'primary')!.events.values()]
    await until('the copies', () => theirs().length === 4)
    expect(standing()).toHaveLength(0)
  })

  test('moves the same events with a new version and takes them away with a cancellation', async () => {
    const made = await plan()
    const ids = standing().map((event) => event.id)
    await plan({
      ...made,
      plannedVersion: 2,
      call: made.call.subtract({ minutes: 30 }),
      leaveHome: made.leaveHome!.subtract({ minutes: 30 }),
    })
    expect(standing().map((event) => event.id)).toEqual(ids)
    expect(dayOf(made.planId).start?.dateTime).toBe('2026-12-01T04:55:00+01:00')
    await house.cancel(made)
    await house.settled(made.planId)
    expect(standing()).toHaveLength(0)
    await plan({ ...made, plannedVersion: 3 })
    expect(
      standing()
        .map((event) => event.id)
        .toSorted(),
    ).toEqual(ids.toSorted())
  })

  test('killed between a call and its record: one event, one set of alarms', async () => {
    const made = await plan()
    await forgetRecords(made.planId)
    await until(
      'the second run',
      async () => {
        const [row] = await house.rows<{ n: string }>(
          `select count(*) as n from calendar.event_copies where plan_id = $1 and state = 'standing'`,
          [made.planId],
        )
        return Number(row!.n) === 4
      },
      40_000,
    )
    expect(standing()).toHaveLength(4)
    expect(await published(house, calendarEventCreated, made.planId)).toHaveLength(1)
  }, 60_000)

  test.each([
    ['an unknown outcome', { kind: 'drop-after-effect', times: 2 } as const],
    ['an access token that ended early', { kind: 'unauthorized', times: 1 } as const],
    ['too many requests', { kind: 'status', status: 429, retryAfter: 0, times: 2 } as const],
    ['a server error', { kind: 'status', status: 503, times: 1 } as const],
  ])('%s: still one event, one set of alarms', async (_name, fault) => {
    faults().set('google-calendar', fault)
    const made = await plan()
    expect(standing()).toHaveLength(4)
    faults().set('google-calendar', fault)
    await plan({ ...made, plannedVersion: 2, wrap: made.wrap!.add({ hours: 1 }) })
    expect(standing()).toHaveLength(4)
    expect(dayOf(made.planId).end?.dateTime).toBe('2026-12-01T20:00:00+01:00')
    expect(house.changes).toEqual([])
  })

  test('an event that is gone for good is written anew', async () => {
    const made = await plan()
    remote().events.delete(dayOf(made.planId).id)
    await plan({ ...made, plannedVersion: 2, wrap: made.wrap!.add({ hours: 1 }) })
    expect(dayOf(made.planId).status).toBe('confirmed')
  })

  test('a consent that was taken back: the link says so once and waits; a new consent catches up', async () => {
    house.sandbox.standIns.tokens.revokeAll(email)
    const made = await plan()
    const shown = async () => (await me.get('/calendar')).body.items[0]
    expect(await shown()).toMatchObject({ state: 'reconnect', lastError: 'google.revoked' })
    expect((await me.post(`/calendar/${calendarId}/sync`, {})).body.code).toBe('calendar.reconnect')
    const [told] = await house.rows<{ n: string }>(
      `select count(*) as n from (select event from calendar.event_log where type = $1
        union all select event from calendar.outbox where type = $1) e where event -> 'data' ->> 'calendarId' = $2`,
      [calendarDisconnected.type, calendarId],
    )
    expect(Number(told!.n)).toBe(1)
    expect((await me.get('/calendar/events?from=2026-11-30T00:00:00Z')).body.items).toHaveLength(4)
    expect(await house.link(me)).toBe(calendarId)
    await house.settled(made.planId)
    expect(standing()).toHaveLength(4)
  })

  test('is emptied of what is to come and given back when it is unlinked', async () => {
    await plan()
    expect((await me.delete(`/calendar/${calendarId}`)).status).toBe(204)
    await until('the link to be gone', async () => {
      const left = await house.rows('select 1 from calendar.calendars where id = $1', [calendarId])
      return left.length === 0
    })
    expect(standing()).toHaveLength(0)
    expect((await me.get('/calendar')).body.items).toEqual([])
  })
})

describe('what the user does in their calendar', () => {
  test('our own writes are never taken for edits', async () => {
    const made = await plan()
    await synced()
    store().expireSyncTokens()
    await synced()
    await plan({ ...made, plannedVersion: 2, wrap: made.wrap!.add({ hours: 1 }) })
    await synced()
    expect(house.changes).toEqual([])
    expect(await published(house, calendarEventEdited, made.planId)).toEqual([])
  })

  test('another time and place are offered to schedule, once', async () => {
    const made = await plan()
    await synced()
    edit(made.planId, {
      start: { dateTime: '2026-12-01T05:00:00+01:00', timeZone: 'Europe/Warsaw' },
      location: 'ul. Chełmska 21, Warszawa',
    })
    await synced()
    await synced()
    store().expireSyncTokens()
    await synced()
    expect(house.changes).toHaveLength(1)
    expect(house.changes[0]).toMatchObject({
      planId: made.planId,
      deleted: false,
      location: 'ul. Chełmska 21, Warszawa',
    })
    expect(String(house.changes[0]!.start)).toBe('2026-12-01T04:00:00Z')
    expect(await published(house, calendarEventEdited, made.planId)).toEqual([
      expect.objectContaining({ deleted: false, fields: ['start', 'location'] }),
    ])
  })

  test('notes below the line are kept, sealed, and stand in every later version', async () => {
    const made = await plan()
    const html = `${dayOf(made.planId).description}`.replaceAll('\n', '<br>')
    edit(made.planId, { description: `${html}<br>Wziąć kalosze &amp; klucz` })
    // Not read yet: writing meets the note first and keeps it all the same.
    await plan({ ...made, plannedVersion: 2, wrap: made.wrap!.add({ hours: 1 }) })
    const { description } = dayOf(made.planId)
    expect(description).toMatch(/--- Twoje notatki.*---\nWziąć kalosze & klucz$/)
    expect(description!.split(TEXTS.separator.pl)).toHaveLength(2)
    expect(dayOf(made.planId).end?.dateTime).toBe('2026-12-01T20:00:00+01:00')
    const { body } = await me.get(`/calendar/events/${dayEventId(made.planId)}`)
    expect(body.description).toContain('Wziąć kalosze & klucz')
    expect(house.changes.map(({ notes }) => notes)).toEqual(['Wziąć kalosze & klucz'])
    expect(JSON.stringify(await house.rows('select * from calendar.events'))).not.toContain('kalosze')
  })

  test('a deleted day is asked about and not put back, until the user stands by it', async () => {
    const made = await plan()
    store().cancel(remote(), dayOf(made.planId))
    await synced()
    expect(house.changes).toEqual([{ planId: made.planId, deleted: true }])
    await plan({ ...made, plannedVersion: 2, wrap: made.wrap!.add({ hours: 1 }) })
    expect(dayOf(made.planId).status).toBe('cancelled')
    const told = await until('the event of it', async () => {
      const found = await published(house, calendarEventEdited, made.planId)
      return found.length > 0 && found
    })
    expect(told).toEqual([expect.objectContaining({ deleted: true, fields: [] })])
    await house.confirm(made)
    await until('the day to be back', () => dayOf(made.planId).status === 'confirmed')
  })

  test('a deleted day comes back when the question about it was answered by keeping it', async () => {
    const made = await plan()
    store().cancel(remote(), dayOf(made.planId))
    await synced()
    house.keepDeleted(made.planId)
    await plan({ ...made, plannedVersion: 2 })
    expect(dayOf(made.planId).status).toBe('confirmed')
    expect(standing()).toHaveLength(4)
  })

  test('a deleted alarm stays away until the wake-up moves', async () => {
    const made = await plan()
    const alarm = () => remote().events.get(googleEventId(alarmId(made.planId, 1)))!
    store().cancel(remote(), alarm())
    await synced()
    await plan({ ...made, plannedVersion: 2, wrap: made.wrap!.add({ hours: 1 }) })
    expect(alarm().status).toBe('cancelled')
    expect(house.changes).toEqual([])
    await plan({ ...made, plannedVersion: 3, wakeUp: made.wakeUp!.subtract({ minutes: 20 }) })
    expect(alarm()).toMatchObject({ status: 'confirmed', start: { dateTime: '2026-12-01T04:20:00+01:00' } })
  })

  test('their own events are seen, series in their zone with their exceptions, and conflict', async () => {
    const calendar = remote()
    const at = (dateTime: string) => ({ dateTime, timeZone: 'Europe/Warsaw' })
    store().insert(calendar, {
      id: 'abc000001',
      summary: 'Joga',
      start: at('2026-11-30T06:00:00'),
      end: at('2026-11-30T07:30:00'),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=4'],
    })
    const [, , third] = store().instances(calendar, store().get(calendar, 'abc000001')!, {
      from: undefined,
      to: undefined,
    })
    store().cancel(calendar, third!)
    await synced()
    const span = '/calendar/events?from=2026-11-29T00:00:00Z'
    const starts = async () => (await me.get(span)).body.items.map((each: any) => each.start)
    expect(await starts()).toEqual(['2026-11-30T05:00:00Z', '2026-12-01T05:00:00Z', '2026-12-03T05:00:00Z'])
    const made = await plan()
    const [told] = await published(house, calendarEventCreated, made.planId)
    expect(told.conflicts).toEqual([{ overlapMinutes: 90, severity: 'high' }])
    const { body } = await me.get(span)
    const yoga = body.items.find((each: any) => each.title === 'Joga')
    const changed = await me.patch(`/calendar/events/${yoga.id}`, { title: 'x' })
    expect([changed.status, changed.body.code]).toEqual([409, 'calendar.linked-event'])
    store().cancel(calendar, store().get(calendar, 'abc000001')!)
    await synced()
    expect((await starts()).filter((start: string) => start.endsWith('05:00:00Z'))).toEqual([])
  })
})

describe('linking', () => {
  test('422 for a state that is unknown, used or another time, and when Google refuses', async () => {
    const start = async () => new URL((await me.post('/calendar/google')).body.url).searchParams.get('state')!
    const callback = (query: Record<string, string>) =>
      house.stranger.get(`/calendar/google/callback?${new URLSearchParams(query)}`)
    expect((await callback({ state: 'nobody', code: 'x' })).body.code).toBe('google.state-unknown')
    const refused = await start()
    expect((await callback({ state: refused, error: 'access_denied' })).body.code).toBe('google.refused')
    expect((await callback({ state: refused, code: 'x' })).body.code).toBe('google.state-unknown')
    const wrong = await callback({ state: await start(), code: 'never-given' })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'google.refused'])
    const late = await start()
    await house.rows(`update calendar.link_states set expires_at = pg_catalog.now() - interval '1 hour'`)
    expect((await callback({ state: late, code: 'x' })).body.code).toBe('google.state-unknown')
  })

  test('tokens and the account are sealed', async () => {
    const [row] = await house.rows<Record<string, string>>('select * from calendar.calendars where id = $1', [
      calendarId,
    ])
    expect(row!.refresh_token).toMatch(/^sealed:/)
    expect(row!.access_token).toMatch(/^sealed:/)
    expect(JSON.stringify(row)).not.toContain(email)
    expect((await me.get('/calendar')).body.items[0].name).toBe(email)
  })

  test('Google tells of a change at once; 404 for whoever does not know the channel and its secret', async () => {
    const made = await plan()
    edit(made.planId, { location: 'Gdzie indziej' })
    await until('the edit to be pushed', () => house.changes.length === 1)
    const [row] = await house.rows<{ id: string }>(
      'select channel_id as id from calendar.calendars where id = $1',
      [calendarId],
    )
    const push = (id: string) =>
      house.stranger.send('POST', '/calendar/google/push', new Uint8Array(), {
        'x-goog-channel-id': id,
        'x-goog-channel-token': 'a guess',
      })
    for (const id of [row!.id, derivedId('x'), 'x']) expect((await push(id)).status).toBe(404)
  })

  test('503 while nobody has set Google up; an administrator can', async () => {
    const bare = await openCalendarHouse({ GOOGLE_CLIENT_ID: '', GOOGLE_CLIENT_SECRET: '' })
    try {
      const person = await bare.person()
      const before = await person.post('/calendar/google')
      expect([before.status, before.body.code]).toEqual([503, 'google.not-configured'])
      const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = bare.sandbox.env
      const admin = await bare.person({ roles: ['admin'] })
      const secret = `${GOOGLE_CLIENT_ID}:${GOOGLE_CLIENT_SECRET}`
      expect((await admin.put('/config/credentials/google-oauth', { secret })).status).toBe(200)
      expect(await bare.link(person)).toMatch(/^[0-9a-f-]{36}$/)
    } finally {
      await bare.stop()
    }
  })
})
