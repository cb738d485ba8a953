import { sql } from 'kysely'
import { currentScope, derivedId, inScope, type Tx } from '#kernel'
import type { PublicBooking } from '#services/booking'
import type { Ctx } from './context.ts'
import { giveBack } from './jobs.ts'
import type { Tables } from './tables.ts'

/** Of what one version of a booking gives back: the same however often it is heard. */
export const refundIdOf = (bookingId: string, version: number) => derivedId('refund', bookingId, version)

/**
 * Keeps what booking says, opens or closes its payment and gives back what is due (`hear_booking`). The same for events,
 * in any order and any number, for answers of booking, and for what was heard before the payment was.
 *
 * @returns whether it was newer than what was here
 */
export async function hearBooking(tx: Tx<Tables>, said: PublicBooking): Promise<boolean> {
  const refundId = refundIdOf(said.bookingId, said.version)
  const { rows } = await sql<{ refund: string | null; news: boolean }>`
    select refund, news from hear_booking(${JSON.stringify(said)}::jsonb, ${refundId}::uuid)`.execute(
    tx.query,
  )
  const { refund, news } = rows[0]!
  if (refund) await tx.enqueue(giveBack, { refundId }, { id: derivedId('giveBack', refundId, 1) })
  return news
}

/** As this service, not as the caller: who may ask for a booking's state are services. */
export const asService = <R>(work: () => Promise<R>): Promise<R> =>
  inScope({ actor: { kind: 'service', name: 'payment' } }, work)

/** How long a buyer waits for booking's word at most, milliseconds: what was heard before counts then. */
const wordMs = 2_000

/**
 * Has a hold ended of which the event is still on its way? Nobody is charged for seats that were let go a moment ago only
 * to be given the money back. A booking that does not answer holds up nobody: the event, and the verdict on the payment,
 * come in any case.
 */
export async function hearOfEnd(ctx: Ctx, bookingId: string): Promise<void> {
  try {
    const soon = Temporal.Now.instant().epochMilliseconds + wordMs
    const deadlineMs = Math.min(soon, currentScope().deadlineMs ?? soon)
    const said = await inScope({ deadlineMs }, () => asService(() => ctx.call.booking.state({ bookingId })))
    if (said.state !== 'held') await ctx.db.transaction(async (tx) => void (await hearBooking(tx, said)))
  } catch (error) {
    ctx.log.debug({ err: error, bookingId }, 'Booking does not say how a booking is; what was heard counts')
  }
}

/** Asks booking about one that no event has told of yet. @throws Problem 404 when there is none */
export async function askBooking(ctx: Ctx, bookingId: string): Promise<void> {
  const said = await asService(() => ctx.call.booking.state({ bookingId }))
  await ctx.db.transaction(async (tx) => void (await hearBooking(tx, said)))
}
