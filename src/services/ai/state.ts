import { Allowances } from './allowances.ts'
import { AnswerCache } from './answer-cache.ts'
import { Callers } from './callers.ts'
import type { Ctx } from './context.ts'
import { openAiCompatible } from './providers/openai-compatible.ts'
import type { ModelApi } from './providers/types.ts'
import { Catalogue } from './rates.ts'
import { Recorder } from './recorder.ts'
import { Routing } from './routing.ts'
import { Upstreams } from './upstreams.ts'

/** What one process of this service has in memory. Nothing of it is the authority. */
export interface State {
  readonly callers: Callers
  readonly catalogue: Catalogue
  readonly routing: Routing
  readonly upstreams: Upstreams
  readonly allowances: Allowances
  readonly recorder: Recorder
  readonly answers: AnswerCache
  readonly api: ModelApi
  readonly ended: ReturnType<typeof endedCounter>
}

/** Words between the replicas. */
export const keysChanged = 'keys'
export const catalogueChanged = 'catalogue'
export const upstreamsChanged = 'upstreams'
export const tenantErased = 'tenant'
export const giveBack = 'give-back'

const states = new WeakMap<Ctx, State>()

/** A backstop for words that got lost. */
const lookAgainMs = 30_000

export function stateOf(ctx: Ctx): State {
  const known = states.get(ctx)
  if (!known) throw new Error('The service has not been started')
  return known
}

/** Calls by who answered and how they ended. */
function endedCounter(ctx: Ctx) {
  const calls = ctx.metrics.counter('ai_requests_total', 'Calls of language models, by how they ended', [
    'upstream',
    'outcome',
  ])
  const known = new Map<string, ReturnType<typeof calls.series>>()
  return {
    inc(upstream: string, outcome: string): void {
      const name = `${upstream} ${outcome}`
      const series = known.get(name) ?? calls.series({ upstream, outcome })
      known.set(name, series)
      series.inc()
    },
  }
}

/** @returns what ends it: the usage is written and what is left of the leases goes back. */
export async function startState(ctx: Ctx): Promise<() => Promise<void>> {
  const { settings, signal } = ctx
  const allowances = new Allowances(ctx)
  const api = openAiCompatible(ctx.http, {
    firstByteMs: settings.AI_FIRST_BYTE_SECONDS * 1000,
    idleMs: settings.AI_IDLE_SECONDS * 1000,
  })
  const catalogue = new Catalogue()
  const state = {
    callers: new Callers(ctx),
    catalogue,
    routing: new Routing(catalogue),
    upstreams: new Upstreams(ctx),
    allowances,
    recorder: new Recorder(ctx, allowances),
    answers: new AnswerCache(settings.AI_CACHE_MEGABYTES),
    api,
    ended: endedCounter(ctx),
  }
  states.set(ctx, state)
  await state.catalogue.load(ctx)
  const reload = () =>
    void state.catalogue
      .load(ctx)
      .catch((err: unknown) => ctx.log.warn({ err }, 'Prices and routes of models could not be read'))
  const looking = setInterval(reload, lookAgainMs)
  looking.unref()
  const ears = [
    signal.on(keysChanged, () => state.callers.forget()),
    signal.on(catalogueChanged, reload),
    signal.on(upstreamsChanged, () => state.upstreams.forget()),
    signal.on(tenantErased, (tenant) => state.answers.drop(String(tenant))),
    signal.on(giveBack, () => void state.recorder.write({ all: true }).catch(() => undefined)),
  ]
  state.recorder.start()
  return async () => {
    clearInterval(looking)
    for (const close of ears) close()
    await state.recorder.stop()
    await allowances.end()
    await api.close()
  }
}
