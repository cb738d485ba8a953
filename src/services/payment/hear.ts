import { sql } from 'kysely'
import { type Cause, derivedId, type EventOf, gathered, inScope, type Tx, together } from '#kernel'
import type { bookingCreated, PublicBooking } from '#services/booking'
import type { Ctx } from './context.ts'
import { giveBack } from './jobs.ts'
import type { Tables } from './tables.ts'

/** Of what one version of a booking gives back: the same however often it is heard. */
export const refundIdOf = (bookingId: string, version: number) => derivedId('refund', bookingId, version)

/** What booking says, together with the event that says so, where one does. */
type Said = { readonly data: PublicBooking; readonly because?: Cause }

/** `booking.*`. Resolves to which of them were newer than what was here. */
export const hearBookings = together(
  (_ctx: unknown, events: readonly EventOf<typeof bookingCreated.data>[], tx: Tx<Tables>) =>
    keepAll(
      tx,
      events.map((because) => ({ data: because.data, because })),
    ),
)

/** The same for an answer of booking. */
export const hearBooking = async (tx: Tx<Tables>, data: PublicBooking): Promise<void> =>
  void (await keepAll(tx, [{ data }]))

/**
 * Keeps what booking says, opens or closes its payments and gives back what is due (`hear_booking`). The same for events,
 * in any order and any number, for answers of booking, and for what was heard before the payment was.
 */
async function keepAll(tx: Tx<Tables>, all: readonly Said[]): Promise<boolean[]> {
  const said = all.map(({ data }) => ({ ...data, refundId: refundIdOf(data.bookingId, data.version) }))
  const { rows } = await sql<{ place: number; refund: string | null; news: boolean }>`
    select * from hear_bookings(${JSON.stringify(said)}::jsonb)`.execute(tx.query)
  await tx.enqueueAll(
    giveBack,
    rows.flatMap(({ place, refund }) => {
      if (!refund) return []
      const { because } = all[place - 1]!
      const errand = { data: { refundId: refund }, id: derivedId('giveBack', refund, 1) }
      return [because ? { ...errand, because } : errand]
    }),
  )
  const news = new Set(rows.flatMap((row) => (row.news ? [row.place] : [])))
  return all.map((_said, index) => news.has(index + 1))
}

/** As this service, not as the caller: who may ask for a booking's state are services. */
export const asService = <R>(work: () => Promise<R>): Promise<R> =>
  inScope({ actor: { kind: 'service', name: 'payment' } }, work)

/** Asks booking about one that no event has told of yet. @throws Problem 404 when there is none */
export async function askBooking(ctx: Ctx, bookingId: string): Promise<void> {
  await keepTogether(ctx, await asService(() => ctx.call.booking.state({ bookingId })))
}

const keepTogether = gathered(64, (ctx: Ctx, said: readonly PublicBooking[]) =>
  ctx.db.transaction((tx) =>
    keepAll(
      tx,
      said.map((data) => ({ data })),
    ),
  ),
)
