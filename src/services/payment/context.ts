import { z } from 'zod'
import type { Context } from '#kernel'
import { booking } from '#services/booking'
import type { Tables } from './tables.ts'

export const needs = { booking }

export const settings = z.object({
  STRIPE_SECRET_KEY: z.string().min(1).optional().describe('With it Stripe takes the money'),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe(
      '`whsec_...` of the endpoint /api/v1/payments/webhooks/stripe; without it payments are only polled',
    ),
  STRIPE_PUBLISHABLE_KEY: z.string().min(1).optional().describe("For the buyer's browser"),
  STRIPE_API_URL: z
    .url()
    .default('https://api.stripe.com')
    .describe('Scheme, host and port; a path is not used'),
  SIMULATED_GATEWAY_URL: z
    .url()
    .optional()
    .describe('The gateway of the sandbox; it exists in sandbox mode only, and when Stripe is not set up'),
  SIMULATED_GATEWAY_KEY: z.string().min(1).optional(),
  SIMULATED_GATEWAY_WEBHOOK_SECRET: z.string().min(1).optional(),
  PAYMENT_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(30)
    .default(8)
    .describe('How long the gateway may take for one answer; it is asked twice'),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
