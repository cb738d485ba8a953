import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#kernel'
import type {
  layoutDrawn,
  movieChanged,
  PublicShowtime,
  screenChanged,
  theaterChanged,
} from '#services/movie'
import { noteChange } from './showtime-changes.ts'
import type { Tables } from './tables.ts'

/**
 * Copies of what movie publishes. Each is kept when it is newer than what is here, in whatever order they come; each
 * resolves to whether it was.
 */

export async function hearMovie(
  _ctx: unknown,
  { movieId, version, title, runtimeMinutes, withdrawn }: z.output<typeof movieChanged.data>,
  { query }: Tx<Tables>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into movies (movie_id, version, title, runtime_minutes, withdrawn)
    values (${movieId}, ${version}, ${title}, ${runtimeMinutes}, ${withdrawn})
    on conflict (movie_id) do update set version = excluded.version, title = excluded.title,
      runtime_minutes = excluded.runtime_minutes, withdrawn = excluded.withdrawn
    where movies.version < excluded.version returning 1`.execute(query)
  return rows.length > 0
}

export async function hearTheater(
  _ctx: unknown,
  { theaterId, version, name, city, address, timeZone }: z.output<typeof theaterChanged.data>,
  { query }: Tx<Tables>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into theaters (theater_id, version, name, city, address, time_zone)
    values (${theaterId}, ${version}, ${name}, ${city}, ${address}, ${timeZone})
    on conflict (theater_id) do update set version = excluded.version, name = excluded.name, city = excluded.city,
      address = excluded.address, time_zone = excluded.time_zone
    where theaters.version < excluded.version returning 1`.execute(query)
  return rows.length > 0
}

export async function hearScreen(
  _ctx: unknown,
  { screenId, version, theaterId, name }: z.output<typeof screenChanged.data>,
  { query }: Tx<Tables>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into screens (screen_id, version, theater_id, name) values (${screenId}, ${version}, ${theaterId}, ${name})
    on conflict (screen_id) do update set version = excluded.version, theater_id = excluded.theater_id,
      name = excluded.name
    where screens.version < excluded.version returning 1`.execute(query)
  return rows.length > 0
}

/** A plan never changes: the first time is the only one. */
export async function hearLayout(
  _ctx: unknown,
  { layoutId, screenId, capacity, seats }: z.output<typeof layoutDrawn.data>,
  { query }: Tx<Tables>,
): Promise<boolean> {
  const { rows } = await sql`
    with drawn as (
      insert into layouts (layout_id, screen_id, capacity) values (${layoutId}, ${screenId}, ${capacity})
      on conflict do nothing returning layout_id
    )
    insert into layout_seats (layout_id, seat_id, type, "row", number, x, y, block, left_id, right_id)
    select layout_id, seat.id, seat.type, seat.row, seat.number, seat.x, seat.y, seat.block, seat.left, seat.right
    from drawn cross join jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as seat(id text, type text, "row" text,
      number int, x int, y int, block int, "left" text, "right" text)
    returning 1`.execute(query)
  return rows.length > 0
}

/**
 * A showtime with its prices. What hurts people who hold or own seats (it was cancelled, it begins at another time) is
 * noted, and they are told by a job of its own.
 */
export async function hearShowtime(
  _ctx: unknown,
  showtime: PublicShowtime,
  tx: Tx<Tables>,
): Promise<boolean> {
  const { showtimeId, version, prices } = showtime
  const before = await tx.query
    .selectFrom('showtimes')
    .select(['version', 'state', 'starts_at'])
    .where('showtime_id', '=', showtimeId)
    .forUpdate()
    .executeTakeFirst()
  if (before && before.version >= version) return false
  if (!(await keepShowtime(tx, showtime))) return false
  await sql`delete from showtime_prices where showtime_id = ${showtimeId}`.execute(tx.query)
  await sql`
    insert into showtime_prices (showtime_id, category, seat_type, amount)
    select ${showtimeId}, p.category, p."seatType", p.amount
    from jsonb_to_recordset(${JSON.stringify(prices)}::jsonb) as p(category text, "seatType" text, amount int)`.execute(
    tx.query,
  )
  if (!before) return true
  const isMoved = !before.starts_at.equals(Temporal.Instant.from(showtime.startsAt))
  if (showtime.state === 'cancelled') await noteChange(tx, showtimeId, version, 'cancelled')
  else if (isMoved) await noteChange(tx, showtimeId, version, 'moved')
  return true
}

/** @returns false when a newer one is here */
async function keepShowtime({ query }: Tx<Tables>, showtime: PublicShowtime): Promise<boolean> {
  const values = {
    version: showtime.version,
    state: showtime.state,
    movie_id: showtime.movieId,
    screen_id: showtime.screenId,
    theater_id: showtime.theaterId,
    layout_id: showtime.layoutId,
    starts_at: Temporal.Instant.from(showtime.startsAt),
    ends_at: Temporal.Instant.from(showtime.endsAt),
    on_sale_at: Temporal.Instant.from(showtime.onSaleAt),
    sale_ends_at: Temporal.Instant.from(showtime.saleEndsAt),
    per_buyer_limit: showtime.perBuyerLimit,
    refuse_orphans: showtime.refuseOrphans,
    currency: showtime.currency,
    vat_percent: String(showtime.vatPercent),
  }
  const kept = await query
    .insertInto('showtimes')
    .values({ showtime_id: showtime.showtimeId, ...values })
    .onConflict((conflict) =>
      conflict
        .column('showtime_id')
        .doUpdateSet(values)
        .whereRef('showtimes.version', '<', 'excluded.version'),
    )
    .returning('version')
    .execute()
  return kept.length > 0
}
