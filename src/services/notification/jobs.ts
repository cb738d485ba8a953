import { z } from 'zod'
import { HealthStatus, job } from '#kernel'

/** Turns an intent into a notification with its deliveries. */
export const compose = job('compose', z.object({ intentId: z.uuid() }), {
  retryLimit: 10,
  retryDelayMaxSeconds: 120,
  timeoutSeconds: 60,
  // Nothing of it leaves the house: many share each statement.
  concurrency: 128,
  together: true,
  givesWay: true,
})

/** Takes one delivery to its provider. About an hour of retries, since mail servers rest for that long. */
export const deliver = job('deliver', z.object({ deliveryId: z.uuid() }), {
  retryLimit: 13,
  retryDelayMaxSeconds: 900,
  timeoutSeconds: 300,
  // Many share each statement; how many are with a provider at once is told in `deliver.ts`.
  concurrency: 128,
  together: true,
  givesWay: true,
})

/** Tells every administrator how a service is. */
export const alertAdmins = job(
  'alert-admins',
  z.object({ service: z.string(), version: z.int(), status: HealthStatus, changes: z.int() }),
  { retryLimit: 10, retryDelayMaxSeconds: 120 },
)

/** Tells the box office and every administrator that money cannot be given back. */
export const alertRefund = job(
  'alert-refund',
  z.object({
    refundId: z.uuid(),
    bookingId: z.uuid(),
    version: z.int(),
    amount: z.int(),
    currency: z.string().length(3),
    wasDone: z.boolean(),
  }),
  { retryLimit: 10, retryDelayMaxSeconds: 120 },
)

/** Tells every administrator that something has not come to its end in time. */
export const alertStuck = job(
  'alert-stuck',
  z.object({ runId: z.uuid(), kind: z.string(), lastStep: z.string().nullable(), version: z.int() }),
  { retryLimit: 10, retryDelayMaxSeconds: 120 },
)

/** Sets the evening summaries of a person after their days or their settings have changed. */
export const arrangeEvenings = job('arrange-evenings', z.object({ userId: z.uuid() }))
