import { z } from 'zod'
import { job } from '#kernel'

/** Why a day's weather is asked for. `planned`: schedule has a new version; `refresh`: it is time to look again. */
export const Cause = z.enum(['planned', 'refresh', 'retry'])
export type Cause = z.output<typeof Cause>

/** Fetches the weather of one day plan. `request` is the one it answers; a newer one makes it superfluous. */
export const fetchWeather = job('fetch', z.object({ planId: z.uuid(), request: z.int(), cause: Cause }), {
  concurrency: 4,
})
