import { z } from 'zod'
import { job } from '#kernel'

/** Takes a call sheet into the plan of one member. */
export const adopt = job(
  'adopt',
  z.object({ documentId: z.uuid(), documentVersion: z.int(), userId: z.uuid() }),
  { concurrency: 4 },
)
/** Composes a plan again from what stands: the member's settings or the zone of the location changed. */
export const replan = job('replan', z.object({ planId: z.uuid(), userId: z.uuid() }))
