import type { Ctx } from './context.ts'
import { type Price, Target, type UpstreamName } from './contract.ts'
import { shippedPrices } from './prices-shipped.ts'

export type Rate = Omit<Price, 'model'>

const shipped: ReadonlyMap<string, Rate & { upstream: UpstreamName }> = new Map(
  shippedPrices.map(([model, upstream, input, output, maxOutputTokens]) => [
    model,
    {
      upstream,
      inputPerMillion: Math.round(input * 1_000_000),
      outputPerMillion: Math.round(output * 1_000_000),
      maxOutputTokens,
    },
  ]),
)
export const shippedRate = (model: string) => shipped.get(model)
export const shippedModels = [...shipped.keys()]

/** Runs on the house's own machine: nobody sends a bill. */
const free: Rate = { inputPerMillion: 0, outputPerMillion: 0, maxOutputTokens: 8_192 }

/** Prices and routes as administrators set them, in memory: no call waits for the database to know them. */
export class Catalogue {
  #rates: ReadonlyMap<string, Rate> = new Map()
  #routes: ReadonlyMap<string, readonly Target[]> = new Map()

  /** Another one whenever prices and routes have been read anew. */
  get edition(): object {
    return this.#routes
  }

  async load(ctx: Pick<Ctx, 'db'>): Promise<void> {
    const [prices, routes] = await Promise.all([
      ctx.db.query.selectFrom('prices').selectAll().execute(),
      ctx.db.query.selectFrom('model_routes').selectAll().execute(),
    ])
    this.#rates = new Map(
      prices.map((row) => [
        row.model,
        {
          inputPerMillion: row.input_per_million,
          outputPerMillion: row.output_per_million,
          maxOutputTokens: row.max_output_tokens,
        },
      ]),
    )
    this.#routes = new Map(routes.map((row) => [row.model, Target.array().parse(row.targets)]))
  }

  get routedModels(): readonly string[] {
    return [...this.#routes.keys()]
  }

  routeOf(model: string): readonly Target[] | undefined {
    return this.#routes.get(model)
  }

  /** The price at an upstream: under `upstream/model`, else under the model's own name. Undefined when nobody knows. */
  rateOf({ upstream, model }: Pick<Target, 'upstream' | 'model'>): Rate | undefined {
    return (
      this.#rates.get(`${upstream}/${model}`) ??
      this.#rates.get(model) ??
      shipped.get(model) ??
      (upstream === 'ollama' ? free : undefined)
    )
  }
}

/** Microdollars, rounded up: many small calls must not be free. */
export function costOf(rate: Rate, inputTokens: number, outputTokens: number): number {
  return Math.ceil((inputTokens * rate.inputPerMillion + outputTokens * rate.outputPerMillion) / 1_000_000)
}
