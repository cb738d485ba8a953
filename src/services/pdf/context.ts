import { z } from 'zod'
import type { Context, Meta as KernelMeta, Tx as KernelTx } from '#kernel'
import { config } from '#services/config'
import { email } from '#services/email'
import type { Tables } from './tables.ts'

export const needs = { email, config }
export const settings = z.object({
  PDF_MODEL_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Key of a language model; without it none is asked and no document leaves the house'),
  PDF_MODEL_URL: z
    .url()
    .default('https://api.openai.com/v1')
    .describe(
      'Any API that is compatible with OpenAI: it is sent the text of call sheets with doubtful values',
    ),
  PDF_MODEL_NAME: z.string().min(1).max(200).default('gpt-4o-mini'),
})
export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>
export type Meta = KernelMeta<Tables>
