import { sql } from 'kysely'
import { derivedId, type Tx } from '#kernel'
import { type BookingRow, cancelBooking, payBack } from './cancel.ts'
import type { Ctx } from './context.ts'
import { seatsChanged } from './desk.ts'
import { tellShowtime } from './jobs.ts'
import { publishChange } from './public-state.ts'
import type { Tables } from './tables.ts'

/** Bookings changed in one transaction. */
const BATCH = 50
/**
 * How long a change is looked after once nobody seems left: a hold that read the showtime before it commits within
 * the ten seconds that a statement may take.
 */
const AFTERCARE = sql`interval '1 minute'`

type Kind = 'cancelled' | 'moved'

/** A show that does not take place is paid back to everybody, who sits inside too; when it begins they know. */
const concerned: Readonly<Record<Kind, readonly string[]>> = {
  cancelled: ['held', 'confirmed', 'admitted'],
  moved: ['held', 'confirmed'],
}

/** Writes down that the bookings of a showtime have to hear of a change. A cancellation outranks a move. */
export async function noteChange(
  tx: Tx<Tables>,
  showtimeId: string,
  version: number,
  kind: Kind,
): Promise<void> {
  await sql`
    insert into showtime_changes (showtime_id, version, kind) values (${showtimeId}, ${version}, ${kind})
    on conflict (showtime_id) do update set version = excluded.version, kind = excluded.kind, heard_at = excluded.heard_at
    where showtime_changes.version < excluded.version`.execute(tx.query)
  await tx.enqueue(
    tellShowtime,
    { showtimeId, version },
    { id: derivedId('booking.tell-showtime', showtimeId, version) },
  )
}

/** Goes on until all bookings of the showtime know; run again, it finds nobody left. */
export async function tellBookings(ctx: Ctx, { showtimeId }: { showtimeId: string }): Promise<void> {
  while ((await tellSome(ctx, showtimeId)) === BATCH);
}

/** Since when there is a change to tell. */
export const nextChange = sql`select min(heard_at) from showtime_changes`

/** Finds bookings that a lost job or a hold on its way left behind, and forgets changes that all have heard of. */
export async function sweepShowtimeChanges(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ showtime_id: string; is_old: boolean }>`
    select showtime_id, heard_at + ${AFTERCARE} <= pg_catalog.now() as is_old from showtime_changes
    order by heard_at limit 20`.execute(ctx.db.query)
  for (const { showtime_id: showtimeId, is_old: isOld } of rows) {
    await tellBookings(ctx, { showtimeId })
    if (isOld)
      await sql`
        delete from showtime_changes where showtime_id = ${showtimeId} and heard_at + ${AFTERCARE} <= pg_catalog.now()`.execute(
        ctx.db.query,
      )
  }
}

async function tellSome(ctx: Ctx, showtimeId: string): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
    const change = await tx.query
      .selectFrom('showtime_changes')
      .select(['kind', 'version'])
      .where('showtime_id', '=', showtimeId)
      .executeTakeFirst()
    if (!change) return 0
    const { rows } = await sql<BookingRow>`
      select * from bookings where showtime_id = ${showtimeId} and state = any(${concerned[change.kind as Kind]}::text[])
        and showtime_version < ${change.version}
      order by booking_id limit ${BATCH} for update skip locked`.execute(tx.query)
    const bookingIds = rows.map((row) => row.booking_id)
    await sql`
      update bookings set showtime_version = ${change.version}
        ${change.kind === 'moved' ? sql`, version = version + 1, moved = true` : sql``}
      where booking_id = any(${bookingIds}::uuid[])`.execute(tx.query)
    if (change.kind === 'moved') await publishChange(tx, 'changed', bookingIds)
    else
      for (const row of rows)
        if (row.state === 'admitted') await payBack(tx, row.booking_id)
        else await cancelBooking(tx, row, 'showtime-cancelled')
    tx.afterCommit(() => seatsChanged(ctx, showtimeId))
    return rows.length
  })
}
