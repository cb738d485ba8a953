import { z } from 'zod'
import { defineContract, event, Instant, PageQuery, PlainDate, pageOf, route } from '#kernel'

export const Period = z.enum(['day', 'month', 'total']).meta({ id: 'BudgetPeriod' })
export type Period = z.output<typeof Period>

/** Millionths of a US dollar: what a token costs is far below a cent. */
const Microdollars = z.int().min(0).max(1_000_000_000_000)
const ModelName = z
  .string()
  .regex(/^[\w.:@/-]{1,120}$/)
  .describe('As callers name it')
const Upstream = z
  .enum(['openai', 'anthropic', 'google', 'openrouter', 'ollama', 'compatible', 'sandbox'])
  .meta({ id: 'Upstream' })
export type UpstreamName = z.output<typeof Upstream>

const Limits = z.object({
  models: z.array(ModelName).min(1).max(100).nullable().default(null).describe('All when null'),
  budgetMicrodollars: Microdollars.nullable().default(null).describe('For each period; none when null'),
  budgetPeriod: Period.default('month').describe('Days and months are those of UTC'),
  requestsPerMinute: z.int().min(1).max(1_000_000).nullable().default(null),
  tokensPerMinute: z.int().min(1).max(1_000_000_000).nullable().default(null),
})
export const VirtualKey = Limits.extend({
  keyId: z.uuid(),
  ownerId: z.uuid(),
  name: z.string(),
  hint: z.string().describe('Last four characters'),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
}).meta({ id: 'VirtualKey', description: 'A key for AI clients; its value is shown once, when it is made' })

export const Target = z.object({
  upstream: Upstream,
  model: ModelName.describe('As the upstream names it'),
  order: z.int().min(0).max(100).default(0).describe('Lower is asked first; the next when that one fails'),
  weight: z.int().min(1).max(1000).default(1).describe('Share among those of the same order'),
})
export type Target = z.output<typeof Target>
export const ModelRoute = z
  .object({ model: ModelName, targets: z.array(Target).min(1).max(10) })
  .meta({ id: 'ModelRoute' })
export const Price = z
  .object({
    model: ModelName,
    inputPerMillion: Microdollars.describe('Microdollars for a million tokens'),
    outputPerMillion: Microdollars.describe('Microdollars for a million tokens'),
    maxOutputTokens: z.int().min(0).max(10_000_000).describe('Reserved for a call that states no limit'),
  })
  .meta({ id: 'ModelPrice' })
export type Price = z.output<typeof Price>
const KnownPrice = Price.extend({ from: z.enum(['shipped', 'administrator']), since: PlainDate })

export const UsageDay = z
  .object({
    day: PlainDate,
    subject: z.string().describe('`key:<id>`, `user:<id>` or `service:<name>`'),
    model: z.string(),
    upstream: z.string(),
    requests: z.int(),
    failed: z.int(),
    cached: z.int().describe('Answered from the response cache, free of charge'),
    estimated: z.int().describe('Calls whose upstream did not say what was used'),
    inputTokens: z.int(),
    outputTokens: z.int(),
    costMicrodollars: z.int(),
  })
  .meta({ id: 'AiUsageDay' })
const UsageQuery = z.object({
  from: PlainDate.optional(),
  to: PlainDate.optional().describe('Included'),
  subject: z.string().max(120).optional(),
  model: z.string().max(120).optional(),
  everybody: z.boolean().default(false).describe('Of all, not only of mine: needs `ai:manage`'),
})

const Message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string().max(1_000_000), z.array(z.looseObject({})).max(500), z.null()]).optional(),
})
const Tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(/^[\w-]{1,64}$/),
    description: z.string().max(4_000).optional(),
    parameters: z.record(z.string(), z.unknown()).optional().describe('JSON Schema'),
  }),
})
export const ToolCall = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string().describe('JSON, as the model wrote it') }),
})
export const Completion = z.object({
  content: z.string().nullable(),
  toolCalls: z.array(ToolCall),
  finishReason: z.string().nullable(),
  model: z.string(),
  upstream: z.string(),
  sandbox: z.boolean().describe('Did the stand-in of the sandbox answer?'),
  usage: z.object({
    inputTokens: z.int(),
    outputTokens: z.int(),
    costMicrodollars: z.int(),
    estimated: z.boolean(),
  }),
})

/** What was used since the last one, in counts: no prompt and no answer is ever in it. */
export const usageRecorded = event(
  'ai',
  'ai.usage.recorded',
  z.object({
    requests: z.int(),
    failed: z.int(),
    cached: z.int(),
    estimated: z.int(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    costMicrodollars: z.int(),
  }),
)

const problems = {
  'ai.not-configured': 503,
  model_not_found: 404,
  insufficient_quota: 429,
  rate_limit_exceeded: 429,
  unsupported_endpoint: 400,
  'upstream-unavailable': 502,
} as const

/** Images travel in the body. */
const longestRequestBytes = 20 * 1024 * 1024

/** Of 20 MB, as much as Telegram hands over to a bot. */
const longestRecordingBase64 = 28 * 1024 * 1024

const Purpose = z
  .string()
  .regex(/^[a-z][a-z-]{0,39}$/)
  .describe('What for, in one word: stands in metrics')

/** What the proxy passes on: the bytes go through, only what is said here is read of them. */
const passing = {
  kind: 'direct',
  errors: 'openai',
  ownKeys: 'klaps-',
  allow: ['ai:complete', 'service'],
  bodyLimitBytes: longestRequestBytes,
  problems,
  description:
    "As OpenAI's. `Authorization: Bearer` takes a virtual key, an access token or a service token. `x-klaps-cache: <seconds>` keeps and reuses the exact answer.",
} as const

export const ai = defineContract('ai', {
  about:
    'Language models for people, services and other programs: one address in front of all providers, with keys, budgets and usage.',
  permissions: {
    'ai:complete': 'Ask language models, within the budget of each user',
    'ai:keys': 'Make and revoke my own keys for AI clients',
    'ai:manage': 'Keys and usage of everybody, prices, and which provider answers for a model',
  },
  routes: {
    chatCompletions: route({
      ...passing,
      method: 'POST',
      path: '/ai/v1/chat/completions',
      summary: 'Chat completion',
      produces: 'application/json',
      input: z.looseObject({ model: ModelName, messages: z.array(Message), stream: z.boolean().optional() }),
    }),
    responses: route({
      ...passing,
      method: 'POST',
      path: '/ai/v1/responses',
      summary: 'Response',
      produces: 'application/json',
      input: z.looseObject({ model: ModelName, input: z.unknown(), stream: z.boolean().optional() }),
    }),
    embeddings: route({
      ...passing,
      method: 'POST',
      path: '/ai/v1/embeddings',
      summary: 'Embeddings',
      produces: 'application/json',
      input: z.looseObject({ model: ModelName, input: z.unknown() }),
    }),
    transcriptions: route({
      ...passing,
      method: 'POST',
      path: '/ai/v1/audio/transcriptions',
      summary: 'What is said in a recording',
      consumes: 'multipart/form-data',
      produces: 'application/json',
      input: z.looseObject({ model: ModelName, stream: z.boolean().optional() }),
    }),
    listModels: route({
      ...passing,
      method: 'GET',
      path: '/ai/v1/models',
      summary: 'Models that can be asked for',
      produces: 'application/json',
    }),
    getModel: route({
      ...passing,
      method: 'GET',
      path: '/ai/v1/models/{model}',
      summary: 'One model',
      produces: 'application/json',
      input: z.object({ model: z.string() }),
    }),
    complete: route({
      method: 'POST',
      path: '/ai/complete',
      summary: 'Ask a model, for other services',
      description:
        'Counts against the budget of the user it is asked for or as, else against that of the service. Who asks as a user needs `ai:complete`.',
      allow: 'service',
      patienceMs: 45_000,
      input: z.object({
        purpose: Purpose,
        userId: z.uuid().optional(),
        model: ModelName.optional().describe('Default: the setting AI_DEFAULT_MODEL'),
        messages: z.array(Message).min(1).max(500),
        tools: z.array(Tool).max(128).optional(),
        maxTokens: z.int().min(1).max(1_000_000).optional(),
        temperature: z.number().min(0).max(2).optional(),
        json: z.boolean().default(false).describe('Must the answer be a JSON object?'),
      }),
      output: Completion,
      bodyLimitBytes: 4 * 1024 * 1024,
      problems: { ...problems, 'ai.refused': 422 },
    }),
    transcribe: route({
      method: 'POST',
      path: '/ai/transcribe',
      summary: 'What is said in a recording, for other services',
      description: 'Counts as `complete` does.',
      allow: 'service',
      patienceMs: 5 * 60_000,
      input: z.object({
        purpose: Purpose,
        userId: z.uuid().optional(),
        model: ModelName.optional().describe('Default: the setting AI_TRANSCRIPTION_MODEL'),
        base64: z.base64().min(1).max(longestRecordingBase64),
        mimeType: z.string().regex(/^(audio|video)\/[\w.+-]{1,60}$/),
        language: z
          .string()
          .regex(/^[a-z]{2}$/)
          .optional()
          .describe('ISO 639-1, where it is known'),
      }),
      output: z.object({ text: z.string(), sandbox: z.boolean() }),
      bodyLimitBytes: longestRecordingBase64 + 64 * 1024,
      problems: { ...problems, 'ai.refused': 422 },
    }),
    listKeys: route({
      method: 'GET',
      path: '/ai/keys',
      summary: 'Virtual keys, newest first',
      allow: ['ai:keys', 'ai:manage'],
      input: PageQuery.extend({ everybody: z.boolean().default(false).describe('Needs `ai:manage`') }),
      output: pageOf(VirtualKey),
    }),
    createKey: route({
      method: 'POST',
      path: '/ai/keys',
      summary: 'Make a virtual key',
      description:
        'The key is shown in this answer and never again. A key for somebody else needs `ai:manage`.',
      allow: ['ai:keys', 'ai:manage'],
      status: 201,
      input: Limits.extend({ name: z.string().trim().min(1).max(100), ownerId: z.uuid().optional() }),
      output: VirtualKey.extend({ key: z.string() }),
    }),
    updateKey: route({
      method: 'PATCH',
      path: '/ai/keys/{keyId}',
      summary: 'Change what a key may do',
      allow: 'ai:manage',
      input: z.object({
        keyId: z.uuid(),
        name: z.string().trim().min(1).max(100).optional(),
        models: Limits.shape.models.unwrap().optional(),
        budgetMicrodollars: Microdollars.nullable().optional(),
        budgetPeriod: Period.optional(),
        requestsPerMinute: z.int().min(1).max(1_000_000).nullable().optional(),
        tokensPerMinute: z.int().min(1).max(1_000_000_000).nullable().optional(),
      }),
      output: VirtualKey,
    }),
    revokeKey: route({
      method: 'DELETE',
      path: '/ai/keys/{keyId}',
      summary: 'Revoke a key',
      description: 'At once in this process, within ten seconds in every other.',
      allow: ['ai:keys', 'ai:manage'],
      input: z.object({ keyId: z.uuid() }),
    }),
    listPrices: route({
      method: 'GET',
      path: '/ai/prices',
      summary: 'Prices of models',
      allow: ['ai:complete', 'ai:manage'],
      input: PageQuery,
      output: pageOf(KnownPrice),
    }),
    setPrice: route({
      method: 'PUT',
      path: '/ai/prices',
      summary: "Set a model's price",
      allow: 'ai:manage',
      input: Price,
      output: KnownPrice,
    }),
    deletePrice: route({
      method: 'DELETE',
      path: '/ai/prices',
      summary: 'Go back to the shipped price',
      allow: 'ai:manage',
      input: z.object({ model: ModelName }),
    }),
    listModelRoutes: route({
      method: 'GET',
      path: '/ai/model-routes',
      summary: 'Which upstreams answer for which model',
      allow: 'ai:manage',
      input: PageQuery,
      output: pageOf(ModelRoute),
    }),
    setModelRoute: route({
      method: 'PUT',
      path: '/ai/model-routes',
      summary: 'Say which upstreams answer for a model',
      allow: 'ai:manage',
      input: ModelRoute,
      output: ModelRoute,
    }),
    deleteModelRoute: route({
      method: 'DELETE',
      path: '/ai/model-routes',
      summary: 'Let the name of the model decide again',
      allow: 'ai:manage',
      input: z.object({ model: ModelName }),
    }),
    listUpstreams: route({
      method: 'GET',
      path: '/ai/upstreams',
      summary: 'Upstreams, and which of them are set up',
      allow: 'ai:manage',
      output: z.object({
        items: z.array(z.object({ upstream: Upstream, configured: z.boolean(), lacks: z.array(z.string()) })),
      }),
    }),
    usage: route({
      method: 'GET',
      path: '/ai/usage',
      summary: 'Usage and cost by day, caller, model and upstream',
      allow: ['ai:complete', 'ai:keys', 'ai:manage'],
      input: PageQuery.extend(UsageQuery.shape),
      output: pageOf(UsageDay),
    }),
    usageCsv: route({
      method: 'GET',
      path: '/ai/usage/csv',
      summary: 'The same as CSV, at most 10,000 rows',
      allow: ['ai:complete', 'ai:keys', 'ai:manage'],
      kind: 'raw',
      produces: 'text/csv',
      input: UsageQuery,
    }),
  },
  events: { usageRecorded },
})
