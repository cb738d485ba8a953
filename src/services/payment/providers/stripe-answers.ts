import type { Stripe } from 'stripe'
import type { OutboundClient } from '#kernel'
import type { KnownMethod, RefundOutcome } from './types.ts'

/**
 * The way out for Stripe's client. A 4xx is an answer that it reads itself; 429, 5xx and silence are met by our policy,
 * which repeats what carries an idempotency key (the client puts one on every POST).
 */
export function stripeFetch(client: OutboundClient): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : input
    const repeatable = new Headers(init?.headers).has('idempotency-key')
    return await client.fetch(url, {
      ...init,
      refusalsAreAnswers: true,
      ...(repeatable ? { safeToRepeat: true } : {}),
    })
  }
}

/** Null where the answer does not hold the method itself. */
export function methodOf({
  payment_method: method,
}: {
  payment_method: Stripe.PaymentIntent['payment_method']
}): KnownMethod | null {
  if (!method || typeof method === 'string') return null
  const { id, card } = method
  const expires = card ? `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}` : null
  return { token: id, brand: card?.brand ?? null, last4: card?.last4 ?? null, expires }
}

export function refundOutcomeOf({ id, status, failure_reason: reason }: Stripe.Refund): RefundOutcome {
  if (status === 'succeeded') return { state: 'completed', reference: id }
  if (status === 'failed' || status === 'canceled')
    return { state: 'failed', reference: id, code: reason ?? status }
  return { state: 'pending', reference: id }
}
