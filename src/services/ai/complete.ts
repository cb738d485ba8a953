import type { z } from 'zod'
import { forbidden, Problem, type RouteHandler } from '#kernel'
import { Account, ask, headersFor, RefusedByUpstream } from './ask.ts'
import type { Ctx, Meta } from './context.ts'
import type { ai, Completion, ToolCall } from './contract.ts'
import { Meter } from './meter.ts'
import { bytesOf } from './pass-back.ts'
import { patienceOf } from './proxy.ts'
import { type AiRequest, readRequest } from './request.ts'
import { reserve } from './reserve.ts'
import { stateOf } from './state.ts'
import type { Tables } from './tables.ts'

const longestAnswerBytes = 4 * 1024 * 1024

type Handler = RouteHandler<Ctx, Tables, (typeof ai.routes)['complete']>
type Input = Parameters<Handler>[1]

/**
 * For our own services: one question, one answer, on the account of the user it is for. The same way as through the
 * proxy: budget, fallback, usage.
 *
 * @throws Problem 422 `ai.refused` when the model refuses the request
 */
export const complete: Handler = async (ctx, input, meta) => {
  const request = readRequest('chat/completions', Buffer.from(JSON.stringify(bodyOf(ctx, input))))
  const { choice, text, usage } = await askFor(ctx, input, request, meta)
  const upstream = choice.upstream.name
  return { ...read(text), model: choice.model, upstream, sandbox: upstream === 'sandbox', usage }
}

/**
 * Asks for one of our own services: on the account of the user that it names or for whom it acts, else on its own.
 *
 * @throws Problem 403 for a user without `ai:complete`, 422 `ai.refused` when the model refuses the request
 */
export async function askFor(
  ctx: Ctx,
  { purpose, userId }: { purpose: string; userId?: string | undefined },
  request: AiRequest,
  meta: Meta,
) {
  const { callers, upstreams, routing } = stateOf(ctx)
  if (meta.actor.kind === 'user' && !meta.can('ai:complete')) throw forbidden('ai:complete')
  ctx.metrics
    .counter('ai_completions_total', 'Questions of our own services to models, by purpose', ['purpose'])
    .inc({ purpose })
  const caller = userId ? callers.ofUser(userId) : callers.ofActor(meta.actor)
  const choices = routing.choicesOf(await upstreams.all(), request.model, request.endpoint)
  const account = new Account(ctx, caller, request, await reserve(ctx, caller, request, choices))
  const patience = patienceOf(ctx, meta)
  const headers = headersFor(() => undefined)
  const answering = await ask(ctx, request, choices, headers, patience).catch((error: unknown) => {
    account.failed(choices[0]!, error)
    throw error instanceof RefusedByUpstream ? refused(error.refused.status) : error
  })
  const { response, choice } = answering
  const meter = new Meter()
  const bytes = await bytesOf(response, meter, longestAnswerBytes).catch((error: unknown) => {
    account.answered(answering, meter, false)
    patience.signal.throwIfAborted()
    throw error
  })
  const usage = account.answered(answering, meter, true)
  if (response.status >= 400) throw refused(response.status)
  return { choice, text: bytes.toString('utf8'), usage }
}

function bodyOf(ctx: Ctx, { model, messages, tools, maxTokens, temperature, json }: Input) {
  return {
    model: model ?? ctx.settings.AI_DEFAULT_MODEL,
    messages,
    ...(tools?.length ? { tools } : {}),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(json ? { response_format: { type: 'json_object' } } : {}),
  }
}

/** What the model said of it may quote the request and stays unsaid. */
const refused = (status: number) =>
  status === 429 || status >= 500
    ? new Problem(502, 'upstream-unavailable', 'The model cannot answer now')
    : new Problem(422, 'ai.refused', `The model refuses the request (${status})`)

function read(text: string): Pick<z.output<typeof Completion>, 'content' | 'toolCalls' | 'finishReason'> {
  let body: { choices?: { message?: Record<string, unknown>; finish_reason?: unknown }[] }
  try {
    body = JSON.parse(text) as typeof body
  } catch {
    throw malformed()
  }
  const [first] = body.choices ?? []
  if (!first?.message) throw malformed()
  const { content, tool_calls: calls } = first.message
  return {
    content: typeof content === 'string' ? content : null,
    toolCalls: (calls ?? []) as z.output<typeof ToolCall>[],
    finishReason: typeof first.finish_reason === 'string' ? first.finish_reason : null,
  }
}

export const malformed = () =>
  new Problem(502, 'upstream-unavailable', 'The model answered in an unknown form')
