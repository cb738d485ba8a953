import { z } from 'zod'
import { job } from '#kernel'

/** Asks calendar once more for the event of a reminder: it may have moved while the reminder was made. */
export const checkAnchor = job('check-anchor', z.object({ reminderId: z.uuid() }), { concurrency: 4 })

/** Asks config for a person's zone and evening after they have changed. */
export const readSettings = job('read-settings', z.object({ userId: z.uuid() }))
