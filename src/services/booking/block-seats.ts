import { sql } from 'kysely'
import { notFound, Problem, type Tx } from '#kernel'
import { type BookingRow, cancelBooking, cancelSeats } from './cancel.ts'
import type { Ctx } from './context.ts'
import { seatsChanged } from './desk.ts'
import type { Tables } from './tables.ts'

interface Blocks {
  readonly showtimeId: string
  readonly seatIds: readonly string[]
  readonly force: boolean
  readonly reason: string
}

/**
 * Makes the list the seats that are out of sale. Who holds or owns one is in the way, unless `force`: a hold ends, a
 * confirmed booking loses these seats and the money for them goes back. Who sits there already is in the way always.
 */
export async function blockSeats(
  ctx: Ctx,
  { showtimeId, seatIds, force, reason }: Blocks,
  tx: Tx<Tables>,
): Promise<{ blocked: string[]; cancelledBookings: number }> {
  const wanted = [...new Set(seatIds)].toSorted()
  await checkSeats(tx, showtimeId, wanted)
  // Bookings are locked before seats, as everywhere.
  const cancelled = force ? await cancelOwners(tx, showtimeId, wanted) : 0
  await sql`
    update taken_seats set state = 'free', changed = pg_current_xact_id()
    where showtime_id = ${showtimeId} and state = 'blocked' and seat_id <> all(${wanted}::text[])`.execute(
    tx.query,
  )
  const { rows } = await sql<{ seat_id: string }>`
    insert into taken_seats as t (showtime_id, seat_id, state)
    select ${showtimeId}, seat_id, 'blocked' from unnest(${wanted}::text[]) seat_id order by seat_id
    on conflict (showtime_id, seat_id) do update
      set state = 'blocked', booking_id = null, held_until = null, changed = pg_current_xact_id()
      where t.state = 'blocked' or not is_taken(t.state, t.held_until, booking.now())
    returning seat_id`.execute(tx.query)
  const blocked = new Set(rows.map((row) => row.seat_id))
  const inUse = wanted.filter((seatId) => !blocked.has(seatId))
  if (inUse.length > 0)
    throw new Problem(409, 'booking.seats-in-use', 'Somebody holds or owns these seats', {
      fields: { seats: inUse },
    })
  await tx.audit({
    action: 'booking.seats-blocked',
    target: `showtime:${showtimeId}`,
    details: { seatIds: wanted, reason, cancelledBookings: cancelled },
  })
  tx.afterCommit(() => seatsChanged(ctx, showtimeId))
  return { blocked: wanted, cancelledBookings: cancelled }
}

async function checkSeats(
  { query }: Tx<Tables>,
  showtimeId: string,
  wanted: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ unknown: string[] | null }>`
    select (select array_agg(w) from unnest(${[...wanted]}::text[]) w
      where not exists (select from layout_seats l where l.layout_id = t.layout_id and l.seat_id = w)) as unknown
    from showtimes t where t.showtime_id = ${showtimeId}`.execute(query)
  if (!rows[0]) throw notFound('showtime')
  const { unknown } = rows[0]
  if (unknown)
    throw new Problem(422, 'booking.no-such-seat', 'The screen has no such seat', {
      fields: { seats: unknown },
    })
}

/**
 * Ends what stands in the way: holds, also those that have run out and that a payment under way might still confirm, and
 * seats that are sold. Where somebody has gone in already the seat stays theirs.
 *
 * @returns how many bookings lost something
 */
async function cancelOwners(tx: Tx<Tables>, showtimeId: string, wanted: readonly string[]): Promise<number> {
  const seats = sql`${[...wanted]}::text[]`
  // First locked, then read: what somebody else did to them meanwhile is seen.
  await sql`
    select from bookings b
    where b.booking_id in (select t.booking_id from taken_seats t
        where t.showtime_id = ${showtimeId} and t.seat_id = any(${seats}))
      and b.state in ('held', 'confirmed')
    order by b.booking_id for update`.execute(tx.query)
  const { rows } = await sql<BookingRow & { hit: string[]; live: number }>`
    select b.*, h.hit, (select count(*)::int from booking_seats s
        where s.booking_id = b.booking_id and s.state = 'live') as live
    from bookings b cross join lateral (
      select array_agg(s.seat_id) as hit from booking_seats s
      join taken_seats t on t.showtime_id = b.showtime_id and t.seat_id = s.seat_id and t.booking_id = b.booking_id
      where s.booking_id = b.booking_id and s.state = 'live' and s.seat_id = any(${seats})
        and not exists (select from tickets k
          where k.booking_id = s.booking_id and k.seat_id = s.seat_id and k.state = 'admitted')) h
    where b.booking_id in (select t.booking_id from taken_seats t
        where t.showtime_id = ${showtimeId} and t.seat_id = any(${seats}))
      and b.state in ('held', 'confirmed') and h.hit is not null
    order by b.booking_id`.execute(tx.query)
  for (const booking of rows) {
    const isWhole = booking.state === 'held' || booking.hit.length === booking.live
    if (isWhole) await cancelBooking(tx, booking, 'seat-blocked')
    else await cancelSeats(tx, booking, booking.hit)
  }
  return rows.length
}
