import { z } from 'zod'
import { job } from '#kernel'

/** `emailVersion` is the processing of the message that asked for it. */
const Reading = z.object({ documentId: z.uuid(), emailVersion: z.int() })

/** Reads the text of one document. */
export const read = job('read', Reading, { retryLimit: 6, timeoutSeconds: 120 })

/** Reads one document with its scanned pages recognised: seconds a page, so one at a time and in a queue of its own. */
export const recognise = job('recognise', Reading, { retryLimit: 3, timeoutSeconds: 1800, concurrency: 1 })

/** Finds out what one correction teaches: nothing waits for it. */
export const learn = job('learn', z.object({ correctionId: z.int() }), {
  retryLimit: 6,
  timeoutSeconds: 600,
})
