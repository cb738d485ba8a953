import { z } from 'zod'
import type { Context } from '#kernel'
import type { Tables } from './tables.ts'

/** Where the keys' providers answer; the sandbox's stand-ins put themselves here. */
export const settings = z.object({
  GOOGLE_GEOCODING_URL: z.url().default('https://maps.googleapis.com'),
  GOOGLE_OAUTH_URL: z.url().default('https://oauth2.googleapis.com'),
  OPENWEATHERMAP_URL: z.url().default('https://api.openweathermap.org'),
  TWILIO_URL: z.url().default('https://api.twilio.com'),
  OPENAI_API_URL: z.url().default('https://api.openai.com/v1'),
  ANTHROPIC_API_URL: z.url().default('https://api.anthropic.com/v1'),
  GEMINI_API_URL: z.url().default('https://generativelanguage.googleapis.com/v1beta/openai'),
  OPENROUTER_API_URL: z.url().default('https://openrouter.ai/api/v1'),
  SENDGRID_URL: z.url().default('https://api.sendgrid.com'),
})

export type Ctx = Context<Tables, Record<never, never>, typeof settings>
