import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { cutPage, decodeCursor, notFound, type WholeAnswer } from '#kernel'
import type { Ctx, Input, Meta, Output, Tx } from './context.ts'
import { theaterChanged } from './contract.ts'
import { searchKey, sortKey } from './keys.ts'
import { changedMeanwhile, hasShowtimes } from './movies.ts'
import { announce, publicLists } from './public-lists.ts'
import { hasShowtimesAhead, presentTheater, type TheaterRow } from './queries.ts'

export const listTheaters = (ctx: Ctx, input: Input<'listTheaters'>): Promise<WholeAnswer> =>
  publicLists(ctx).answer('listTheaters', input, () => readTheaters(ctx, input))

async function readTheaters(ctx: Ctx, input: Input<'listTheaters'>): Promise<Output<'listTheaters'>> {
  const after = decodeCursor(input.cursor)
  let query = ctx.db.query.selectFrom('theaters').selectAll().where('closed', '=', false)
  if (input.city !== undefined) query = query.where('city_key', '=', searchKey(input.city))
  if (after) query = query.where(sql<boolean>`(sort_key, id::text) > (${after.key}, ${after.id})`)
  const rows = await query
    .orderBy('sort_key')
    .orderBy(sql`id::text`)
    .limit(input.limit + 1)
    .execute()
  return cutPage(rows, input.limit, (row) => ({ key: row.sort_key, id: row.id }), presentTheater)
}

export async function getTheater(
  ctx: Ctx,
  { theaterId }: Input<'getTheater'>,
): Promise<Output<'getTheater'>> {
  const row = await ctx.db.query
    .selectFrom('theaters')
    .selectAll()
    .where('id', '=', theaterId)
    .executeTakeFirst()
  if (!row) throw notFound('theater')
  return presentTheater(row)
}

export async function addTheater(
  ctx: Ctx,
  input: Input<'addTheater'>,
  { tx }: Meta,
): Promise<Output<'addTheater'>> {
  const row = await tx.query
    .insertInto('theaters')
    .values({ id: randomUUID(), ...columnsOf(input) })
    .returningAll()
    .executeTakeFirstOrThrow()
  await announceTheater(ctx, tx, row)
  return presentTheater(row)
}

/** Showtimes are instants: another time zone would show those to come at other hours than they were announced for. */
export async function changeTheater(
  ctx: Ctx,
  input: Input<'changeTheater'>,
  { tx }: Meta,
): Promise<Output<'changeTheater'>> {
  const before = await lockTheater(tx, input.theaterId)
  if (before.version !== input.version) throw changedMeanwhile(before.version)
  const needsEmpty = input.timeZone !== before.time_zone || (input.closed && !before.closed)
  if (needsEmpty && (await hasShowtimesAhead(tx.query, 'theater_id', before.id)))
    throw hasShowtimes('This theater has showtimes to come: cancel them first')
  const row = await tx.query
    .updateTable('theaters')
    .set({
      ...columnsOf(input),
      closed: input.closed,
      version: before.version + 1,
      changed_at: sql`movie.now()`,
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await announceTheater(ctx, tx, row)
  return presentTheater(row)
}

/** Held while a screen or showtime is added, so that a closing cannot pass between. */
export async function lockTheater({ query }: Tx, theaterId: string): Promise<TheaterRow> {
  const row = await query
    .selectFrom('theaters')
    .selectAll()
    .where('id', '=', theaterId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('theater')
  return row
}

function columnsOf(input: Input<'addTheater'>) {
  return {
    name: input.name,
    city: input.city,
    city_key: searchKey(input.city),
    sort_key: sortKey(input.city, input.name),
    address: input.address,
    time_zone: input.timeZone,
  }
}

async function announceTheater(ctx: Ctx, tx: Tx, row: TheaterRow): Promise<void> {
  await announce(ctx, tx, theaterChanged, theaterState(row), { subject: `theater:${row.id}` })
}

/** What others keep of a theater. */
export function theaterState(row: TheaterRow) {
  return {
    theaterId: row.id,
    version: row.version,
    name: row.name,
    city: row.city,
    address: row.address,
    timeZone: row.time_zone,
    closed: row.closed,
  }
}
