import { LRUCache } from 'lru-cache'
import { Problem } from '#kernel'
import type { Target, UpstreamName } from './contract.ts'
import { type Catalogue, type Rate, shippedRate } from './rates.ts'
import { type Endpoint, lacking, type Upstream } from './upstreams.ts'

export interface Choice {
  readonly upstream: Upstream
  readonly model: string
  /** What it costs; undefined when nobody knows. */
  readonly rate: Rate | undefined
}

type Known = ReadonlyMap<UpstreamName, Upstream>

/** Take any name of a model that none of the others is known for, in this order. */
const catchAll: readonly UpstreamName[] = ['compatible', 'openrouter', 'ollama', 'sandbox']

/** A choice, and when it comes. */
type Way = Choice & Pick<Target, 'order' | 'weight'>

/** What `ways` were worked out from. */
interface Kept {
  readonly known: Known
  readonly edition: object
  readonly ways: readonly Way[]
}

/** Says whom to ask. What it has worked out is kept until prices, routes or upstreams are others. */
export class Routing {
  readonly #catalogue: Catalogue
  readonly #kept = new LRUCache<string, Kept>({ max: 1_000 })

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue
  }

  /**
   * Whom to ask for a model, the first first: as an administrator said, else `upstream/model` by its name, else whoever is
   * known for the model, else whoever takes any.
   *
   * @throws Problem 503 `ai.not-configured` without any upstream, 404 `model_not_found`, 400 `unsupported_endpoint`
   */
  choicesOf(known: Known, model: string, endpoint: Endpoint): readonly Choice[] {
    const { edition } = this.#catalogue
    const name = `${endpoint} ${model}`
    const kept = this.#kept.get(name)
    if (kept?.known === known && kept.edition === edition) return inTurn(kept.ways)
    const ways = this.#waysTo(known, model, endpoint)
    this.#kept.set(name, { known, edition, ways })
    return inTurn(ways)
  }

  #waysTo(known: Known, model: string, endpoint: Endpoint): readonly Way[] {
    if (known.size === 0) throw notConfigured()
    const targets = this.#catalogue.routeOf(model) ?? guess(known, model)
    const all = targets.flatMap((target) => {
      const upstream = known.get(target.upstream)
      return upstream ? [{ ...target, upstream, rate: this.#catalogue.rateOf(target) }] : []
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
function inTurn(ways: readonly Way[]): readonly Choice[] {
  if (ways.length < 2) return ways
  // Efraimidis and Spirakis: the larger of u^(1/w) comes first, and first with a chance in proportion to w.
  return ways
    .map((way) => ({ way, draw: Math.random() ** (1 / way.weight) }))
    .toSorted((a, b) => a.way.order - b.way.order || b.draw - a.draw)
    .map(({ way }) => way)
}
