import { z } from 'zod'
import type { Context, Meta as KernelMeta, Tx as KernelTx } from '#kernel'
import { config } from '#services/config'
import { Period } from './contract.ts'
import type { Tables } from './tables.ts'

export const needs = { config }

const key = (whose: string) =>
  z.string().min(1).optional().describe(`${whose}; before the key that an administrator has set`)
const count = (most: number) => z.coerce.number().int().min(1).max(most)
const seconds = (usual: number) => z.coerce.number().min(0.05).max(3_600).default(usual)

export const settings = z.object({
  OPENAI_API_KEY: key('Key of OpenAI'),
  OPENAI_API_URL: z.url().default('https://api.openai.com/v1'),
  ANTHROPIC_API_KEY: key('Key of Anthropic'),
  ANTHROPIC_API_URL: z.url().default('https://api.anthropic.com/v1'),
  GEMINI_API_KEY: key("Key of Google's Gemini API"),
  GEMINI_API_URL: z.url().default('https://generativelanguage.googleapis.com/v1beta/openai'),
  OPENROUTER_API_KEY: key('Key of OpenRouter'),
  OPENROUTER_API_URL: z.url().default('https://openrouter.ai/api/v1'),
  OLLAMA_URL: z.url().optional().describe('Of an Ollama server, with `/v1`: http://127.0.0.1:11434/v1'),
  AI_UPSTREAM_URL: z.url().optional().describe('Of any other API that is compatible with OpenAI, with `/v1`'),
  AI_UPSTREAM_KEY: z.string().min(1).optional(),
  AI_SANDBOX_URL: z
    .url()
    .optional()
    .describe(
      'The language model of the sandbox; asked in sandbox mode only, and when nothing else is set up',
    ),
  AI_SANDBOX_KEY: z.string().min(1).optional(),
  AI_DEFAULT_MODEL: z.string().min(1).max(120).default('gpt-4o-mini').describe('What services of ours ask'),
  AI_TRANSCRIPTION_MODEL: z
    .string()
    .min(1)
    .max(120)
    .default('gpt-4o-mini-transcribe')
    .describe('Hears what is spoken to services of ours'),
  AI_USER_BUDGET_MICRODOLLARS: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .default(1_000_000)
    .describe('What one user may use in a period without a key of their own'),
  AI_USER_BUDGET_PERIOD: Period.default('day'),
  AI_USER_REQUESTS_PER_MINUTE: count(1_000_000).default(60),
  AI_USER_TOKENS_PER_MINUTE: count(1_000_000_000).default(400_000),
  AI_SERVICE_BUDGET_MICRODOLLARS: count(1_000_000_000_000)
    .optional()
    .describe('What one of our services may use a day for itself; no limit when unset'),
  AI_FIRST_BYTE_SECONDS: seconds(60).describe('How long an upstream may take to begin its answer'),
  AI_IDLE_SECONDS: seconds(60).describe('How long an answer may pause'),
  AI_WHOLE_SECONDS: seconds(900).describe('How long a call may take in all'),
  AI_CACHE_MEGABYTES: z.coerce.number().int().min(0).max(4_096).default(64),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>
export type Meta = KernelMeta<Tables>
