import { sql } from 'kysely'
import type { z } from 'zod'
import {
  type Cause,
  currentScope,
  derivedId,
  type EventOf,
  gathered,
  inScope,
  type Tx,
  together,
} from '#kernel'
import type { bookingCreated, PublicBooking } from '#services/booking'
import type { Ctx } from './context.ts'
import type { Payment } from './contract.ts'
import { giveBack } from './jobs.ts'
import type { Recorded } from './outcomes.ts'
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
 * Keeps what booking says, opens or closes its payments and gives back what is due (`hear_bookings`). The same for events,
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

/** How long a buyer waits for booking's word at most, milliseconds: what was heard before counts then. */
const wordMs = 2_000

/**
 * What booking says now, if it says so soon: the end of a hold may be known there while its event is still on its way.
 * A booking that does not answer holds up nobody: what was heard before counts, and the verdict on the payment comes in
 * any case.
 */
export async function wordOfBooking(ctx: Ctx, bookingId: string): Promise<PublicBooking | undefined> {
  try {
    return await soon(() => askBooking(ctx, bookingId))
  } catch (error) {
    ctx.log.debug({ err: error, bookingId }, 'Booking does not say how a booking is; what was heard counts')
    return undefined
  }
}

/**
 * Tells booking of money that our books have just taken, as `payment.completed` will: the buyer finds the tickets when
 * they hear that they have paid. If booking does not answer, the event brings the same verdict, and the sweeper after it.
 */
export async function handOver(ctx: Ctx, { payment }: Recorded): Promise<void> {
  const { id: paymentId, bookingId, captured, currency } = payment as z.input<typeof Payment>
  try {
    await soon(() => asService(() => ctx.call.booking.settle({ bookingId, paymentId, captured, currency })))
  } catch (error) {
    ctx.log.debug({ err: error, bookingId }, 'Booking does not take a payment now; the event tells of it')
  }
}

/** For at most `wordMs`, and no longer than the caller waits. */
function soon<R>(work: () => Promise<R>): Promise<R> {
  const endMs = Temporal.Now.instant().epochMilliseconds + wordMs
  return inScope({ deadlineMs: Math.min(endMs, currentScope().deadlineMs ?? endMs) }, work)
}

/** @throws Problem 404 when there is no such booking */
export const askBooking = (ctx: Ctx, bookingId: string): Promise<PublicBooking> =>
  asService(() => ctx.call.booking.state({ bookingId }))

/** As an event would: with others that come in the same moment, in one transaction. */
export const keepWord = (ctx: Ctx, said: PublicBooking): Promise<boolean> => keepTogether(ctx, said)

const keepTogether = gathered(64, (ctx: Ctx, said: readonly PublicBooking[]) =>
  ctx.db.transaction((tx) =>
    keepAll(
      tx,
      said.map((data) => ({ data })),
    ),
  ),
)
