import { z } from 'zod'
import { Amount, Currency, defineContract, event, Instant, PageQuery, pageOf, route, snapshot } from '#kernel'

export const Gateway = z.enum(['simulated', 'stripe']).meta({ id: 'Gateway' })

/**
 * open -> pending -> completed | failed -> pending ...; `pending` also while the buyer's bank asks them (3-D Secure)
 * and while the gateway's answer is unknown. What goes back is told by `refunded` and `refundPending`.
 */
export const PaymentState = z
  .enum(['open', 'pending', 'action-needed', 'completed', 'failed', 'closed'])
  .meta({
    id: 'PaymentState',
    description:
      '`failed`: this try; another method may be tried while the hold lives. `closed`: nothing was paid and the booking is over.',
  })
export type PaymentState = z.output<typeof PaymentState>

export const Payment = z
  .object({
    id: z.uuid(),
    bookingId: z.uuid(),
    version: z.int(),
    state: PaymentState,
    gateway: Gateway.nullable().describe('Of the last try; null before the first'),
    amount: Amount.describe('What the booking costs'),
    captured: Amount,
    refunded: Amount.describe('To the payment method'),
    refundPending: Amount,
    currency: Currency,
    method: z.object({ brand: z.string().nullable(), last4: z.string().nullable() }).nullable(),
    failure: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .describe('Why the last try failed: `declined`, `insufficient-funds`, `expired-method`, ...'),
    actionUrl: z.string().nullable().describe('Where the bank asks the buyer (3-D Secure)'),
    createdAt: Instant,
    completedAt: Instant.nullable(),
  })
  .meta({ id: 'Payment' })
export type Payment = z.output<typeof Payment>

export const PaymentMethod = z
  .object({
    id: z.uuid(),
    gateway: Gateway,
    brand: z.string().nullable(),
    last4: z.string().nullable(),
    expires: z.string().nullable().describe('YYYY-MM'),
    createdAt: Instant,
  })
  .meta({ id: 'PaymentMethod', description: 'A token of the gateway; no card number ever comes here' })

export const Refund = z
  .object({
    id: z.uuid(),
    paymentId: z.uuid(),
    bookingId: z.uuid(),
    amount: Amount,
    currency: Currency,
    state: z
      .enum(['pending', 'completed', 'failed'])
      .describe('A completed one may still fail, when the bank of the buyer sends the money back'),
    reason: z.string(),
    failure: z.string().nullable().describe("The gateway's own word for why it failed"),
    createdAt: Instant,
    completedAt: Instant.nullable(),
  })
  .meta({ id: 'Refund' })

/** Made by the gateway's own script in the browser: `pm_...`. Anything that looks like a card number is refused. */
export const MethodToken = z
  .string()
  .regex(/^[A-Za-z][\w-]{2,254}$/, { error: 'A token of the payment gateway, never a card number' })
  .meta({ id: 'MethodToken', example: 'pm_card_visa' })

/** Full public state of a payment. */
const PublicPayment = z.object({
  paymentId: z.uuid(),
  bookingId: z.uuid(),
  userId: z.uuid().nullable(),
  version: z.int(),
  state: PaymentState,
  gateway: Gateway,
  amount: z.int(),
  captured: z.int(),
  refunded: z.int(),
  currency: Currency,
  failureCode: z.string().nullable(),
})
export const paymentCompleted = event('payment', 'payment.completed', PublicPayment)
export const paymentFailed = event('payment', 'payment.failed', PublicPayment)
/** `refundId` and `refundAmount`: the refund that was completed by this change. */
export const paymentRefunded = event(
  'payment',
  'payment.refunded',
  PublicPayment.extend({ refundId: z.uuid(), refundAmount: z.int() }),
)
/**
 * The gateway will not give this money back, or reports weeks after it said that it had (`wasDone`) that the buyer's bank
 * would not take it: it is with us again, and somebody of the house has to see to it. `refunded` no longer counts it.
 */
export const paymentRefundFailed = event(
  'payment',
  'payment.refund.failed',
  PublicPayment.extend({
    refundId: z.uuid(),
    refundAmount: z.int(),
    wasDone: z.boolean(),
    code: z.string().max(200).describe("The gateway's own word for the reason"),
  }),
)

const byOwner =
  "The buyer, whoever sends the guest's `Booking-Token`, or `payment:read`; 404 for anybody else."

export const payment = defineContract('payment', {
  about: 'Money: captured once, never without a ticket, given back by itself where there is none.',
  permissions: { 'payment:read': 'See payments of others', 'payment:refund': 'Give money back' },
  routes: {
    pay: route({
      method: 'POST',
      path: '/payments',
      summary: 'Pay a booking',
      description:
        'Answers 201 when the money is captured or the bank has to ask (`action-needed`), 402 when it is refused, 202 when the gateway has not answered: then ask again with GET, it is never charged twice. A payment that waits for the bank makes room for another method. Guests send their `Booking-Token`.',
      allow: 'public',
      idempotent: 'own',
      status: 201,
      otherwise: { 202: 'The gateway has not answered: ask again with GET' },
      input: z.object({
        bookingId: z.uuid(),
        method: z.union([
          z.object({
            token: MethodToken,
            save: z.boolean().default(false).describe('Keep it for next time; not for guests'),
          }),
          z.object({ methodId: z.uuid().describe('One of my saved methods') }),
        ]),
        returnUrl: z
          .url({ protocol: /^https?$/ })
          .max(2000)
          .optional()
          .describe('Where the bank sends the buyer back'),
      }),
      output: Payment,
      problems: {
        'payment.refused': 402,
        'payment.already-paid': 409,
        'payment.in-progress': 409,
        'payment.booking-over': 409,
        'payment.nothing-to-pay': 409,
        'payment.not-configured': 503,
      },
    }),
    list: route({
      method: 'GET',
      path: '/payments',
      summary: 'My payments, newest first',
      allow: 'signed-in',
      input: PageQuery,
      output: pageOf(Payment),
    }),
    get: route({
      method: 'GET',
      path: '/payments/{paymentId}',
      summary: 'One payment',
      description: byOwner,
      allow: 'public',
      input: z.object({ paymentId: z.uuid() }),
      output: Payment,
    }),
    ofBooking: route({
      method: 'GET',
      path: '/payments/of/{bookingId}',
      summary: 'The payment of a booking',
      description: byOwner,
      allow: 'public',
      input: z.object({ bookingId: z.uuid() }),
      output: Payment,
    }),
    gateway: route({
      method: 'GET',
      path: '/payments/gateway',
      summary: 'Which gateway takes the money here, and its public key for the browser',
      allow: 'public',
      output: z.object({
        gateway: Gateway.nullable(),
        publishableKey: z.string().nullable(),
        sandbox: z.boolean(),
      }),
    }),
    methods: route({
      method: 'GET',
      path: '/payments/methods',
      summary: 'My saved payment methods',
      allow: 'signed-in',
      input: PageQuery,
      output: pageOf(PaymentMethod),
    }),
    saveMethod: route({
      method: 'POST',
      path: '/payments/methods',
      summary: 'Save a payment method',
      allow: 'signed-in',
      status: 201,
      input: z.object({ token: MethodToken }),
      output: PaymentMethod,
      problems: {
        'payment.method-unknown': 422,
        'payment.not-configured': 503,
        'payment.too-many-methods': 409,
      },
    }),
    forgetMethod: route({
      method: 'DELETE',
      path: '/payments/methods/{methodId}',
      summary: 'Forget a payment method, here and at the gateway',
      allow: 'signed-in',
      input: z.object({ methodId: z.uuid() }),
    }),
    refunds: route({
      method: 'GET',
      path: '/refunds',
      summary: 'Refunds, newest first',
      allow: 'payment:read',
      input: PageQuery.extend({ bookingId: z.uuid().optional(), state: Refund.shape.state.optional() }),
      output: pageOf(Refund),
    }),
    retryRefund: route({
      method: 'POST',
      path: '/refunds/{refundId}/retry',
      summary: 'Try a refund again that the gateway refused, or took back later',
      allow: 'payment:refund',
      input: z.object({ refundId: z.uuid() }),
      output: Refund,
      problems: { 'payment.refund-not-failed': 409 },
    }),
    paymentStates: snapshot({ path: '/payments/snapshot', events: [paymentCompleted] }),
    refundStates: snapshot({ path: '/refunds/snapshot', events: [paymentRefunded, paymentRefundFailed] }),
    webhook: route({
      method: 'POST',
      path: '/payments/webhooks/{gateway}',
      summary: 'Where the gateway reports; signed, at most five minutes old, repeats and any order welcome',
      allow: 'public',
      kind: 'raw',
      consumes: 'application/json',
      input: z.object({ gateway: Gateway }),
      output: z.void(),
      problems: { 'payment.bad-signature': 400 },
    }),
  },
  events: { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed },
})
