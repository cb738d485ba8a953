import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { cutPage, decodeInstantCursor, notFound } from '#kernel'
import type { Ctx, Input, Meta, Output, Tx } from './context.ts'
import { changedMeanwhile } from './movies.ts'
import { type PriceListRow, presentPriceList } from './queries.ts'

export async function listPriceLists(
  ctx: Ctx,
  input: Input<'listPriceLists'>,
): Promise<Output<'listPriceLists'>> {
  const after = decodeInstantCursor(input.cursor)
  let query = ctx.db.query.selectFrom('price_lists').selectAll()
  if (after) query = query.where(sql<boolean>`(created_at, id) < (${after.at}, ${after.id})`)
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return cutPage(
    rows,
    input.limit,
    (row) => ({ key: row.created_at.toString(), id: row.id }),
    presentPriceList,
  )
}

export async function addPriceList(
  _ctx: Ctx,
  input: Input<'addPriceList'>,
  { tx }: Meta,
): Promise<Output<'addPriceList'>> {
  const row = await tx.query
    .insertInto('price_lists')
    .values({ id: randomUUID(), ...columnsOf(input) })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'movie.price-list-added', target: `price-list:${row.id}` })
  return presentPriceList(row)
}

export async function changePriceList(
  _ctx: Ctx,
  input: Input<'changePriceList'>,
  { tx }: Meta,
): Promise<Output<'changePriceList'>> {
  const before = await lockPriceList(tx, input.priceListId)
  if (before.version !== input.version) throw changedMeanwhile(before.version)
  const row = await tx.query
    .updateTable('price_lists')
    .set({ ...columnsOf(input), version: before.version + 1 })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'movie.price-list-changed', target: `price-list:${row.id}` })
  return presentPriceList(row)
}

async function lockPriceList({ query }: Tx, priceListId: string): Promise<PriceListRow> {
  const row = await query
    .selectFrom('price_lists')
    .selectAll()
    .where('id', '=', priceListId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('price list')
  return row
}

const columnsOf = (input: Input<'addPriceList'>) => ({
  name: input.name,
  currency: input.currency,
  vat_percent: input.vatPercent,
  prices: JSON.stringify(input.prices),
})
