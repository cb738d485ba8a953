/** Gateways that take the money. Whoever writes another one starts here. */
export type GatewayName = 'simulated' | 'stripe'

/** An order to take money once. `key` is ours and stable: whatever is sent again under it is the same attempt. */
export interface Attempt {
  readonly key: string
  readonly bookingId: string
  /** Minor units. */
  readonly amount: number
  /** ISO 4217. */
  readonly currency: string
  /** Whom the gateway knows the payer as; needed for a saved method and for one to be saved. */
  readonly customer: string | null
  /** Shall the method be kept for next time, if it works? */
  readonly saves: boolean
  readonly startedAt: Temporal.Instant
  /** The gateway's own id of it, once it has told. */
  readonly reference: string | null
}

/** What the buyer brought for this attempt. Not kept: an attempt that never reached the gateway is closed, not repeated. */
export interface Means {
  /** The gateway's token of a payment method. */
  readonly token: string
  /** Where the bank sends the buyer back. */
  readonly returnUrl: string
}

export interface CardFacts {
  readonly brand: string | null
  readonly last4: string | null
  /** `YYYY-MM` */
  readonly expires: string | null
}

/** A method as the gateway keeps it; `token` may differ from the one that was sent. */
export interface KnownMethod extends CardFacts {
  readonly token: string
}

/** What the buyer may read of a refusal. Codes are stable; whatever else a gateway says is `declined`. */
export type RefusalCode =
  | 'declined'
  | 'insufficient-funds'
  | 'expired-method'
  | 'wrong-security-code'
  | 'authentication-failed'
  | 'method-unknown'
  | 'abandoned'
  | 'gateway-error'

/**
 * How an attempt stands at the gateway. `failed` is said only once the attempt can take no money any more, `absent` when
 * none was taken and nothing says that the request has arrived: it may still be on its way.
 */
export type Outcome =
  | { readonly state: 'succeeded'; readonly reference: string; readonly method: KnownMethod | null }
  | { readonly state: 'failed'; readonly reference: string | null; readonly code: RefusalCode }
  | { readonly state: 'action-needed'; readonly reference: string; readonly url: string }
  | { readonly state: 'pending'; readonly reference: string }
  | { readonly state: 'absent' }

/** An order to give money back. `key` is stable within a round; `id` is ours of the refund, over all rounds. */
export interface RefundOrder {
  readonly key: string
  readonly id: string
  /** The gateway's id of the capture. */
  readonly capture: string
  readonly amount: number
  readonly currency: string
}

export type RefundOutcome =
  | { readonly state: 'completed' | 'pending'; readonly reference: string }
  | { readonly state: 'failed'; readonly reference: string | null; readonly code: string }

/** What a webhook is about. It carries no truth: the gateway is asked for the state of that thing. */
export interface Report {
  readonly eventId: string
  readonly about: {
    readonly kind: 'capture' | 'refund'
    /** The gateway's own id. */
    readonly reference: string
    /** Ours, when the report tells it: it may come before the answer in which the gateway tells its own. */
    readonly key: string | null
  } | null
}

/** @throws whatever the way out throws (`OutboundError`): the outcome is unknown then, except where said otherwise. */
export interface PaymentGateway {
  readonly name: GatewayName
  /** What the buyer's browser needs to make tokens, if anything. */
  readonly publishableKey: string | null
  capture(attempt: Attempt, means: Means): Promise<Outcome>
  /** How the attempt stands. Takes no money. */
  find(attempt: Attempt): Promise<Outcome>
  /** Ends an attempt that has taken no money, for good, also one that is still on its way. Never `absent`. */
  close(attempt: Attempt): Promise<Outcome>
  refund(order: RefundOrder): Promise<RefundOutcome>
  /** What the gateway knows under this key; undefined when nothing has arrived there. */
  findRefund(order: RefundOrder): Promise<RefundOutcome | undefined>
  /** How a refund stands whose id the gateway has told: one that was completed may have failed since. */
  refundState(order: RefundOrder & { readonly reference: string }): Promise<RefundOutcome>
  /** Makes the payer known, once for each `key`. @returns the gateway's id of them */
  customer(key: string): Promise<string>
  /** Makes all methods of a payer useless and forgets the payer. Again it does nothing. */
  forgetCustomer(customer: string): Promise<void>
  /** Keeps a method for a payer. Undefined when there is no such method or it may not be kept. */
  attach(token: string, customer: string): Promise<KnownMethod | undefined>
  /** Makes a method useless. Again it does nothing. */
  detach(token: string): Promise<void>
  /**
   * Reads a webhook.
   *
   * @param now as the house has it: reports older than five minutes are refused, since they may be a replay
   * @throws Problem 400 when the signature is not the gateway's or the report is too old
   */
  readReport(body: string, headers: Headers, now: Temporal.Instant): Report
}

/** How long after its signature a webhook is believed, seconds. */
export const webhookToleranceSeconds = 300
