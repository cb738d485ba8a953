import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { endpoint, type OutboundClient, OutboundError } from '#kernel'
import { badSignature, refusalOf } from './refusals.ts'
import {
  type Attempt,
  type KnownMethod,
  type Outcome,
  type PaymentGateway,
  type RefundOutcome,
  type Report,
  webhookToleranceSeconds,
} from './types.ts'

const Method = z.object({
  token: z.string(),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  expires: z.string().nullable(),
})
const Capture = z.object({
  reference: z.string(),
  state: z.enum(['captured', 'refused', 'action-needed', 'pending']),
  reason: z.string().nullable(),
  actionUrl: z.string().nullable(),
  method: Method.nullable(),
})
const Refund = z.object({
  reference: z.string(),
  state: z.enum(['completed', 'pending', 'refused']),
  reason: z.string().nullable(),
})
const ReportBody = z.object({
  id: z.string().min(1).max(255),
  kind: z.enum(['capture', 'refund']),
  reference: z.string().min(1).max(255),
  key: z.uuid(),
})

interface Options {
  readonly client: OutboundClient
  readonly baseUrl: string
  readonly apiKey: string
  readonly webhookSecret: string
}

/** The sandbox's own gateway: JSON over HTTP, every order under a key of ours. Exists in sandbox mode only. */
export function simulatedGateway({ client, baseUrl, apiKey, webhookSecret }: Options): PaymentGateway {
  /** Every order carries its key, so any of them may be sent again. Undefined for 404. */
  async function ask<T>(schema: z.ZodType<T>, method: string, path: string, body?: object) {
    const response = await client.fetch(endpoint(baseUrl, path), {
      method,
      safeToRepeat: true,
      refusalsAreAnswers: true,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (response.status === 404) return undefined
    const answer = schema.safeParse(await response.json().catch(() => undefined))
    if (response.ok && answer.success) return answer.data
    throw new OutboundError('simulated', 'malformed', `simulated: ${method} answered ${response.status}`, {
      status: response.status,
    })
  }
  const captureOf = async (method: string, path: string, body?: object): Promise<Outcome> => {
    const capture = await ask(Capture, method, path, body)
    return capture ? outcomeOf(capture) : { state: 'absent' }
  }
  return {
    name: 'simulated',
    publishableKey: null,
    capture: async (attempt, means) => {
      const outcome = await captureOf('POST', 'v1/captures', { ...order(attempt), ...means })
      return outcome.state === 'absent'
        ? { state: 'failed', reference: null, code: 'method-unknown' }
        : outcome
    },
    find: ({ key }) => captureOf('GET', `v1/captures/${key}`),
    close: (attempt) => captureOf('POST', `v1/captures/${attempt.key}/cancel`, order(attempt)),
    refund: async ({ key, id, capture, amount }) => {
      const refund = await ask(Refund, 'POST', 'v1/refunds', { key, id, capture, amount })
      return refund ? refundOutcomeOf(refund) : { state: 'failed', reference: null, code: 'no-such-capture' }
    },
    findRefund: async ({ key }) => {
      const refund = await ask(Refund, 'GET', `v1/refunds/${key}`)
      return refund && refundOutcomeOf(refund)
    },
    refundState: async ({ key, reference }) => {
      const refund = await ask(Refund, 'GET', `v1/refunds/${key}`)
      return refund ? refundOutcomeOf(refund) : { state: 'failed', reference, code: 'no-such-refund' }
    },
    customer: async (key) => (await ask(z.object({ id: z.string() }), 'PUT', `v1/customers/${key}`))!.id,
    forgetCustomer: async (customer) => {
      await ask(z.unknown(), 'DELETE', `v1/customers/${customer}`)
    },
    attach: (token, customer): Promise<KnownMethod | undefined> =>
      ask(Method, 'POST', 'v1/methods', { token, customer }),
    detach: async (token) => {
      await ask(z.unknown(), 'DELETE', `v1/methods/${token}`)
    },
    readReport: (body, headers, now) => readReport(webhookSecret, body, headers, now),
  }
}

const order = ({ key, bookingId, amount, currency, customer, saves }: Attempt) => ({
  key,
  bookingId,
  amount,
  currency,
  customer,
  saves,
})

function outcomeOf({ state, reference, reason, actionUrl, method }: z.output<typeof Capture>): Outcome {
  if (state === 'captured') return { state: 'succeeded', reference, method }
  if (state === 'refused') return { state: 'failed', reference, code: refusalOf(reason) }
  if (state === 'action-needed' && actionUrl) return { state, reference, url: actionUrl }
  return { state: 'pending', reference }
}

function refundOutcomeOf({ state, reference, reason }: z.output<typeof Refund>): RefundOutcome {
  return state === 'refused'
    ? { state: 'failed', reference, code: reason ?? 'refused' }
    : { state, reference }
}

/** `Klaps-Signature: t=<epoch seconds>,v1=<hex HMAC-SHA256 of "t.body">` */
function readReport(secret: string, body: string, headers: Headers, now: Temporal.Instant): Report {
  const [, seconds, signature] =
    /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(headers.get('klaps-signature') ?? '') ?? []
  if (!seconds || !signature) throw badSignature()
  const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest()
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) throw badSignature()
  if (Math.floor(now.epochMilliseconds / 1000) - Number(seconds) > webhookToleranceSeconds)
    throw badSignature()
  const { id, ...about } = ReportBody.parse(JSON.parse(body))
  return { eventId: id, about }
}
