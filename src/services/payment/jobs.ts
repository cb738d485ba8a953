import { z } from 'zod'
import { job } from '#kernel'

/** Asks the gateway how an attempt to capture stands, and records it. */
export const askGateway = job('askGateway', z.object({ transactionId: z.uuid() }), {
  concurrency: 4,
  retryLimit: 3,
})

/** Makes a refund at the gateway, or asks what has become of it. */
export const giveBack = job('giveBack', z.object({ refundId: z.uuid() }), { concurrency: 4, retryLimit: 3 })

/** Forgets people and methods at the gateway once they are forgotten here. Opaque ids of the gateway's only. */
export const forgetAtGateway = job(
  'forgetAtGateway',
  z.object({
    gateway: z.enum(['simulated', 'stripe']),
    customer: z.string().optional(),
    sealedToken: z.string().optional().describe("Under the house's key, for this method id"),
    methodId: z.uuid().optional(),
  }),
)
