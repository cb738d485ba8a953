import { sql } from 'kysely'
import {
  type Cause,
  currentStory,
  type EventOf,
  gathered,
  notFound,
  Problem,
  type Tx,
  together,
} from '#kernel'
import type { paymentCompleted } from '#services/payment'
import { freeSeats } from './cancel.ts'
import type { Ctx } from './context.ts'
import { bookingConfirmed, type PublicBooking } from './contract.ts'
import { seatsChanged } from './desk.ts'
import { publicBookings, publishChange, publishChanges } from './public-state.ts'
import type { Tables } from './tables.ts'
import { giveVouchersBack } from './vouchers.ts'

/** Money that payment has captured for a booking. */
export interface Captured {
  readonly bookingId: string
  readonly paymentId: string
  /** Minor units. */
  readonly captured: number
  readonly currency: string
}

type Outcome = 'unknown' | 'repeat' | 'confirmed' | 'expired' | 'refused' | 'payment-needed' | 'over'

/** Together with the event that says so, where one does. */
type Told = Captured & { readonly because?: Cause }

/** `payment.completed`: repeats and late ones change nothing, or get their verdict. */
export const hearPayments = together(
  async (ctx: Ctx, events: readonly EventOf<typeof paymentCompleted.data>[], tx: Tx<Tables>) => {
    await settleAll(
      ctx,
      tx,
      events.map((because) => ({ ...because.data, because })),
    )
    return undefined
  },
)

/** The same for whoever asks, with others in the same moment: the booking afterwards. @throws as `settle` */
export const settleNow = (ctx: Ctx, captured: Captured): Promise<PublicBooking> =>
  settleTogether(ctx, { ...captured, because: currentStory() })

const settleTogether = gathered(64, async (ctx: Ctx, told: readonly Told[]) => {
  const confirmed = await confirmPaid(ctx, told)
  const left = told.filter((each) => !confirmed.has(each))
  const judged = left.length > 0 ? await judge(ctx, left) : new Map<string, PublicBooking>()
  return told.map((each) => (confirmed.get(each) ?? judged.get(each.bookingId))!)
})

/**
 * Most payments are as they should be: one statement and one commit for all of them. It is in itself what a verdict is, so
 * that a process which dies before the others are judged leaves those as if nobody had told of them yet.
 *
 * @returns what was said of the bookings that were confirmed by it, by the payment that did it
 */
async function confirmPaid(ctx: Ctx, told: readonly Told[]): Promise<ReadonlyMap<Told, PublicBooking>> {
  // A second payment of the same booking is for `judge`.
  const given = new Map(told.toReversed().map((each) => [each.bookingId, each]))
  const payments = [...given.values()].map(({ bookingId, paymentId, captured, currency, because }) => ({
    booking_id: bookingId,
    payment_id: paymentId,
    captured,
    currency,
    envelope: ctx.db.draft(bookingConfirmed, {
      subject: `booking:${bookingId}`,
      ...(because ? { because } : {}),
    }),
  }))
  const { rows } = await sql<{ booking_id: string; showtime_id: string; said: PublicBooking }>`
    select * from confirm_paid(${JSON.stringify(payments)}::jsonb)`.execute(ctx.db.query)
  if (rows.length > 0) ctx.db.wakeRelay()
  for (const showtimeId of new Set(rows.map((row) => row.showtime_id))) seatsChanged(ctx, showtimeId)
  return new Map(rows.map((row) => [given.get(row.booking_id)!, row.said]))
}

/** @returns the bookings afterwards, whether this call has changed them or not */
const judge = (ctx: Ctx, told: readonly Told[]): Promise<ReadonlyMap<string, PublicBooking>> =>
  ctx.db.transaction(async (tx) => {
    await settleAll(ctx, tx, told)
    return await publicBookings(
      tx.query,
      told.map(({ bookingId }) => bookingId),
    )
  })

/** @returns what was said of the bookings that were changed by it */
async function settleAll(
  ctx: Ctx,
  tx: Tx<Tables>,
  told: readonly Told[],
): Promise<ReadonlyMap<string, PublicBooking>> {
  const said = new Map<string, PublicBooking>()
  for (const round of roundsOf(told))
    for (const [bookingId, state] of await settle(ctx, tx, round)) said.set(bookingId, state)
  return said
}

/** One payment of each booking at a time: its second one finds what became of the first, and what was told of it. */
function roundsOf(all: readonly Told[]): Told[][] {
  const rounds: Told[][] = []
  const seen = new Map<string, number>()
  for (const each of all) {
    const round = seen.get(each.bookingId) ?? 0
    seen.set(each.bookingId, round + 1)
    rounds[round] = [...(rounds[round] ?? []), each]
  }
  return rounds
}

/**
 * The verdicts on payments of different bookings, the same for events and for who asks. One is accepted when it is the
 * booking's price to the last grosz and the seats are the buyer's or still anybody's; else the booking's state names it
 * as refused, and payment gives the money back. Told twice it changes nothing; a second payment of one booking is refused.
 *
 * @returns what was said of the bookings that were changed by it
 * @throws Problem 404 when there is no such booking: the money is nobody's, and people have to look
 */
async function settle(
  ctx: Ctx,
  tx: Tx<Tables>,
  told: readonly Told[],
): Promise<ReadonlyMap<string, PublicBooking>> {
  const outcomes = await decide(
    ctx,
    tx,
    told.map(({ bookingId, paymentId, captured, currency }) => ({
      bookingId,
      paymentId,
      captured,
      currency,
    })),
  )
  const of = (wanted: Outcome) => told.filter(({ bookingId }) => outcomes.get(bookingId) === wanted)
  if (of('unknown').length > 0) throw notFound('booking')
  const expired = of('expired')
  if (expired.length > 0) {
    const bookingIds = expired.map(({ bookingId }) => bookingId)
    // Vouchers before seats, as a hold locks them.
    await giveVouchersBack(tx, bookingIds)
    await freeSeats(tx, bookingIds)
  }
  return await publishChanges(tx, [
    ...of('confirmed').map((each) => ({ ...each, change: 'confirmed' as const })),
    ...of('refused').map((each) => ({
      ...each,
      change: 'changed' as const,
      reason: `payment ${each.paymentId} does not fit the booking`,
    })),
    ...expired.map((each) => ({
      ...each,
      change: 'expired' as const,
      reason: 'paid too late, the seats are gone',
    })),
  ])
}

/**
 * Confirms a booking that costs nothing; again it is well.
 *
 * @throws Problem 409 when it costs something, is over, or its hold has run out and the seats are gone
 */
export async function confirmFree(ctx: Ctx, tx: Tx<Tables>, bookingId: string): Promise<void> {
  const outcomes = await decide(ctx, tx, [{ bookingId, paymentId: null, captured: null, currency: null }])
  const outcome = outcomes.get(bookingId)
  if (outcome === 'confirmed') return await publishChange(tx, 'confirmed', [bookingId])
  if (outcome === 'repeat') return
  if (outcome === 'unknown') throw notFound('booking')
  if (outcome === 'payment-needed')
    throw new Problem(409, 'booking.payment-needed', 'This booking has a price: pay it')
  throw over()
}

export const over = () => new Problem(409, 'booking.over', 'This booking is over')

/** The outcomes by booking. `captured` and the others are null for a booking that costs nothing. */
async function decide(
  ctx: Ctx,
  tx: Tx<Tables>,
  payments: readonly { [K in keyof Captured]: K extends 'bookingId' ? string : Captured[K] | null }[],
): Promise<Map<string, Outcome>> {
  const given = payments.map(({ bookingId, paymentId, captured, currency }) => ({
    booking_id: bookingId,
    payment_id: paymentId,
    captured,
    currency,
  }))
  const { rows } = await sql<{ booking_id: string; outcome: Outcome; showtime_id: string }>`
    select * from settle_all(${JSON.stringify(given)}::jsonb)`.execute(tx.query)
  const moved = rows.filter(({ outcome }) => outcome === 'confirmed' || outcome === 'expired')
  const showtimeIds = new Set(moved.map((row) => row.showtime_id))
  tx.afterCommit(() => {
    for (const showtimeId of showtimeIds) seatsChanged(ctx, showtimeId)
  })
  return new Map(rows.map((row) => [row.booking_id, row.outcome]))
}
