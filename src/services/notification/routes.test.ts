import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { userErased } from '#kernel'
import { NotificationKind } from '#services/config'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { contextOf, type NotificationHouse, openNotificationHouse, toldOf } from './notification.fixture.ts'

let sandbox: Sandbox
let house: NotificationHouse
beforeAll(async () => {
  sandbox = await startSandbox()
  const { SENDGRID_URL, TWILIO_URL, SMTP_FROM } = sandbox.env
  house = await openNotificationHouse({
    SENDGRID_URL: SENDGRID_URL!,
    TWILIO_URL: TWILIO_URL!,
    SMTP_FROM: SMTP_FROM!,
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(() => {
  sandbox.faults.clear()
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, SENDGRID_API_KEY } = sandbox.env
  house.neighbours.credentials.set('twilio', `${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}:${TWILIO_FROM}`)
  house.neighbours.credentials.set('sendgrid', SENDGRID_API_KEY!)
})

const send = async (to: Person, fields: object = {}) => {
  const admin = await house.person({ roles: ['admin'] })
  return await admin.post('/notifications/send', {
    userId: to.id,
    kind: 'reminder',
    title: 'Raport',
    body: 'Wyślij.\n\nDo 9.',
    ...fields,
  })
}
const unknown = crypto.randomUUID()
let numbers = 700_200_000
const newNumber = () => `+48${numbers++}`
const codeFor = (number: string) =>
  /\d{6}/.exec(
    sandbox.standIns.twilio
      .sent()
      .filter((sms) => sms.to === number)
      .at(-1)!.body,
  )![0]
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('refusals', () => {
  const routes: [string, string, object?][] = [
    ['GET', '/notifications'],
    ['GET', `/notifications/${unknown}`],
    ['POST', `/notifications/${unknown}/read`],
    ['POST', '/notifications/read'],
    ['GET', '/notifications/unread'],
    ['GET', '/notifications/stream'],
    ['GET', '/notifications/targets'],
    ['POST', '/notifications/targets/phone', { number: '+48600100200' }],
    ['POST', `/notifications/targets/${unknown}/verify`, { code: '123456' }],
    [
      'POST',
      '/notifications/targets/push',
      { endpoint: 'https://a.example.org/x', keys: { p256dh: 'AA', auth: 'AA' } },
    ],
    ['DELETE', `/notifications/targets/${unknown}`],
    ['POST', '/notifications/test', { channel: 'in-app' }],
    ['POST', '/notifications/send', { userId: unknown, kind: 'reminder', title: 'x', body: 'x' }],
    ['GET', '/notifications/preview/wake-up'],
  ]
  it.each(routes)(
    '%s %s is 401 without a token and 403 without the permission',
    async (method, path, body) => {
      const boris = await house.person({ roles: ['viewer'] })
      expect((await house.stranger.send(method, path, body)).status).toBe(401)
      expect((await boris.send(method, path, body)).status).toBe(403)
    },
  )

  it('another’s notification and target are 404, and stay as they are', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const { body } = await send(anna)
    const { body: phone } = await anna.post('/notifications/targets/phone', { number: newNumber() })
    expect((await boris.get(`/notifications/${body.id}`)).status).toBe(404)
    expect((await boris.post(`/notifications/${body.id}/read`)).status).toBe(404)
    expect((await boris.post(`/notifications/targets/${phone.id}/verify`, { code: '123456' })).status).toBe(
      404,
    )
    expect((await boris.delete(`/notifications/targets/${phone.id}`)).status).toBe(404)
    expect((await boris.get('/notifications')).body.items).toEqual([])
    expect((await boris.get('/notifications/targets')).body.items).toEqual([])
    expect((await anna.get(`/notifications/${body.id}`)).body.readAt).toBeNull()
  })

  it.each([
    ['GET', '/notifications?limit=201'],
    ['GET', '/notifications?cursor=zzz'],
    ['GET', '/notifications?kind=gossip'],
    ['GET', '/notifications/preview/gossip'],
    ['POST', '/notifications/targets/phone', { number: '600100200' }],
    ['POST', '/notifications/test', { channel: 'pigeon' }],
    ['POST', `/notifications/targets/${unknown}/verify`, { code: '12345' }],
  ])('%s %s that does not fit is 422', async (method, path, body?: object) => {
    const anna = await house.person()
    expect((await anna.send(method, path, body)).status).toBe(422)
  })
})

describe('the list', () => {
  it('comes in pages, newest first, by kind and by what is unread', async () => {
    const anna = await house.person()
    for (const title of ['1', '2', '3']) await send(anna, { title })
    await send(anna, { title: 'alert', kind: 'booking-held' })
    const first = (await anna.get('/notifications?limit=3')).body
    const second = (await anna.get(`/notifications?limit=3&cursor=${first.nextCursor}`)).body
    const titles = [...first.items, ...second.items].map((each) => each.title.replace('[Piaskownica] ', ''))
    expect(titles).toEqual(['alert', '3', '2', '1'])
    expect(second.nextCursor).toBeNull()
    expect((await anna.get('/notifications?kind=booking-held')).body.items).toHaveLength(1)
    expect((await anna.get('/notifications/unread')).body).toEqual({ unread: 4 })
    const read = (await anna.post(`/notifications/${first.items[0].id}/read`)).body
    expect((await anna.post(`/notifications/${first.items[0].id}/read`)).body.readAt).toBe(read.readAt)
    expect((await anna.get('/notifications?unread=true')).body.items).toHaveLength(3)
    expect((await anna.get('/notifications?unread=false')).body.items).toHaveLength(1)
    expect((await anna.post('/notifications/read')).body).toEqual({ marked: 3 })
    expect((await anna.get('/notifications/unread')).body).toEqual({ unread: 0 })
  })

  it('says who has read what, once', async () => {
    const anna = await house.person()
    for (const title of ['1', '2']) await send(anna, { title })
    const [{ id }] = (await anna.get('/notifications')).body.items
    for (let time = 1; time <= 2; time++) await anna.post(`/notifications/${id}/read`)
    for (let time = 1; time <= 2; time++) await anna.post('/notifications/read')
    const told = () =>
      house.rows(
        `select event->'data'->>'action' as action, event->'data'->>'target' as target from notification.event_log
         where type = 'audit.recorded' and event->>'actor' = $1 order by 1`,
        [`user:${anna.id}`],
      )
    await until('both changes', async () => (await told()).length >= 2)
    expect(await told()).toEqual([
      { action: 'notification read', target: `notification:${id}` },
      { action: 'notifications read', target: `user:${anna.id}` },
    ])
  })
})

describe('sending for others', () => {
  it('says the same thing to the same person once', async () => {
    const anna = await house.person()
    const answers = [
      await send(anna, { dedupe: 'report' }),
      await send(anna, { dedupe: 'report', title: 'other' }),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([202, 202])
    expect(answers[0]!.body.id).toBe(answers[1]!.body.id)
    expect(answers[1]!.body.title).toBe('[Piaskownica] Raport')
    expect(answers[0]!.body.body).toBe('Wyślij.\nDo 9.')
  })

  it('goes out over SendGrid when there is a key and no SMTP server, and is skipped when there is neither', async () => {
    const anna = await house.person()
    const id = (await send(anna)).body.id as string
    const told = await toldOf(anna, 'reminder')
    expect(told.deliveries.map((each) => [each.channel, each.state])).toContainEqual(['email', 'sent'])
    const [mail] = sandbox.standIns.sendGrid
      .sent()
      .filter((each) => each.to.includes(`${anna.id}@example.org`))
    expect(mail).toMatchObject({
      subject: '[Piaskownica] Raport',
      headers: { 'Message-ID': expect.stringMatching(/^<.*@klaps>$/) },
    })
    house.neighbours.credentials.delete('sendgrid')
    await send(anna, { kind: 'payment-failed' })
    const skipped = await toldOf(anna, 'payment-failed')
    expect(skipped.deliveries[1]).toMatchObject({
      channel: 'email',
      state: 'skipped',
      error: 'email-not-configured',
    })
    expect(id).not.toBe(skipped.id)
  })
})

describe('a phone', () => {
  it('takes its code for ten minutes', async () => {
    const anna = await house.person()
    const now = contextOf(house).clock.now()
    const added: [id: string, code: string][] = []
    for (const number of [newNumber(), newNumber()]) {
      const { body } = await anna.post('/notifications/targets/phone', { number })
      added.push([body.id, codeFor(number)!])
    }
    const verify = async ([id, code]: [string, string]) =>
      (await anna.post(`/notifications/targets/${id}/verify`, { code })).body
    await house.travelTo(now.add({ minutes: 9, seconds: 50 }))
    expect(await verify(added[0]!)).toMatchObject({ verified: true })
    await house.travelTo(now.add({ minutes: 10, seconds: 50 }))
    expect(await verify(added[1]!)).toMatchObject({ code: 'notification.code-expired' })
  })

  it('is verified by its newest code, five tries at most', async () => {
    const anna = await house.person()
    const number = newNumber()
    const { body } = await anna.post('/notifications/targets/phone', { number })
    expect(body.label).toBe(`+48 *** ${number.slice(-3)}`)
    const verify = (code: string) => anna.post(`/notifications/targets/${body.id}/verify`, { code })
    const wrong = otherThan(codeFor(number))
    for (let tries = 0; tries < 5; tries++)
      expect((await verify(wrong)).body.code).toBe('notification.wrong-code')
    expect((await verify(codeFor(number))).body.code).toBe('notification.code-expired')
    expect((await anna.post('/notifications/targets/phone', { number })).body.id).toBe(body.id)
    expect((await verify(codeFor(number))).body).toMatchObject({ verified: true, active: true })
    const sent = sandbox.standIns.twilio.sent().length
    expect((await anna.post('/notifications/targets/phone', { number })).body.verified).toBe(true)
    expect(sandbox.standIns.twilio.sent()).toHaveLength(sent)
  })

  it('gets five codes an hour, whoever asks and whatever is removed between', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const number = newNumber()
    for (let times = 0; times < 5; times++) {
      const { body } = await anna.post('/notifications/targets/phone', { number })
      expect((await anna.delete(`/notifications/targets/${body.id}`)).status).toBe(204)
    }
    const refused = await anna.post('/notifications/targets/phone', { number })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000)
    expect((await boris.post('/notifications/targets/phone', { number })).status).toBe(429)
    expect(await house.rows('select 1 from notification.targets where user_id = $1', [boris.id])).toEqual([])
  })

  it('that takes no SMS is 422; without Twilio it is 503; the number is nowhere in clear', async () => {
    const anna = await house.person()
    const bad = await anna.post('/notifications/targets/phone', { number: '+15005550001' })
    expect([bad.status, bad.body.code]).toEqual([422, 'notification.bad-number'])
    house.neighbours.credentials.delete('twilio')
    const { status, body } = await anna.post('/notifications/targets/phone', { number: newNumber() })
    expect([status, body.code]).toEqual([503, 'notification.sms-unavailable'])
    const kept = JSON.stringify(
      await house.rows('select * from notification.targets, notification.phone_codes'),
    )
    expect(kept).not.toContain('15005550001')
  })
})

describe('a browser', () => {
  it('is renewed, not doubled, by subscribing again; a strange endpoint is refused', async () => {
    const anna = await house.person()
    const { publicKey } = (await house.stranger.get('/notifications/push-key')).body
    expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65)
    const { endpoint, keys } = sandbox.standIns.push.subscribe(publicKey)
    const toJson = { endpoint, expirationTime: null, keys }
    const first = await anna.post('/notifications/targets/push', toJson)
    const again = await anna.post('/notifications/targets/push', { endpoint, keys, label: 'Phone' })
    expect([first.status, again.body.id, again.body.label]).toEqual([201, first.body.id, 'Phone'])
    for (const strange of ['https://10.0.0.1/x', 'https://localhost/x', 'http://example.org/x']) {
      const refused = await anna.post('/notifications/targets/push', { endpoint: strange, keys })
      expect([refused.status, refused.body.code]).toEqual([422, 'notification.bad-endpoint'])
    }
    const short = { ...keys, p256dh: 'AAAA' }
    expect((await anna.post('/notifications/targets/push', { endpoint, keys: short })).status).toBe(422)
    expect((await anna.delete(`/notifications/targets/${first.body.id}`)).status).toBe(204)
    expect((await anna.delete(`/notifications/targets/${first.body.id}`)).status).toBe(404)
  })

  it('is one of twenty at most; the list of targets comes in pages', async () => {
    const anna = await house.person()
    const add = () => {
      const { endpoint, keys } = sandbox.standIns.push.subscribe()
      return anna.post('/notifications/targets/push', { endpoint, keys })
    }
    for (let browser = 0; browser < 20; browser++) expect((await add()).status).toBe(201)
    expect((await add()).body.code).toBe('notification.too-many-targets')
    const page = (await anna.get('/notifications/targets?limit=15')).body
    const rest = (await anna.get(`/notifications/targets?limit=15&cursor=${page.nextCursor}`)).body
    expect(new Set([...page.items, ...rest.items].map((each) => each.id)).size).toBe(20)
  })
})

describe('the stream', () => {
  async function read(
    person: Person,
    headers: Record<string, string>,
    enough: (text: string) => boolean,
  ): Promise<string> {
    const stop = new AbortController()
    const response = await fetch(`${house.url}/api/v1/notifications/stream`, {
      headers: { authorization: `Bearer ${person.token}`, ...headers },
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(10_000)]),
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      if (enough(text)) break
    }
    stop.abort()
    return text
  }

  it('brings news as they come and, after a break, what was missed', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    await send(anna, { title: 'before' })
    const stream = read(anna, {}, (text) => text.includes('just now'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await send(boris, { title: 'not hers' })
    await send(anna, { title: 'just now' })
    const text = await stream
    expect(text).not.toContain('before')
    expect(text).not.toContain('not hers')
    const id = /id: (\d+)/.exec(text)![1]!
    await send(anna, { title: 'missed' })
    const resumed = await read(anna, { 'last-event-id': id }, (seen) => seen.includes('missed'))
    expect(resumed).not.toContain('just now')
  })
})

it('every kind has a preview in both languages', async () => {
  const anna = await house.person()
  for (const kind of NotificationKind.options)
    for (const language of ['pl', 'en']) {
      const { status, body } = await anna.get(`/notifications/preview/${kind}?language=${language}`)
      expect([kind, status]).toEqual([kind, 200])
      expect(body.title.length).toBeGreaterThan(5)
      expect(`${body.title} ${body.body}`).not.toMatch(/undefined|null|\[object/)
    }
})

it('the archive has everything, readable; erasing leaves nothing', async () => {
  const anna = await house.person()
  await send(anna)
  const number = newNumber()
  await anna.post('/notifications/targets/phone', { number })
  await house.plan(anna.id)
  await toldOf(anna, 'schedule-ready')
  const runtime = house.house.host.runtimes.get('notification')!
  const archive = JSON.stringify(await runtime.service.personal.export(runtime.ctx, anna.id))
  for (const known of ['Raport', number, 'Żółta łódź', '04:40']) expect(archive).toContain(known)
  await house.publish(userErased, { userId: anna.id })
  const tables = [
    'notifications',
    'deliveries',
    'intents',
    'timers',
    'days',
    'targets',
    'phone_codes',
    'delivery_log',
    'personal_keys',
  ]
  await until('nothing', async () => {
    const counts = await Promise.all(
      tables.map((table) =>
        house.rows(
          `select 1 from notification.${table} where ${table === 'personal_keys' ? 'person_id' : 'user_id'} = $1`,
          [anna.id],
        ),
      ),
    )
    return counts.every((rows) => rows.length === 0)
  })
})
