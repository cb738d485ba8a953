import type { z } from 'zod'
import { OutboundError, type OutboundHttp } from '#kernel'
import type { Environment } from '../kernel/settings.ts'
import { readSettings } from '../kernel/settings.ts'
import { settings as calendarSettings } from '../services/calendar/context.ts'
import { settings as configSettings } from '../services/config/context.ts'
import { accepted, judge, urlUnder } from '../services/config/providers/ask.ts'
import { checksOf } from '../services/config/providers/index.ts'
import type { Verdict } from '../services/config/providers/types.ts'
import { settings as emailSettings } from '../services/email/context.ts'
import { settings as notificationSettings } from '../services/notification/context.ts'
import { trySmtp } from '../services/notification/providers/smtp.ts'
import { settings as paymentSettings } from '../services/payment/context.ts'
import { settings as routeSettings } from '../services/route/context.ts'
import { googleRoutes } from '../services/route/providers/google-routes.ts'
import { nominatim } from '../services/route/providers/nominatim.ts'
import { osrm } from '../services/route/providers/osrm.ts'
import { settings as weatherSettings } from '../services/weather/context.ts'
import { openMeteo } from '../services/weather/providers/open-meteo.ts'

export type CredentialName = Parameters<typeof checksOf>[0]

/** How one provider of the outside world is tried. */
export interface ProviderCheck {
  readonly name: string
  /** Where it answers; undefined when there is no one place. */
  readonly address: string | undefined
  /** One real, harmless call; absent when nothing is configured, and `detail` says what would be. */
  readonly ask?: () => Promise<Verdict>
  /** What is missing, or why there is nothing to ask. */
  readonly detail: string
  /** Does the answer tell whether a key is good? */
  readonly hasKey: boolean
}

/** A drive of some ten kilometres in Warsaw. */
const from = { latitude: 52.2297, longitude: 21.0122 }
const to = { latitude: 52.1672, longitude: 20.9679 }

/** Less than anybody's patience; one attempt, since a person waits. */
const policy = { timeoutMs: 6_000, attempts: 1 }

const well: Verdict = { valid: true, detail: null }

/**
 * Every provider, through the same files as production.
 *
 * @param keyOf The key that an administrator has stored; settings of the environment come before it.
 * @throws when a setting is not valid, naming it.
 */
export function providerChecks(
  env: Environment,
  http: OutboundHttp,
  keyOf: (name: CredentialName) => string | undefined,
): ProviderCheck[] {
  return [
    ...mail(env, http, keyOf),
    ...maps(env, http, keyOf),
    ...weather(env, http, keyOf),
    ...messages(env, http, keyOf),
    payments(env, http),
  ]
}

type KeyOf = (name: CredentialName) => string | undefined

/** Tries a key as `config` does when an administrator asks. */
function withKey(
  env: Environment,
  http: OutboundHttp,
  name: CredentialName,
  key: string | undefined,
): Pick<ProviderCheck, 'ask' | 'hasKey'> {
  if (!key) return { hasKey: true }
  const settings: z.output<typeof configSettings> = readSettings(configSettings, env, 'config')
  return { hasKey: true, ask: () => checksOf(name).ask({ http, settings }, key) }
}

const both = (id: string | undefined, secret: string | undefined) =>
  id && secret ? `${id}:${secret}` : undefined

function mail(env: Environment, http: OutboundHttp, keyOf: KeyOf): ProviderCheck[] {
  const { GMAIL_API_URL, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = readSettings(emailSettings, env, 'email')
  const { GOOGLE_CALENDAR_API_URL } = readSettings(calendarSettings, env, 'calendar')
  const given = both(GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
  /** The API itself knows no client, only users' tokens: that it asks for one shows that it is there. */
  const google = (name: string, url: string, client: string | undefined): ProviderCheck => {
    const { ask } = withKey(env, http, 'google-oauth', client)
    const askBoth = async (askClient: () => Promise<Verdict>) => {
      await answers(http, name, url)
      return await askClient()
    }
    return {
      name,
      address: url,
      detail: 'set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET',
      hasKey: true,
      ...(ask && { ask: () => askBoth(ask) }),
    }
  }
  return [
    google('gmail', `${GMAIL_API_URL}/gmail/v1/users/me/profile`, given),
    google(
      'google-calendar',
      `${GOOGLE_CALENDAR_API_URL}/calendar/v3/users/me/calendarList`,
      given ?? keyOf('google-oauth'),
    ),
    {
      name: 'imap',
      address: undefined,
      hasKey: false,
      detail: 'each user links a server of their own, which is tried then',
    },
  ]
}

function maps(env: Environment, http: OutboundHttp, keyOf: KeyOf): ProviderCheck[] {
  const settings = readSettings(routeSettings, env, 'route')
  const apiKey = settings.GOOGLE_MAPS_API_KEY ?? keyOf('google-maps')
  const now = () => Temporal.Now.instant()
  const departAt = now().add({ hours: 1 })
  const { OSRM_URL, GOOGLE_ROUTES_URL, NOMINATIM_URL } = settings
  const userAgent = settings.NOMINATIM_USER_AGENT ?? 'Klaps doctor'
  const client = (name: string) => http.provider(name, policy)
  return [
    {
      name: 'google-routes',
      address: GOOGLE_ROUTES_URL,
      detail: 'set GOOGLE_MAPS_API_KEY',
      hasKey: true,
      ...(apiKey && {
        ask: async () => {
          await googleRoutes(client('google-routes'), { apiKey, baseUrl: GOOGLE_ROUTES_URL, now }).drive(
            from,
            to,
            departAt,
          )
          return well
        },
      }),
    },
    {
      name: 'google-geocoding',
      address: settings.GOOGLE_GEOCODING_URL,
      detail: 'set GOOGLE_MAPS_API_KEY',
      ...withKey(env, http, 'google-maps', apiKey),
    },
    {
      name: 'osrm',
      address: OSRM_URL,
      detail: 'set OSRM_URL',
      hasKey: false,
      ...(OSRM_URL && {
        ask: async () => {
          await osrm(client('osrm'), { baseUrl: OSRM_URL }).drive(from, to, departAt)
          return well
        },
      }),
    },
    {
      name: 'nominatim',
      address: NOMINATIM_URL,
      detail: '',
      hasKey: false,
      ask: async () => {
        await nominatim(client('nominatim'), { baseUrl: NOMINATIM_URL, userAgent }).find('Warszawa', {
          language: 'pl',
        })
        return well
      },
    },
  ]
}

function weather(env: Environment, http: OutboundHttp, keyOf: KeyOf): ProviderCheck[] {
  const settings = readSettings(weatherSettings, env, 'weather')
  const apiKey = settings.OPEN_METEO_API_KEY
  return [
    {
      name: 'openweathermap',
      address: settings.OPENWEATHERMAP_URL,
      detail: 'set OPENWEATHERMAP_API_KEY',
      ...withKey(env, http, 'openweathermap', settings.OPENWEATHERMAP_API_KEY ?? keyOf('openweathermap')),
    },
    {
      name: 'open-meteo',
      address: settings.OPEN_METEO_URL,
      detail: '',
      hasKey: apiKey !== undefined,
      ask: async () => {
        const station = openMeteo(http.provider('open-meteo', policy), {
          baseUrl: settings.OPEN_METEO_URL,
          now: () => Temporal.Now.instant(),
          ...(apiKey ? { apiKey } : {}),
        })
        await station.current(from)
        return well
      },
    },
  ]
}

function messages(env: Environment, http: OutboundHttp, keyOf: KeyOf): ProviderCheck[] {
  const settings = readSettings(notificationSettings, env, 'notification')
  const { SMTP_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = settings
  const twilio = both(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN) ?? keyOf('twilio')
  return [
    {
      name: 'smtp',
      address: SMTP_URL,
      detail: 'set SMTP_URL',
      hasKey: true,
      ...(SMTP_URL && { ask: () => asVerdict(trySmtp(http, SMTP_URL)) }),
    },
    {
      name: 'sendgrid',
      address: settings.SENDGRID_URL,
      detail: 'set SENDGRID_API_KEY',
      ...withKey(env, http, 'sendgrid', settings.SENDGRID_API_KEY ?? keyOf('sendgrid')),
    },
    {
      name: 'twilio',
      address: settings.TWILIO_URL,
      detail: 'set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
      ...withKey(env, http, 'twilio', twilio),
    },
    {
      name: 'web-push',
      address: undefined,
      hasKey: false,
      detail: 'each browser brings a service of its own; the key is made at the first use',
    },
  ]
}

function payments(env: Environment, http: OutboundHttp): ProviderCheck {
  const settings = readSettings(paymentSettings, env, 'payment')
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_URL: baseUrl } = settings
  /** May the key see payments? Looking takes none. */
  const ask = (key: string) =>
    judge('Stripe', async () => {
      await http.provider('stripe', policy).fetch(urlUnder(baseUrl, 'v1/payment_intents?limit=1'), {
        headers: { authorization: `Bearer ${key}` },
      })
      return accepted
    })
  return {
    name: 'stripe',
    address: baseUrl,
    detail: 'set STRIPE_SECRET_KEY',
    hasKey: true,
    ...(secretKey && { ask: () => ask(secretKey) }),
  }
}

/** nodemailer says `EAUTH` when the server is there and refuses the sign-in. */
async function asVerdict(work: Promise<void>): Promise<Verdict> {
  try {
    await work
    return well
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    if (cause instanceof Error && Reflect.get(cause, 'code') === 'EAUTH')
      return { valid: false, detail: 'The server refuses the sign-in' }
    throw error
  }
}

/** Resolves when somebody answers there, even with a refusal. */
async function answers(http: OutboundHttp, name: string, url: string): Promise<void> {
  try {
    await http.provider(name, policy).fetch(url)
  } catch (error) {
    if (!(error instanceof OutboundError) || error.status === undefined || error.status >= 500) throw error
  }
}
