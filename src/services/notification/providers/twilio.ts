import { z } from 'zod'
import { type OutboundClient, OutboundError, type OutboundHttp } from '#kernel'
import { fitSms } from '../sms.ts'
import { oneAttempt, PermanentFailure, type Provider } from './provider.ts'

export interface TwilioAccount {
  /** `https://api.twilio.com`. */
  readonly url: string
  readonly sid: string
  readonly token: string
  /** A number in E.164, or the id of a messaging service (`MG...`). */
  readonly from: string
  readonly callsPerDay: number
}

const Sms = z.looseObject({ sid: z.string(), body: z.string().nullable() })
const SmsList = z.looseObject({ messages: z.array(Sms) })
const Refusal = z.looseObject({ code: z.number() })

/**
 * Codes after which this number will never take our SMS (https://www.twilio.com/docs/api/errors): invalid, not
 * routable, blocked by its owner, a landline.
 */
const badNumber = new Set([21211, 21214, 21217, 21219, 21407, 21610, 21612, 21614])
/** Codes that say that this very message will never be taken. */
const badMessage = new Set([21602, 21605, 21617])

/** How many of the newest messages to a number are looked through for one that may have gone out. */
const lookBack = 50

/**
 * SMS over Twilio's Messages resource. It has no idempotency key: an SMS whose outcome is unknown is looked up among
 * the newest ones to that number first, by the short reference at its end, and repeated only if it is not there.
 */
export function twilio(http: OutboundHttp, account: TwilioAccount): Provider {
  const client = twilioClient(http, account)
  return {
    name: 'twilio',
    send: async ({ deliveryId, to, content, repeated }) => {
      const reference = ` #${deliveryId.replaceAll('-', '').slice(-6)}`
      const { text } = fitSms(content.short, `${content.url ? ` ${content.url}` : ''}${reference}`)
      const earlier = repeated ? await findSent(client, account, to, reference) : undefined
      if (earlier) return { providerId: earlier }
      return { providerId: await sendSms(client, account, to, text) }
    },
  }
}

/** One client for everything that asks Twilio: its quota sees every call. Days are counted in UTC. */
export const twilioClient = (http: OutboundHttp, { callsPerDay }: TwilioAccount) =>
  http.provider('twilio', { ...oneAttempt, dailyQuota: { calls: callsPerDay, zone: 'UTC' } })

/** @returns the id of the SMS. @throws PermanentFailure with Twilio's code. */
export async function sendSms(
  client: OutboundClient,
  account: TwilioAccount,
  to: string,
  text: string,
): Promise<string> {
  const sender: Record<string, string> = account.from.startsWith('MG')
    ? { MessagingServiceSid: account.from }
    : { From: account.from }
  try {
    const sms = await client.json(Sms, messagesUrl(account), {
      method: 'POST',
      headers: { authorization: basic(account), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ To: to, Body: text, ...sender }).toString(),
    })
    return sms.sid
  } catch (error) {
    throw refusalOf(error) ?? error
  }
}

async function findSent(
  client: OutboundClient,
  account: TwilioAccount,
  to: string,
  reference: string,
): Promise<string | undefined> {
  const url = new URL(messagesUrl(account))
  url.searchParams.set('To', to)
  url.searchParams.set('PageSize', String(lookBack))
  const { messages } = await client.json(SmsList, url, { headers: { authorization: basic(account) } })
  return messages.find((sms) => sms.body?.endsWith(reference))?.sid
}

function refusalOf(error: unknown): PermanentFailure | undefined {
  if (!(error instanceof OutboundError) || error.kind !== 'http') return undefined
  const parsed = Refusal.safeParse(parse(error.body))
  if (!parsed.success) return undefined
  const { code } = parsed.data
  if (!badNumber.has(code) && !badMessage.has(code)) return undefined
  return new PermanentFailure(`twilio-${code}`, badNumber.has(code), error)
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return undefined
  }
}

const messagesUrl = ({ url, sid }: TwilioAccount) => `${url}/2010-04-01/Accounts/${sid}/Messages.json`
const basic = ({ sid, token }: TwilioAccount) => `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
