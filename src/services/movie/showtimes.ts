import { sql } from 'kysely'
import { cutPage, decodeInstantCursor, notFound, type WholeAnswer } from '#kernel'
import type { Ctx, Input, Output } from './context.ts'
import { publicLists } from './public-lists.ts'
import {
  presentShowtime,
  type ShowtimeRow,
  showtimeById,
  showtimeConditions,
  showtimesWithNames,
} from './queries.ts'

/** By start. A search that names no time shows what has not begun. */
export const listShowtimes = (ctx: Ctx, input: Input<'listShowtimes'>): Promise<WholeAnswer> =>
  publicLists(ctx).answer('listShowtimes', input, () => readShowtimes(ctx, input))

async function readShowtimes(ctx: Ctx, input: Input<'listShowtimes'>): Promise<Output<'listShowtimes'>> {
  const after = decodeInstantCursor(input.cursor)
  let query = showtimesWithNames(ctx.db.query).where(showtimeConditions(input))
  if (after)
    query = query.where(sql<boolean>`(showtimes.starts_at, showtimes.id) > (${after.at}, ${after.id})`)
  const rows = await query
    .orderBy('showtimes.starts_at')
    .orderBy('showtimes.id')
    .limit(input.limit + 1)
    .execute()
  return cutPage(rows, input.limit, (row) => ({ key: row.starts_at.toString(), id: row.id }), presentShowtime)
}

export async function getShowtime(
  ctx: Ctx,
  { showtimeId }: Input<'getShowtime'>,
): Promise<Output<'getShowtime'>> {
  const row = await showtimeById(ctx.db.query, showtimeId)
  if (!row) throw notFound('showtime')
  return presentShowtime(row)
}

/** What others keep of a showtime: everything that it is sold by. */
export function showtimeState(row: ShowtimeRow) {
  const { id, theaterId, endsAt, startsAt, onSaleAt, saleEndsAt, ...shown } = presentShowtime(row)
  const {
    movieTitle: _title,
    theaterName: _theater,
    city: _city,
    screenName: _screen,
    capacity: _capacity,
    ...kept
  } = shown
  return {
    ...kept,
    showtimeId: id,
    theaterId,
    startsAt: startsAt.toString(),
    endsAt: endsAt.toString(),
    onSaleAt: onSaleAt.toString(),
    saleEndsAt: saleEndsAt.toString(),
  }
}
