import { type Kysely, type Selectable, sql } from 'kysely'
import {
  cutSnapshot,
  type Db,
  type Publication,
  type SnapshotPage,
  type SnapshotQuery,
  stateOf,
  type Tx,
} from '#kernel'
import {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
  type PublicBooking,
} from './contract.ts'
import type { Tables } from './tables.ts'

/** What events say of bookings; `booking.created` is built in SQL by the hold and says the same. */
export async function publicBookings(
  db: Kysely<Tables>,
  bookingIds: readonly string[],
): Promise<Map<string, PublicBooking>> {
  const rows = await bookingsWithSeats(db)
    .where('booking_id', '=', sql<string>`any(${[...bookingIds]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.booking_id, present(row)]))
}

/**
 * The last word on every booking for a showtime to come or begun within the last month: older ones move no money any
 * more.
 */
export async function bookingStates(
  ctx: { readonly db: Db<Tables> },
  { after = '00000000-0000-0000-0000-000000000000', limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const rows = await bookingsWithSeats(ctx.db.query)
    .where('booking_id', '>', after)
    .where(sql<boolean>`showtimes.starts_at > booking.now() - interval '30 days'`)
    .orderBy('booking_id')
    .limit(limit + 1)
    .execute()
  return cutSnapshot(
    rows.map((row) => {
      const said = present(row)
      return stateOf(words[said.state], row.booking_id, row.confirmed_at ?? row.created_at, said)
    }),
    limit,
  )
}

const words = {
  held: bookingCreated,
  confirmed: bookingConfirmed,
  admitted: bookingChanged,
  cancelled: bookingCancelled,
  expired: bookingExpired,
}

const bookingsWithSeats = (db: Kysely<Tables>) =>
  db
    .selectFrom('bookings')
    .innerJoin('showtimes', 'showtimes.showtime_id', 'bookings.showtime_id')
    .selectAll('bookings')
    .select(['showtimes.starts_at', seatsOf])

const seatsOf = sql<PublicBooking['seats']>`(
  select jsonb_agg(jsonb_build_object('seatId', seat_id, 'type', type, 'category', category, 'amount', amount, 'state', state)
    order by seat_id)
  from booking_seats where booking_seats.booking_id = bookings.booking_id)`.as('seats')

type Row = Selectable<Tables['bookings']> & { starts_at: Temporal.Instant; seats: PublicBooking['seats'] }

function present(row: Row): PublicBooking {
  // Of a show that was cancelled nothing is kept, though people were inside.
  const keeps = row.state === 'confirmed' || (row.state === 'admitted' && row.cancel_reason === null)
  return {
    bookingId: row.booking_id,
    version: row.version,
    state: row.state as PublicBooking['state'],
    showtimeId: row.showtime_id,
    movieId: row.movie_id,
    theaterId: row.theater_id,
    userId: row.user_id,
    guestTokenHash: row.guest_token_hash,
    seats: row.seats,
    total: row.total,
    owed: keeps ? row.total : 0,
    credited: row.credited,
    currency: row.currency,
    heldUntil: row.held_until.toString(),
    startsAt: row.starts_at.toString(),
    cancelReason: row.cancel_reason as PublicBooking['cancelReason'],
    payment: row.payment_id ? { paymentId: row.payment_id, accepted: row.payment_accepted === true } : null,
    refusedPayments: row.refused_payments,
  }
}

const changes = {
  confirmed: bookingConfirmed,
  changed: bookingChanged,
  cancelled: bookingCancelled,
  expired: bookingExpired,
}

/** A booking that was just changed, and how. */
export interface Change {
  readonly bookingId: string
  readonly change: keyof typeof changes
  readonly reason?: string
  readonly because?: Publication['because']
}

/**
 * Tells everybody of bookings that were just changed in this transaction (each with a new version).
 *
 * @returns what was said of each
 */
export async function publishChanges(
  tx: Tx<Tables>,
  changed: readonly Change[],
): Promise<ReadonlyMap<string, PublicBooking>> {
  if (changed.length === 0) return new Map()
  const states = await publicBookings(
    tx.query,
    changed.map(({ bookingId }) => bookingId),
  )
  await tx.publishAll(
    changed.map(({ bookingId, change, reason, because }) => ({
      event: changes[change],
      data: states.get(bookingId)!,
      subject: `booking:${bookingId}`,
      ...(reason ? { reason } : {}),
      ...(because ? { because } : {}),
    })),
  )
  return states
}

/** The same change of all of them. */
export async function publishChange(
  tx: Tx<Tables>,
  change: Change['change'],
  bookingIds: readonly string[],
  reason?: string,
): Promise<void> {
  await publishChanges(
    tx,
    bookingIds.map((bookingId) => ({ bookingId, change, ...(reason ? { reason } : {}) })),
  )
}
