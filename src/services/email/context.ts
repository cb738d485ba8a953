import { z } from 'zod'
import type { Context, Meta as KernelMeta, Tx as KernelTx } from '#kernel'
import { dailyCalls, Flag } from '#kernel'
import { config } from '#services/config'
import type { Tables } from './tables.ts'

export const needs = { config }

export const settings = z.object({
  GOOGLE_CLIENT_ID: z
    .string()
    .optional()
    .describe('OAuth client; else the key google-oauth that an administrator has set'),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_OAUTH_URL: z.url().optional().describe("One base for consent and tokens instead of Google's two"),
  GMAIL_API_URL: z.url().default('https://gmail.googleapis.com'),
  GMAIL_DAILY_CALLS: dailyCalls(
    16_000_000,
    "Google's 80 million quota units for a project at 5 units for each of our calls (Gmail API, usage limits)",
  ),
  GMAIL_PUBSUB_TOPIC: z
    .string()
    .optional()
    .describe('projects/<project>/topics/<topic>: push instead of polling alone'),
  GMAIL_PUSH_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('The `token` in the address that Pub/Sub pushes to'),
  EMAIL_POLL_SECONDS: z.coerce.number().int().min(5).max(3600).default(60),
  IMAP_PRIVATE_HOSTS: Flag.default(false).describe('Let users link IMAP servers of the own network'),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>
export type Meta = KernelMeta<Tables>
