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

describe('reminders, for an AI client', () => {
  it('are made from words, listed, snoozed and ended', async () => {
    const given = { text: 'jutro o 9 wyślij raport', key: 'first' }
    const made = (await call('create_reminder', given)).structuredContent
    expect(made).toMatchObject({ text: 'wyślij raport', state: 'active', doubts: [], otherwise: [] })
    expect(made.next).toMatch(/T09:00\+0[12]:00\[Europe\/Warsaw\]$/)
    // The answer was lost and the program asks again.
    expect((await call('create_reminder', given)).structuredContent.reminderId).toBe(made.reminderId)
    const { reminders } = (await call('list_reminders')).structuredContent
    expect(reminders).toMatchObject([{ reminderId: made.reminderId, snoozed: false }])
    const { reminderId } = made
    const snoozed = (await call('snooze_reminder', { reminderId, minutes: 30 })).structuredContent
    expect(snoozed).toMatchObject({ reminderId, snoozed: true })
    const ended = (await call('cancel_reminder', { reminderId })).structuredContent
    expect(ended).toMatchObject({ reminderId, next: null, state: 'completed' })
    expect((await call('list_reminders')).structuredContent).toEqual({ reminders: [], more: false })
    expect((await anna.get(`/reminders/${reminderId}`)).body.state).toBe('completed')
  })
  it('say what cannot be understood, and are nobody else’s', async () => {
    const unclear = await call('create_reminder', { text: 'wyślij raport' })
    expect(unclear.isError).toBe(true)
    expect(unclear.content[0].text).toContain('reminder.time-missing')
    const other = await newAccount(house)
    const { body } = await other.post('/reminders/from-text', { text: 'jutro o 10 zadzwoń' })
    const foreign = await call('cancel_reminder', { reminderId: body.reminder.id })
    expect(foreign.content[0].text).toContain('not-found')
    expect((await other.get(`/reminders/${body.reminder.id}`)).body.state).toBe('active')
  })
})

describe('the calendar, for an AI client', () => {
  const monday = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: 7 })
  const day = monday.subtract({ days: monday.dayOfWeek - 1 }).add({ days: 7 })
  const at = (hour: number) => day.toZonedDateTime({ timeZone: 'Europe/Warsaw', plainTime: { hour } })
  const span = {
    from: at(0).toInstant().toString(),
    to: at(0).add({ days: 1 }).toInstant().toString(),
    minutes: 60,
  }

  it('tells free time, takes an event once, and the time is taken then', async () => {
    const before = (await call('find_free_time', span)).structuredContent
    expect(before).toMatchObject({ incomplete: false, more: false, free: [{ minutes: 480 }] })
    expect(before.free[0].start).toBe(at(9).toString({ smallestUnit: 'minute' }))
    const event = {
      title: 'Dentysta',
      start: at(10).toInstant().toString(),
      end: at(11).toInstant().toString(),
      key: 'dentist',
    }
    const { eventId } = (await call('create_event', event)).structuredContent
    expect((await call('create_event', event)).structuredContent.eventId).toBe(eventId)
    expect((await anna.get(`/calendar/events/${eventId}`)).body).toMatchObject({ title: 'Dentysta' })
    const { free } = (await call('find_free_time', span)).structuredContent
    expect(free.map((each: { minutes: number }) => each.minutes)).toEqual([60, 360])
  })
  it('refuses an event that ends before it starts', async () => {
    const wrong = { title: 'Nic', start: at(11).toInstant().toString(), end: at(10).toInstant().toString() }
    const refused = await call('create_event', wrong)
    expect(refused.content[0].text).toContain('calendar.ends-before-start')
  })
})

describe('what else a person has', () => {
  it('mail, read from the mailbox', async () => {
    const [ola] = accounts
    expect((await call('recent_mail')).structuredContent).toEqual({ messages: [], unreachable: 0 })
    const linked = await anna.post('/mailboxes/imap', {
      host: sandbox.env.SANDBOX_IMAP_HOST,
      port: Number(sandbox.env.SANDBOX_IMAP_PORT),
      secure: false,
      user: ola!.email,
      password: ola!.password,
    })
    expect(linked.status, JSON.stringify(linked.body)).toBe(201)
    const { messages, unreachable } = (await call('recent_mail', { hours: 720 })).structuredContent
    expect(unreachable).toBe(0)
    const own = (await anna.get('/emails/recent?hours=720')).body.items
    expect(messages.map(({ subject }: { subject: string }) => subject)).toEqual(
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
  it('whether Telegram is linked', async () => {
    expect((await call('telegram_state')).structuredContent).toEqual({ linked: false, chats: [] })
    const { body } = await anna.post('/telegram/links', {})
    const start = new URL(body.url).searchParams.get('start')
    sandbox.standIns.telegram.chats.say(700, `/start ${start}`)
    const { chats } = await until('the link', async () => {
      const state = (await call('telegram_state')).structuredContent
      return state.linked && state
    })
    expect(chats).toEqual([{ state: 'linked', linkedAt: expect.any(String) }])
  })
})

it('a program that may only read changes nothing', async () => {
  const reader = new Program('reminder:read calendar:read')
  const by = await reader.letIn(resource, { email: anna.email, password: goodPassword })
  expect((await by.listTools()).tools.map(({ name }) => name)).toEqual(['list_reminders', 'find_free_time'])
  await expect(call('create_reminder', { text: 'jutro o 9 x' }, by)).rejects.toThrow()
  await by.close()
})
