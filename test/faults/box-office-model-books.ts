import type { Seat } from '#services/movie'
import type { Buyer } from '../support/box-office.ts'

/** What a box office knows, as simply as it can be said: no time, no database, no money that moves by itself. */

export type SeatState = 'live' | 'cancelled' | 'admitted'

export interface BookedSeat {
  state: SeatState
  readonly full: number
  /** After the voucher, minor units. */
  readonly amount: number
}

/** A booking as it should be. */
export interface Expected {
  readonly id: string
  readonly buyer: Buyer
  state: 'held' | 'confirmed' | 'cancelled' | 'expired' | 'admitted'
  readonly seats: Map<string, BookedSeat>
  readonly voucher: Voucher | undefined
  /** By seat; once confirmed. */
  readonly tokens: Map<string, string>
  /** What the card was charged, and what of it went back to the card, minor units. */
  captured: number
  refunded: number
}

/** A voucher as it should be; what is null is not counted. */
export interface Voucher {
  readonly code: string
  readonly percent?: number
  readonly freeSeats?: number
  usesLeft: number | null
  amountLeft: number | null
}

/** Of the standard price list (`cinema.fixture.ts`), minor units. */
const prices: Readonly<Record<string, number>> = { standard: 2500, vip: 3900 }

/** What each of these seats costs: an amount pays for the dearest seats first, a free seat is the dearest one. */
export function priced(seats: readonly Seat[], voucher: Voucher | undefined): Map<string, BookedSeat> {
  const dearestFirst = seats
    .map(({ id, type }) => ({ id, full: prices[type]! }))
    .toSorted((a, b) => b.full - a.full || (a.id < b.id ? -1 : 1))
  let left = voucher?.amountLeft ?? 0
  return new Map(
    dearestFirst.map(({ id, full }, rank) => {
      const paidByVoucher = Math.min(full, left)
      left -= paidByVoucher
      const free = rank < (voucher?.freeSeats ?? 0)
      const percent = Math.floor((full * (100 - (voucher?.percent ?? 0)) + 50) / 100)
      return [id, { state: 'live', full, amount: free ? 0 : percent - paidByVoucher }]
    }),
  )
}

export const isSpent = ({ usesLeft, amountLeft }: Voucher): boolean => usesLeft === 0 || amountLeft === 0

/** A hold uses its voucher at once. */
export function use(voucher: Voucher, seats: ReadonlyMap<string, BookedSeat>): void {
  if (voucher.usesLeft !== null) voucher.usesLeft -= 1
  if (voucher.amountLeft !== null) voucher.amountLeft -= discount([...seats.values()])
}

const discount = (seats: readonly BookedSeat[]) =>
  seats.reduce((sum, seat) => sum + seat.full - seat.amount, 0)

const present = ({ seats }: Expected) => [...seats.values()].filter(({ state }) => state !== 'cancelled')

/** The price of what the booking has, or had last. */
export const totalOf = (booking: Expected): number =>
  present(booking).reduce((sum, { amount }) => sum + amount, 0)

/** Does the booking have this seat now? */
export function hasSeat({ state, seats }: Expected, id: string): boolean {
  const seat = seats.get(id)
  return ['held', 'confirmed', 'admitted'].includes(state) && seat !== undefined && seat.state !== 'cancelled'
}

export const seatsNow = (booking: Expected): string[] =>
  [...booking.seats.keys()].filter((id) => hasSeat(booking, id))

export const hasAdmitted = ({ seats }: Expected): boolean =>
  seats.values().some(({ state }) => state === 'admitted')

/**
 * The booking ends, or the show of those inside: its voucher is as it was before, its money goes back.
 *
 * @returns what a voucher is made of instead of the money, minor units
 */
export function end(
  booking: Expected,
  state: 'cancelled' | 'expired' | 'admitted',
  toVoucher = false,
): number {
  const { voucher } = booking
  if (voucher?.amountLeft != null) voucher.amountLeft += discount(present(booking))
  if (voucher?.usesLeft != null) voucher.usesLeft += 1
  const paid = booking.captured > 0 ? totalOf(booking) : 0
  if (!toVoucher) booking.refunded += paid
  booking.state = state
  return toVoucher ? paid : 0
}

/** Some seats of a confirmed booking go, not all that it has. @returns as `end` */
export function drop(booking: Expected, seatIds: readonly string[], toVoucher = false): number {
  const gone = seatIds.map((id) => booking.seats.get(id)!)
  const { voucher } = booking
  if (voucher?.amountLeft != null) voucher.amountLeft += discount(gone)
  const paid = booking.captured > 0 ? gone.reduce((sum, { amount }) => sum + amount, 0) : 0
  if (!toVoucher) booking.refunded += paid
  for (const seat of gone) seat.state = 'cancelled'
  if (present(booking).every(({ state }) => state === 'admitted')) booking.state = 'admitted'
  return toVoucher ? paid : 0
}
