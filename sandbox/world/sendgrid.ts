import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { KeptList } from '../kept-list.ts'
import type { Mailbox } from './mailbox.ts'
import { credentials, type StandIn, type StandInApp, type World } from './world.ts'

const Party = z.object({ email: z.email(), name: z.string().optional() })

const MailSend = z.looseObject({
  personalizations: z
    .array(
      z.looseObject({
        to: z.array(Party).min(1),
        cc: z.array(Party).optional(),
        subject: z.string().optional(),
      }),
    )
    .min(1)
    .max(1000),
  from: Party,
  subject: z.string().optional(),
  content: z.array(z.object({ type: z.string(), value: z.string().min(1) })).min(1),
  headers: z.record(z.string(), z.string()).optional(),
  custom_args: z.record(z.string(), z.string()).optional(),
})
type MailSend = z.infer<typeof MailSend>

/** A request that SendGrid accepted. */
export interface SentBySendGrid {
  messageId: string
  to: string[]
  from: string
  subject: string
  text: string
  headers: Record<string, string>
  customArgs: Record<string, string>
  /** ISO 8601, UTC, sandbox clock. */
  sentAt: string
}

export interface SendGrid extends StandIn {
  sent(): readonly SentBySendGrid[]
}

/** SendGrid's `POST /v3/mail/send`; mail to people of the sandbox arrives in their mailbox. */
export function sendGrid(world: World, mailbox: Mailbox): SendGrid {
  const sent = new KeptList<SentBySendGrid>(world.store, 'sent-sendgrid')
  const app: StandInApp = new Hono()
  app.use(async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${credentials.sendGridKey}`) return next()
    return context.json(errorBody('The provided authorization grant is invalid, expired, or revoked'), 401)
  })
  app.post('/v3/mail/send', async (context) => {
    const parsed = MailSend.safeParse(await context.req.json().catch(() => undefined))
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ message, path }) => ({
        message,
        field: path.join('.') || null,
        help: null,
      }))
      return context.json({ errors }, 400)
    }
    const messageId = randomBytes(16).toString('base64url')
    await accept(parsed.data, messageId)
    return context.body(null, 202, { 'x-message-id': messageId })
  })
  app.get('/v3/scopes', (context) => context.json({ scopes: ['mail.send'] }))
  return {
    name: 'sendgrid',
    app,
    sent: () => sent.all(),
    refusal: (status) => errorBody(status === 429 ? 'too many requests' : 'The sandbox was told to fail.'),
    reset: () => {
      sent.clear()
    },
  }

  async function accept(mail: MailSend, messageId: string): Promise<void> {
    const text = (mail.content.find(({ type }) => type === 'text/plain') ?? mail.content[0])?.value ?? ''
    const from = mail.from.name ? `${mail.from.name} <${mail.from.email}>` : mail.from.email
    for (const { to, subject } of mail.personalizations) {
      const recipients = to.map(({ email }) => email)
      const title = subject ?? mail.subject ?? ''
      const { headers = {}, custom_args: customArgs = {} } = mail
      sent.push({
        messageId,
        to: recipients,
        from,
        subject: title,
        text,
        headers,
        customArgs,
        sentAt: world.clock.now().toString(),
      })
      await mailbox.deliver({
        from,
        to: recipients.join(', '),
        subject: title,
        text,
        messageId: `<${messageId}@sendgrid.test>`,
      })
    }
  }
}

function errorBody(message: string): object {
  return { errors: [{ message, field: null, help: null }] }
}
