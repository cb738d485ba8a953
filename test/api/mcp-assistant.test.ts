import type { Client } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { until } from '../harness/until.ts'
import { type Account, goodPassword, newAccount, realAccounts } from '../support/accounts.ts'
import { Program } from '../support/mcp-program.ts'

let sandbox: Sandbox
let house: TestHouse
let resource: URL
let anna: Account
let client: Client

beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({ env: { ...sandbox.env, ...realAccounts } })
  resource = new URL(`http://localhost:${new URL(house.url).port}/mcp`)
  anna = await newAccount(house)
  client = await new Program().letIn(resource, { email: anna.email, password: goodPassword })
}, 120_000)
afterAll(async () => {
  await client?.close()
  await house?.stop()
  await sandbox?.stop()
})

const call = async (name: string, given: Record<string, unknown> = {}, by = client) =>
  (await by.callTool({ name, arguments: given })) as {
    isError?: boolean
    structuredContent: any
    content: any
  }

const tomorrow = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: 1 })

describe('reminders, for an AI client', () => {
  it('are made once for a key, listed, snoozed and ended', async () => {
    const given = { text: 'wyślij raport', startsAt: `${tomorrow}T09:00`, key: 'first' }
    const { doubts, ...made } = (await call('create_reminder', given)).structuredContent
    expect(made).toMatchObject({ text: 'wyślij raport', state: 'active', rule: null })
    expect(doubts).toEqual([])
    expect(made.nextAt).toMatch(/T09:00\+0[12]:00\[Europe\/Warsaw\]$/)
    // The answer was lost and the program asks again.
    expect((await call('create_reminder', given)).structuredContent.reminderId).toBe(made.reminderId)
    const { reminders } = (await call('list_reminders')).structuredContent
    expect(reminders).toEqual([{ ...made, snoozed: false }])
    const { reminderId } = made
    const until = `${tomorrow.add({ days: 1 })}T08:15`
    const later = (await call('snooze_reminder', { reminderId, until })).structuredContent
    expect(later.nextAt).toContain(until)
    const snoozed = (await call('snooze_reminder', { reminderId, minutes: 30 })).structuredContent
    expect(snoozed).toMatchObject({ reminderId, snoozed: true })
    expect((await call('snooze_reminder', { reminderId, minutes: 30, until })).isError).toBe(true)
    const ended = (await call('cancel_reminder', { reminderId })).structuredContent
    expect(ended).toMatchObject({ reminderId, nextAt: null, state: 'completed' })
    expect((await call('list_reminders')).structuredContent).toEqual({ reminders: [], more: false })
    expect((await anna.get(`/reminders/${reminderId}`)).body.state).toBe('completed')
  })
  it('are made in words, as they are in a chat, and what was assumed is told', async () => {
    const once = (await call('create_reminder', { text: 'raport', when: 'jutro o 9:15' })).structuredContent
    expect(once).toMatchObject({ text: 'raport', rule: null, doubts: [] })
    expect(once.nextAt).toContain(`${tomorrow}T09:15`)
    const weekly = (await call('create_reminder', { text: 'stand-up', when: 'every Friday at 10:00' }))
      .structuredContent
    expect(weekly.rule).toMatch(/FREQ=WEEKLY.*BYDAY=FR/)
    expect(Temporal.ZonedDateTime.from(weekly.nextAt)).toMatchObject({ dayOfWeek: 5, hour: 10 })
    const assumed = (await call('create_reminder', { text: 'raport', when: 'jutro' })).structuredContent
    expect(assumed.doubts).toContain('time-assumed')
    for (const { reminderId } of [once, weekly, assumed]) await call('cancel_reminder', { reminderId })
    const unclear = [
      { when: 'jutro', startsAt: `${tomorrow}T09:00` },
      {},
      { when: 'jutro', rule: 'FREQ=DAILY' },
    ]
    for (const given of unclear) {
      const refused = await call('create_reminder', { text: 'x', ...given })
      expect(refused.content[0].text).toContain('reminder.time-unclear')
    }
    const nonsense = await call('create_reminder', { text: 'x', when: 'kiedyś tam' })
    expect(nonsense.content[0].text).toContain('reminder.time-missing')
  })
  it('say what does not fit, and are nobody else’s', async () => {
    const over = await call('create_reminder', { text: 'x', startsAt: '2020-01-01T09:00' })
    expect(over.isError).toBe(true)
    expect(over.content[0].text).toContain('reminder.time-past')
    const other = await newAccount(house)
    const { body } = await other.post('/reminders/from-text', { text: 'jutro o 10 zadzwoń' })
    const foreign = await call('cancel_reminder', { reminderId: body.reminder.id })
    expect(foreign.content[0].text).toContain('not-found')
    expect((await other.get(`/reminders/${body.reminder.id}`)).body.state).toBe('active')
  })
})

describe('the calendar, for an AI client', () => {
  const someDay = tomorrow.add({ days: 7 })
  const day = someDay.subtract({ days: someDay.dayOfWeek - 1 }).add({ days: 7 })
  const span = { from: day.toString(), to: day.toString(), minutes: 60 }

  it('tells free time, takes an event once, and the time is taken then', async () => {
    const before = (await call('find_free_time', span)).structuredContent
    expect(before).toMatchObject({ incomplete: false, more: false, spans: [{ minutes: 480 }] })
    expect(before.spans[0].start).toContain(`${day}T09:00`)
    const event = { title: 'Dentysta', start: `${day}T10:00`, end: `${day}T11:00`, key: 'dentist' }
    const { eventId } = (await call('create_event', event)).structuredContent
    expect((await call('create_event', event)).structuredContent.eventId).toBe(eventId)
    expect((await anna.get(`/calendar/events/${eventId}`)).body).toMatchObject({ title: 'Dentysta' })
    const { events } = (await call('list_events', { from: span.from, to: span.to })).structuredContent
    expect(events).toMatchObject([{ eventId, title: 'Dentysta', location: null }])
    const { spans } = (await call('find_free_time', span)).structuredContent
    expect(spans.map((each: { minutes: number }) => each.minutes)).toEqual([60, 360])
    const before15 = { eventId, minutesBefore: 15, key: 'before' }
    const { reminderId, nextAt } = (await call('remind_before_event', before15)).structuredContent
    expect(nextAt).toContain(`${day}T09:45`)
    expect((await call('remind_before_event', before15)).structuredContent.reminderId).toBe(reminderId)
  })
  it('is asked about the next days when no date is given', async () => {
    const { spans } = (await call('find_free_time')).structuredContent
    expect(spans.length).toBeGreaterThan(0)
  })
  it('refuses an event that ends before it starts, and days that are not there', async () => {
    const wrong = { title: 'Nic', start: `${day}T11:00`, end: `${day}T10:00` }
    const refused = await call('create_event', wrong)
    expect(refused.content[0].text).toContain('calendar.ends-before-start')
    expect((await call('create_event', { ...wrong, start: '2026-02-31T10:00' })).isError).toBe(true)
  })
})

describe('what else a person has', () => {
  it('mail, read from the mailbox', async () => {
    const [ola] = accounts
    expect((await call('recent_mail')).structuredContent).toEqual({ mails: [], incomplete: false })
    const linked = await anna.post('/mailboxes/imap', {
      host: sandbox.env.SANDBOX_IMAP_HOST,
      port: Number(sandbox.env.SANDBOX_IMAP_PORT),
      secure: false,
      user: ola!.email,
      password: ola!.password,
    })
    expect(linked.status, JSON.stringify(linked.body)).toBe(201)
    const { mails, incomplete } = (await call('recent_mail', { hours: 720 })).structuredContent
    expect(incomplete).toBe(false)
    const own = (await anna.get('/emails/recent?hours=720')).body.items
    expect(mails.map(({ subject }: { subject: string }) => subject)).toEqual(
      own.map(({ subject }: { subject: string }) => subject),
    )
  })
  it('use of language models', async () => {
    const asked = await fetch(`${house.url}/api/v1/ai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${anna.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] }),
    })
    expect(asked.status).toBe(200)
    const [day] = await until('the usage', async () => {
      const { days } = (await call('ai_usage')).structuredContent
      return days.length > 0 && days
    })
    expect(day).toMatchObject({ subject: `user:${anna.id}`, model: 'gpt-4o-mini', requests: 1 })
  })
})

it('a program that may only read changes nothing', async () => {
  const reader = new Program('reminder:read calendar:read')
  const by = await reader.letIn(resource, { email: anna.email, password: goodPassword })
  expect((await by.listTools()).tools.map(({ name }) => name)).toEqual([
    'list_reminders',
    'list_events',
    'find_free_time',
  ])
  await expect(call('create_reminder', { text: 'x', startsAt: `${tomorrow}T09:00` }, by)).rejects.toThrow()
  await by.close()
})
