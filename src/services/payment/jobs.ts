import { z } from 'zod'
import { job } from '#kernel'

/** Asks the gateway how an attempt to capture stands, and records it. */
export const askGateway = job('askGateway', z.object({ transactionId: z.uuid() }), {
  concurrency: 4,
  retryLimit: 3,
})

/** Makes a refund at the gateway, or asks what has become of it. */
export const giveBack = job('giveBack', z.object({ refundId: z.uuid() }), { concurrency: 4, retryLimit: 3 })

/** Detaches a method that its owner has forgotten, then deletes it. */
export const detachMethod = job('detachMethod', z.object({ methodId: z.uuid() }))

/** Forgets a payer at the gateway, whose methods go with them. `customer` is the gateway's own opaque id. */
export const forgetCustomer = job(
  'forgetCustomer',
  z.object({ gateway: z.enum(['simulated', 'stripe']), customer: z.string().max(255) }),
)
