/** A payment as both faces of the gateway know it. */
export interface Intent {
  readonly id: string
  /** The shop's own key. */
  readonly key: string
  readonly amount: number
  /** ISO 4217, upper case. */
  readonly currency: string
  readonly customer: string | null
  readonly saves: boolean
  readonly metadata: Record<string, string>
  readonly createdAt: string
  state: 'created' | 'asks-bank' | 'captured' | 'declined' | 'cancelled'
  /** The network's word, once declined or cancelled. */
  reason: string | null
  methodId: string | null
  returnUrl: string | null
}

export interface Method {
  readonly id: string
  /** Token of the test card behind it. */
  readonly card: string
  customer: string | null
}

export interface GatewayRefund {
  readonly id: string
  readonly key: string
  readonly intentId: string
  readonly amount: number
  readonly currency: string
  readonly metadata: Record<string, string>
  state: 'completed' | 'refused'
  reason: string | null
}

/** One line of the gateway's books: money that moved. */
export interface Movement {
  /** `returned`: a refund that the buyer's bank has sent back. */
  readonly kind: 'capture' | 'refund' | 'returned'
  readonly intentId: string
  /** The shop's key of the attempt or the refund. */
  readonly key: string
  readonly bookingId: string | null
  readonly amount: number
  readonly currency: string
  /** Sandbox clock, UTC. */
  readonly at: string
}

/** A change that a webhook tells of. */
export interface GatewayEvent {
  readonly id: string
  readonly subject: { kind: 'capture'; intent: Intent } | { kind: 'refund'; refund: GatewayRefund }
  /** Stripe's name of it. */
  readonly type: string
}
