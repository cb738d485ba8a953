import type { Door } from '#kernel'
import { Problem } from '#kernel'
import { type AnswerCache, cacheKey, cacheSeconds, longestKeptBytes } from './answer-cache.ts'
import { Account, type Answering, ask, headersFor, RefusedByUpstream } from './ask.ts'
import type { Caller } from './callers.ts'
import type { Ctx, Meta } from './context.ts'
import { HideUsage } from './hide-usage.ts'
import { Meter } from './meter.ts'
import type { Refused } from './providers/types.ts'
import { readRecording } from './recording.ts'
import { type AiRequest, readRequest } from './request.ts'
import { limitHeaders, reserve } from './reserve.ts'
import { choicesOf } from './routing.ts'
import { stateOf } from './state.ts'
import type { Endpoint } from './upstreams.ts'

/** Headers of an upstream's answer that are for the client. */
const passedBack = [
  'content-type',
  'content-length',
  'cache-control',
  'openai-processing-ms',
  'openai-version',
] as const

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
    const headers = { ...door.headers, ...limitHeaders(ctx, hold) }
    await passBack(door, answering, { request, account, headers, keep })
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

interface Passing {
  readonly request: AiRequest
  readonly account: Account
  readonly headers: Readonly<Record<string, string>>
  readonly keep: { readonly cache: AnswerCache; readonly key: string; readonly seconds: number } | undefined
}

/** Resolves when the answer is with the client; rejects when it broke off. Either way it is settled. */
async function passBack(door: Door, answering: Answering, passing: Passing): Promise<void> {
  const { outgoing } = door
  const { response, choice } = answering
  const { request, account, keep } = passing
  const hides = request.stream && request.endpoint === 'chat/completions' && !request.showsUsage
  const hidden = hides && response.statusCode === 200 ? new HideUsage() : undefined
  const meter = new Meter()
  let kept: Buffer[] | undefined = keep && response.statusCode === 200 ? [] : undefined
  const send = (bytes: Buffer) => {
    if (bytes.length === 0) return
    kept?.push(bytes)
    if (meter.bytes > longestKeptBytes) kept = undefined
    if (!outgoing.write(bytes)) response.pause()
  }
  const headers: Record<string, string> = { ...passing.headers, 'x-klaps-upstream': choice.upstream.name }
  for (const name of passedBack) {
    const value = response.headers[name]
    if (value !== undefined && !(hidden && name === 'content-length')) headers[name] = String(value)
  }
  if (keep) headers['x-klaps-cache'] = 'miss'
  outgoing.writeHead(response.statusCode!, headers)
  if (request.stream) outgoing.flushHeaders()
  const drained = () => response.resume()
  outgoing.on('drain', drained)
  const ended = Promise.withResolvers<void>()
  response.on('data', (chunk: Buffer) => {
    meter.see(chunk)
    send(hidden ? hidden.pass(chunk) : chunk)
  })
  response.once('end', () => {
    if (hidden) send(hidden.rest())
    ended.resolve()
  })
  const brokeOff = () => ended.reject(new Problem(502, 'upstream-unavailable', 'The answer broke off'))
  response.once('error', brokeOff)
  response.once('close', () => response.complete || brokeOff())
  try {
    await ended.promise
    account.answered(answering, meter, true)
    outgoing.end()
    if (kept) keep!.cache.keep(keep!.key, keep!.seconds, headers['content-type']!, Buffer.concat(kept))
  } catch (error) {
    account.answered(answering, meter, false)
    throw error
  } finally {
    outgoing.off('drain', drained)
  }
}

/** An upstream's refusal, in its own words. */
function refuse(
  door: Door,
  { status, contentType, body, retryAfter }: Refused,
  headers: Record<string, string>,
) {
  door.outgoing.writeHead(status, {
    ...door.headers,
    ...headers,
    'content-type': contentType,
    'content-length': String(body.length),
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  })
  door.outgoing.end(body)
}

/** Sends an answer that is kept, whole, as if it had just come; tells whether there was one. */
function replay(ctx: Ctx, door: Door, caller: Caller, request: AiRequest, key: string): boolean {
  const { answers, recorder, ended } = stateOf(ctx)
  const found = answers.get(key)
  if (!found) return false
  door.outgoing.writeHead(200, {
    ...door.headers,
    'content-type': found.contentType,
    'content-length': String(found.body.length),
    'x-klaps-cache': 'hit',
    age: String(Math.floor((performance.now() - found.keptAtMs) / 1000)),
  })
  door.outgoing.end(found.body)
  const { subject, userId } = caller
  const free = { inputTokens: 0, outputTokens: 0, costMicrodollars: 0, estimated: false }
  recorder.add({ subject, userId, model: request.model, upstream: 'cache', outcome: 'cached', ...free })
  ended.inc({ upstream: 'cache', outcome: 'cached' })
  return true
}
