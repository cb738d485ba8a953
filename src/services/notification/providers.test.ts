import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '#services/config'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { settingsOf } from './day.fixture.ts'
import { runDelivery } from './deliver.ts'
import { contextOf, type NotificationHouse, openNotificationHouse, toldOf } from './notification.fixture.ts'
import { giveUpStuck } from './stuck.ts'

let sandbox: Sandbox
let house: NotificationHouse
beforeAll(async () => {
  sandbox = await startSandbox()
  const { SMTP_URL, SMTP_FROM, TWILIO_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = sandbox.env
  house = await openNotificationHouse({
    SMTP_URL: SMTP_URL!,
    SMTP_FROM: SMTP_FROM!,
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

const mailsTo = (userId: string) =>
  sandbox.smtp.sent().filter((mail) => mail.to.includes(`${userId}@example.org`))
const smsTo = (number: string) => sandbox.standIns.twilio.sent().filter((sms) => sms.to === number)
const pushes = () => sandbox.standIns.push.received()

let phones = 600_100_000
/** A phone of this person that has proved itself by its code. */
async function addPhone(person: Person): Promise<{ number: string; id: string }> {
  const number = `+48${phones++}`
  const { status, body } = await person.post('/notifications/targets/phone', { number })
  expect([status, body.verified]).toEqual([201, false])
  const code = /\d{6}/.exec(smsTo(number)[0]!.body)![0]
  expect((await person.post(`/notifications/targets/${body.id}/verify`, { code })).body.verified).toBe(true)
  return { number, id: body.id }
}

async function addBrowser(person: Person) {
  const { publicKey } = (await person.get('/notifications/push-key')).body
  const subscription = sandbox.standIns.push.subscribe(publicKey)
  const { endpoint, keys } = subscription
  const { status, body } = await person.post('/notifications/targets/push', {
    endpoint,
    keys,
    label: 'Firefox',
  })
  expect(status).toBe(201)
  return { ...subscription, targetId: body.id as string, id: endpoint.split('/').at(-1)! }
}

async function test(person: Person, channel: Channel) {
  const { status, body } = await person.post('/notifications/test', { channel })
  expect(status).toBe(202)
  return body.id as string
}

const deliveryOf = async (notificationId: string) =>
  (
    await house.rows<{
      id: string
      state: string
      error: string | null
      provider_id: string
      attempts: number
    }>(
      'select id, state, error, provider_id, attempts from notification.deliveries where notification_id = $1',
      [notificationId],
    )
  )[0]!
const ended = (notificationId: string, state: string) =>
  until(`${state}`, async () => {
    const delivery = await deliveryOf(notificationId)
    return delivery.state === state && delivery
  })

/** As if the process had been killed between the provider's yes and our record of it, then started again. */
async function diedBeforeTheRecord(notificationId: string): Promise<void> {
  const { id } = await deliveryOf(notificationId)
  await house.rows(
    `update notification.deliveries set state = 'queued', sent_at = null, provider_id = null where id = $1`,
    [id],
  )
  await house.rows(
    'update notification.dispatches set ended_at = null, provider_id = null where delivery_id = $1',
    [id],
  )
  await runDelivery(contextOf(house), id, {
    key: id,
    attempt: 1,
    last: false,
    signal: new AbortController().signal,
  })
}

describe('e-mail', () => {
  it('killed before the record, goes again under the same Message-ID', async () => {
    const anna = await house.person()
    const id = await test(anna, 'email')
    await ended(id, 'sent')
    await diedBeforeTheRecord(id)
    const mails = mailsTo(anna.id)
    expect(mails).toHaveLength(2)
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(1)
    expect((await deliveryOf(id)).state).toBe('sent')
  })

  it('killed after the place is recorded, does not go again', async () => {
    const anna = await house.person()
    const id = await test(anna, 'email')
    const { id: delivery } = await ended(id, 'sent')
    await house.rows(`update notification.deliveries set state = 'queued', sent_at = null where id = $1`, [
      delivery,
    ])
    const meta = { key: delivery, attempt: 1, last: false, signal: new AbortController().signal }
    await Promise.all([
      runDelivery(contextOf(house), delivery, meta),
      runDelivery(contextOf(house), delivery, meta),
    ])
    expect(mailsTo(anna.id)).toHaveLength(1)
    expect((await deliveryOf(id)).state).toBe('sent')
  })

  it('is tried again when the server has no time', async () => {
    const anna = await house.person()
    sandbox.faults.set('smtp', { kind: 'status', status: 451, times: 1 }, { method: 'DATA' })
    const id = await test(anna, 'email')
    expect((await ended(id, 'sent')).attempts).toBe(2)
    const log = await house.rows(
      'select outcome, code from notification.delivery_log where user_id = $1 order by attempt',
      [anna.id],
    )
    expect(log).toEqual([
      { outcome: 'repeated', code: 'emessage-451' },
      { outcome: 'sent', code: null },
    ])
  })

  it('that is refused for good fails at once and says so', async () => {
    const anna = await house.person()
    sandbox.faults.set('smtp', { kind: 'status', status: 554, times: 1 }, { method: 'DATA' })
    const id = await test(anna, 'email')
    expect((await ended(id, 'failed')).error).toBe('smtp-554')
    const [event] = await house.rows<{ data: object }>(
      `select event->'data' as data from notification.event_log where type = 'notification.failed' and event->'data'->>'userId' = $1
       union all select event->'data' from notification.outbox where type = 'notification.failed' and event->'data'->>'userId' = $1`,
      [anna.id],
    )
    expect(event!.data).toMatchObject({
      notificationId: id,
      channel: 'email',
      code: 'smtp-554',
      permanent: true,
    })
  })

  it('keeps Polish letters in subject and text', async () => {
    const anna = await house.person()
    await house.plan(anna.id)
    await toldOf(anna, 'schedule-ready')
    expect(mailsTo(anna.id)[0]!.subject).toContain('Żółta łódź')
  })
})

it('what has nowhere to go is skipped at once: it says so, is logged, and no job looks for a way', async () => {
  const anna = await house.person()
  const id = await test(anna, 'push')
  const { id: delivery, state, error, attempts } = await deliveryOf(id)
  expect([state, error, attempts]).toEqual(['skipped', 'no-browser', 1])
  expect(
    await house.rows('select outcome, code from notification.delivery_log where delivery_id = $1', [
      delivery,
    ]),
  ).toEqual([{ outcome: 'skipped', code: 'no-browser' }])
  const jobs = `select 1 from pgboss.job where name = 'notification.deliver' and data->'input'->>'deliveryId' = $1`
  expect(await house.rows(jobs, [delivery])).toEqual([])
  const mail = await deliveryOf(await test(anna, 'email'))
  expect(await house.rows(jobs, [mail.id]), 'a mail has one').toHaveLength(1)
})

describe('SMS', () => {
  it('reaches a verified phone, marked as the sandbox, with Polish letters', async () => {
    const anna = await house.person()
    const { number } = await addPhone(anna)
    const id = await test(anna, 'sms')
    await ended(id, 'sent')
    expect(smsTo(number)[1]!.body).toMatch(
      /^\[Piaskownica\] Próbne powiadomienie.*gęślą jaźń\. #[0-9a-f]{6}$/,
    )
  })

  it.each(['drop-after-effect', 'killed'])(
    'of unknown outcome (%s) is looked up and not sent again',
    async (how) => {
      const anna = await house.person()
      const { number } = await addPhone(anna)
      if (how === 'drop-after-effect')
        sandbox.faults.set('twilio', { kind: 'drop-after-effect', times: 1 }, { method: 'POST' })
      const id = await test(anna, 'sms')
      await ended(id, 'sent')
      if (how === 'killed') await diedBeforeTheRecord(id)
      const sent = smsTo(number).slice(1)
      expect(sent).toHaveLength(1)
      expect((await deliveryOf(id)).provider_id).toBe(sent[0]!.sid)
    },
  )

  it('that never arrived is sent again', async () => {
    const anna = await house.person()
    const { number } = await addPhone(anna)
    sandbox.faults.set('twilio', { kind: 'drop', times: 1 }, { method: 'POST' })
    await ended(await test(anna, 'sms'), 'sent')
    expect(smsTo(number)).toHaveLength(2)
  })

  it('to a number that has become bad switches it off and says so once', async () => {
    const anna = await house.person()
    const { id: targetId } = await addPhone(anna)
    const cipher = await contextOf(house).secrets.person(anna.id)
    await house.rows('update notification.targets set address = $1 where id = $2', [
      cipher.seal('+15005550001', `notification:targets.address:${targetId}`),
      targetId,
    ])
    expect((await ended(await test(anna, 'sms'), 'failed')).error).toBe('twilio-21211')
    const told = await until('the news', async () =>
      (await anna.get('/notifications?kind=system-alert')).body.items.find(
        (each: any) => each.subject === `target:${targetId}`,
      ),
    )
    expect(told.title).toContain('Wyłączono: SMS (+48 *** ')
    expect(told.deliveries).toHaveLength(1)
    const [target] = (await anna.get('/notifications/targets')).body.items
    expect(target).toMatchObject({ id: targetId, active: false, lastError: 'twilio-21211' })
    expect((await ended(await test(anna, 'sms'), 'skipped')).error).toBe('no-verified-phone')
  })
})

describe('web push', () => {
  it('reaches every browser, encrypted and signed, with a topic that repetitions share', async () => {
    const anna = await house.person()
    const browsers = [await addBrowser(anna), await addBrowser(anna)]
    const id = await test(anna, 'push')
    await ended(id, 'sent')
    await diedBeforeTheRecord(id)
    const mine = pushes().filter((each) => browsers.some((browser) => browser.id === each.subscription))
    expect(mine).toHaveLength(4)
    expect(new Set(mine.map((each) => each.topic))).toEqual(new Set([id.replaceAll('-', '')]))
    expect(JSON.parse(mine[0]!.text)).toMatchObject({ notificationId: id, tag: id.replaceAll('-', '') })
  })

  it('to one browser that fails is repeated there only', async () => {
    const anna = await house.person()
    const [first, second] = [await addBrowser(anna), await addBrowser(anna)]
    sandbox.faults.set('push', { kind: 'status', status: 503, times: 1 }, { path: `/send/${second.id}` })
    await ended(await test(anna, 'push'), 'sent')
    const count = (id: string) => pushes().filter((each) => each.subscription === id).length
    expect([count(first.id), count(second.id)]).toEqual([1, 1])
  })

  it('to a browser that is gone switches it off', async () => {
    const anna = await house.person()
    const browser = await addBrowser(anna)
    sandbox.standIns.push.expire(browser.id)
    expect((await ended(await test(anna, 'push'), 'failed')).error).toBe('push-gone')
    const [target] = (await anna.get('/notifications/targets')).body.items
    expect(target).toMatchObject({ active: false, lastError: 'push-gone' })
    await until('the news', async () =>
      (await anna.get('/notifications?kind=system-alert')).body.items.some(
        (each: any) => each.subject === `target:${browser.targetId}`,
      ),
    )
  })
})

it('preferences choose the channels of a kind', async () => {
  const anna = await house.person()
  const settings = settingsOf(anna.id, { language: 'en' })
  house.neighbours.settings.set(anna.id, {
    ...settings,
    notifications: { ...settings.notifications, channels: { 'schedule-ready': ['sms', 'in-app', 'sms'] } },
  })
  const { number } = await addPhone(anna)
  await house.plan(anna.id, { productionTitle: 'Latarnik' })
  const told = await toldOf(anna, 'schedule-ready')
  expect(told.deliveries.map((each) => [each.channel, each.state])).toEqual([
    ['in-app', 'delivered'],
    ['sms', 'sent'],
  ])
  expect(smsTo(number)[1]!.body).toContain(
    '[Sandbox] Latarnik, Sunday 14 March: wake up 04:40, leave 05:25, call 07:00',
  )
  expect(mailsTo(anna.id)).toEqual([])
})

it('a delivery that was abandoned in its last try has failed, and says so', async () => {
  const anna = await house.person()
  const id = await test(anna, 'email')
  const { id: delivery } = await ended(id, 'sent')
  await house.rows(
    `update notification.deliveries set state = 'queued', due_at = due_at - interval '4 hours' where id = $1`,
    [delivery],
  )
  await Promise.all([giveUpStuck(contextOf(house)), giveUpStuck(contextOf(house))])
  expect(await deliveryOf(id)).toMatchObject({ state: 'failed', error: 'given-up' })
})

it('the delivery log has partitions for this month and the next three', async () => {
  const partitions = await house.rows<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'notification.delivery_log'::regclass order by 1`,
  )
  expect(partitions.map((each) => each.name).filter((name) => /_\d{4}_\d{2}$/.test(name))).toHaveLength(4)
})
