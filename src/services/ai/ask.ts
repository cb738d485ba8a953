import { OutboundError, Problem } from '#kernel'
import type { Hold } from './allowances.ts'
import type { Caller } from './callers.ts'
import type { Ctx } from './context.ts'
import type { Meter, Used } from './meter.ts'
import { refusalOf } from './providers/openai-compatible.ts'
import type { Begun, Patience, Refused } from './providers/types.ts'
import { costOf } from './rates.ts'
import { type AiRequest, contentFor } from './request.ts'
import type { Choice } from './routing.ts'
import { stateOf } from './state.ts'

/** An answer that an upstream has begun. */
export interface Answering {
  readonly choice: Choice
  readonly response: Begun
}

/** Somebody said no, in words that are for the caller alone. */
export class RefusedByUpstream extends Error {
  readonly refused: Refused
  constructor(refused: Refused) {
    super(`The upstream answered ${refused.status}`)
    this.refused = refused
  }
}

/** What of a client's request an upstream is told besides the body. */
const passedOn = ['accept', 'openai-beta', 'anthropic-beta', 'x-title'] as const
/** Names and values in turn. */
export function headersFor(header: (name: string) => string | undefined): string[] {
  const headers = ['user-agent', 'klaps']
  for (const name of passedOn) {
    const value = header(name)
    if (value !== undefined) headers.push(name, value)
  }
  return headers
}

/**
 * Asks one upstream after the other until one begins to answer. After its first byte there is no other: the client has
 * part of an answer.
 *
 * @throws RefusedByUpstream with the last one's words, Problem 502, 503 or 504 where it had none
 */
export async function ask(
  ctx: Ctx,
  request: AiRequest,
  choices: readonly Choice[],
  headers: readonly string[],
  patience: Patience,
): Promise<Answering> {
  const { api, ended } = stateOf(ctx)
  let last: unknown
  let words: Refused | undefined
  for (const choice of choices) {
    const { upstream, model } = choice
    const refused = (refusal: Refused) => {
      words = refusal
    }
    try {
      const content = contentFor(request, model)
      const { bytes: body, contentType } = content instanceof Promise ? await content : content
      const asked = { upstream, endpoint: request.endpoint, body, contentType, headers, patience }
      const response = await api.ask(asked, refused)
      if (!isOurFault(response.status)) return { choice, response }
      // The key or the address that we gave is no good: not the caller's doing.
      await refusalOf(response)
      words = undefined
      last = new Problem(
        502,
        'upstream-unavailable',
        `${upstream.name} does not accept the key of this house`,
      )
      ctx.log.error({ upstream: upstream.name, status: response.status }, 'An upstream refuses our key')
    } catch (error) {
      patience.signal.throwIfAborted()
      if (!(error instanceof OutboundError)) throw error
      if (error.status === undefined) words = undefined
      last = error
    }
    ended.inc(upstream.name, 'passed-over')
  }
  throw words ? new RefusedByUpstream(words) : unavailable(last)
}

const isOurFault = (status: number) => status === 401 || status === 403 || status === 407

function unavailable(cause: unknown): Problem {
  if (cause instanceof Problem) return cause
  const kind = cause instanceof OutboundError ? cause.kind : undefined
  if (kind === 'timeout')
    return new Problem(504, 'upstream-unavailable', 'The model took too long to answer', { cause })
  if (kind === 'circuit-open')
    return new Problem(
      503,
      'upstream-unavailable',
      'The model has failed repeatedly and is left alone for now',
      {
        cause,
        headers: { 'Retry-After': '30' },
      },
    )
  return new Problem(502, 'upstream-unavailable', 'The model cannot be reached', { cause })
}

/** What becomes of a call's reservation: settled once, however the call ends. */
export class Account {
  readonly #ctx: Ctx
  readonly #caller: Caller
  readonly #request: AiRequest
  readonly #hold: Hold
  #settled = false

  constructor(ctx: Ctx, caller: Caller, request: AiRequest, hold: Hold) {
    this.#ctx = ctx
    this.#caller = caller
    this.#request = request
    this.#hold = hold
  }

  /**
   * An answer has ended: whole, or broken off, when what is not known is estimated.
   *
   * @param whole false when it was broken off
   */
  answered(
    { choice, response }: Answering,
    meter: Meter,
    whole: boolean,
  ): Used & { costMicrodollars: number } {
    const refused = response.status >= 400
    const used = refused ? nothing : meter.used(this.#request.usualInputTokens)
    return this.#settle(choice, used, refused || !whole ? 'failed' : 'answered')
  }

  /**
   * Nobody has begun to answer. Who was told to stop, or was silent for too long, may have read the request by then, and
   * sends a bill for it: its length is the estimate.
   */
  failed(choice: Choice, cause: unknown): void {
    const unknown =
      !(cause instanceof RefusedByUpstream) && (!(cause instanceof Problem) || cause.status === 504)
    const inputTokens = this.#request.usualInputTokens
    this.#settle(choice, unknown ? { inputTokens, outputTokens: 0, estimated: true } : nothing, 'failed')
  }

  #settle(choice: Choice, used: Used, outcome: 'answered' | 'failed') {
    const { recorder, ended } = stateOf(this.#ctx)
    const { rate } = choice
    const costMicrodollars = rate ? costOf(rate, used.inputTokens, used.outputTokens) : 0
    const told = { ...used, costMicrodollars }
    if (this.#settled) return told
    this.#settled = true
    this.#hold.settle({ cost: costMicrodollars, tokens: used.inputTokens + used.outputTokens, requests: 1 })
    const { subject, userId } = this.#caller
    const upstream = choice.upstream.name
    recorder.add({ subject, userId, model: choice.model, upstream, outcome, ...told })
    ended.inc(upstream, outcome)
    return told
  }
}

const nothing: Used = { inputTokens: 0, outputTokens: 0, estimated: false }
