import { z } from 'zod'
import { job } from '#kernel'

/** Reads one document. `emailVersion` is the processing of the message that asked for it. */
export const read = job('read', z.object({ documentId: z.uuid(), emailVersion: z.int() }), {
  retryLimit: 6,
  timeoutSeconds: 120,
})

/** Finds out what one correction teaches: nothing waits for it. */
export const learn = job('learn', z.object({ correctionId: z.int() }), {
  retryLimit: 6,
  timeoutSeconds: 120,
})
