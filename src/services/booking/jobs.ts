import { z } from 'zod'
import { job } from '#kernel'

/** Tells the people of a showtime that was cancelled or moved, some at a time until nobody is left. */
export const tellShowtime = job('tell-showtime', z.object({ showtimeId: z.uuid(), version: z.int() }))
