import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { PaymentEngine } from './payment-engine.ts'
import type { GatewayEvent, GatewayRefund, Intent, Method } from './payment-model.ts'
import { PaymentWebhooks } from './payment-webhooks.ts'
import { bankPage, inMannerOf } from './payment-wire.ts'
import { credentials, type StandIn, type StandInApp, type World } from './world.ts'

const Order = z.object({
  key: z.uuid(),
  bookingId: z.uuid(),
  amount: z.int().positive(),
  currency: z.string().length(3),
  customer: z.string().nullable(),
  saves: z.boolean(),
})
const CaptureRequest = Order.extend({ token: z.string(), returnUrl: z.url() })
const RefundRequest = z.object({
  key: z.uuid(),
  id: z.uuid(),
  capture: z.string(),
  amount: z.int().positive(),
})
const MethodRequest = z.object({ token: z.string(), customer: z.string() })

/** A gateway with its books and its webhooks, behind one of its faces. */
export interface PaymentStandIn extends StandIn {
  readonly engine: PaymentEngine
  readonly webhooks: PaymentWebhooks
}

/** The simulated gateway's protocol: JSON, every order under a key of the shop's. */
export function simulatedPayments(world: World): PaymentStandIn {
  const engine = new PaymentEngine(world, 'payments-simulated')
  const webhooks = new PaymentWebhooks(world, engine, {
    header: 'klaps-signature',
    secret: credentials.simulatedWebhookSecret,
    body: reportOf,
  })
  const app: StandInApp = new Hono()
  app.use('/v1/*', async (context, next) =>
    context.req.header('authorization') === `Bearer ${credentials.simulatedGatewayKey}`
      ? next()
      : context.json({ reason: 'unauthorized' }, 401),
  )
  app.onError((error, context) =>
    context.json({ reason: error.message }, error instanceof z.ZodError ? 400 : 500),
  )
  const present = (intent: Intent) => captureOf(world, engine, intent)
  app.post('/v1/captures', async (context) => {
    const { token, returnUrl, ...order } = CaptureRequest.parse(await context.req.json())
    const method = engine.method(token)
    if (!method) return context.json({ reason: 'resource_missing' }, 404)
    const intent = engine.open(orderOf(order))
    if (intent.state === 'created') engine.confirm(intent, method, returnUrl)
    await inMannerOf(world, engine, webhooks, context, intent)
    return context.json(present(intent))
  })
  app.get('/v1/captures/:key', (context) => {
    const intent = engine.intentByKey(context.req.param('key'))
    return intent ? context.json(present(intent)) : context.notFound()
  })
  app.post('/v1/captures/:key/cancel', async (context) => {
    const intent = engine.open(orderOf(Order.parse(await context.req.json())))
    engine.cancel(intent)
    return context.json(present(intent))
  })
  refundRoutes(app, engine)
  methodRoutes(app, engine)
  app.route('/bank', bankPage(engine))
  return {
    name: 'simulated-gateway',
    app,
    engine,
    webhooks,
    refusal: () => ({ reason: 'The sandbox was told to fail.' }),
    reset: () => {
      engine.reset()
      webhooks.reset()
    },
  }
}

const orderOf = ({ bookingId, ...order }: z.output<typeof Order>) => ({
  ...order,
  metadata: { klaps_booking: bookingId },
})

function refundRoutes(app: StandInApp, engine: PaymentEngine): void {
  app.post('/v1/refunds', async (context) => {
    const { key, id, capture, amount } = RefundRequest.parse(await context.req.json())
    const intent = engine.intent(capture)
    if (!intent) return context.notFound()
    const refund =
      engine.refundByKey(key) ?? engine.refund(intent, { key, amount, metadata: { klaps_refund: id } })
    if (typeof refund !== 'string') return context.json(refundOf(refund))
    return context.json({ reference: `refused-${key}`, state: 'refused', reason: refund })
  })
  app.get('/v1/refunds/:key', (context) => {
    const refund = engine.refundByKey(context.req.param('key'))
    return refund ? context.json(refundOf(refund)) : context.notFound()
  })
}

function methodRoutes(app: StandInApp, engine: PaymentEngine): void {
  const gone = (context: Context, found: boolean) => (found ? context.json({}) : context.notFound())
  app.put('/v1/customers/:key', (context) => context.json({ id: engine.customer(context.req.param('key')) }))
  app.delete('/v1/customers/:id', (context) => gone(context, engine.forgetCustomer(context.req.param('id'))))
  app.post('/v1/methods', async (context) => {
    const { token, customer } = MethodRequest.parse(await context.req.json())
    const method = engine.method(token)
    if (!method || engine.cardOf(method).behaviour.kind === 'declined') return context.notFound()
    engine.attach(method, customer)
    return context.json(methodOf(engine, method))
  })
  app.delete('/v1/methods/:id', (context) => gone(context, engine.detach(context.req.param('id'))))
}

const states = {
  created: 'pending',
  'asks-bank': 'action-needed',
  captured: 'captured',
  declined: 'refused',
  cancelled: 'refused',
} as const

function captureOf(world: World, engine: PaymentEngine, intent: Intent): object {
  const method = engine.methodOfIntent(intent)
  return {
    reference: intent.id,
    state: states[intent.state],
    reason: intent.reason,
    actionUrl: intent.state === 'asks-bank' ? `${world.origin()}/simulated-gateway/bank/${intent.id}` : null,
    method: method ? methodOf(engine, method) : null,
  }
}

const methodOf = (engine: PaymentEngine, method: Method) => {
  const { brand, last4, expires } = engine.cardOf(method)
  return { token: method.id, brand, last4, expires }
}

const refundOf = ({ id, state, reason }: GatewayRefund) => ({ reference: id, state, reason })

function reportOf({ id, subject }: GatewayEvent): object {
  return subject.kind === 'capture'
    ? { id, kind: 'capture', reference: subject.intent.id, key: subject.intent.key }
    : { id, kind: 'refund', reference: subject.refund.id, key: subject.refund.metadata.klaps_refund }
}
