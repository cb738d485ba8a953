import { z } from 'zod'
import { type Context, dailyCalls } from '#kernel'
import { config } from '#services/config'
import { GOOGLE_GEOCODING_URL } from './providers/google-geocoding.ts'
import { GOOGLE_ROUTES_URL } from './providers/google-routes.ts'
import { NOMINATIM_URL } from './providers/nominatim.ts'
import type { Tables } from './tables.ts'

export const needs = { config }

export const settings = z.object({
  GOOGLE_MAPS_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Before the key that an administrator has set; without either, Google is not asked'),
  GOOGLE_ROUTES_URL: z.url().default(GOOGLE_ROUTES_URL),
  GOOGLE_GEOCODING_URL: z.url().default(GOOGLE_GEOCODING_URL),
  GOOGLE_ROUTES_DAILY_CALLS: dailyCalls(
    4_320_000,
    'Google sets no limit a day: this is its 3,000 a minute (Routes API, usage and billing). Lower it to bound the cost',
  ),
  GOOGLE_GEOCODING_DAILY_CALLS: dailyCalls(
    4_320_000,
    'Google sets no limit a day: this is its 3,000 a minute (Geocoding API, usage and billing). Lower it to bound the cost',
  ),
  OSRM_URL: z.url().optional().describe('A server of your own; without it, OSRM is not asked'),
  NOMINATIM_URL: z.url().default(NOMINATIM_URL),
  NOMINATIM_USER_AGENT: z
    .string()
    .min(5)
    .max(200)
    .optional()
    .describe('Names you and a way to reach you, as the usage policy asks; the public address when left out'),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
