/** What the bank, the network and the gateway do with a test method. Reasons are the card networks' own words. */
export type Behaviour =
  | { readonly kind: 'approved' }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'asks-bank' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'silent-after-capture' }
  | {
      readonly kind: 'webhook'
      readonly manner: 'late' | 'twice' | 'before-answer' | 'out-of-order' | 'after-refund'
    }
  | { readonly kind: 'refund-refused'; readonly times: number }
  /** The first refund is completed, and fails a moment later. */
  | { readonly kind: 'refund-returned' }

export interface Card {
  readonly brand: string
  readonly last4: string
  /** `YYYY-MM` */
  readonly expires: string
  readonly behaviour: Behaviour
}

const visa = (last4: string, behaviour: Behaviour): Card => ({
  brand: 'visa',
  last4,
  expires: '2034-12',
  behaviour,
})

/** Test methods by token. The first lines are Stripe's own test methods, the others do what Stripe's do not. */
export const cards: Readonly<Record<string, Card>> = {
  pm_card_visa: visa('4242', { kind: 'approved' }),
  pm_card_refundFail: visa('5126', { kind: 'refund-returned' }),
  pm_card_mastercard: { ...visa('4444', { kind: 'approved' }), brand: 'mastercard' },
  pm_card_chargeDeclined: visa('0002', { kind: 'declined', reason: 'generic_decline' }),
  pm_card_chargeDeclinedInsufficientFunds: visa('9995', { kind: 'declined', reason: 'insufficient_funds' }),
  pm_card_chargeDeclinedExpiredCard: visa('0069', { kind: 'declined', reason: 'expired_card' }),
  pm_card_chargeDeclinedIncorrectCvc: visa('0127', { kind: 'declined', reason: 'incorrect_cvc' }),
  pm_card_threeDSecure2Required: visa('3220', { kind: 'asks-bank' }),
  pm_card_slow: visa('1001', { kind: 'slow', ms: 700 }),
  pm_card_silentAfterCapture: visa('1002', { kind: 'silent-after-capture' }),
  pm_card_webhookLate: visa('1003', { kind: 'webhook', manner: 'late' }),
  pm_card_webhookTwice: visa('1004', { kind: 'webhook', manner: 'twice' }),
  pm_card_webhookBeforeAnswer: visa('1005', { kind: 'webhook', manner: 'before-answer' }),
  pm_card_webhookOutOfOrder: visa('1006', { kind: 'webhook', manner: 'out-of-order' }),
  pm_card_webhookAfterRefund: visa('1007', { kind: 'webhook', manner: 'after-refund' }),
  pm_card_refundRefusedOnce: visa('1008', { kind: 'refund-refused', times: 1 }),
  pm_card_refundRefused: visa('1009', { kind: 'refund-refused', times: Infinity }),
}
