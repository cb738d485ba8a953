import type { Channel } from '#services/config'
import type { Ctx } from '../context.ts'
import { vapidKeys } from '../own-keys.ts'
import { checkEndpoint } from '../push-endpoint.ts'
import type { Provider } from './provider.ts'
import { sendGrid } from './sendgrid.ts'
import { smtp } from './smtp.ts'
import { SmtpConnections } from './smtp-connections.ts'
import { telegramChats } from './telegram.ts'
import { type TwilioAccount, twilio } from './twilio.ts'
import { push } from './web-push.ts'

/** Who carries a channel here, or why nobody does (a stable code). */
export async function providerFor(ctx: Ctx, channel: Channel): Promise<Provider | { reason: string }> {
  switch (channel) {
    case 'email':
      return await mailProvider(ctx)
    case 'sms': {
      const account = await twilioAccount(ctx)
      return account ? twilio(ctx.http, account) : { reason: 'sms-not-configured' }
    }
    case 'push':
      return push(ctx.http, {
        vapid: await vapidKeys(ctx),
        contact: contact(ctx),
        check: (endpoint) => checkEndpoint(endpoint, ctx.sandbox),
      })
    case 'telegram':
      return telegramChats(ctx)
    case 'in-app':
      throw new Error('In-app messages are read, not sent')
  }
}

/** Each process's connections to the mail server. */
const mailServers = new WeakMap<Ctx, SmtpConnections>()

async function mailProvider(ctx: Ctx): Promise<Provider | { reason: string }> {
  const { SMTP_URL, SMTP_FROM, SENDGRID_URL } = ctx.settings
  if (SMTP_URL) {
    const server = mailServers.getOrInsertComputed(ctx, () => new SmtpConnections(SMTP_URL, ctx.stopping))
    return smtp(ctx.http, server, SMTP_FROM)
  }
  const key =
    ctx.settings.SENDGRID_API_KEY ?? (await ctx.call.config.credentialOf({ name: 'sendgrid' })).secret
  if (!key) return { reason: 'email-not-configured' }
  return sendGrid(ctx.http, {
    url: SENDGRID_URL,
    key,
    from: SMTP_FROM,
    callsPerDay: ctx.settings.SENDGRID_DAILY_CALLS,
  })
}

/** From the settings, else from the credential `SID:token:+number`. */
export async function twilioAccount(ctx: Ctx): Promise<TwilioAccount | undefined> {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = ctx.settings
  const at = { url: ctx.settings.TWILIO_URL, callsPerDay: ctx.settings.TWILIO_DAILY_CALLS }
  if (TWILIO_ACCOUNT_SID && TWILIO_AUTH_TOKEN && TWILIO_FROM)
    return { ...at, sid: TWILIO_ACCOUNT_SID, token: TWILIO_AUTH_TOKEN, from: TWILIO_FROM }
  const { secret } = await ctx.call.config.credentialOf({ name: 'twilio' })
  const [sid, token, from = TWILIO_FROM] = secret?.split(':') ?? []
  return sid && token && from ? { ...at, sid, token, from } : undefined
}

function contact({ publicUrl, settings }: Ctx): string {
  if (publicUrl.startsWith('https:')) return publicUrl
  const address = /<([^>]+)>/.exec(settings.SMTP_FROM)?.[1] ?? settings.SMTP_FROM
  return `mailto:${address}`
}
