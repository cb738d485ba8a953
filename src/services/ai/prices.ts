import type { z } from 'zod'
import { cutPage, decodeCursor, notFound, type RouteHandler } from '#kernel'
import type { Ctx } from './context.ts'
import { type ai, type ModelRoute, Target } from './contract.ts'
import { pricesOf } from './prices-shipped.ts'
import { shippedModels, shippedRate } from './rates.ts'
import { catalogueChanged, stateOf } from './state.ts'
import type { Tables } from './tables.ts'

type Handler<R extends keyof typeof ai.routes> = RouteHandler<Ctx, Tables, (typeof ai.routes)[R]>

/** Models have slashes in their names, which a cursor's id has not. */
const cursorOf = ({ model }: { model: string }) => ({
  key: Buffer.from(model).toString('hex').slice(0, 64),
  id: 'model',
})

export const listPrices: Handler<'listPrices'> = async (ctx, { cursor, limit }) => {
  const own = await ctx.db.query.selectFrom('prices').selectAll().execute()
  const named = new Map(own.map((row) => [row.model, row]))
  const all = [...new Set([...shippedModels, ...named.keys()])].toSorted().map((model) => {
    const row = named.get(model)
    if (!row) {
      const { inputPerMillion, outputPerMillion, maxOutputTokens } = shippedRate(model)!
      return {
        model,
        inputPerMillion,
        outputPerMillion,
        maxOutputTokens,
        from: 'shipped' as const,
        since: Temporal.PlainDate.from(pricesOf),
      }
    }
    return presentPrice(row)
  })
  return page(all, cursor, limit)
}

export const setPrice: Handler<'setPrice'> = async (ctx, input) => {
  const values = {
    model: input.model,
    input_per_million: input.inputPerMillion,
    output_per_million: input.outputPerMillion,
    max_output_tokens: input.maxOutputTokens,
    updated_at: ctx.clock.now(),
  }
  await ctx.db.transaction(async (tx) => {
    await tx.query
      .insertInto('prices')
      .values(values)
      .onConflict((conflict) => conflict.column('model').doUpdateSet(values))
      .execute()
    await tx.audit({ action: 'ai.price-set', target: `ai-model:${input.model}`, details: { ...input } })
  })
  await changed(ctx)
  return presentPrice(values)
}

export const deletePrice: Handler<'deletePrice'> = async (ctx, { model }) => {
  await ctx.db.transaction(async (tx) => {
    const { numDeletedRows } = await tx.query
      .deleteFrom('prices')
      .where('model', '=', model)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw notFound('price')
    await tx.audit({ action: 'ai.price-removed', target: `ai-model:${model}` })
  })
  await changed(ctx)
}

export const listModelRoutes: Handler<'listModelRoutes'> = async (ctx, { cursor, limit }) => {
  const rows = await ctx.db.query.selectFrom('model_routes').selectAll().orderBy('model').execute()
  const all = rows
    .map(
      (row): z.output<typeof ModelRoute> => ({
        model: row.model,
        targets: Target.array().parse(row.targets),
      }),
    )
    .toSorted((a, b) => (a.model < b.model ? -1 : 1))
  return page(all, cursor, limit)
}

export const setModelRoute: Handler<'setModelRoute'> = async (ctx, { model, targets }) => {
  const values = { model, targets: JSON.stringify(targets), updated_at: ctx.clock.now() }
  await ctx.db.transaction(async (tx) => {
    await tx.query
      .insertInto('model_routes')
      .values(values)
      .onConflict((conflict) => conflict.column('model').doUpdateSet(values))
      .execute()
    await tx.audit({ action: 'ai.route-set', target: `ai-model:${model}`, details: { targets } })
  })
  await changed(ctx)
  return { model, targets }
}

export const deleteModelRoute: Handler<'deleteModelRoute'> = async (ctx, { model }) => {
  await ctx.db.transaction(async (tx) => {
    const { numDeletedRows } = await tx.query
      .deleteFrom('model_routes')
      .where('model', '=', model)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw notFound('model route')
    await tx.audit({ action: 'ai.route-removed', target: `ai-model:${model}` })
  })
  await changed(ctx)
}

/** This process knows it before it answers; the others when the word arrives. */
async function changed(ctx: Ctx): Promise<void> {
  await stateOf(ctx).catalogue.load(ctx)
  ctx.signal.send(catalogueChanged)
}

interface PriceRow {
  readonly model: string
  readonly input_per_million: number
  readonly output_per_million: number
  readonly max_output_tokens: number
  readonly updated_at: Temporal.Instant
}

const presentPrice = (row: PriceRow) => ({
  model: row.model,
  inputPerMillion: row.input_per_million,
  outputPerMillion: row.output_per_million,
  maxOutputTokens: row.max_output_tokens,
  from: 'administrator' as const,
  since: row.updated_at.toZonedDateTimeISO('UTC').toPlainDate(),
})

/** A few dozen rows in all, sorted by model. */
function page<T extends { model: string }>(all: readonly T[], cursor: string | undefined, limit: number) {
  const after = decodeCursor(cursor)
  const rest = after ? all.filter((each) => cursorOf(each).key > after.key) : all
  return cutPage(rest.slice(0, limit + 1), limit, cursorOf, (each) => each)
}
