import { createHmac } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { derivedId, type Meta, Problem, type Tx } from '#kernel'
import { type Reached, reach } from './access.ts'
import { cancelBooking, cancelSeats } from './cancel.ts'
import type { Ctx } from './context.ts'
import type { Booking } from './contract.ts'
import { seatsChanged } from './desk.ts'
import { guestKey } from './guests.ts'
import { bookingById, cancellableUntil } from './present.ts'
import { over } from './settle.ts'
import type { Tables } from './tables.ts'
import { codeFrom, codeHash } from './voucher-codes.ts'

type Cancelled = Booking & { refundVoucher: string | null }
type RefundTo = 'method' | 'voucher'

/** A cancellation as it is decided: all that is live, or these seats of it. */
interface Wish {
  readonly bookingId: string
  readonly seatIds?: readonly string[]
  readonly refundTo: RefundTo
}

/**
 * Lets a hold go, or cancels a confirmed booking, or some seats of it. What is gone already is answered as it was
 * then, with the code of its voucher: that is worked out again and stands nowhere.
 *
 * @throws Problem 404 for strangers, 409 when it is over, admitted, or too late for the buyer; 422 for other seats
 */
export async function cancel(ctx: Ctx, wish: Wish, meta: Meta<Tables>): Promise<Cancelled> {
  const key = await guestKey(ctx)
  return await ctx.db.transaction(async (tx) => {
    const booking = await reach(tx.query, wish.bookingId, meta, 'lock')
    const seats = await readSeats(tx.query, wish.bookingId)
    const live = seats.filter((seat) => seat.state === 'live')
    const gone = goneSeats(booking, seats, wish)
    if (gone) return await answer(ctx, tx, key, wish.bookingId, gone)
    if (booking.state === 'expired' || booking.state === 'admitted') throw over()
    const chosen = wish.seatIds ? live.filter((seat) => wish.seatIds!.includes(seat.seat_id)) : live
    if (wish.seatIds) checkChoice(booking, chosen.length, wish.seatIds)
    if (booking.state === 'confirmed') checkCancellable(ctx, booking, chosen)
    const seatIds = chosen.map((seat) => seat.seat_id)
    const credited = wish.refundTo === 'voucher' ? await issueRefundVoucher(tx, key, booking, chosen) : 0
    if (seatIds.length < live.length) await cancelSeats(tx, booking, seatIds, { credited })
    else await cancelBooking(tx, booking, reasonOf(booking), { credited })
    tx.afterCommit(() => seatsChanged(ctx, booking.showtime_id))
    return await answer(ctx, tx, key, wish.bookingId, seatIds)
  })
}

interface Seat {
  readonly seat_id: string
  readonly state: string
  readonly amount: number
  readonly ticket: string | null
}

async function readSeats(db: Kysely<Tables>, bookingId: string): Promise<Seat[]> {
  const { rows } = await sql<Seat>`
    select s.seat_id, s.state, s.amount, t.state as ticket from booking_seats s
    left join tickets t on t.booking_id = s.booking_id and t.seat_id = s.seat_id
    where s.booking_id = ${bookingId}`.execute(db)
  return rows
}

/** The seats that the same request took away before; undefined when there is still something to do. */
function goneSeats({ state }: Reached, seats: readonly Seat[], { seatIds }: Wish): string[] | undefined {
  const isOver = state === 'cancelled'
  if (!seatIds) {
    return isOver ? seats.filter((seat) => seat.state === 'live').map((seat) => seat.seat_id) : undefined
  }
  const asked = seats.filter((seat) => seatIds.includes(seat.seat_id))
  const areGone =
    asked.length === new Set(seatIds).size && asked.every((seat) => isOver || seat.state === 'cancelled')
  return areGone ? [...seatIds] : undefined
}

function checkChoice({ state }: Reached, found: number, seatIds: readonly string[]): void {
  if (state === 'cancelled') throw over()
  if (state !== 'confirmed')
    throw new Problem(409, 'booking.not-confirmed', 'A hold is let go as a whole: take the other seats anew')
  if (found < new Set(seatIds).size)
    throw new Problem(
      422,
      'booking.no-such-seat',
      'These are not all seats of the booking that can be cancelled',
    )
}

function checkCancellable(ctx: Ctx, booking: Reached, chosen: readonly Seat[]): void {
  if (chosen.some((seat) => seat.ticket === 'admitted'))
    throw new Problem(409, 'booking.admitted', 'Somebody has gone in with a ticket of these')
  const until = cancellableUntil(ctx, booking)
  if (!booking.isBoxOffice && Temporal.Instant.compare(booking.now, until) >= 0)
    throw new Problem(409, 'booking.too-late', 'It is too late to cancel', {
      fields: { cancellableUntil: until.toString() },
    })
}

function reasonOf({ isOwn, state }: Reached) {
  if (!isOwn) return 'box-office'
  return state === 'held' ? 'released' : 'buyer'
}

const refundVoucherId = (bookingId: string, seatIds: readonly string[]) =>
  derivedId('booking.refund-voucher', bookingId, ...new Set(seatIds.toSorted()))

const refundCode = (key: Buffer, voucherId: string) =>
  codeFrom(createHmac('sha256', key).update(`voucher:${voucherId}`).digest())

/**
 * Turns what was paid for these seats into a voucher without an end.
 *
 * @returns its amount, minor units; 0 where nothing was paid and no voucher is made
 */
async function issueRefundVoucher(
  { query }: Tx<Tables>,
  key: Buffer,
  booking: Reached,
  seats: readonly Seat[],
): Promise<number> {
  const amount = seats.reduce((sum, seat) => sum + seat.amount, 0)
  if (booking.payment_accepted !== true || amount === 0) return 0
  const voucherId = refundVoucherId(
    booking.booking_id,
    seats.map((seat) => seat.seat_id),
  )
  const code = refundCode(key, voucherId)
  await sql`
    insert into vouchers (voucher_id, code_hash, code_ending, kind, amount, amount_left, currency, refund_of, created_at)
    values (${voucherId}, ${codeHash(code)}, ${code.slice(-4)}, 'amount', ${amount}, ${amount}, ${booking.currency},
      ${booking.booking_id}, booking.now())`.execute(query)
  return amount
}

async function answer(
  ctx: Ctx,
  { query }: Tx<Tables>,
  key: Buffer,
  bookingId: string,
  seatIds: readonly string[],
): Promise<Cancelled> {
  const voucherId = refundVoucherId(bookingId, seatIds)
  const issued = await query
    .selectFrom('vouchers')
    .select('voucher_id')
    .where('voucher_id', '=', voucherId)
    .executeTakeFirst()
  return {
    ...(await bookingById(ctx, query, bookingId)),
    refundVoucher: issued ? refundCode(key, voucherId) : null,
  }
}
