import { z } from 'zod'
import { job } from '#kernel'

/** Look for new mail in one mailbox. Running twice at once is harmless: fingerprints decide what is new. */
export const checkMailbox = job('check-mailbox', z.object({ mailboxId: z.uuid() }), {
  retryLimit: 2,
  retryDelaySeconds: 5,
  timeoutSeconds: 300,
  concurrency: 4,
})
