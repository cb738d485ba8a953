import { setTimeout as sleep } from 'node:timers/promises'
import {
  CircuitState,
  ConsecutiveBreaker,
  ConstantBackoff,
  circuitBreaker,
  handleWhen,
  retry,
} from 'cockatiel'
import type { Limiter } from './limiter.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { OutboundError, type OutboundPolicy, type QuotaUse } from './outbound.ts'
import { isFailure, isRepeatable, outboundError, type Repeat } from './outbound-errors.ts'
import { quotaCounter } from './outbound-quota.ts'
import { retryDelayMs } from './retry-delay.ts'
import { within } from './time-limit.ts'

/** Longest wait for a turn under the provider's rate limit. */
const MAX_TURN_WAIT_MS = 30_000

export type BreakerState = 'closed' | 'half-open' | 'open'

export interface PolicySurroundings {
  log: Logger
  limiter: Limiter
  metrics?: Metrics | undefined
  now: () => Temporal.Instant
}

export interface Work<T> {
  run: (signal: AbortSignal) => Promise<T>
  repeat: Repeat
  /** For one attempt, in milliseconds; default: the policy's. */
  timeoutMs?: number | undefined
  /** It is late by itself, with `TookTooLong`, and knows its caller: its signal is never aborted. */
  keepsTime?: boolean | undefined
  /** The caller's own wish to stop. Its reason is what the caller gets; the provider is not blamed. */
  signal?: AbortSignal | undefined
  /** Names the request in errors and logs, without its secrets. */
  label?: string | undefined
}

export interface ProviderPolicy {
  execute<T>(work: Work<T>): Promise<T>
  state(): { state: BreakerState; failures: number }
  /** Undefined for a provider without a daily quota. */
  quota(): Promise<QuotaUse | undefined>
}

/**
 * One provider's policy: retry around breaker around turn, quota and time-out. Turn and quota come after the
 * breaker, so that what an open circuit refuses takes nobody's turn.
 */
export function providerPolicy(
  name: string,
  policy: OutboundPolicy,
  around: PolicySurroundings,
): ProviderPolicy {
  const { log } = around
  const counts = around.metrics && countsOf(name, policyMetrics(around.metrics))
  const timing = { baseDelayMs: policy.baseDelayMs ?? 1_000, maxDelayMs: policy.maxDelayMs ?? 30_000 }
  const breaker = providerBreaker(name, policy, around)
  const { admit, quota } = admission(name, policy, around)

  async function attempt<T>(work: Work<T>, caller: AbortSignal): Promise<T> {
    if (admit) await admit(caller)
    const started = performance.now()
    try {
      const running = work.keepsTime
        ? work.run(caller)
        : within(work.timeoutMs ?? policy.timeoutMs ?? 10_000, caller, work.run)
      return await running
    } catch (error) {
      caller.throwIfAborted()
      throw outboundError(name, work.label, error)
    } finally {
      counts?.duration.observe((performance.now() - started) / 1000)
    }
  }

  async function guarded<T>(work: Work<T>, caller: AbortSignal): Promise<T> {
    try {
      const result = await breaker.circuit.execute(() => attempt(work, caller))
      counts?.succeeded.inc()
      return result
    } catch (error) {
      const known = outboundError(name, work.label, error)
      const outcome = known instanceof OutboundError ? known.kind : caller.aborted ? 'abandoned' : 'error'
      counts?.requests.inc({ provider: name, outcome })
      throw known
    }
  }

  async function execute<T>(work: Work<T>): Promise<T> {
    const caller = work.signal ?? new AbortController().signal
    if (policy.attempts === 1) {
      caller.throwIfAborted()
      return await guarded(work, caller)
    }
    let failure: unknown
    const repeat = retry(
      handleWhen((error) => {
        failure = error
        return isRepeatable(error, work.repeat)
      }),
      // cockatiel cannot be interrupted while it waits; so it does not wait, and the next attempt begins with one.
      { maxAttempts: (policy.attempts ?? 3) - 1, backoff: new ConstantBackoff(0) },
    )
    return repeat.execute(async ({ attempt: repetition }) => {
      caller.throwIfAborted()
      if (repetition > 0) {
        const asked = failure instanceof OutboundError ? failure.retryAfterSeconds : undefined
        const waitMs = retryDelayMs(timing, repetition, asked)
        counts?.retries.inc({ provider: name })
        log.info(
          { provider: name, request: work.label, repetition, waitMs, err: failure },
          'outside call repeated',
        )
        await interruptibleSleep(waitMs, caller)
      }
      return guarded(work, caller)
    })
  }

  return { execute, state: breaker.state, quota }
}

/** Waits; throws the caller's own reason as soon as the caller gives up. */
async function interruptibleSleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

const countsOf = (provider: string, { requests, duration, retries }: ReturnType<typeof policyMetrics>) => ({
  requests,
  succeeded: requests.series({ provider, outcome: 'success' }),
  duration: duration.series({ provider }),
  retries,
})

function policyMetrics(metrics: Metrics) {
  return {
    requests: metrics.counter('outbound_requests_total', 'Attempts at outside calls, by how they ended', [
      'provider',
      'outcome',
    ]),
    duration: metrics.histogram(
      'outbound_request_duration_seconds',
      'Time an outside call took, per attempt',
      ['provider'],
    ),
    retries: metrics.counter('outbound_retries_total', 'Outside calls repeated after a failure', [
      'provider',
    ]),
    state: metrics.gauge('circuit_breaker_state', '0 closed, 1 half-open, 2 open', ['provider']),
  }
}

const STATES: Record<CircuitState, { state: BreakerState; level: number }> = {
  [CircuitState.Closed]: { state: 'closed', level: 0 },
  [CircuitState.HalfOpen]: { state: 'half-open', level: 1 },
  [CircuitState.Open]: { state: 'open', level: 2 },
  [CircuitState.Isolated]: { state: 'open', level: 2 },
}

/** Opens after consecutive failures, lets a few probes through after a while, closes when all of them succeed. */
function providerBreaker(name: string, policy: OutboundPolicy, { log, metrics }: PolicySurroundings) {
  const gauge = metrics && policyMetrics(metrics).state
  const failures = new ConsecutiveBreaker(policy.breaker?.failures ?? 5)
  const circuit = circuitBreaker(
    // A probe that was abandoned or refused by our own limits has proved nothing: it must not help to close.
    handleWhen((error) => isFailure(error) || (circuit.state === CircuitState.HalfOpen && !isAnswer(error))),
    {
      breaker: failures,
      halfOpenAfter: policy.breaker?.resetMs ?? 60_000,
      halfOpenSampling: { calls: policy.breaker?.successes ?? 3, threshold: 0 },
    },
  )
  gauge?.set({ provider: name }, 0)
  circuit.onStateChange((changed) => {
    const { state, level } = STATES[changed]
    gauge?.set({ provider: name }, level)
    if (state === 'open') log.warn({ provider: name, failures: failures.state }, 'circuit opened')
    else log.info({ provider: name }, `circuit ${state}`)
  })
  return { circuit, state: () => ({ state: STATES[circuit.state].state, failures: failures.state }) }
}

/** Did the provider itself answer, if only to refuse? */
const isAnswer = (error: unknown): boolean => error instanceof OutboundError && error.status !== undefined

/** Waits for a turn under the provider's rate limit and counts the call against its daily quota; undefined without either. */
function admission(name: string, policy: OutboundPolicy, around: PolicySurroundings) {
  const { rate, dailyQuota } = policy
  const quota = dailyQuota && quotaCounter(name, dailyQuota, around)

  async function turn(points: number, perSeconds: number, signal: AbortSignal): Promise<void> {
    const { given, waitMs } = await around.limiter.take(name, points, perSeconds, MAX_TURN_WAIT_MS)
    if (!given)
      throw new OutboundError(name, 'rate-limited', `${name}: too many calls are waiting for their turn`, {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      })
    if (waitMs > 0) await interruptibleSleep(waitMs, signal)
  }

  async function admit(signal: AbortSignal): Promise<void> {
    if (rate) await turn(rate.points, rate.perSeconds, signal)
    await quota?.spend()
  }
  return { admit: rate || quota ? admit : undefined, quota: async () => await quota?.use() }
}
