import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { PaymentEngine } from './payment-engine.ts'
import type { Intent } from './payment-model.ts'
import type { PaymentStandIn } from './payment-simulated.ts'
import { idempotency, StripeForm } from './payment-stripe-form.ts'
import { declineOf, StripeObjects } from './payment-stripe-objects.ts'
import { PaymentWebhooks } from './payment-webhooks.ts'
import { bankPage, inMannerOf } from './payment-wire.ts'
import { credentials, type StandInApp, type World } from './world.ts'

/** What the routes share. */
interface Desk {
  readonly world: World
  readonly engine: PaymentEngine
  readonly objects: StripeObjects
}

/** Stripe finds new intents by search only after a while. */
const searchLagSeconds = 60

/**
 * The part of Stripe's REST API that a shop needs: Payment Intents, refunds, payment methods, customers, with its form
 * encoding, errors, idempotency and signed webhooks. Stripe's client drops the path of a base URL, so it answers at the
 * root too (`/v1/...`).
 */
export function stripePayments(world: World): PaymentStandIn {
  const engine = new PaymentEngine(world, 'payments-stripe')
  const objects = new StripeObjects(engine, world.origin)
  const webhooks = new PaymentWebhooks(world, engine, {
    header: 'stripe-signature',
    secret: credentials.stripeWebhookSecret,
    body: (event) => objects.event(event, world.clock.now().toString()),
  })
  const repeats = idempotency(world)
  const app: StandInApp = new Hono()
  app.use('/v1/*', async (context, next) =>
    context.req.header('authorization') === `Bearer ${credentials.stripeSecretKey}`
      ? next()
      : refuse(context, 401, 'invalid_request_error', { message: 'Invalid API Key provided' }),
  )
  app.use('/v1/payment_intents/:id/confirm', async (context, next) => {
    const id = context.req.param('id')
    await next()
    const intent = engine.intent(id)
    if (intent) await inMannerOf(world, engine, webhooks, context, intent)
  })
  app.use('/v1/*', repeats.middleware)
  const desk: Desk = { world, engine, objects }
  intentRoutes(app, desk)
  refundRoutes(app, desk)
  methodRoutes(app, desk)
  app.route('/bank', bankPage(engine))
  app.notFound((context) => missing(context, 'path', context.req.path))
  return {
    name: 'stripe',
    app,
    engine,
    webhooks,
    refusal: (status) => ({
      error: {
        type: status === 401 ? 'invalid_request_error' : 'api_error',
        message: 'The sandbox was told to fail.',
      },
    }),
    reset: () => {
      engine.reset()
      webhooks.reset()
      repeats.reset()
    },
  }
}

function intentRoutes(app: StandInApp, { world, engine, objects }: Desk): void {
  app.post('/v1/payment_intents', async (context) => {
    const form = await formOf(context)
    const [amount, currency] = [form.whole('amount'), form.text('currency')]
    if (!amount || !currency) return missing(context, 'amount', 'Missing required param: amount or currency.')
    const metadata = form.map('metadata')
    const intent = engine.open({
      key: metadata.klaps_attempt ?? randomUUID(),
      amount,
      currency: currency.toUpperCase(),
      customer: form.text('customer'),
      saves: form.text('setup_future_usage') !== null,
      metadata,
    })
    return context.json(objects.intent(intent))
  })
  app.get('/v1/payment_intents/search', (context) => {
    const [, key] = /^metadata\['klaps_attempt'\]:'([^']+)'$/.exec(context.req.query('query') ?? '') ?? []
    const intent = engine.intentByKey(key ?? '')
    const until = world.clock.now().subtract({ seconds: searchLagSeconds })
    const isIndexed = intent && Temporal.Instant.compare(Temporal.Instant.from(intent.createdAt), until) <= 0
    const data = isIndexed ? [objects.intent(intent, true)] : []
    return context.json({ object: 'search_result', data, has_more: false, url: '/v1/payment_intents/search' })
  })
  app.get('/v1/payment_intents', (context) => {
    const limit = Number(context.req.query('limit') ?? 10)
    const found = engine.intents()
    const data = found.slice(0, limit).map((intent) => objects.intent(intent))
    return context.json({ object: 'list', data, has_more: found.length > limit, url: '/v1/payment_intents' })
  })
  app.get('/v1/payment_intents/:id', (context) => {
    const intent = engine.intent(context.req.param('id'))
    const expands = Object.entries(context.req.query()).some(
      ([name, value]) => name.startsWith('expand') && value === 'payment_method',
    )
    return intent ? context.json(objects.intent(intent, expands)) : missing(context, 'intent')
  })
  app.post('/v1/payment_intents/:id/confirm', async (context) => {
    const intent = engine.intent(context.req.param('id'))
    const form = await formOf(context)
    if (!intent) return missing(context, 'intent')
    if (intent.state === 'captured' || intent.state === 'cancelled')
      return unexpectedState(context, objects, intent)
    const token = form.text('payment_method') ?? ''
    const method = engine.method(token)
    if (!method) return missing(context, 'payment_method', `No such PaymentMethod: '${token}'`)
    engine.confirm(intent, method, form.text('return_url'))
    if (intent.state === ('declined' as Intent['state']))
      return context.json(
        { error: { ...declineOf(intent.reason!), payment_intent: objects.intent(intent) } },
        402,
      )
    return context.json(objects.intent(intent, form.expands('payment_method')))
  })
  app.post('/v1/payment_intents/:id/cancel', (context) => {
    const intent = engine.intent(context.req.param('id'))
    if (!intent) return missing(context, 'intent')
    if (intent.state === 'cancelled' || !engine.cancel(intent))
      return unexpectedState(context, objects, intent)
    return context.json(objects.intent(intent))
  })
}

function refundRoutes(app: StandInApp, { engine, objects }: Desk): void {
  app.post('/v1/refunds', async (context) => {
    const form = await formOf(context)
    const intent = engine.intent(form.text('payment_intent') ?? '')
    if (!intent) return missing(context, 'payment_intent')
    const order = {
      key: context.req.header('idempotency-key') ?? randomUUID(),
      amount: form.whole('amount') ?? intent.amount,
      metadata: form.map('metadata'),
    }
    const refund = engine.refund(intent, order)
    if (typeof refund !== 'string') return context.json(objects.refund(refund))
    return refuse(context, 400, 'invalid_request_error', {
      code: refund,
      message: 'This cannot be refunded.',
    })
  })
  app.get('/v1/refunds', (context) => {
    const intent = engine.intent(context.req.query('payment_intent') ?? '')
    const data = intent ? engine.refundsOf(intent).map((refund) => objects.refund(refund)) : []
    return context.json({ object: 'list', data, has_more: false, url: '/v1/refunds' })
  })
  app.get('/v1/refunds/:id', (context) => {
    const refund = engine.refundById(context.req.param('id'))
    return refund ? context.json(objects.refund(refund)) : missing(context, 'refund')
  })
}

function methodRoutes(app: StandInApp, { engine, objects }: Desk): void {
  app.post('/v1/payment_methods/:id/attach', async (context) => {
    const method = engine.method(context.req.param('id'))
    const customer = (await formOf(context)).text('customer')
    if (!method || !customer) return missing(context, 'payment_method')
    const { behaviour } = engine.cardOf(method)
    if (behaviour.kind === 'declined') return context.json({ error: declineOf(behaviour.reason) }, 402)
    engine.attach(method, customer)
    return context.json(objects.method(method))
  })
  app.post('/v1/payment_methods/:id/detach', (context) => {
    const method = engine.method(context.req.param('id'))
    if (!method || !engine.detach(method.id)) return missing(context, 'payment_method')
    return context.json({ ...objects.method(method), customer: null })
  })
  app.post('/v1/customers', (context) =>
    context.json({ id: engine.customer(randomUUID()), object: 'customer', livemode: false }),
  )
  app.delete('/v1/customers/:id', (context) => {
    const id = context.req.param('id')
    return engine.forgetCustomer(id)
      ? context.json({ id, object: 'customer', deleted: true })
      : missing(context, 'customer')
  })
}

const formOf = async (context: Context) => new StripeForm(await context.req.text())

function refuse(
  context: Context,
  status: 400 | 401 | 404,
  type: string,
  error: Record<string, string>,
): Response {
  return context.json({ error: { type, ...error } }, status)
}

const missing = (context: Context, param: string, message = `No such ${param}`) =>
  refuse(context, 404, 'invalid_request_error', { code: 'resource_missing', param, message })

const unexpectedState = (context: Context, objects: StripeObjects, intent: Intent) =>
  context.json(
    {
      error: {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        message: `This PaymentIntent's status does not allow that.`,
        payment_intent: objects.intent(intent),
      },
    },
    400,
  )
