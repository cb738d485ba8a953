import { describe, expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import {
  anna,
  house,
  later,
  make,
  now,
  once,
  rang,
  swept,
  told,
  toldOnce,
  wallIn,
  withReminders,
  zone,
} from './reminder.fixture.ts'

withReminders()

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
