import { z } from 'zod'
import type { Context } from '#kernel'
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

export type Ctx = Context<Tables, Record<never, never>, typeof settings>
