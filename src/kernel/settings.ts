import { z } from 'zod'
import { issueText } from './issue-text.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads a service's settings from the environment. An empty string counts as absent.
 *
 * @throws an error that names the variables and what is wrong with them, never their values.
 */
export function readSettings<S extends z.ZodObject>(schema: S, env: Environment, owner: string): z.output<S> {
  const given: Record<string, string> = {}
  for (const name of Object.keys(schema.shape)) {
    const value = env[name]
    if (value !== undefined && value !== '') given[name] = value
  }
  const result = z.safeDecode(schema, given as z.input<S>, { error: issueText })
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`Settings of ${owner}: ${faults.join('; ')}`)
}

/** `true`, `1`, `yes`, `on` and their opposites, as settings spell booleans. */
export const Flag = z.stringbool()

/**
 * The daily quota of a provider, in calls over all replicas.
 *
 * @param granted what the provider grants unless something else was agreed with it
 * @param source where the provider says so, for whoever is to change it
 */
export const dailyCalls = (granted: number, source: string) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(granted)
    .describe(`Calls a day over all replicas, after which the provider is not asked; ${source}`)

/** What the kernel itself can be told. Times in milliseconds or seconds as named. */
export const KernelSettings = z.object({
  KLAPS_ENV: z
    .enum(['development', 'production'])
    .default('development')
    .describe('production forbids the sandbox'),
  KLAPS_HOST: z.string().default('127.0.0.1').describe('Address to bind'),
  KLAPS_PUBLIC_URL: z.url().optional().describe('How people reach this system, for links'),
  KLAPS_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  KLAPS_POOL_SIZE: z.coerce.number().int().min(2).max(50).default(4).describe('Connections a service'),
  KLAPS_OUTBOX_POLL_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(60_000)
    .default(250)
    .describe('How often the relay looks for what a dead process left'),
  KLAPS_RATE_PER_SECOND: z.coerce.number().positive().default(10),
  KLAPS_RATE_BURST: z.coerce.number().int().positive().default(20),
  KLAPS_CORS_ORIGINS: z.string().default('').describe('Comma-separated origins that browsers may call from'),
  KLAPS_TRUST_PROXY: Flag.default(false).describe('Take the client address from X-Forwarded-For'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token with which /metrics may be read from another machine'),
  KLAPS_SHUTDOWN_SECONDS: z.coerce.number().int().min(1).max(300).default(20),
})
export type KernelSettings = z.output<typeof KernelSettings>
