import { Problem } from '#kernel'
import type { Ctx } from './context.ts'
import { simulatedGateway } from './providers/simulated.ts'
import type { GatewayName, PaymentGateway } from './providers/types.ts'

/** How long a gateway that has failed repeatedly is left alone, seconds. */
export const restSeconds = 60

/** One repetition: under the same key it asks rather than pays again. The sweeper does the rest. */
const policyOf = ({ settings }: Ctx) => ({
  timeoutMs: Math.round(settings.PAYMENT_TIMEOUT_SECONDS * 1000),
  attempts: 2,
  baseDelayMs: 200,
  breaker: { resetMs: restSeconds * 1000 },
})

const made = new WeakMap<Ctx['settings'], Map<GatewayName, Promise<PaymentGateway | undefined>>>()

/** A gateway that is set up here; undefined for one that is not. */
export async function gatewayNamed(ctx: Ctx, name: GatewayName): Promise<PaymentGateway | undefined> {
  const known = made.getOrInsertComputed(ctx.settings, () => new Map())
  return await known.getOrInsertComputed(name, () => (name === 'stripe' ? stripe(ctx) : simulated(ctx)))
}

/** The gateway that takes new payments: Stripe when it has a key, else the sandbox's, which never runs in production. */
export const currentGateway = async (ctx: Ctx): Promise<PaymentGateway | undefined> =>
  (await gatewayNamed(ctx, 'stripe')) ?? (await gatewayNamed(ctx, 'simulated'))

/** @throws Problem 503 where nobody takes money */
export async function requireGateway(ctx: Ctx, name?: GatewayName): Promise<PaymentGateway> {
  const gateway = await (name ? gatewayNamed(ctx, name) : currentGateway(ctx))
  if (gateway) return gateway
  throw new Problem(503, 'payment.not-configured', 'No payment gateway is set up here', {
    headers: { 'Retry-After': '3600' },
  })
}

/** Stripe's library takes 15 MB and a tenth of a second: it is loaded where there is a key for it. */
async function stripe(ctx: Ctx): Promise<PaymentGateway | undefined> {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_URL: baseUrl, ...rest } = ctx.settings
  if (!secretKey) return undefined
  const { stripeGateway } = await import('./providers/stripe.ts')
  return stripeGateway({
    client: ctx.http.provider('stripe', policyOf(ctx)),
    baseUrl,
    secretKey,
    webhookSecret: rest.STRIPE_WEBHOOK_SECRET,
    publishableKey: rest.STRIPE_PUBLISHABLE_KEY,
    now: () => ctx.clock.now(),
  })
}

async function simulated(ctx: Ctx): Promise<PaymentGateway | undefined> {
  const {
    SIMULATED_GATEWAY_URL: baseUrl,
    SIMULATED_GATEWAY_KEY: apiKey,
    SIMULATED_GATEWAY_WEBHOOK_SECRET: webhookSecret,
  } = ctx.settings
  if (!ctx.sandbox || !baseUrl || !apiKey || !webhookSecret) return undefined
  const client = ctx.http.provider('simulated-gateway', policyOf(ctx))
  return simulatedGateway({ client, baseUrl, apiKey, webhookSecret })
}
