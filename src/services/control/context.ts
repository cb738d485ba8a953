import { z } from 'zod'
import type { Context } from '#kernel'
import { ai } from '#services/ai'
import { booking } from '#services/booking'
import { calendar } from '#services/calendar'
import { config } from '#services/config'
import { email } from '#services/email'
import { movie } from '#services/movie'
import { reminder } from '#services/reminder'
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

/** What the tools ask. */
export const needs = { config, schedule, route, weather, movie, booking, reminder, calendar, email, ai }

export type Ctx = Context<Tables, typeof needs, typeof settings>
