import { Stripe } from 'stripe'
import { z } from 'zod'
import type { OutboundClient } from '#kernel'
import { badSignature, refusalOf } from './refusals.ts'
import { methodOf, refundOutcomeOf, stripeFetch } from './stripe-answers.ts'
import {
  type Attempt,
  type Means,
  type Outcome,
  type PaymentGateway,
  type RefundOrder,
  type RefusalCode,
  type Report,
  webhookToleranceSeconds,
} from './types.ts'

interface Options {
  readonly client: OutboundClient
  readonly baseUrl: string
  readonly secretKey: string
  readonly webhookSecret: string | undefined
  readonly publishableKey: string | undefined
  readonly now: () => Temporal.Instant
}

/** Stripe forgets idempotency keys after 24 hours at the earliest; an hour less, and clocks may differ. */
const keyLifeHours = 23
const expand = ['payment_method']

/**
 * Stripe, by Payment Intents. An attempt is two calls: `create` moves no money and, sent again under the same key,
 * answers the same intent; `confirm` takes the money. So an attempt whose outcome is unknown is looked up by sending
 * `create` again: its answer names the intent, and the intent knows. (Search is eventually consistent, and only asked
 * when the key may be forgotten, a day later.) What was not confirmed is cancelled: a request that is still on its way
 * then finds an intent that takes no money.
 */
export function stripeGateway(options: Options): PaymentGateway {
  const stripe = clientOf(options)
  const intents = stripe.paymentIntents

  async function intentOf(attempt: Attempt): Promise<Stripe.PaymentIntent | undefined> {
    if (attempt.reference) return await intents.retrieve(attempt.reference, { expand })
    if (attempt.startedAt.add({ hours: keyLifeHours }).since(options.now()).sign < 0) {
      const query = `metadata['klaps_attempt']:'${attempt.key}'`
      return (await intents.search({ query, limit: 1, expand: ['data.payment_method'] })).data[0]
    }
    const { id } = await create(attempt)
    return await intents.retrieve(id, { expand })
  }

  const create = ({ key, bookingId, amount, currency, customer, saves }: Attempt) =>
    intents.create(
      {
        amount,
        currency: currency.toLowerCase(),
        allowed_payment_method_types: ['card'],
        metadata: { klaps_attempt: key, klaps_booking: bookingId },
        ...(customer ? { customer } : {}),
        ...(saves ? { setup_future_usage: 'on_session' } : {}),
      },
      { idempotencyKey: key },
    )

  /** Lets the intent take no money from now on. @returns how it ended: it may have succeeded just before. */
  async function end(id: string, code: RefusalCode): Promise<Outcome> {
    try {
      await intents.cancel(id)
      return { state: 'failed', reference: id, code }
    } catch (error) {
      if (!isRefusal(error)) throw error
      const intent = await intents.retrieve(id, { expand })
      if (intent.status === 'canceled') return { state: 'failed', reference: id, code }
      if (intent.status === 'succeeded' || intent.status === 'processing') return await read(intent)
      throw error
    }
  }

  async function read(intent: Stripe.PaymentIntent): Promise<Outcome> {
    const { id, status, last_payment_error: refusal } = intent
    const code = refusal ? refusalOf(refusal.decline_code, refusal.code) : 'abandoned'
    if (status === 'succeeded') return { state: 'succeeded', reference: id, method: methodOf(intent) }
    if (status === 'processing') return { state: 'pending', reference: id }
    if (status === 'canceled') return { state: 'failed', reference: id, code }
    const url = intent.next_action?.redirect_to_url?.url
    if (status === 'requires_action' && url) return { state: 'action-needed', reference: id, url }
    if (status === 'requires_action') return await end(id, 'authentication-failed')
    return refusal ? await end(id, code) : { state: 'absent' }
  }

  async function capture(attempt: Attempt, { token, returnUrl }: Means): Promise<Outcome> {
    let intent: Stripe.PaymentIntent | undefined
    try {
      intent = await create(attempt)
      const confirmation = { payment_method: token, return_url: returnUrl, expand }
      const outcome = await read(
        await intents.confirm(intent.id, confirmation, { idempotencyKey: `${attempt.key}-confirm` }),
      )
      return outcome.state === 'absent' ? await end(intent.id, 'gateway-error') : outcome
    } catch (error) {
      if (!isRefusal(error)) throw error
      const code = codeOf(error)
      return intent ? await end(intent.id, code) : { state: 'failed', reference: null, code }
    }
  }

  async function close(attempt: Attempt): Promise<Outcome> {
    const intent = await intentOf(attempt)
    if (!intent) return { state: 'failed', reference: null, code: 'abandoned' }
    const outcome = await read(intent)
    return outcome.state === 'absent' || outcome.state === 'action-needed'
      ? await end(intent.id, 'abandoned')
      : outcome
  }

  return {
    name: 'stripe',
    publishableKey: options.publishableKey ?? null,
    capture,
    find: async (attempt) => {
      const intent = await intentOf(attempt)
      return intent ? await read(intent) : { state: 'absent' }
    },
    close,
    ...refundsOf(stripe),
    ...methodsOf(stripe),
    readReport: (body, headers, now) => readReport(stripe, options.webhookSecret, body, headers, now),
  }
}

function clientOf({ client, baseUrl, secretKey }: Options): Stripe {
  const { protocol, hostname, port } = new URL(baseUrl)
  return new Stripe(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port ? { port } : {}),
    httpClient: Stripe.createFetchHttpClient(stripeFetch(client)),
    // Time-out, retries and breaker are those of `ctx.http`.
    maxNetworkRetries: 0,
    telemetry: false,
  })
}

function refundsOf({ refunds }: Stripe): Pick<PaymentGateway, 'refund' | 'findRefund' | 'refundState'> {
  return {
    refund: async ({ key, id, capture, amount }: RefundOrder) => {
      try {
        return refundOutcomeOf(
          await refunds.create(
            { payment_intent: capture, amount, metadata: { klaps_refund: id, klaps_key: key } },
            { idempotencyKey: key },
          ),
        )
      } catch (error) {
        if (!isRefusal(error)) throw error
        return { state: 'failed', reference: null, code: error.code ?? error.type }
      }
    },
    findRefund: async ({ key, capture }) => {
      for await (const refund of refunds.list({ payment_intent: capture, limit: 100 }))
        if (refund.metadata?.klaps_key === key) return refundOutcomeOf(refund)
      return undefined
    },
    refundState: async ({ reference }) => refundOutcomeOf(await refunds.retrieve(reference)),
  }
}

function methodsOf({
  customers,
  paymentMethods,
}: Stripe): Pick<PaymentGateway, 'customer' | 'forgetCustomer' | 'attach' | 'detach'> {
  const unlessRefused = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work
    } catch (error) {
      // Not our key: then nothing can be said about the method.
      if (error instanceof Stripe.errors.StripeAuthenticationError || !isRefusal(error)) throw error
      return undefined
    }
  }
  return {
    customer: async (key) =>
      (await customers.create({ metadata: { klaps_customer: key } }, { idempotencyKey: `customer-${key}` }))
        .id,
    forgetCustomer: async (customer) => void (await unlessRefused(customers.del(customer))),
    attach: async (token, customer) => {
      const method = await unlessRefused(paymentMethods.attach(token, { customer }))
      return method && methodOf({ payment_method: method })!
    },
    detach: async (token) => void (await unlessRefused(paymentMethods.detach(token))),
  }
}

const { StripeCardError, StripeInvalidRequestError, StripeAuthenticationError, StripePermissionError } =
  Stripe.errors
const refusals = [
  StripeCardError,
  StripeInvalidRequestError,
  StripeAuthenticationError,
  StripePermissionError,
]

/** Has Stripe said no, so that nothing was done? Everything else (no answer, 5xx, a key in use) leaves it open. */
const isRefusal = (error: unknown): error is Stripe.errors.StripeError =>
  refusals.some((kind) => error instanceof kind)

function codeOf(error: Stripe.errors.StripeError): RefusalCode {
  if (error instanceof StripeCardError) return refusalOf(error.decline_code, error.code)
  if (error.code === 'resource_missing' && error.param === 'payment_method') return 'method-unknown'
  return 'gateway-error'
}

const Thing = z.object({
  id: z.string().min(1).max(255),
  object: z.string(),
  metadata: z
    .object({
      klaps_attempt: z.uuid().optional().catch(undefined),
      klaps_refund: z.uuid().optional().catch(undefined),
    })
    .nullish(),
})

const kinds: Readonly<Record<string, 'capture' | 'refund'>> = { payment_intent: 'capture', refund: 'refund' }

function readReport(
  stripe: Stripe,
  secret: string | undefined,
  body: string,
  headers: Headers,
  now: Temporal.Instant,
): Report {
  const signature = headers.get('stripe-signature')
  if (!secret || !signature) throw badSignature()
  try {
    const event = stripe.webhooks.constructEvent(
      body,
      signature,
      secret,
      webhookToleranceSeconds,
      undefined,
      now.epochMilliseconds,
    )
    const { id, object, metadata } = Thing.parse(event.data.object)
    const kind = kinds[object]
    const key = metadata?.klaps_attempt ?? metadata?.klaps_refund ?? null
    const about = kind && { kind, reference: id, key }
    return { eventId: event.id, about: about ?? null }
  } catch (error) {
    throw badSignature(error)
  }
}
