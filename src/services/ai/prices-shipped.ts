import type { UpstreamName } from './contract.ts'

/** Of the list prices below, as far as they were known then. They change: `PUT /ai/prices` sets what the bill says. */
export const pricesOf = '2025-09-01'

type Shipped = readonly [
  model: string,
  upstream: UpstreamName,
  inputDollarsPerMillion: number,
  outputDollarsPerMillion: number,
  maxOutputTokens: number,
]

/**
 * List prices in dollars for a million tokens, without discounts for cached input or batches: something to begin with, to
 * be compared with openai.com/api/pricing, anthropic.com/pricing and ai.google.dev/pricing by whoever keeps budgets by them.
 * What is paid by the second of a recording counts ten tokens a second: 0.006 dollars a minute are 10 a million.
 */
export const shippedPrices: readonly Shipped[] = [
  ['gpt-5', 'openai', 1.25, 10, 128_000],
  ['gpt-5-mini', 'openai', 0.25, 2, 128_000],
  ['gpt-5-nano', 'openai', 0.05, 0.4, 128_000],
  ['gpt-4.1', 'openai', 2, 8, 32_768],
  ['gpt-4.1-mini', 'openai', 0.4, 1.6, 32_768],
  ['gpt-4.1-nano', 'openai', 0.1, 0.4, 32_768],
  ['gpt-4o', 'openai', 2.5, 10, 16_384],
  ['gpt-4o-mini', 'openai', 0.15, 0.6, 16_384],
  ['o3', 'openai', 2, 8, 100_000],
  ['o4-mini', 'openai', 1.1, 4.4, 100_000],
  ['text-embedding-3-small', 'openai', 0.02, 0, 0],
  ['text-embedding-3-large', 'openai', 0.13, 0, 0],
  ['gpt-4o-transcribe', 'openai', 6, 10, 2_000],
  ['gpt-4o-mini-transcribe', 'openai', 3, 5, 2_000],
  ['whisper-1', 'openai', 10, 0, 0],
  ['claude-opus-4-1', 'anthropic', 15, 75, 32_000],
  ['claude-sonnet-4-0', 'anthropic', 3, 15, 64_000],
  ['claude-3-5-haiku-latest', 'anthropic', 0.8, 4, 8_192],
  ['gemini-2.5-pro', 'google', 2.5, 15, 65_536],
  ['gemini-2.5-flash', 'google', 0.3, 2.5, 65_536],
  ['gemini-2.5-flash-lite', 'google', 0.1, 0.4, 65_536],
  ['gemini-embedding-001', 'google', 0.15, 0, 0],
  ['klaps-sandbox', 'sandbox', 1, 2, 1_000],
]
