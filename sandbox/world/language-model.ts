import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  chatCompletion,
  chatEvents,
  cutTo,
  response,
  responseEvents,
  type Said,
} from './language-model-chat.ts'
import {
  answerTo,
  Message,
  type Question,
  questionIn,
  type Thought,
  Tool,
  type ToolChoice,
  textOf,
  think,
  tokensOf,
} from './language-model-thoughts.ts'
import { textSpokenIn } from './voice.ts'
import { credentials, type StandIn, type StandInApp } from './world.ts'

const Choice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.looseObject({ name: z.string().optional(), function: z.looseObject({ name: z.string() }).optional() }),
])
const Limit = z.number().int().min(0).nullish()
const Chat = z.looseObject({
  model: z.string().min(1),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  tools: z.array(z.looseObject({ type: z.literal('function'), function: Tool })).nullish(),
  tool_choice: Choice.nullish(),
  max_tokens: Limit,
  max_completion_tokens: Limit,
  n: z.number().int().min(1).max(8).nullish(),
})
const InputItem = z.union([
  Message,
  z.looseObject({ type: z.literal('function_call') }),
  z.looseObject({ type: z.literal('function_call_output'), output: z.string() }),
])
const Respond = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(InputItem).min(1)]),
  stream: z.boolean().nullish(),
  tools: z.array(Tool.extend({ type: z.literal('function') })).nullish(),
  tool_choice: Choice.nullish(),
  max_output_tokens: Limit,
})
const Embed = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number().int().min(1).max(256).nullish(),
})

/** How it streams from now on. */
export interface Manner {
  /** Between two events, milliseconds. */
  readonly everyMs?: number
  /** Says no more after so many events and keeps the connection. */
  readonly hangAfter?: number
  /** Breaks the connection off after so many events. */
  readonly breakAfter?: number
}

export interface LanguageModel extends StandIn {
  /** What it was asked about call sheets, oldest first. */
  asked(): readonly Question[]
  /** The bodies of all requests, oldest first. */
  requests(): readonly Record<string, unknown>[]
  /** What it answers from now on, word for word; undefined to make it think again. */
  say(content: string | undefined): void
  /** What it answers to the next requests, one after the other; then it thinks again. */
  follow(thoughts: readonly Thought[]): void
  /** The recordings that it was given to hear, oldest first. */
  heard(): readonly Heard[]
  behave(manner: Manner): void
  /** How many streams were left before their end by who had asked for them. */
  abandoned(): number
}

interface Heard {
  readonly fileName: string
  readonly bytes: number
  readonly language: string | undefined
}

const models = ['klaps-sandbox', 'klaps-sandbox-embedding']

/**
 * A language model behind OpenAI's `/v1`: chat completions, responses (both also as streams), embeddings, models. It is
 * easily led: where a call sheet holds JSON with `values`, it answers with that; it uses whatever tool it is told of, and
 * repeats what it hears. In recordings of the sandbox (`spoken`) it hears what was said. The same question always has the
 * same answer.
 */
export function languageModel(): LanguageModel {
  const [asked, requests]: [Question[], Record<string, unknown>[]] = [[], []]
  const [plan, heard]: [Thought[], Heard[]] = [[], []]
  let [said, abandoned]: [string | undefined, number] = [undefined, 0]
  let manner: Manner = {}
  const app: StandInApp = new Hono()
  app.use(async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${credentials.languageModelKey}`) return next()
    return context.json(errorBody('Incorrect API key provided', 'invalid_api_key'), 401)
  })
  const answer = (request: Asked): Said => {
    const question = questionIn(request.messages)
    if (question) asked.push(question)
    const text = said ?? (question && answerTo(question))
    const thought =
      plan.shift() ?? (text === undefined ? think(request.messages, request.tools, request.choice) : { text })
    return {
      id: `sandbox-${requests.length}`,
      model: request.model,
      created: 1_700_000_000,
      thought,
      promptTokens: tokensOf(request.messages.map(textOf).join(' ')).length,
      ...cutTo(thought, request.most),
    }
  }
  const stream = (context: StandInContext, events: readonly string[]) =>
    streamed(events, manner, {
      abandoned: () => {
        abandoned++
      },
      cut: () => context.env.outgoing.destroy(),
    })
  const read = async <T extends z.ZodType<object>>(
    context: StandInContext,
    schema: T,
  ): Promise<z.infer<T> | undefined> => {
    const parsed = schema.safeParse(await context.req.json().catch(() => undefined))
    if (parsed.success) requests.push(parsed.data as Record<string, unknown>)
    return parsed.data
  }
  app.post('/v1/chat/completions', async (context) => {
    const body = await read(context, Chat)
    if (!body) return context.json(errorBody('Unknown form of request', 'invalid_request_error'), 400)
    const told = answer({
      model: body.model,
      messages: body.messages,
      tools: (body.tools ?? []).map((tool) => tool.function),
      choice: choiceOf(body.tool_choice),
      most: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    })
    if (body.stream) return stream(context, chatEvents(told, body.stream_options?.include_usage === true))
    return context.json(chatCompletion(told, body.n ?? 1))
  })
  app.post('/v1/responses', async (context) => {
    const body = await read(context, Respond)
    if (!body) return context.json(errorBody('Unknown form of request', 'invalid_request_error'), 400)
    const told = answer({
      model: body.model,
      messages: messagesOf(body.input),
      tools: body.tools ?? [],
      choice: choiceOf(body.tool_choice),
      most: body.max_output_tokens ?? undefined,
    })
    return body.stream ? stream(context, responseEvents(told)) : context.json(response(told))
  })
  app.post('/v1/embeddings', async (context) => {
    const body = await read(context, Embed)
    if (!body) return context.json(errorBody('Unknown form of request', 'invalid_request_error'), 400)
    return context.json(embeddings(body))
  })
  app.post('/v1/audio/transcriptions', async (context) => {
    const form = await context.req.formData().catch(() => undefined)
    const file = form?.get('file')
    if (!form?.get('model') || !file || typeof file === 'string')
      return context.json(errorBody('Unknown form of request', 'invalid_request_error'), 400)
    const bytes = Buffer.from(await file.arrayBuffer())
    heard.push({
      fileName: file.name,
      bytes: bytes.length,
      language: form.get('language')?.toString(),
    })
    return context.json(transcription(bytes, String(form.get('model'))))
  })
  app.get('/v1/models', (context) =>
    context.json({
      object: 'list',
      data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'sandbox' })),
    }),
  )
  app.get('/v1/key', (context) => context.json({ data: { label: 'sandbox' } }))
  return {
    name: 'language-model',
    app,
    asked: () => asked,
    requests: () => requests,
    heard: () => heard,
    abandoned: () => abandoned,
    say: (content) => {
      said = content
    },
    follow: (thoughts) => {
      plan.push(...thoughts)
    },
    behave: (next) => {
      manner = next
    },
    refusal: (status) =>
      errorBody('The sandbox was told to fail.', status === 429 ? 'rate_limit' : 'server_error'),
    reset: () => {
      asked.length = 0
      requests.length = 0
      plan.length = 0
      heard.length = 0
      ;[said, manner, abandoned] = [undefined, {}, 0]
    },
  }
}

type StandInContext = Context<{ Bindings: HttpBindings }>

interface Asked {
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools: readonly Tool[]
  readonly choice: ToolChoice
  readonly most: number | undefined
}

function choiceOf(choice: z.infer<typeof Choice> | null | undefined): ToolChoice {
  if (typeof choice !== 'object' || choice === null) return choice ?? 'auto'
  return { name: choice.name ?? choice.function?.name ?? '' }
}

/** The items of a Response's input as messages: what a tool gave is a message of the tool. */
function messagesOf(input: z.infer<typeof Respond>['input']): Message[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }]
  return input.map((item): Message => {
    if ('role' in item) return item as Message
    return 'output' in item
      ? { role: 'tool', content: String(item.output) }
      : { role: 'assistant', content: '' }
  })
}

/** An event at a time. Who hangs does so until the client leaves. */
function streamed(
  events: readonly string[],
  manner: Manner,
  end: { abandoned(): void; cut(): void },
): Response {
  const { everyMs, hangAfter, breakAfter } = manner
  const encoder = new TextEncoder()
  const gone = new AbortController()
  let next = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next === breakAfter) {
        // What came before is on its way by then.
        await sleep(50)
        return end.cut()
      }
      if (next === hangAfter) return await left(gone.signal)
      if (everyMs !== undefined && next > 0)
        await sleep(everyMs, undefined, { signal: gone.signal }).catch(() => {})
      if (gone.signal.aborted) return
      controller.enqueue(encoder.encode(events[next++]))
      if (next === events.length) controller.close()
    },
    cancel() {
      if (next !== breakAfter) end.abandoned()
      gone.abort()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
}

const left = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

/** Some models count tokens, `whisper-1` seconds. */
function transcription(bytes: Buffer, model: string) {
  const text = textSpokenIn(bytes) ?? `The model of the sandbox heard ${bytes.length} bytes of sound.`
  const [input, output] = [Math.ceil(bytes.length / 200), tokensOf(text).length]
  const usage =
    model === 'whisper-1'
      ? { type: 'duration', seconds: Math.ceil(bytes.length / 2_000) }
      : { type: 'tokens', input_tokens: input, output_tokens: output, total_tokens: input + output }
  return { text, usage }
}

/** Unit vectors made of a hash: equal texts have equal ones. */
function embeddings({ model, input, encoding_format: form, dimensions }: z.infer<typeof Embed>) {
  const texts = [input].flat()
  const data = texts.map((text, index) => {
    const bytes = createHash('shake256', { outputLength: dimensions ?? 16 })
      .update(text)
      .digest()
    const raw = [...bytes].map((byte) => byte - 127.5)
    const length = Math.hypot(...raw)
    const vector = Float32Array.from(raw, (value) => value / length)
    const embedding = form === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector]
    return { object: 'embedding', index, embedding }
  })
  const tokens = tokensOf(texts.join(' ')).length
  return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } }
}

const errorBody = (message: string, code: string) => ({ error: { message, type: code, param: null, code } })
