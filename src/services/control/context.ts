import { z } from 'zod'
import type { Context } from '#kernel'
import { booking } from '#services/booking'
import { config } from '#services/config'
import { movie } from '#services/movie'
import { route } from '#services/route'
import { schedule } from '#services/schedule'
import { weather } from '#services/weather'
import type { Tables } from './tables.ts'

export const settings = z.object({
  CONTROL_GONE_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(3600)
    .default(20)
    .describe('A process that has not been heard of for so long counts as gone'),
})

/** What programs may ask for at /mcp. */
export const needs = { config, schedule, route, weather, movie, booking }

export type Ctx = Context<Tables, typeof needs, typeof settings>
