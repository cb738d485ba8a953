import { z } from 'zod'
import { type Context, dailyCalls } from '#kernel'
import { config } from '#services/config'
import { route } from '#services/route'
import { OPEN_METEO_ARCHIVE_URL, OPEN_METEO_URL } from './providers/open-meteo.ts'
import { OPENWEATHERMAP_URL } from './providers/openweathermap.ts'
import type { Tables } from './tables.ts'

export const needs = { route, config }

export const settings = z.object({
  OPENWEATHERMAP_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Before the key that an administrator has set; without either, Open-Meteo is asked alone'),
  OPENWEATHERMAP_DAILY_CALLS: dailyCalls(
    1_000,
    'what One Call 3.0 gives free of charge (openweathermap.org/price); a key for the forecast alone has a million a month',
  ),
  OPENWEATHERMAP_URL: z.url().default(OPENWEATHERMAP_URL),
  OPEN_METEO_URL: z.url().default(OPEN_METEO_URL),
  OPEN_METEO_ARCHIVE_URL: z.url().default(OPEN_METEO_ARCHIVE_URL),
  OPEN_METEO_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Of the paid service, which has addresses of its own; the free one is not for commercial use'),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
