import { z } from 'zod'
import type { Context, Meta as KernelMeta, Tx as KernelTx } from '#kernel'
import { ai } from '#services/ai'
import { config } from '#services/config'
import { email } from '#services/email'
import type { Tables } from './tables.ts'

export const needs = { email, config, ai }
export const settings = z.object({
  PDF_MODEL: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .describe(
      'Language model that is asked for doubtful values of call sheets, by its name at the ai service, which is sent their text; without it none is asked',
    ),
})
export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>
export type Meta = KernelMeta<Tables>
