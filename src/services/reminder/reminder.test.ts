import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'

let house: TestHouse
let anna: Person
beforeAll(async () => {
  house = await openTestHouse()
}, 60_000)
afterAll(() => house?.stop())
beforeEach(async () => {
  anna = await house.person()
})

const zone = 'Europe/Warsaw'
const now = () => house.house.clock.now()
const wallIn = (minutes: number) =>
  now().toZonedDateTimeISO(zone).toPlainDateTime().add({ minutes }).toString({ smallestUnit: 'minute' })
const make = async (input: Record<string, unknown>, person = anna) => {
  const answer = await person.post('/reminders', input)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const once = (minutes: number, text = 'wyślij raport') =>
  make({ text, startsAt: wallIn(minutes), timeZone: zone })
const later = (minutes: number) => house.travelTo(now().add({ minutes }))
const told = (person = anna) => person.get('/notifications?kind=reminder')
const toldOnce = async (person = anna) =>
  await until('the reminder is told', async () => {
    const { items } = (await told(person)).body
    return items.length > 0 && items
  })
const rang = (id: string) => house.rows('select 1 from reminder.occurrences where reminder_id = $1', [id])
/** What the sweep has to do by now is done. */
const swept = () =>
  until(
    'nothing is due',
    async () =>
      (await house.rows('select 1 from reminder.reminders where due_at <= reminder.now()')).length === 0,
  )

describe('a reminder', () => {
  it('is made from words, rings at its time and is told once, with its text sealed', async () => {
    const made = await anna.post('/reminders/from-text', { text: 'za 20 minut wyślij raport' })
    expect(made.status).toBe(201)
    expect(made.body.reminder).toMatchObject({ text: 'wyślij raport', state: 'active', rule: null })
    expect(made.body.understood).toMatchObject({ language: 'pl', doubts: [], alternatives: [] })
    const { id } = made.body.reminder
    const [row] = await house.rows<{ text: string }>('select text from reminder.reminders where id = $1', [
      id,
    ])
    expect(row!.text).not.toContain('raport')
    await later(21)
    const [first, ...more] = await toldOnce()
    expect(first).toMatchObject({ subject: `reminder:${id}`, priority: 'high' })
    expect(first.title).toContain('wyślij raport')
    expect(more).toEqual([])
    expect((await anna.get(`/reminders/${id}`)).body).toMatchObject({ state: 'over', nextAt: null })
    const { items } = (await anna.get(`/reminders/${id}/occurrences`)).body
    expect(items).toHaveLength(1)
    const events = await house.rows<{ event: unknown }>(
      `select event from reminder.event_log where type = 'reminder.due' and event->'data'->>'reminderId' = $1`,
      [id],
    )
    expect(JSON.stringify(events)).not.toContain('raport')
  })

  it('that came due while nothing ran is told late, and says so', async () => {
    const { id } = await once(30)
    await later(90)
    const [only] = await toldOnce()
    expect(only.body).toMatch(/Spóźnione: miało przyjść/)
    expect((await anna.get(`/reminders/${id}/occurrences`)).body.items[0]).toMatchObject({ late: true })
  })

  it('of a series rings once for all that were missed, counts them and goes on', async () => {
    const { id } = await make({ text: 'woda', startsAt: wallIn(30), timeZone: zone, rule: 'FREQ=HOURLY' })
    await later(30 + 3 * 60 + 5)
    await toldOnce()
    const { items } = (await anna.get(`/reminders/${id}/occurrences`)).body
    expect(items).toHaveLength(1)
    expect(items[0].missed).toBe(3)
    const { nextAt } = (await anna.get(`/reminders/${id}`)).body
    expect(Temporal.Instant.from(nextAt).since(now()).total('minutes')).toBeGreaterThan(0)
  })

  it('rings again after a snooze, and a series goes on beside it', async () => {
    const { id } = await once(5)
    await later(6)
    await toldOnce()
    const snoozed = await anna.post(`/reminders/${id}/snooze`, { minutes: 10 })
    expect(snoozed.body).toMatchObject({ state: 'active' })
    expect(snoozed.body.snoozedUntil).toBe(snoozed.body.nextAt)
    await later(11)
    await until('the second ring', async () => (await rang(id)).length === 2)
    const series = await make({ text: 'x', startsAt: wallIn(60), timeZone: zone, rule: 'FREQ=DAILY' })
    const both = await anna.post(`/reminders/${series.id}/snooze`, {
      until: now().add({ minutes: 10 }).toString(),
    })
    expect(both.body.nextAt).toBe(both.body.snoozedUntil)
    await later(11)
    await until('the snoozed ring', async () => (await rang(series.id)).length === 1)
    expect((await anna.get(`/reminders/${series.id}`)).body).toMatchObject({
      snoozedUntil: null,
      nextAt: series.nextAt,
    })
  })

  it('that is completed, deleted or called off before its time is not told', async () => {
    const [done, gone, silent] = [await once(5), await once(5), await once(5)]
    expect((await anna.post(`/reminders/${done.id}/complete`, {})).body.state).toBe('completed')
    expect((await anna.post(`/reminders/${done.id}/complete`, {})).body.state).toBe('completed')
    expect((await anna.delete(`/reminders/${gone.id}`)).status).toBe(204)
    await later(6)
    await until('the third rings', async () => (await rang(silent.id)).length === 1)
    expect(await rang(done.id)).toEqual([])
    expect((await anna.post(`/reminders/${done.id}/snooze`, { minutes: 5 })).body.code).toBe(
      'reminder.completed',
    )
  })

  it('leaves out an occurrence that is skipped, and is over when none is left', async () => {
    const startsAt = wallIn(60)
    const made = await make({ text: 'x', startsAt, timeZone: zone, rule: 'FREQ=DAILY;COUNT=3' })
    const skipped = await anna.post(`/reminders/${made.id}/skip`, {})
    expect(skipped.body.except).toEqual([startsAt.slice(0, 10)])
    const next = Temporal.PlainDateTime.from(startsAt).add({ days: 1 }).toZonedDateTime(zone)
    expect(skipped.body.nextAt).toBe(next.toInstant().toString())
    const wrong = next.add({ days: 20 }).toPlainDate().toString()
    expect((await anna.post(`/reminders/${made.id}/skip`, { date: wrong })).body.code).toBe(
      'reminder.not-on-that-day',
    )
    await anna.post(`/reminders/${made.id}/skip`, {})
    expect((await anna.post(`/reminders/${made.id}/skip`, {})).body).toMatchObject({
      state: 'over',
      nextAt: null,
    })
    const single = await once(10)
    expect((await anna.post(`/reminders/${single.id}/skip`, {})).body.code).toBe('reminder.not-a-series')
  })

  it('is made once for a key, however often it is asked for', async () => {
    const input = { text: 'za godzinę chleb', key: 'telegram:17' }
    const [first, second] = await Promise.all([
      anna.post('/reminders/from-text', input),
      anna.post('/reminders/from-text', input),
    ])
    expect(second.body.reminder.id).toBe(first.body.reminder.id)
    expect((await anna.get('/reminders')).body.items).toHaveLength(1)
    const other = await house.person()
    const theirs = await other.post('/reminders/from-text', input)
    expect(theirs.body.reminder.id).not.toBe(first.body.reminder.id)
  })

  it('that is urgent rings in quiet hours; another waits for their end', async () => {
    await anna.patch('/config/settings', {
      notifications: {
        quietHours: { from: '00:00', to: '23:59' },
        channels: { reminder: ['in-app', 'email'] },
      },
    })
    await once(5, 'cicho')
    await make({ text: 'pilne', startsAt: wallIn(5), timeZone: zone, urgent: true })
    await later(6)
    const both = await until('both', async () => {
      const { items } = (await told()).body
      return items.length === 2 && items
    })
    const stateOf = (text: string) => {
      const of = both.find(({ title }: { title: string }) => title.includes(text))
      return of.deliveries.find(({ channel }: { channel: string }) => channel === 'email').state
    }
    expect(stateOf('cicho')).toBe('waiting')
    expect(stateOf('pilne')).not.toBe('waiting')
  })

  it('may be changed, and rings at its new time', async () => {
    const { id } = await once(5)
    const startsAt = wallIn(120)
    const changed = await anna.patch(`/reminders/${id}`, { text: 'nowy', startsAt })
    expect(changed.body).toMatchObject({ text: 'nowy', startsAt, version: 2 })
    await later(10)
    await swept()
    expect(await rang(id)).toEqual([])
  })
})

describe('refusals', () => {
  it.each([
    [{ text: 'kup mleko' }, 'reminder.time-missing'],
    [{ text: 'jutro o 9' }, 'reminder.nothing-to-say'],
    [{ text: '31 lutego o 9 raport' }, 'reminder.no-such-date'],
    [{ text: '1 stycznia 2020 o 9 raport' }, 'reminder.time-past'],
    [{ text: 'co 5 minut woda' }, 'reminder.too-often'],
  ])('says what is wrong with %j', async (input, code) => {
    const answer = await anna.post('/reminders/from-text', input)
    expect([answer.status, answer.body.code]).toEqual([422, code])
  })
  it.each([
    [{ startsAt: '2020-01-01T09:00' }, 'reminder.time-past'],
    [{ startsAt: '2030-02-30T09:00' }, 'invalid'],
    [{ rule: 'FREQ=SECONDLY' }, 'reminder.rule-unreadable'],
    [{ rule: 'FREQ=DAILY;COUNT=1;UNTIL=20300101' }, 'reminder.rule-unreadable'],
    [{ rule: 'FREQ=MINUTELY;INTERVAL=5' }, 'reminder.too-often'],
    [{ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'reminder.never'],
  ])('refuses %j', async (input, code) => {
    const answer = await anna.post('/reminders', {
      text: 'x',
      startsAt: wallIn(60),
      timeZone: zone,
      ...input,
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(422)
    if (code !== 'invalid') expect(answer.body.code).toBe(code)
  })
  it("does not know another's reminder, by any route", async () => {
    const { id } = await once(60)
    const other = await house.person()
    const answers = await Promise.all([
      other.get(`/reminders/${id}`),
      other.get(`/reminders/${id}/occurrences`),
      other.patch(`/reminders/${id}`, { text: 'x' }),
      other.delete(`/reminders/${id}`),
      other.post(`/reminders/${id}/complete`, {}),
      other.post(`/reminders/${id}/snooze`, { minutes: 5 }),
      other.post(`/reminders/${id}/skip`, {}),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
    expect((await other.get('/reminders')).body.items).toEqual([])
  })
  it('asks strangers to sign in, and viewers for the permission', async () => {
    expect((await house.stranger.get('/reminders')).status).toBe(401)
    const viewer = await house.person({ roles: ['viewer'] })
    expect((await viewer.get('/reminders')).status).toBe(403)
    const customer = await house.person({ roles: ['customer'] })
    expect((await customer.post('/reminders/from-text', { text: 'za godzinę kino' })).status).toBe(201)
    expect((await anna.get(`/reminders/occurrences/${crypto.randomUUID()}/message`)).status).toBe(403)
  })
})

describe('before a calendar event', () => {
  const event = async (minutes: number, more: Record<string, unknown> = {}) => {
    const start = now().add({ minutes }).round({ smallestUnit: 'minute', roundingMode: 'ceil' })
    const answer = await anna.post('/calendar/events', {
      title: 'Dentysta',
      start: start.toString(),
      end: start.add({ minutes: 30 }).toString(),
      timeZone: zone,
      ...more,
    })
    expect(answer.status).toBe(201)
    return { id: answer.body.id as string, start }
  }
  const before = async (eventId: string, minutesBefore = 15) =>
    (await anna.post('/reminders/for-event', { eventId, minutesBefore })).body
  const stateOf = async (id: string) => (await anna.get(`/reminders/${id}`)).body

  it('rings so long before it, moves with it and goes with it', async () => {
    const { id: eventId, start } = await event(120)
    const made = await before(eventId)
    expect(made).toMatchObject({ text: 'Dentysta', eventId, minutesBefore: 15 })
    expect(made.nextAt).toBe(start.subtract({ minutes: 15 }).toString())
    const moved = start.add({ minutes: 60 })
    await anna.patch(`/calendar/events/${eventId}`, { start: moved.toString() })
    await until(
      'it has moved',
      async () => (await stateOf(made.id)).nextAt === moved.subtract({ minutes: 15 }).toString(),
    )
    await anna.delete(`/calendar/events/${eventId}`)
    await until('it has gone', async () => (await stateOf(made.id)).state === 'cancelled')
  })

  const say = (text: string, more: Record<string, unknown> = {}) =>
    anna.post('/reminders/from-text', { text, ...more })
  it.each([
    ['15 minut przed dentystą', 15, 'Dentysta'],
    ['przypomnij mi kwadrans przed dentystą', 15, 'Dentysta'],
    ['weź kartę pół godziny przed wizytą u dentysty', 30, 'weź kartę'],
    ['godzinę przed dentystą zadzwoń do mamy', 60, 'zadzwoń do mamy'],
    ['an hour before the dentysta take the card', 60, 'take the card'],
    ['remind me 20 minutes before the dentysta', 20, 'Dentysta'],
  ])('goes with the event that the words name: %s', async (text, minutes, said) => {
    const { id, start } = await event(300, { title: 'Wizyta: Dentysta' })
    await event(500, { title: 'Mecz' })
    const { status, body } = await say(text)
    expect([status, body.code]).toEqual([201, undefined])
    expect(body.reminder).toMatchObject({ eventId: id, minutesBefore: minutes })
    expect(body.reminder.text).toBe(said === 'Dentysta' ? 'Wizyta: Dentysta' : said)
    expect(body.reminder.nextAt).toBe(start.subtract({ minutes }).toString())
    expect(body.understood.event).toEqual({ eventId: id, title: 'Wizyta: Dentysta', minutesBefore: minutes })
  })
  it('asks which one when several have that name, and takes the one that is said or the day', async () => {
    const [soon, later] = [await event(24 * 60), await event(48 * 60)]
    const { status, body } = await say('15 minut przed dentystą')
    expect([status, body.code]).toEqual([422, 'reminder.event-ambiguous'])
    expect(body.events.map((each: { eventId: string }) => each.eventId)).toEqual([soon.id, later.id])
    expect(body.events[0]).toMatchObject({ title: 'Dentysta', start: soon.start.toString() })
    expect((await say('jutro 15 minut przed dentystą')).body.reminder).toMatchObject({
      eventId: soon.id,
      text: 'Dentysta',
    })
    const chosen = await say('15 minut przed dentystą', { eventId: later.id })
    expect(chosen.body.reminder.eventId).toBe(later.id)
  })
  it('says so when there is none like that, and takes a time that is there all the same', async () => {
    await event(300)
    const none = await say('15 minut przed operą')
    expect([none.status, none.body.code]).toEqual([422, 'reminder.event-unknown'])
    const timed = await say('jutro o 9 zadzwoń 15 minut przed operą')
    expect(timed.body.reminder).toMatchObject({ eventId: null, text: 'zadzwoń 15 minut przed operą' })
    const stranger = await house.person()
    const theirs = await stranger.post('/reminders/from-text', { text: '15 minut przed dentystą' })
    expect(theirs.body.code).toBe('reminder.event-unknown')
    const customer = await house.person({ roles: ['customer'] })
    const refused = await customer.post('/reminders/from-text', { text: '15 minut przed dentystą' })
    expect(refused.body.code).toBe('reminder.event-unknown')
  })
  it('rings at once when the event is moved so near that its time has passed', async () => {
    const { id: eventId } = await event(120)
    const made = await before(eventId, 30)
    await anna.patch(`/calendar/events/${eventId}`, { start: now().add({ minutes: 10 }).toString() })
    await until('it rings', async () => (await rang(made.id)).length === 1)
  })

  it('follows a series, and takes no time of its own', async () => {
    const { id: eventId, start } = await event(120, { recurrence: 'FREQ=DAILY' })
    const made = await before(eventId)
    expect(made.rule).toBe('FREQ=DAILY')
    const skipped = await anna.post(`/reminders/${made.id}/skip`, {})
    expect(skipped.body.nextAt).toBe(
      start.toZonedDateTimeISO(zone).add({ days: 1 }).subtract({ minutes: 15 }).toInstant().toString(),
    )
    const answer = await anna.patch(`/reminders/${made.id}`, { startsAt: wallIn(30) })
    expect([answer.status, answer.body.code]).toEqual([409, 'reminder.goes-with-event'])
  })

  it('heals by night when the news of a move was lost', async () => {
    const { id: eventId, start } = await event(300)
    const made = await before(eventId)
    await house.rows(
      `update calendar.events set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour',
       version = version + 1 where id = $1`,
      [eventId],
    )
    const { ctx } = house.house.host.runtimes.get('reminder')!
    const { healAnchors } = await import('./anchors.ts')
    await healAnchors(ctx as never)
    await until(
      'it is healed',
      async () => (await stateOf(made.id)).nextAt === start.add({ minutes: 45 }).toString(),
    )
  })

  it("is refused for another's event", async () => {
    const { id: eventId } = await event(60)
    const other = await house.person()
    expect((await other.post('/reminders/for-event', { eventId, minutesBefore: 5 })).status).toBe(404)
  })
})

describe('the evening digest', () => {
  const evening = () =>
    now()
      .toZonedDateTimeISO(zone)
      .add({ hours: 4 })
      .toPlainDate()
      .toPlainDateTime('20:00')
      .toZonedDateTime(zone)
  const tomorrow = () =>
    evening().toPlainDate().add({ days: 1 }).toPlainDateTime('09:30').toString({ smallestUnit: 'minute' })

  it('tells at the evening time of the next day, unless it is switched off', async () => {
    const bea = await house.person()
    for (const person of [anna, bea]) {
      await make({ text: 'faktury', startsAt: tomorrow(), timeZone: zone, rule: 'FREQ=DAILY' }, person)
      await person.get('/reminders/digest')
    }
    expect((await bea.put('/reminders/digest', { enabled: false })).body).toEqual({ enabled: false })
    await house.travelTo(evening().toInstant().add({ seconds: 1 }))
    const [digest] = await toldOnce(anna)
    expect(digest).toMatchObject({ priority: 'normal' })
    expect(digest.title).toContain('Przypomnienia na jutro')
    expect(digest.body).toContain('09:30 faktury')
    expect((await told(bea)).body.items).toEqual([])
  })
})

describe('what it knows of a person', () => {
  it('is exported readably and erased whole', async () => {
    await once(5, 'sekret')
    await later(6)
    await toldOnce()
    const runtime = house.house.host.runtimes.get('reminder')!
    const { personal } = await import('./personal.ts')
    const exported = await personal.export(runtime.ctx as never, anna.id)
    expect(JSON.stringify(exported)).toContain('sekret')
    await runtime.db.transaction((tx) => personal.erase(runtime.ctx as never, anna.id, tx as never))
    for (const table of ['reminders', 'occurrences', 'digests'])
      expect(await house.rows(`select 1 from reminder.${table} where user_id = $1`, [anna.id])).toEqual([])
  })
})

describe('lists', () => {
  it('are paged, newest first and soonest first', async () => {
    const ids: string[] = []
    for (const minutes of [300, 100, 200]) ids.push((await once(minutes)).id)
    const pageThrough = async (path: string) => {
      const found: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await anna.get(`${path}?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
        found.push(...body.items.map(({ id }: { id: string }) => id))
        cursor = body.nextCursor
      }
      return found
    }
    expect(await pageThrough('/reminders')).toEqual(ids.toReversed())
    expect(await pageThrough('/reminders/upcoming')).toEqual([ids[1], ids[2], ids[0]])
  })
})
