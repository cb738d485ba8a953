import { z } from 'zod'
import { type Context, dailyCalls } from '#kernel'
import { config } from '#services/config'
import { schedule } from '#services/schedule'
import type { Tables } from './tables.ts'

export const needs = { schedule, config }

export const settings = z.object({
  GOOGLE_CLIENT_ID: z.string().max(300).optional(),
  GOOGLE_CLIENT_SECRET: z.string().max(300).optional(),
  GOOGLE_OAUTH_URL: z.url().optional().describe('Stand-in for Google sign-in; the real one when left out'),
  GOOGLE_CALENDAR_API_URL: z.url().default('https://www.googleapis.com'),
  GOOGLE_CALENDAR_CALLS_PER_SECOND: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('Shared by all replicas and users, in the order of asking; what Google grants by default'),
  GOOGLE_CALENDAR_DAILY_CALLS: dailyCalls(
    1_000_000,
    "Google's default for a project (Calendar API, usage limits)",
  ),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
