import { z } from 'zod'
import type { Context } from '#kernel'
import type { Tables } from './tables.ts'

export const settings = z.object({
  KLAPS_ADMIN_EMAIL: z
    .email()
    .max(254)
    .transform((address) => address.toLowerCase())
    .optional()
    .describe('Whoever signs up with this address, or already has, is an administrator'),
})

export type Ctx = Context<Tables, Record<never, never>, typeof settings>
