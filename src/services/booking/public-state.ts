import { type Kysely, sql } from 'kysely'
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

/** What events say of bookings (`public_state` in migrations/0003_after.sql). */
export async function publicBookings(
  db: Kysely<Tables>,
  bookingIds: readonly string[],
): Promise<Map<string, PublicBooking>> {
  const { rows } = await sql<{ said: PublicBooking }>`
    select said from public_states(${[...bookingIds]}::uuid[])`.execute(db)
  return new Map(rows.map(({ said }) => [said.bookingId, said]))
}

/**
 * The last word on every booking for a showtime to come or begun within the last month: older ones move no money any
 * more.
 */
export async function bookingStates(
  ctx: { readonly db: Db<Tables> },
  { after = '00000000-0000-0000-0000-000000000000', limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const rows = await ctx.db.query
    .selectFrom('bookings')
    .innerJoin('showtimes', 'showtimes.showtime_id', 'bookings.showtime_id')
    .select(['booking_id', sql<Temporal.Instant>`coalesce(confirmed_at, created_at)`.as('at')])
    .where('booking_id', '>', after)
    .where(sql<boolean>`showtimes.starts_at > booking.now() - interval '30 days'`)
    .orderBy('booking_id')
    .limit(limit + 1)
    .execute()
  const states = await publicBookings(
    ctx.db.query,
    rows.map((row) => row.booking_id),
  )
  return cutSnapshot(
    rows.map(({ booking_id: bookingId, at }) => {
      const said = states.get(bookingId)!
      return stateOf(words[said.state], bookingId, at, said)
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
