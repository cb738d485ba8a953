import { z } from 'zod'
import { job } from '#kernel'

/** Brings our own calendar to what schedule says of a plan now. */
export const writePlan = job('writePlan', z.object({ planId: z.uuid() }), { concurrency: 4 })

/** Brings a linked calendar to what our own one holds of a plan. The time covers waiting for Google's rate limit. */
export const copyPlan = job('copyPlan', z.object({ calendarId: z.uuid(), planId: z.uuid() }), {
  timeoutSeconds: 300,
  concurrency: 4,
})

/** Reads what has changed in a linked calendar. */
export const syncCalendar = job('syncCalendar', z.object({ calendarId: z.uuid() }), {
  retryLimit: 2,
  retryDelaySeconds: 5,
  timeoutSeconds: 600,
})

/** Takes our events out of a calendar that is being unlinked and gives the grant back. */
export const unlinkCalendar = job('unlinkCalendar', z.object({ calendarId: z.uuid() }), { retryLimit: 4 })
