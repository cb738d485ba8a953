import { Problem, tooMany } from '#kernel'
import { type Hold, Spent, type Want } from './allowances.ts'
import type { Caller } from './callers.ts'
import type { Ctx } from './context.ts'
import { costOf } from './rates.ts'
import type { AiRequest } from './request.ts'
import type { Choice } from './routing.ts'
import { giveBack, stateOf } from './state.ts'

/** Reserved for a call that states no limit, of a model whose longest answer nobody knows. */
const usualOutputTokens = 8_192

/**
 * Takes what the call may cost at most out of what the caller has, before anybody is asked: so calls at the same time
 * never use more than there is. What it does not use comes back when it ends.
 *
 * @throws Problem 429 `insufficient_quota` or `rate_limit_exceeded`; 400 `ai.no-price` where a budget could not be kept
 */
export function reserve(
  ctx: Ctx,
  caller: Caller,
  request: AiRequest,
  choices: readonly Choice[],
): Hold | Promise<Hold> {
  const { allowances } = stateOf(ctx)
  const { requestsPerMinute, tokensPerMinute, subject } = caller
  const most = mostOf(caller, request, choices)
  const wants: Want[] = []
  if (requestsPerMinute !== null)
    wants.push({ subject, kind: 'requests', limit: requestsPerMinute, amount: 1, period: 'minute' })
  if (tokensPerMinute !== null)
    wants.push({ subject, kind: 'tokens', limit: tokensPerMinute, amount: most.tokens, period: 'minute' })
  for (const { subject, microdollars, period } of caller.budgets)
    wants.push({ subject, kind: 'cost', limit: microdollars, amount: most.microdollars, period })
  return (
    allowances.tryReserve(wants) ??
    allowances.reserve(wants).catch((error: unknown) => {
      if (!(error instanceof Spent)) throw error
      // Other replicas may hold slices that they do not use.
      ctx.signal.send(giveBack)
      throw refusal(ctx, error)
    })
  )
}

/** What a call uses at most, at the dearest of those that may answer it. */
function mostOf(caller: Caller, request: AiRequest, choices: readonly Choice[]) {
  let [microdollars, tokens] = [0, 0]
  for (const { rate } of choices) {
    if (!rate && caller.budgets.some((budget) => budget.microdollars !== null))
      throw new Problem(
        400,
        'ai.no-price',
        'Nobody knows what this model costs, so no budget can be kept: an administrator sets its price',
        { fields: { param: 'model' } },
      )
    const output = request.outputTokens ?? (rate?.maxOutputTokens || usualOutputTokens) * request.choices
    tokens = Math.max(tokens, request.inputTokens + output)
    if (rate) microdollars = Math.max(microdollars, costOf(rate, request.inputTokens, output))
  }
  return { microdollars, tokens }
}

function refusal(ctx: Ctx, { want, endsAt }: Spent): Problem {
  const seconds = endsAt === null ? 86_400 : Math.max(1, endsAt.since(ctx.clock.now()).total('seconds'))
  if (want.kind !== 'cost') {
    const { headers } = tooMany(seconds)
    return new Problem(429, 'rate_limit_exceeded', `Too many ${want.kind} in this minute`, { headers })
  }
  return new Problem(
    429,
    'insufficient_quota',
    `The budget of this ${want.period} does not cover this call`,
    {
      headers: {
        ...tooMany(seconds).headers,
        // OpenAI's client would ask again after a moment, which helps nobody.
        'x-should-retry': 'false',
      },
    },
  )
}

/**
 * `x-ratelimit-*`, as OpenAI's: what is left as far as this process knows, and in what time it is whole again. Names and
 * values in turn.
 */
export function limitHeaders(ctx: Ctx, hold: Hold): string[] {
  const headers: string[] = []
  const nowMs = ctx.clock.nowMs()
  for (const { lease, want } of hold.parts) {
    if (want.kind === 'cost' || want.limit === null || lease.endsAtMs === undefined) continue
    const names = limitNames[want.kind]
    const resetMs = Math.max(0, lease.endsAtMs - nowMs)
    headers.push(names.limit, String(want.limit), names.remaining, String(lease.remaining))
    headers.push(names.reset, `${resetMs / 1000}s`)
  }
  return headers
}

const limitNamesOf = (kind: string) => ({
  limit: `x-ratelimit-limit-${kind}`,
  remaining: `x-ratelimit-remaining-${kind}`,
  reset: `x-ratelimit-reset-${kind}`,
})
const limitNames = { requests: limitNamesOf('requests'), tokens: limitNamesOf('tokens') }
