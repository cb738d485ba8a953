import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { until } from '../harness/until.ts'
import type { Buyer, Show } from '../support/box-office.ts'
import type { BoxOffice } from '../support/box-office-house.ts'

/** One thing that somebody does. Numbers are taken modulo what there is. */
export interface Step {
  readonly kind: (typeof kinds)[number]
  readonly who: number
  readonly booking: number
  readonly seat: number
  readonly count: number
  readonly toVoucher: boolean
}

export const kinds = [
  'hold',
  'release',
  'pay',
  'payTwice',
  'decline',
  'expire',
  'cancel',
  'cancelSeat',
  'checkIn',
  'peek',
] as const

type SeatState = 'live' | 'cancelled' | 'admitted'

/** A booking as it should be. */
interface Expected {
  readonly id: string
  readonly buyer: Buyer
  state: 'held' | 'confirmed' | 'cancelled' | 'expired' | 'admitted'
  readonly seats: Map<string, SeatState>
  /** By seat; once confirmed. */
  readonly tokens: Map<string, string>
}

/** What a box office is, without money, time, network or database; each step is done there and here, and compared. */
export class Model {
  readonly #house: BoxOffice
  readonly #show: Show
  readonly #buyers: readonly Buyer[]
  readonly #bookings: Expected[] = []

  constructor(house: BoxOffice, show: Show, buyers: readonly Buyer[]) {
    this.#house = house
    this.#show = show
    this.#buyers = buyers
  }

  async take(step: Step): Promise<void> {
    const booking = this.#bookings[step.booking % Math.max(1, this.#bookings.length)]
    if (step.kind === 'hold') return await this.#hold(step)
    if (step.kind === 'expire') return await this.#expire()
    if (!booking) return
    await this.#steps[step.kind](booking, step)
  }

  readonly #steps = {
    release: (booking: Expected, step: Step) => this.#cancel(booking, step),
    cancel: (booking: Expected, step: Step) => this.#cancel(booking, step),
    pay: async (booking: Expected) => {
      const { status } = await booking.buyer.pay(booking.id)
      expect(paid(booking, 201), `pay ${booking.state}`).toContain(status)
      if (booking.state === 'held') await this.#confirmed(booking)
    },
    payTwice: async (booking: Expected) => {
      const same = crypto.randomUUID()
      const keys = [same, same, crypto.randomUUID()]
      const answers = await Promise.all(keys.map((key) => booking.buyer.pay(booking.id, 'pm_card_visa', key)))
      const statuses = answers.map(({ status }) => status)
      for (const status of statuses) expect([...paid(booking, 201), 409]).toContain(status)
      if (booking.state !== 'held') return
      expect(statuses[0]).toBe(statuses[1])
      expect([...statuses].toSorted().slice(0, 1)).toEqual([201])
      expect(new Set(statuses)).toEqual(new Set([201, 409]))
      await this.#confirmed(booking)
    },
    decline: async (booking: Expected) => {
      const { status } = await booking.buyer.pay(booking.id, 'pm_card_chargeDeclined')
      expect(paid(booking, 402), `a declined card, ${booking.state}`).toContain(status)
    },
    cancelSeat: async (booking: Expected, step: Step) => {
      const seatId = nth([...booking.seats.keys()], step.seat)
      const answer = await booking.buyer.giveBack(booking.id, [seatId], step.toVoucher ? 'voucher' : 'method')
      expect(answer.status, `cancel ${seatId} of ${booking.state}`).toBe(this.#cancelSeat(booking, seatId))
    },
    checkIn: async (booking: Expected, step: Step) => {
      const seatId = nth([...booking.seats.keys()], step.seat)
      const token = booking.tokens.get(seatId)
      if (!token) return
      const { body } = await this.#house.scan(token, `door ${step.who}`)
      expect(body.items[0].outcome, `${seatId} of ${booking.state}`).toBe(this.#admit(booking, seatId))
    },
    peek: async (booking: Expected, step: Step) => {
      const buyer = nth(this.#buyers, step.who)
      const { status } = await buyer.see(booking.id)
      expect(status).toBe(buyer === booking.buyer ? 200 : 404)
    },
  }

  async #hold({ who, seat, count }: Step): Promise<void> {
    const buyer = nth(this.#buyers, who)
    const ids = this.#show.seats.map(({ id }) => id)
    const wanted = Array.from({ length: 1 + (count % 4) }, (_, i) => nth(ids, seat + i))
    const free = wanted.every((id) => !this.#bookings.some((each) => hasSeat(each, id)))
    const { status, body } = await buyer.hold(this.#show.showtimeId, wanted)
    expect(status, `hold ${wanted}`).toBe(free ? 201 : 409)
    if (!free) return
    const seats = new Map(wanted.map((id) => [id, 'live' as const]))
    this.#bookings.push({ id: body.id, buyer, state: 'held', seats, tokens: new Map() })
  }

  /** The time of every hold runs out. */
  async #expire(): Promise<void> {
    await this.#house.minutesPass(6)
    for (const booking of this.#bookings.filter(({ state }) => state === 'held')) {
      await booking.buyer.comesTo(booking.id, 'expired')
      booking.state = 'expired'
    }
  }

  async #confirmed(booking: Expected): Promise<void> {
    await booking.buyer.comesTo(booking.id, 'confirmed')
    booking.state = 'confirmed'
    const { body } = await booking.buyer.tickets(booking.id)
    for (const ticket of body.items) booking.tokens.set(ticket.seatId, ticket.token)
  }

  async #cancel(booking: Expected, { toVoucher }: Step): Promise<void> {
    const someInside = [...booking.seats.values()].includes('admitted')
    const { status } = await booking.buyer.release(booking.id, toVoucher ? 'voucher' : 'method')
    const may = booking.state === 'held' || (booking.state === 'confirmed' && !someInside)
    expect(status, `cancel ${booking.state}`).toBe(may || booking.state === 'cancelled' ? 200 : 409)
    if (may) booking.state = 'cancelled'
  }

  /** @returns the status that the product has to answer with */
  #cancelSeat(booking: Expected, seatId: string): number {
    const seat = booking.seats.get(seatId)!
    if (booking.state === 'cancelled' || seat === 'cancelled') return 200
    if (booking.state !== 'confirmed' || seat === 'admitted') return 409
    const others = [...booking.seats].filter(([id, state]) => id !== seatId && state !== 'cancelled')
    if (others.length === 0) {
      booking.state = 'cancelled'
      return 200
    }
    booking.seats.set(seatId, 'cancelled')
    if (others.every(([, state]) => state === 'admitted')) booking.state = 'admitted'
    return 200
  }

  /** @returns what the door has to say */
  #admit(booking: Expected, seatId: string): string {
    const seat = booking.seats.get(seatId)!
    if (seat === 'admitted') return 'already-admitted'
    if (seat === 'cancelled' || booking.state === 'cancelled') return 'cancelled'
    booking.seats.set(seatId, 'admitted')
    if ([...booking.seats.values()].every((state) => state !== 'live')) booking.state = 'admitted'
    return 'admitted'
  }

  /** Every booking and every seat is as it should be. */
  async compare(): Promise<void> {
    for (const { id, buyer, state } of this.#bookings)
      expect((await buyer.see(id)).body.state, `state of ${id}`).toBe(state)
    const expected = this.#show.seats
      .map((seat) => seat.id)
      .filter((id) => this.#bookings.some((each) => hasSeat(each, id)))
    // A seat map may be a second old.
    await until(
      `the seat map to show ${expected.length} seats taken`,
      async () => {
        const { body } = await this.#house.stranger.get(`/bookings/seat-maps/${this.#show.showtimeId}`)
        return isDeepStrictEqual(Object.keys(body.taken).toSorted(), expected.toSorted())
      },
      5_000,
    )
  }
}

/**
 * How an attempt to pay may be answered. A hold that was let go a moment ago may still be paid for, since payment hears
 * of it by an event: the witness sees to it that the money goes back.
 */
function paid({ state, tokens }: Expected, begun: 201 | 402): number[] {
  if (state === 'held') return [begun]
  return state === 'cancelled' && tokens.size === 0 ? [begun, 409] : [409]
}

const hasSeat = ({ state, seats }: Expected, id: string) =>
  (state === 'held' || state === 'confirmed' || state === 'admitted') &&
  seats.has(id) &&
  seats.get(id) !== 'cancelled'

const nth = <T>(all: readonly T[], index: number): T => all[index % all.length]!
