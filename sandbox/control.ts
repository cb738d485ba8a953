import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'
import { Fault } from './faults.ts'
import { indexPage, mailPage } from './page.ts'
import type { StandIns } from './stand-ins.ts'
import { eventResource } from './world/google-calendar.ts'
import { accounts, MailDraft } from './world/mailbox.ts'
import type { Smtp } from './world/smtp.ts'
import { weatherKinds } from './world/weather-model.ts'
import type { StandInApp, World } from './world/world.ts'

interface Controls {
  world: World
  standIns: StandIns
  smtp: Smtp
  reset(): Promise<void>
}

const Scope = { standIn: z.string(), path: z.string().optional(), method: z.string().optional() }
const FaultRequest = z.object({ ...Scope, fault: Fault })
const ClockRequest = z.union([
  z.object({ set: z.iso.datetime({ offset: true }) }),
  z.object({ advance: z.string().regex(/^-?PT/) }),
])
const Delivery = z.looseObject({
  into: z.enum(['imap', 'gmail', 'both']).optional(),
  recipients: z.array(z.string()).optional(),
})
const Scenario = z.object({
  date: z.iso.date(),
  kind: z.enum(weatherKinds),
  near: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
})

/** The largest mail that can be put into a mailbox: above what the product takes, so that tests can send too much. */
const mailLimit = 40 * 1024 * 1024

/** What tests and curious people may see and move: `/_sandbox/...` and the page at `/`. */
export function controlRoutes(controls: Controls): StandInApp {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (context, next) => {
    await next()
    context.header('x-klaps-sandbox', 'true')
  })
  app.onError((error, context) => {
    if (error instanceof z.ZodError) return context.json({ error: z.prettifyError(error) }, 400)
    if (error instanceof SyntaxError || error instanceof RangeError)
      return context.json({ error: error.message }, 400)
    return context.json({ error: error.message }, 500)
  })
  app.get('/', (context) => context.html(indexPage(controls.world, controls.standIns, controls.smtp)))
  app.get('/mail/:uid', async (context) => {
    const mail = controls.standIns.mailbox
      .messages()
      .find(({ uid }) => String(uid) === context.req.param('uid'))
    return mail ? context.html(await mailPage(mail)) : context.notFound()
  })
  routeWorld(app, controls)
  routeMail(app, controls)
  routeWitnesses(app, controls)
  return app
}

function routeWorld(app: StandInApp, { world, standIns, reset }: Controls): void {
  app.get('/_sandbox/faults', (context) => context.json(world.faults.list()))
  app.post('/_sandbox/faults', async (context) => {
    const { standIn, path, method, fault } = FaultRequest.parse(await context.req.json())
    world.faults.set(standIn, fault, { path, method })
    return context.body(null, 204)
  })
  app.delete('/_sandbox/faults', (context) => {
    world.faults.clear(context.req.query('standIn'))
    return context.body(null, 204)
  })
  app.get('/_sandbox/clock', (context) => context.json({ now: world.clock.now().toString() }))
  app.post('/_sandbox/clock', async (context) => {
    const change = ClockRequest.parse(await context.req.json())
    if ('set' in change) world.clock.set(Temporal.Instant.from(change.set))
    else world.clock.advance(Temporal.Duration.from(change.advance))
    await world.clock.tell()
    return context.json({ now: world.clock.now().toString() })
  })
  app.post('/_sandbox/weather', async (context) => {
    standIns.weather.set(Scenario.parse(await context.req.json()))
    return context.body(null, 204)
  })
  app.get('/_sandbox/weather', (context) => context.json(standIns.weather.scenarios()))
  app.post('/_sandbox/reset', async (context) => {
    await reset()
    await world.clock.tell()
    return context.body(null, 204)
  })
}

function routeMail(app: StandInApp, { world, standIns }: Controls): void {
  app.post('/_sandbox/mail/inbox', async (context) => {
    const isJson = context.req.header('content-type')?.includes('json') ?? false
    const body = await context.req.arrayBuffer()
    if (body.byteLength > mailLimit) return context.json({ error: 'The mail is too large' }, 413)
    const json: unknown = isJson ? JSON.parse(Buffer.from(body).toString('utf8')) : {}
    const { into, recipients } = Delivery.parse(isJson ? json : context.req.query())
    const to = recipients ?? context.req.query('to')?.split(',')
    const mails = await standIns.mailbox.deliver(isJson ? MailDraft.parse(json) : new Uint8Array(body), {
      into,
      recipients: to,
    })
    return context.json(
      mails.map(({ uid, account, messageId }) => ({ uid, account, messageId })),
      201,
    )
  })
  app.get('/_sandbox/mail/inbox', (context) => {
    const mails = standIns.mailbox.messages(context.req.query('account'))
    return context.json(mails.map(({ raw, ...mail }) => ({ ...mail, bytes: raw.length })))
  })
  app.get('/_sandbox/accounts', (context) => context.json(accounts))
  app.post('/_sandbox/google/grant', async (context) => {
    const { email, scope } = z
      .object({ email: z.email(), scope: z.string().default('') })
      .parse(await context.req.json())
    const granted = {
      refreshToken: standIns.tokens.grant(email, scope),
      accessToken: standIns.tokens.issue(email),
    }
    world.store.flush()
    return context.json(granted, 201)
  })
  app.post('/_sandbox/google/revoke', async (context) => {
    standIns.tokens.revokeAll(z.object({ email: z.email() }).parse(await context.req.json()).email)
    world.store.flush()
    return context.body(null, 204)
  })
}

function routeWitnesses(app: StandInApp, { world, standIns, smtp }: Controls): void {
  app.get('/_sandbox/sent/smtp', (context) => context.json(smtp.sent()))
  app.get('/_sandbox/sent/twilio', (context) => context.json(standIns.twilio.sent()))
  app.get('/_sandbox/sent/sendgrid', (context) => context.json(standIns.sendGrid.sent()))
  for (const { name, engine, webhooks } of [standIns.simulatedPayments, standIns.stripe]) {
    app.get(`/_sandbox/payments/${name}/books`, (context) => context.json(engine.books()))
    app.get(`/_sandbox/payments/${name}/webhooks`, (context) => context.json(webhooks.sent()))
    app.put(`/_sandbox/payments/${name}/webhooks`, async (context) => {
      webhooks.sendTo(z.object({ url: z.url() }).parse(await context.req.json()).url)
      world.store.flush()
      return context.body(null, 204)
    })
  }
  app.get('/_sandbox/sent/push', (context) => context.json(standIns.push.received()))
  app.get('/_sandbox/requests', (context) => context.json(world.journal.all(context.req.query('standIn'))))
  app.get('/_sandbox/calendar/events', (context) => {
    const calendars = standIns.calendar.calendars.calendars()
    return context.json(
      calendars.map((calendar) => ({
        calendar: calendar.id,
        owner: calendar.owner,
        events: [...calendar.events.values()].map((event) => eventResource(calendar, event, world)),
      })),
    )
  })
  app.post('/_sandbox/calendar/expire-sync-tokens', (context) => {
    standIns.calendar.calendars.expireSyncTokens()
    world.store.flush()
    return context.body(null, 204)
  })
}
