import type { Door } from '#kernel'
import { Problem } from '#kernel'
import { cacheKey, cacheSeconds } from './answer-cache.ts'
import { Account, ask, headersFor, RefusedByUpstream } from './ask.ts'
import type { Caller } from './callers.ts'
import type { Ctx, Meta } from './context.ts'
import { passBack } from './pass-back.ts'
import type { Refused } from './providers/types.ts'
import { readRecording } from './recording.ts'
import { type AiRequest, readRequest } from './request.ts'
import { limitHeaders, reserve } from './reserve.ts'
import { choicesOf } from './routing.ts'
import { stateOf } from './state.ts'
import type { Endpoint } from './upstreams.ts'

/**
 * One call through the proxy: who asks, what for, who answers, what it may cost; then the answer goes to the client byte
 * for byte as it comes, and what it used is settled at its end.
 */
export async function proxy(ctx: Ctx, endpoint: Endpoint, meta: Meta): Promise<void> {
  const { callers, upstreams, catalogue } = stateOf(ctx)
  const door = meta.direct
  const caller = await callers.of(meta)
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
  const choices = choicesOf(
    catalogue,
    known instanceof Promise ? await known : known,
    request.model,
    endpoint,
  )
  const hold = await reserve(ctx, caller, request, choices)
  const account = new Account(ctx, caller, request, hold)
  const { signal, release } = withinWhole(ctx, meta.signal)
  try {
    const answering = await ask(
      ctx,
      request,
      choices,
      headersFor((name) => door.header(name)),
      signal,
    ).catch((error: unknown) => {
      account.failed(choices[0]!, error)
      throw error
    })
    const keep =
      cached === undefined ? undefined : { cache: stateOf(ctx).answers, key: cached, seconds: seconds! }
    await passBack(door, answering, { request, account, headers: limitHeaders(ctx, hold), keep })
  } catch (error) {
    if (error instanceof RefusedByUpstream) refuse(door, error.refused, limitHeaders(ctx, hold))
    else throw error
  } finally {
    release()
  }
}

/** @throws Problem 403 as OpenAI's for a model that the key is not for */
export function admitModel(caller: Caller, model: string): void {
  if (caller.models && !caller.models.has(model))
    throw new Problem(403, 'model_not_allowed', 'This key may not ask for this model', {
      fields: { param: 'model' },
    })
}

/** The caller's patience, and the longest that a call may take. */
export function withinWhole(ctx: Ctx, caller: AbortSignal): { signal: AbortSignal; release: () => void } {
  const whole = new AbortController()
  const end = () => whole.abort()
  const timer = setTimeout(end, ctx.settings.AI_WHOLE_SECONDS * 1000)
  if (caller.aborted) end()
  else caller.addEventListener('abort', end, { once: true })
  const release = () => {
    clearTimeout(timer)
    caller.removeEventListener('abort', end)
  }
  return { signal: whole.signal, release }
}

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
