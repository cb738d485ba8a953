import { z } from 'zod'
import { type Context, dailyCalls } from '#kernel'
import { auth } from '#services/auth'
import { booking } from '#services/booking'
import { calendar } from '#services/calendar'
import { config } from '#services/config'
import { email } from '#services/email'
import { pdf } from '#services/pdf'
import { reminder } from '#services/reminder'
import { schedule } from '#services/schedule'
import { telegram } from '#services/telegram'
import type { Tables } from './tables.ts'

export const needs = { schedule, booking, config, auth, reminder, telegram, pdf, email, calendar }

/** How to reach people. What is left out is not used: its channel is skipped, with the reason in the delivery. */
export const settings = z.object({
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('`smtps://user:password@host:465`; takes precedence over SendGrid'),
  SMTP_FROM: z.string().max(320).default('Klaps <noreply@localhost>').describe('Sender of e-mails'),
  SENDGRID_URL: z.url().default('https://api.sendgrid.com'),
  SENDGRID_API_KEY: z.string().optional().describe('Else the credential `sendgrid` of config'),
  SENDGRID_DAILY_CALLS: dailyCalls(
    100,
    'what a new account may send; raise it with the plan (SendGrid, trial plan)',
  ),
  TWILIO_URL: z.url().default('https://api.twilio.com'),
  TWILIO_ACCOUNT_SID: z.string().optional().describe('Else the credential `twilio`: `SID:token:+number`'),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z.string().optional().describe('Number in E.164, or a messaging service `MG...`'),
  TWILIO_DAILY_CALLS: dailyCalls(
    86_400,
    'Twilio sets no limit a day: this is the one message a second of a number (Twilio, message throughput)',
  ),
  NOTIFICATION_SETTLE_SECONDS: z.coerce
    .number()
    .min(0)
    .max(600)
    .default(8)
    .describe('News of a day waits so long at most for a forecast or road that is still being asked for'),
  NOTIFICATION_HELD_AFTER_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3600)
    .default(60)
    .describe('Whose seats are held and not paid is told so after this time: most pay at once'),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
