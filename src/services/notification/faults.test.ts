import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '#services/config'
import { type Fault, type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { type NotificationHouse, openNotificationHouse } from './notification.fixture.ts'

const DAILY_MAILS = 8

let sandbox: Sandbox
let house: NotificationHouse
beforeAll(async () => {
  sandbox = await startSandbox()
  const { SMTP_FROM, SENDGRID_URL, SENDGRID_API_KEY } = sandbox.env
  const { TWILIO_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = sandbox.env
  house = await openNotificationHouse({
    SMTP_FROM: SMTP_FROM!,
    SENDGRID_URL: SENDGRID_URL!,
    SENDGRID_API_KEY: SENDGRID_API_KEY!,
    SENDGRID_DAILY_CALLS: String(DAILY_MAILS),
    TWILIO_URL: TWILIO_URL!,
    TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT_SID!,
    TWILIO_AUTH_TOKEN: TWILIO_AUTH_TOKEN!,
    TWILIO_FROM: TWILIO_FROM!,
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(() => sandbox.faults.clear())

const mailsTo = ({ id }: Person) =>
  sandbox.standIns.sendGrid.sent().filter((mail) => mail.to.includes(`${id}@example.org`))
const smsTo = (number: string) => sandbox.standIns.twilio.sent().filter((sms) => sms.to === number)
const met = (standIn: string, kind: string) =>
  sandbox.journal.all(standIn).filter((each) => each.fault === kind).length

async function send(person: Person, channel: Channel): Promise<string> {
  const { status, body } = await person.post('/notifications/test', { channel })
  expect(status).toBe(202)
  return body.id
}

const deliveryOf = async (notificationId: string) => {
  const [row] = await house.rows<{ state: string; attempts: number }>(
    'select state, attempts from notification.deliveries where notification_id = $1',
    [notificationId],
  )
  return row!
}
const sent = (id: string) =>
  until('the delivery', async () => (await deliveryOf(id)).state === 'sent', 20_000)

const passing: [string, Fault][] = [
  ['is slow', { kind: 'slow', ms: 400, times: 1 }],
  ['asks for patience', { kind: 'status', status: 429, retryAfter: 1, times: 1 }],
  ['answers nonsense', { kind: 'malformed', times: 1 }],
]

describe('a mail service', () => {
  it.each(passing)('that %s takes the mail in the end, once', async (_, fault) => {
    sandbox.faults.set('sendgrid', fault)
    const anna = await house.person()
    await sent(await send(anna, 'email'))
    expect(mailsTo(anna)).toHaveLength(1)
    expect(met('sendgrid', fault.kind), 'the fault was met').toBeGreaterThan(0)
  })

  it('whose daily quota is used is asked no more; the delivery waits and is not lost', async () => {
    const anna = await house.person()
    const used = () => sandbox.journal.all('sendgrid').length
    while (used() < DAILY_MAILS) await sent(await send(anna, 'email'))
    const mails = mailsTo(anna).length
    const id = await send(await house.person(), 'email')
    await until('an attempt', async () => (await deliveryOf(id)).attempts >= 1)
    const code = await until('its record', async () => {
      const [row] = await house.rows<{ code: string }>(
        `select code from notification.delivery_log l join notification.deliveries d on d.id = l.delivery_id
         where d.notification_id = $1`,
        [id],
      )
      return row?.code
    })
    expect(code).toBe('quota-exceeded')
    expect((await deliveryOf(id)).state).toBe('queued')
    expect([used(), mailsTo(anna).length]).toEqual([DAILY_MAILS, mails])
  })
})

describe('an SMS service', () => {
  it.each(passing)('that %s takes the message in the end, once', async (_, fault) => {
    const anna = await house.person()
    const number = `+4860020${String(passing.findIndex(([, each]) => each === fault)).padStart(4, '0')}`
    const { body } = await anna.post('/notifications/targets/phone', { number })
    const code = /\d{6}/.exec(smsTo(number)[0]!.body)![0]
    await anna.post(`/notifications/targets/${body.id}/verify`, { code })
    sandbox.faults.set('twilio', fault, { method: 'POST' })
    await sent(await send(anna, 'sms'))
    expect(smsTo(number), 'the code and the message').toHaveLength(2)
    expect(met('twilio', fault.kind), 'the fault was met').toBeGreaterThan(0)
  })
})
