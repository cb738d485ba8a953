import { describe, expect, it } from 'vitest'
import { anna, house, once, wallIn, withReminders, zone } from './reminder.fixture.ts'

withReminders()

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
