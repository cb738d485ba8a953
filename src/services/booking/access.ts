import { type Kysely, type Selectable, sql } from 'kysely'
import { gathered, type Meta, notFound } from '#kernel'
import type { Ctx } from './context.ts'
import { guestTokenHeader, tokenFits } from './guests.ts'
import type { Tables } from './tables.ts'

/** A booking in the hands of somebody who may see it. */
export type Reached = Selectable<Tables['bookings']> & {
  readonly starts_at: Temporal.Instant
  /** Database time. */
  readonly now: Temporal.Instant
  /** The buyer, or whoever has the guest's token. */
  readonly isOwn: boolean
  /** May the caller act for the box office? */
  readonly isBoxOffice: boolean
}

/**
 * The one door to a booking: its buyer, whoever sends the guest's token, and the box office.
 *
 * @param lock Also locks it until the transaction ends: first of all that is locked.
 * @throws Problem 404 for anybody else, and when there is none
 */
export async function reach(
  db: Kysely<Tables>,
  bookingId: string,
  meta: Meta<Tables>,
  lock?: 'lock',
): Promise<Reached> {
  const row = await reachable(db)
    .where('booking_id', '=', bookingId)
    .$if(lock !== undefined, (query) => query.forUpdate('bookings'))
    .executeTakeFirst()
  return admitted(row, meta)
}

/** The same to read only, together with others that come in the same moment. @throws as `reach` */
export const reachNow = async (ctx: Ctx, bookingId: string, meta: Meta<Tables>): Promise<Reached> =>
  admitted(await rowTogether(ctx, bookingId), meta)

const rowTogether = gathered(64, async (ctx: Ctx, bookingIds: readonly string[]) => {
  const rows = await reachable(ctx.db.query)
    .where('booking_id', '=', sql<string>`any(${[...bookingIds]}::uuid[])`)
    .execute()
  const byId = new Map(rows.map((row) => [row.booking_id, row]))
  return bookingIds.map((bookingId) => byId.get(bookingId))
})

/** Bookings with what `admitted` judges them by; the caller says which. */
export const reachable = (db: Kysely<Tables>) =>
  db
    .selectFrom('bookings')
    .innerJoin('showtimes', 'showtimes.showtime_id', 'bookings.showtime_id')
    .selectAll('bookings')
    .select(['showtimes.starts_at', sql<Temporal.Instant>`booking.now()`.as('now')])

type Row = Omit<Reached, 'isOwn' | 'isBoxOffice'>

/** A booking in the hands of this caller. @throws as `reach` */
export function admitted<R extends Row>(row: R | undefined, meta: Meta<Tables>): R & Reached {
  if (!row) throw notFound('booking')
  const isOwn =
    (meta.actor.kind === 'user' && row.user_id === meta.actor.id) ||
    tokenFits(meta.header(guestTokenHeader), row.guest_token_hash)
  const isBoxOffice = meta.can('booking:manage')
  if (!isOwn && !isBoxOffice) throw notFound('booking')
  return { ...row, isOwn, isBoxOffice }
}
