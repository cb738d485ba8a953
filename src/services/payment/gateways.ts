import { Problem } from '#kernel'
import type { Ctx } from './context.ts'
import { simulatedGateway } from './providers/simulated.ts'
import { stripeGateway } from './providers/stripe.ts'
import type { GatewayName, PaymentGateway } from './providers/types.ts'

/** One repetition: under the same key it asks rather than pays again. The sweeper does the rest. */
const policyOf = ({ settings }: Ctx) => ({
  timeoutMs: Math.round(settings.PAYMENT_TIMEOUT_SECONDS * 1000),
  attempts: 2,
  baseDelayMs: 200,
})

const made = new WeakMap<Ctx['settings'], Map<GatewayName, PaymentGateway | undefined>>()

/** A gateway that is set up here; undefined for one that is not. */
export function gatewayNamed(ctx: Ctx, name: GatewayName): PaymentGateway | undefined {
  const known = made.getOrInsertComputed(ctx.settings, () => new Map())
  if (!known.has(name)) known.set(name, name === 'stripe' ? stripe(ctx) : simulated(ctx))
  return known.get(name)
}

/** The gateway that takes new payments: Stripe when it has a key, else the sandbox's, which never runs in production. */
export const currentGateway = (ctx: Ctx): PaymentGateway | undefined =>
  gatewayNamed(ctx, 'stripe') ?? gatewayNamed(ctx, 'simulated')

/** @throws Problem 503 where nobody takes money */
export function requireGateway(ctx: Ctx, name?: GatewayName): PaymentGateway {
  const gateway = name ? gatewayNamed(ctx, name) : currentGateway(ctx)
  if (gateway) return gateway
  throw new Problem(503, 'payment.not-configured', 'No payment gateway is set up here', {
    headers: { 'Retry-After': '3600' },
  })
}

function stripe(ctx: Ctx): PaymentGateway | undefined {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_URL: baseUrl, ...rest } = ctx.settings
  if (!secretKey) return undefined
  return stripeGateway({
    client: ctx.http.provider('stripe', policyOf(ctx)),
    baseUrl,
    secretKey,
    webhookSecret: rest.STRIPE_WEBHOOK_SECRET,
    publishableKey: rest.STRIPE_PUBLISHABLE_KEY,
    now: () => ctx.clock.now(),
  })
}

function simulated(ctx: Ctx): PaymentGateway | undefined {
  const {
    SIMULATED_GATEWAY_URL: baseUrl,
    SIMULATED_GATEWAY_KEY: apiKey,
    SIMULATED_GATEWAY_WEBHOOK_SECRET: webhookSecret,
  } = ctx.settings
  if (!ctx.sandbox || !baseUrl || !apiKey || !webhookSecret) return undefined
  const client = ctx.http.provider('simulated-gateway', policyOf(ctx))
  return simulatedGateway({ client, baseUrl, apiKey, webhookSecret })
}
