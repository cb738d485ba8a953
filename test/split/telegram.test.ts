import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { credentials } from '../../sandbox/world/world.ts'
import type { Person } from '../harness/person.ts'
import { openSplitHouse, type SplitHouse } from '../harness/split.ts'
import { until } from '../harness/until.ts'
import { signer } from '../support/signed-in.ts'
import { linkedChat, type TelegramChat } from '../support/telegram-chat.ts'

const { env: keys, signedIn } = await signer()
const running = ['config', 'reminder', 'notification', 'telegram']
/** Neighbours that nothing here asks. */
const absent = 'auth,ai,control,email,schedule,route,weather,movie,booking,payment,calendar,pdf,audit'.split(
  ',',
)

let sandbox: Sandbox
let house: SplitHouse
let ola: Person
let chat: TelegramChat

beforeAll(async () => {
  sandbox = await startSandbox()
  const elsewhere = absent.map((name) => [`SERVICE_URL_${name.toUpperCase()}`, 'http://127.0.0.1:9'])
  house = await openSplitHouse({
    env: { ...sandbox.env, ...Object.fromEntries(elsewhere), ...keys },
    services: running,
    replicas: { telegram: 2, reminder: 2 },
  })
  ola = await signedIn(house.url, ['crew_member'])
  const settings = { language: 'pl', timeZone: 'Europe/Warsaw', notifications: { quietHours: null } }
  expect((await ola.patch('/config/settings', settings)).status).toBe(200)
  chat = await linkedChat(sandbox, ola)
}, 240_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
}, 60_000)

/** Nothing waits in the bot any more. */
const atRest = () =>
  until(
    'rest',
    async () => {
      const [open] = await house.rows<{ left: string }>(
        'telegram',
        `select (select count(*) from telegram.updates where handled_at is null)
          + (select count(*) from telegram.outgoing where ended_at is null) as left`,
      )
      return Number(open!.left) === 0
    },
    60_000,
  )

it('an update that comes to both replicas at once is answered once', async () => {
  const secret = createHmac('sha256', credentials.telegramToken).update('klaps webhook').digest('base64url')
  const before = chat.fromBot().length
  const update = {
    update_id: 9_000_001,
    message: {
      message_id: 1,
      date: 0,
      chat: { id: chat.id, type: 'private' },
      from: { id: chat.id, is_bot: false, first_name: 'Ola', language_code: 'pl' },
      text: '/reminders',
    },
  }
  const brought = await Promise.all(
    house.processes.get('telegram')!.map(({ url }) =>
      fetch(`${url}/api/v1/telegram/webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
        body: JSON.stringify(update),
        signal: AbortSignal.timeout(20_000),
      }),
    ),
  )
  expect(brought.map(({ status }) => status)).toEqual([200, 200])
  await until('the answer', async () => chat.fromBot().length > before, 30_000)
  await atRest()
  expect(chat.fromBot().slice(before)).toHaveLength(1)
  expect(await house.rows('telegram', 'select from telegram.updates where update_id = 9000001')).toHaveLength(
    1,
  )
}, 120_000)

it('a reminder that two replicas look for reaches the chat once, though a replica of each is killed', async () => {
  const before = chat.fromBot().length
  const startsAt = Temporal.Now.zonedDateTimeISO('Europe/Warsaw')
    .add({ seconds: 8 })
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
  const made = await ola.post('/reminders', { text: 'wyślij raport', startsAt, timeZone: 'Europe/Warsaw' })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  await Promise.all([house.crash('reminder', 0), house.crash('telegram', 1)])
  const rung = () =>
    chat
      .fromBot()
      .slice(before)
      .filter(({ text }) => text.includes('wyślij raport'))
  await until('the reminder', async () => rung().length > 0, 90_000)
  await atRest()
  expect(rung()).toHaveLength(1)
  expect(await house.rows('reminder', 'select from reminder.occurrences')).toHaveLength(1)
}, 180_000)
