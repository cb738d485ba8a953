import type { PaymentEngine } from './payment-engine.ts'
import type { GatewayEvent, GatewayRefund, Intent, Method } from './payment-model.ts'

const apiVersion = '2026-10-28.endive'
const seconds = (instant: string) => Math.floor(Temporal.Instant.from(instant).epochMilliseconds / 1000)

const statuses = {
  created: 'requires_payment_method',
  'asks-bank': 'requires_action',
  captured: 'succeeded',
  declined: 'requires_payment_method',
  cancelled: 'canceled',
} as const

/** Objects as Stripe's API shows them, as far as a shop reads them. */
export class StripeObjects {
  readonly #engine: PaymentEngine
  readonly #origin: () => string

  constructor(engine: PaymentEngine, origin: () => string) {
    this.#engine = engine
    this.#origin = origin
  }

  intent(intent: Intent, expandsMethod = false): object {
    const method = this.#engine.methodOfIntent(intent)
    const isCaptured = intent.state === 'captured'
    return {
      id: intent.id,
      object: 'payment_intent',
      amount: intent.amount,
      amount_received: isCaptured ? intent.amount : 0,
      currency: intent.currency.toLowerCase(),
      status: statuses[intent.state],
      metadata: intent.metadata,
      customer: intent.customer,
      payment_method:
        method && intent.state !== 'declined' ? (expandsMethod ? this.method(method) : method.id) : null,
      next_action:
        intent.state === 'asks-bank'
          ? {
              type: 'redirect_to_url',
              redirect_to_url: {
                url: `${this.#origin()}/stripe/bank/${intent.id}`,
                return_url: intent.returnUrl,
              },
            }
          : null,
      last_payment_error: intent.reason && intent.reason !== 'abandoned' ? declineOf(intent.reason) : null,
      cancellation_reason: null,
      client_secret: `${intent.id}_secret_sandbox`,
      latest_charge: isCaptured ? `ch_${intent.id.slice(3)}` : null,
      created: seconds(intent.createdAt),
      livemode: false,
    }
  }

  method(method: Method): object {
    const { brand, last4, expires } = this.#engine.cardOf(method)
    const [year, month] = expires.split('-').map(Number)
    return {
      id: method.id,
      object: 'payment_method',
      type: 'card',
      card: { brand, last4, exp_month: month, exp_year: year },
      customer: method.customer,
      metadata: {},
      livemode: false,
    }
  }

  refund(refund: GatewayRefund): object {
    return {
      id: refund.id,
      object: 'refund',
      amount: refund.amount,
      currency: refund.currency.toLowerCase(),
      payment_intent: refund.intentId,
      status: refund.state === 'completed' ? 'succeeded' : 'failed',
      ...(refund.reason ? { failure_reason: refund.reason } : {}),
      metadata: refund.metadata,
    }
  }

  event({ id, type, subject }: GatewayEvent, now: string): object {
    const object = subject.kind === 'capture' ? this.intent(subject.intent) : this.refund(subject.refund)
    return {
      id,
      object: 'event',
      api_version: apiVersion,
      type,
      created: seconds(now),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
    }
  }
}

/** A bank's refusal in Stripe's words: some reasons are codes of their own, the others stand behind `card_declined`. */
export function declineOf(reason: string): {
  type: string
  code: string
  decline_code?: string
  message: string
} {
  if (reason === 'payment_intent_authentication_failure')
    return {
      type: 'invalid_request_error',
      code: reason,
      message: 'The provided PaymentMethod has failed authentication.',
    }
  const own = ['expired_card', 'incorrect_cvc'].includes(reason)
  return {
    type: 'card_error',
    code: own ? reason : 'card_declined',
    decline_code: reason,
    message: own ? 'Your card has expired or its security code is incorrect.' : 'Your card was declined.',
  }
}
