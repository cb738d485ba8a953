import { describe, expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import { anna, house, now, rang, wallIn, withReminders, zone } from './reminder.fixture.ts'

withReminders()

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
