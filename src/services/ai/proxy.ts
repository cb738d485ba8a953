import type { Door } from '#kernel'
import { Problem } from '#kernel'
import { cacheKey, cacheSeconds } from './answer-cache.ts'
import { Account, type Answering, ask, headersFor, RefusedByUpstream } from './ask.ts'
import type { Caller } from './callers.ts'
import type { Ctx, Meta } from './context.ts'
import { passBack } from './pass-back.ts'
import type { Patience, Refused } from './providers/types.ts'
import { readRecording } from './recording.ts'
import { type AiRequest, readRequest } from './request.ts'
import { limitHeaders, reserve } from './reserve.ts'
import { stateOf } from './state.ts'
import type { Endpoint } from './upstreams.ts'

/**
 * One call through the proxy: who asks, what for, who answers, what it may cost; then the answer goes to the client byte
 * for byte as it comes, and what it used is settled at its end.
 */
export async function proxy(ctx: Ctx, endpoint: Endpoint, meta: Meta): Promise<void> {
  const { callers, upstreams, routing, answers } = stateOf(ctx)
  const door = meta.direct
  const asking = callers.of(meta)
  const caller = asking instanceof Promise ? await asking : asking
  const bytes = await door.body()
  const request =
    endpoint === 'audio/transcriptions'
      ? await readRecording(bytes, door.header('content-type') ?? '')
      : readRequest(endpoint, bytes)
  admitModel(caller, request.model)
  const seconds = cacheSeconds(door.header('x-klaps-cache'))
  const cached = seconds === undefined ? undefined : cacheKey(caller.tenant, endpoint, request.bytes)
  if (cached !== undefined && replay(ctx, door, caller, request, cached)) return
  const known = upstreams.all()
  const choices = routing.choicesOf(known instanceof Promise ? await known : known, request.model, endpoint)
  const held = reserve(ctx, caller, request, choices)
  const hold = held instanceof Promise ? await held : held
  const account = new Account(ctx, caller, request, hold)
  const headers = headersFor((name) => door.header(name))
  let answering: Answering
  try {
    answering = await ask(ctx, request, choices, headers, patienceOf(ctx, meta))
  } catch (error) {
    account.failed(choices[0]!, error)
    if (!(error instanceof RefusedByUpstream)) throw error
    return refuse(door, error.refused, limitHeaders(ctx, hold))
  }
  const keep = cached === undefined ? undefined : { cache: answers, key: cached, seconds: seconds! }
  await passBack(door, answering, { request, account, headers: limitHeaders(ctx, hold), keep })
}

/** @throws Problem 403 as OpenAI's for a model that the key is not for */
export function admitModel(caller: Caller, model: string): void {
  if (caller.models && !caller.models.has(model))
    throw new Problem(403, 'model_not_allowed', 'This key may not ask for this model', {
      fields: { param: 'model' },
    })
}

/** Until the caller leaves, and for as long as a call may take. */
export const patienceOf = (ctx: Ctx, { signal }: Meta): Patience => ({
  signal,
  untilMs: performance.now() + ctx.settings.AI_WHOLE_SECONDS * 1000,
})

/** An upstream's refusal, in its own words. */
function refuse(door: Door, { status, contentType, body, retryAfter }: Refused, headers: readonly string[]) {
  const told = ['content-type', contentType, ...(retryAfter === undefined ? [] : ['retry-after', retryAfter])]
  door.whole(status, [...headers, ...told], body)
}

/** Sends an answer that is kept, whole, as if it had just come; tells whether there was one. */
function replay(ctx: Ctx, door: Door, caller: Caller, request: AiRequest, key: string): boolean {
  const { answers, recorder, ended } = stateOf(ctx)
  const found = answers.get(key)
  if (!found) return false
  const seconds = String(Math.floor((performance.now() - found.keptAtMs) / 1000))
  const headers = ['content-type', found.contentType, 'x-klaps-cache', 'hit', 'age', seconds]
  door.whole(200, headers, found.body)
  const { subject, userId } = caller
  const free = { inputTokens: 0, outputTokens: 0, costMicrodollars: 0, estimated: false }
  recorder.add({ subject, userId, model: request.model, upstream: 'cache', outcome: 'cached', ...free })
  ended.inc('cache', 'cached')
  return true
}
