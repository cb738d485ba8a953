import { z } from 'zod'
import { job } from '#kernel'

/**
 * Why a plan is calculated. `planned`: schedule has a new version; `traffic`: the check of the evening and before the
 * wake-up; `retry`: something was missing; `asked`: the user wants to know.
 */
export const Cause = z.enum(['planned', 'weather', 'settings', 'traffic', 'retry', 'asked'])
export type Cause = z.output<typeof Cause>

/** Works out one plan. `request` is the one it answers; a newer one makes it superfluous. */
export const calculate = job('calculate', z.object({ planId: z.uuid(), request: z.int(), cause: Cause }), {
  concurrency: 4,
})

/** Asks the map whether it knows the places of a user's settings. */
export const checkPlaces = job('check-places', z.object({ userId: z.uuid() }))
