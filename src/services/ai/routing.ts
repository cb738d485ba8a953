import { Problem } from '#kernel'
import type { Target, UpstreamName } from './contract.ts'
import { type Catalogue, shippedRate } from './rates.ts'
import { type Endpoint, lacking, type Upstream } from './upstreams.ts'

export interface Choice {
  readonly upstream: Upstream
  readonly model: string
}

type Known = ReadonlyMap<UpstreamName, Upstream>

/** Take any name of a model that none of the others is known for, in this order. */
const catchAll: readonly UpstreamName[] = ['compatible', 'openrouter', 'ollama', 'sandbox']

/**
 * Whom to ask for a model, the first first: as an administrator said, else `upstream/model` by its name, else whoever is
 * known for the model, else whoever takes any.
 *
 * @throws Problem 503 `ai.not-configured` without any upstream, 404 `model_not_found`, 400 `unsupported_endpoint`
 */
export function choicesOf(catalogue: Catalogue, known: Known, model: string, endpoint: Endpoint): Choice[] {
  if (known.size === 0) throw notConfigured()
  const targets = catalogue.routeOf(model) ?? guess(known, model)
  const all = inTurn(targets).flatMap(({ upstream, model }) => {
    const found = known.get(upstream)
    return found ? [{ upstream: found, model }] : []
  })
  if (all.length === 0)
    throw new Problem(404, 'model_not_found', 'No upstream that is set up has this model', {
      fields: { param: 'model' },
    })
  const able = all.filter(({ upstream }) => !lacking[upstream.name].includes(endpoint))
  if (able.length === 0)
    throw new Problem(
      400,
      'unsupported_endpoint',
      `${all[0]!.upstream.name} offers no /${endpoint} in OpenAI's form; use another model for it`,
      { fields: { param: 'model' } },
    )
  return able
}

export const notConfigured = () =>
  new Problem(
    503,
    'ai.not-configured',
    'No language model is set up: give the house the key of a provider (docs/assistant.md)',
    { headers: { 'Retry-After': '60' } },
  )

function guess(known: Known, name: string): Target[] {
  const slash = name.indexOf('/')
  const prefix = name.slice(0, Math.max(0, slash)) as UpstreamName
  const one = (upstream: UpstreamName, model: string): Target[] => [{ upstream, model, order: 0, weight: 1 }]
  if (known.has(prefix)) return one(prefix, name.slice(slash + 1))
  const home = shippedRate(name)?.upstream
  if (home && known.has(home)) return one(home, name)
  const any = catchAll.find((each) => known.has(each))
  return any ? one(any, name) : []
}

/** By order; within one order drawn by weight, each once. */
function inTurn(targets: readonly Target[]): readonly Target[] {
  if (targets.length < 2) return targets
  // Efraimidis and Spirakis: the larger of u^(1/w) comes first, and first with a chance in proportion to w.
  return targets
    .map((target) => ({ target, draw: Math.random() ** (1 / target.weight) }))
    .toSorted((a, b) => a.target.order - b.target.order || b.draw - a.draw)
    .map(({ target }) => target)
}
