import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import webPush from 'web-push'
import { accounts, type Sandbox, startSandbox } from '../index.ts'

const person = accounts[0]?.email ?? ''
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

describe('Twilio', () => {
  const send = async (fields: Record<string, string>, token = sandbox.env.TWILIO_AUTH_TOKEN) => {
    const { TWILIO_URL, TWILIO_ACCOUNT_SID: sid } = sandbox.env
    const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
    const body = new URLSearchParams({ From: sandbox.env.TWILIO_FROM ?? '', Body: 'Jutro 06:30', ...fields })
    const response = await fetch(`${TWILIO_URL}/2010-04-01/Accounts/${sid}/Messages.json`, {
      method: 'POST',
      body,
      headers: { authorization },
    })
    return {
      status: response.status,
      answer: (await response.json()) as { sid?: string; code?: number },
      authorization,
    }
  }

  test('an SMS is queued, listed by recipient and delivered when looked up', async () => {
    const { status, answer, authorization } = await send({ To: '+48501234567' })
    expect(status).toBe(201)
    const base = `${sandbox.env.TWILIO_URL}/2010-04-01/Accounts/${sandbox.env.TWILIO_ACCOUNT_SID}`
    const one = await (
      await fetch(`${base}/Messages/${answer.sid}.json`, { headers: { authorization } })
    ).json()
    expect(one).toMatchObject({ status: 'delivered', body: 'Jutro 06:30' })
    const list = await (
      await fetch(`${base}/Messages.json?To=%2B48501234567`, { headers: { authorization } })
    ).json()
    expect(list).toMatchObject({ messages: [{ sid: answer.sid }] })
  })

  test('refusals carry Twilio codes', async () => {
    expect((await send({ To: '501 234' })).answer.code).toBe(21211)
    expect((await send({ To: '+48501234567', Body: '' })).answer.code).toBe(21602)
    expect((await send({ To: '+48501234567', From: '+1555' })).answer.code).toBe(21212)
    expect(await send({ To: '+48501234567' }, 'wrong')).toMatchObject({
      status: 401,
      answer: { code: 20003 },
    })
    expect(sandbox.standIns.twilio.sent()).toEqual([])
  })
})

describe('SendGrid', () => {
  const mail = {
    personalizations: [{ to: [{ email: person }] }],
    from: { email: 'noreply@klaps.test', name: 'Klaps' },
    subject: 'Jutro',
    content: [{ type: 'text/plain', value: 'Zbiórka 06:30' }],
  }
  const send = (body: object, key = sandbox.env.SENDGRID_API_KEY) =>
    fetch(`${sandbox.env.SENDGRID_URL}/v3/mail/send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('202 with a message id; people of the sandbox get the mail', async () => {
    const response = await send(mail)
    expect(response.status).toBe(202)
    expect(sandbox.standIns.sendGrid.sent()[0]?.messageId).toBe(response.headers.get('x-message-id'))
    expect(sandbox.mailbox.messages(person)[0]?.subject).toBe('Jutro')
  })

  test('400 names the field, 401 a bad key', async () => {
    const response = await send({ ...mail, personalizations: [] })
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errors: [{ field: 'personalizations' }] },
    ])
    expect((await send(mail, 'bad')).status).toBe(401)
  })
})

describe('web push', () => {
  const keys = webPush.generateVAPIDKeys()
  const vapidDetails = { subject: 'mailto:crew@klaps.test', ...keys }
  // web-push itself speaks https only, so it makes the request and fetch sends it.
  const send = async (subscription: webPush.PushSubscription, options: webPush.RequestOptions = {}) => {
    const details = webPush.generateRequestDetails(subscription, JSON.stringify({ title: 'Pobudka 04:40' }), {
      vapidDetails,
      TTL: 60,
      topic: 'day1',
      ...options,
    })
    const headers = Object.fromEntries(
      Object.entries(details.headers).map(([name, value]) => [name, String(value)]),
    )
    return (
      await fetch(details.endpoint, { method: 'POST', headers, body: new Uint8Array(details.body ?? []) })
    ).status
  }

  test('a push is decrypted as the browser would', async () => {
    expect(await send(sandbox.standIns.push.subscribe(keys.publicKey))).toBe(201)
    expect(sandbox.standIns.push.received()[0]).toMatchObject({
      text: '{"title":"Pobudka 04:40"}',
      ttlSeconds: 60,
      topic: 'day1',
    })
  })

  test('403 for the wrong application or signature, 400 for a payload that it cannot read, 410 for a browser that is gone', async () => {
    const subscription = sandbox.standIns.push.subscribe(keys.publicKey)
    const stranger = { subject: 'mailto:x@klaps.test', ...webPush.generateVAPIDKeys() }
    expect(await send(subscription, { vapidDetails: stranger })).toBe(403)
    const forged = { ...stranger, publicKey: keys.publicKey }
    expect(await send(subscription, { vapidDetails: forged })).toBe(403)
    const other = { ...subscription, keys: sandbox.standIns.push.subscribe().keys }
    expect(await send(other)).toBe(400)
    sandbox.standIns.push.expire(subscription.endpoint.split('/').at(-1) ?? '')
    expect(await send(subscription)).toBe(410)
    expect(sandbox.standIns.push.received()).toEqual([])
  })
})
