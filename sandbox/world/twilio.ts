import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { KeptList } from '../kept-list.ts'
import { credentials, type StandIn, type StandInApp, type World } from './world.ts'

/** An SMS that Twilio accepted. */
export interface SentSms {
  sid: string
  to: string
  from: string
  body: string
  /** ISO 8601, UTC, sandbox clock. */
  sentAt: string
}

export interface Twilio extends StandIn {
  sent(): readonly SentSms[]
}

const errors: Record<number, [status: 400 | 401 | 404, message: string]> = {
  20003: [401, 'Authenticate'],
  20404: [404, 'The requested resource was not found'],
  21211: [400, "Invalid 'To' Phone Number"],
  21212: [400, "Invalid 'From' Number"],
  21602: [400, 'Message body is required.'],
  21604: [400, "A 'To' phone number is required."],
  21610: [400, 'Attempt to send to unsubscribed recipient'],
  21614: [400, "'To' number is not a valid mobile number"],
  21617: [400, 'The concatenated message body exceeds the 1600 character limit'],
}

/** The test numbers of Twilio's documentation and what becomes of an SMS to them. */
const magicNumbers: Record<string, number> = {
  '+15005550001': 21211,
  '+15005550004': 21610,
  '+15005550009': 21614,
}

/** Twilio's Messages resource, API 2010-04-01. */
export function twilio(world: World): Twilio {
  const sent = new KeptList<SentSms>(world.store, 'sent-twilio')
  const app: StandInApp = new Hono()
  const base = '/2010-04-01/Accounts/:account'
  app.use(`${base}/*`, async (context, next) => (isSignedIn(context) ? next() : refuse(context, 20003)))
  app.post(`${base}/Messages.json`, async (context) => {
    const form = new URLSearchParams(await context.req.text())
    const problem = problemOf(form)
    if (problem) return refuse(context, problem)
    const sms: SentSms = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      to: form.get('To') ?? '',
      from: form.get('From') ?? credentials.twilioFrom,
      body: form.get('Body') ?? '',
      sentAt: world.clock.now().toString(),
    }
    sent.push(sms)
    return context.json(messageResource(sms, 'queued'), 201)
  })
  app.get(`${base}/Messages.json`, (context) => {
    const { To: to, From: from, DateSent: day, PageSize: size } = context.req.query()
    const found = sent
      .all()
      .filter(
        (sms) =>
          (!to || sms.to === to) && (!from || sms.from === from) && (!day || sms.sentAt.startsWith(day)),
      )
    const messages = found.toReversed().slice(0, Number(size ?? 50) || 50)
    return context.json({
      messages: messages.map((sms) => messageResource(sms, 'delivered')),
      page: 0,
      next_page_uri: null,
    })
  })
  app.get(`${base}/Messages/:sid`, (context) => {
    const sms = sent.all().find(({ sid }) => `${sid}.json` === context.req.param('sid'))
    return sms ? context.json(messageResource(sms, 'delivered')) : refuse(context, 20404)
  })
  app.get('/2010-04-01/Accounts/:file', (context) => {
    if (!isSignedIn(context)) return refuse(context, 20003)
    return context.json({
      sid: credentials.twilioAccountSid,
      friendly_name: 'Klaps sandbox',
      status: 'active',
      type: 'Trial',
    })
  })
  app.notFound((context) => refuse(context, 20404))
  return {
    name: 'twilio',
    app,
    sent: () => sent.all(),
    refusal: (status) =>
      status === 401
        ? errorBody(20003)
        : {
            code: status === 429 ? 20429 : 20500,
            message: 'The sandbox was told to fail.',
            more_info: '',
            status,
          },
    reset: () => {
      sent.clear()
    },
  }
}

function isSignedIn(context: Context): boolean {
  const expected = `${credentials.twilioAccountSid}:${credentials.twilioAuthToken}`
  return context.req.header('authorization') === `Basic ${Buffer.from(expected).toString('base64')}`
}

function problemOf(form: URLSearchParams): number | undefined {
  const to = form.get('To')
  const body = form.get('Body') ?? ''
  if (!to) return 21604
  if (magicNumbers[to]) return magicNumbers[to]
  if (!/^\+[1-9]\d{7,14}$/.test(to)) return 21211
  if (!form.get('MessagingServiceSid') && form.get('From') !== credentials.twilioFrom) return 21212
  if (!body) return 21602
  return body.length > 1600 ? 21617 : undefined
}

function errorBody(code: number): { code: number; message: string; more_info: string; status: number } {
  const [status, message] = errors[code] ?? [400, 'Error']
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
}

function refuse(context: Context, code: number): Response {
  return context.json(errorBody(code), errors[code]?.[0] ?? 400)
}

function messageResource(sms: SentSms, status: string): object {
  const sentAt = new Date(sms.sentAt).toUTCString().replace('GMT', '+0000')
  return {
    sid: sms.sid,
    account_sid: credentials.twilioAccountSid,
    to: sms.to,
    from: sms.from,
    body: sms.body,
    status,
    direction: 'outbound-api',
    num_segments: String(Math.ceil(sms.body.length / 153) || 1),
    date_created: sentAt,
    date_updated: sentAt,
    date_sent: status === 'delivered' ? sentAt : null,
    error_code: null,
    error_message: null,
    price: null,
    uri: `/2010-04-01/Accounts/${credentials.twilioAccountSid}/Messages/${sms.sid}.json`,
  }
}
