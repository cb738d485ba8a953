import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { Answer } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import type { Buyer, Show } from '../support/box-office.ts'
import type { BoxOffice } from '../support/box-office-house.ts'
import {
  drop,
  type Expected,
  end,
  hasAdmitted,
  hasSeat,
  isSpent,
  priced,
  seatsNow,
  totalOf,
  use,
  type Voucher,
} from './box-office-model-books.ts'

/** How often each thing is done beside the others: buying is what leads somewhere. */
export const odds = {
  hold: 10,
  holdWithVoucher: 6,
  pay: 10,
  payTwice: 3,
  decline: 2,
  release: 3,
  cancelSeats: 5,
  checkIn: 6,
  expire: 2,
  block: 3,
  blockByForce: 3,
  peek: 2,
  openRoom: 1,
  cancelShow: 1,
} as const

/** One thing that somebody does. Numbers are taken modulo what there is. */
export interface Step {
  readonly kind: keyof typeof odds
  readonly who: number
  readonly booking: number
  readonly seat: number
  readonly count: number
  readonly voucher: number
  readonly toVoucher: boolean
  /** Does a buyer stand in the waiting room first, where there is one? */
  readonly waits: boolean
}

/** Seats that one buyer may have of the showtime. */
export const buyerLimit = 6

/** What a box office is, without time, network or database; each step is done there and here, and compared. */
export class Model {
  readonly #house: BoxOffice
  readonly #show: Show
  readonly #buyers: readonly Buyer[]
  readonly #vouchers: Voucher[]
  readonly #bookings: Expected[] = []
  #blocked = new Set<string>()
  #hasRoom = false
  #isCancelled = false

  constructor(house: BoxOffice, show: Show, buyers: readonly Buyer[], vouchers: readonly Voucher[]) {
    this.#house = house
    this.#show = show
    this.#buyers = buyers
    this.#vouchers = [...vouchers]
  }

  async take(step: Step): Promise<void> {
    await this.#steps[step.kind](step)
  }

  readonly #steps: Readonly<Record<Step['kind'], (step: Step) => Promise<void>>> = {
    hold: (step) => this.#hold(step, undefined),
    holdWithVoucher: (step) => this.#hold(step, nth(this.#vouchers, step.voucher)),
    pay: (step) => this.#withOne(step, (booking) => this.#pay(booking)),
    payTwice: (step) => this.#withOne(step, (booking) => this.#payTwice(booking)),
    decline: (step) =>
      this.#withOne(step, async (booking) => {
        const { status } = await booking.buyer.pay(booking.id, 'pm_card_chargeDeclined')
        expect(status, `a declined card, ${booking.state}`).toBe(isPayable(booking) ? 402 : 409)
      }),
    release: (step) => this.#withOne(step, (booking) => this.#cancel(booking, step)),
    cancelSeats: (step) => this.#withOne(step, (booking) => this.#cancelSeats(booking, step)),
    checkIn: (step) => this.#withOne(step, (booking) => this.#checkIn(booking, step)),
    expire: () => this.#expire(),
    block: (step) => this.#block(step, false),
    blockByForce: (step) => this.#block(step, true),
    peek: (step) =>
      this.#withOne(step, async (booking) => {
        const buyer = nth(this.#buyers, step.who)
        const { status } = await buyer.see(booking.id)
        expect(status).toBe(buyer === booking.buyer ? 200 : 404)
      }),
    openRoom: async () => {
      this.#hasRoom = true
      await this.#house.openRoom(this.#show.showtimeId)
    },
    cancelShow: () => this.#cancelShow(),
  }

  async #withOne({ booking }: Step, act: (booking: Expected) => Promise<void>): Promise<void> {
    if (this.#bookings.length > 0) await act(nth(this.#bookings, booking))
  }

  #choose({ seat, count }: Step): Show['seats'] {
    return Array.from({ length: 1 + (count % 4) }, (_, i) => nth(this.#show.seats, seat + i))
  }

  async #hold(step: Step, voucher: Voucher | undefined): Promise<void> {
    const buyer = nth(this.#buyers, step.who)
    const wanted = this.#choose(step)
    const waits = step.waits && this.#hasRoom && !this.#isCancelled
    const { status, body } = await buyer.hold(
      this.#show.showtimeId,
      wanted.map(({ id }) => id),
      {
        ...(voucher ? { voucher: voucher.code } : {}),
        ...(waits ? { queueToken: await buyer.waitFor(this.#show.showtimeId) } : {}),
      },
    )
    const refusal = this.#refusal(buyer, wanted, waits, voucher)
    expect([status, body.code], `hold ${wanted.map(({ id }) => id)}`).toEqual(refusal ?? [201, undefined])
    if (refusal) return
    const seats = priced(wanted, voucher)
    if (voucher) use(voucher, seats)
    const held = { id: body.id, buyer, state: 'held' as const, seats, voucher, tokens: new Map() }
    this.#bookings.push({ ...held, captured: 0, refunded: 0 })
    expect(body.total, 'the price of a hold').toBe(totalOf(this.#bookings.at(-1)!))
  }

  /** Status and code with which a hold has to be refused; of several reasons the first. */
  #refusal(buyer: Buyer, wanted: Show['seats'], waited: boolean, voucher: Voucher | undefined) {
    if (this.#isCancelled) return [409, 'booking.not-on-sale']
    if (this.#hasRoom && !waited) return [503, 'booking.queue']
    if (wanted.some(({ id }) => this.#isTaken(id))) return [409, 'booking.seats-taken']
    const own = this.#bookings.filter((each) => each.buyer === buyer).flatMap(seatsNow)
    if (own.length + wanted.length > buyerLimit) return [409, 'booking.buyer-limit']
    return voucher && isSpent(voucher) ? [409, 'booking.voucher-spent'] : undefined
  }

  #isTaken(id: string): boolean {
    return this.#blocked.has(id) || this.#bookings.some((booking) => hasSeat(booking, id))
  }

  async #pay(booking: Expected): Promise<void> {
    const { status, body } = await booking.buyer.pay(booking.id)
    const isFree = booking.state === 'held' && totalOf(booking) === 0
    expect([status, isFree && body.code], `pay ${booking.state}`).toEqual([
      isPayable(booking) ? 201 : 409,
      isFree && 'payment.nothing-to-pay',
    ])
    if (isFree) expect((await booking.buyer.confirmFree(booking.id)).status).toBe(200)
    if (booking.state === 'held') await this.#confirmed(booking)
  }

  async #payTwice(booking: Expected): Promise<void> {
    const same = crypto.randomUUID()
    const keys = [same, same, crypto.randomUUID()]
    const answers = await Promise.all(keys.map((key) => booking.buyer.pay(booking.id, 'pm_card_visa', key)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses[0], 'the same key').toBe(statuses[1])
    expect(new Set(statuses)).toEqual(new Set(isPayable(booking) ? [201, 409] : [409]))
    if (isPayable(booking)) await this.#confirmed(booking)
  }

  async #confirmed(booking: Expected): Promise<void> {
    await booking.buyer.comesTo(booking.id, 'confirmed')
    booking.captured = totalOf(booking)
    booking.state = 'confirmed'
    const { body } = await booking.buyer.tickets(booking.id)
    for (const ticket of body.items) booking.tokens.set(ticket.seatId, ticket.token)
  }

  /** The time of every hold runs out. */
  async #expire(): Promise<void> {
    await this.#house.minutesPass(6)
    for (const booking of this.#bookings.filter(({ state }) => state === 'held')) {
      await booking.buyer.comesTo(booking.id, 'expired')
      end(booking, 'expired')
    }
  }

  async #cancel(booking: Expected, { toVoucher }: Step): Promise<void> {
    const answer = await booking.buyer.release(booking.id, toVoucher ? 'voucher' : 'method')
    const may = booking.state === 'held' || (booking.state === 'confirmed' && !hasAdmitted(booking))
    expect(answer.status, `cancel ${booking.state}`).toBe(may || booking.state === 'cancelled' ? 200 : 409)
    if (may) this.#credit(answer, end(booking, 'cancelled', toVoucher))
  }

  async #cancelSeats(booking: Expected, { seat, count, toVoucher }: Step): Promise<void> {
    const ids = [...booking.seats.keys()]
    const chosen = [...new Set(Array.from({ length: 1 + (count % 2) }, (_, i) => nth(ids, seat + i)))]
    const answer = await booking.buyer.giveBack(booking.id, chosen, toVoucher ? 'voucher' : 'method')
    const states = chosen.map((id) => booking.seats.get(id)!.state)
    const isOver = booking.state === 'cancelled'
    const areGone = isOver || states.every((state) => state === 'cancelled')
    const status = areGone ? 200 : this.#statusOf(booking, states)
    expect(answer.status, `cancel ${chosen} of ${booking.state}`).toBe(status)
    if (status !== 200 || areGone) return
    const isWhole = seatsNow(booking).length === chosen.length
    this.#credit(answer, isWhole ? end(booking, 'cancelled', toVoucher) : drop(booking, chosen, toVoucher))
  }

  #statusOf(booking: Expected, states: readonly string[]): number {
    if (booking.state !== 'confirmed') return 409
    // Some are gone already: these are not all seats of the booking that can be cancelled.
    if (states.includes('cancelled')) return 422
    return states.includes('admitted') ? 409 : 200
  }

  /** A voucher instead of the money can be used like any other. */
  #credit({ body }: Answer, amount: number): void {
    expect(body.refundVoucher === null, `a voucher of ${amount}`).toBe(amount === 0)
    if (amount > 0) this.#vouchers.push({ code: body.refundVoucher, usesLeft: null, amountLeft: amount })
  }

  async #checkIn(booking: Expected, { seat, who }: Step): Promise<void> {
    const seatId = nth([...booking.seats.keys()], seat)
    const token = booking.tokens.get(seatId)
    if (!token) return
    const { body } = await this.#house.scan(token, `door ${who}`)
    expect(body.items[0].outcome, `${seatId} of ${booking.state}`).toBe(admit(booking, seatId))
  }

  /** The list replaces the seats that are out of sale. Nobody who sits inside is driven out. */
  async #block(step: Step, force: boolean): Promise<void> {
    const wanted = [...new Set(this.#choose(step).map(({ id }) => id))]
    const owners = this.#bookings.filter((booking) => wanted.some((id) => hasSeat(booking, id)))
    const isInWay = (booking: Expected) =>
      wanted.some((id) => hasSeat(booking, id) && (!force || booking.seats.get(id)!.state === 'admitted'))
    const { status, body } = await this.#house.office.put(
      `/bookings/seat-maps/${this.#show.showtimeId}/blocks`,
      { seatIds: wanted, force, reason: 'a broken row' },
    )
    expect([status, body.code], `block ${wanted}`).toEqual(
      owners.some(isInWay) ? [409, 'booking.seats-in-use'] : [200, undefined],
    )
    if (status !== 200) return
    expect(body.cancelledBookings).toBe(owners.length)
    this.#blocked = new Set(wanted)
    for (const booking of owners) {
      const hit = wanted.filter((id) => hasSeat(booking, id))
      if (booking.state === 'held' || hit.length === seatsNow(booking).length) end(booking, 'cancelled')
      else drop(booking, hit)
    }
  }

  /** Everybody gets the money back for all seats, who sits inside too. */
  async #cancelShow(): Promise<void> {
    const path = `/showtimes/${this.#show.showtimeId}/cancel`
    expect((await this.#house.office.post(path, { reason: 'no light' })).status).toBe(200)
    if (this.#isCancelled) return
    this.#isCancelled = true
    await until('booking to hear of it', async () => !(await this.#seatMap()).onSale)
    for (const booking of this.#bookings)
      if (booking.state === 'admitted') end(booking, 'admitted')
      else if (booking.state === 'held' || booking.state === 'confirmed') {
        await booking.buyer.comesTo(booking.id, 'cancelled')
        end(booking, 'cancelled')
      }
  }

  async #seatMap() {
    return (await this.#house.stranger.get(`/bookings/seat-maps/${this.#show.showtimeId}`)).body
  }

  /** Every booking, every seat, every voucher and all money is as it should be. */
  async compare(): Promise<void> {
    for (const booking of this.#bookings) {
      const { body } = await booking.buyer.see(booking.id)
      expect([body.state, body.total], `${booking.id}`).toEqual([booking.state, totalOf(booking)])
      if (booking.captured === 0) continue
      await until(`${booking.refunded} to have gone back to the card of ${booking.id}`, async () => {
        const { captured, refunded, refundPending } = (await booking.buyer.payment(booking.id)).body
        return isDeepStrictEqual([captured, refunded, refundPending], [booking.captured, booking.refunded, 0])
      })
    }
    for (const { code, usesLeft, amountLeft } of this.#vouchers)
      expect(await this.#house.voucher(code), `voucher ${code}`).toEqual({ usesLeft, amountLeft })
    const expected = this.#expectedMap()
    // A seat map may be a second old.
    await until(
      `the seat map to show ${JSON.stringify(expected)}`,
      async () => isDeepStrictEqual((await this.#seatMap()).taken, expected),
      5_000,
    )
  }

  #expectedMap(): Record<string, string> {
    const blocked = [...this.#blocked].map((id) => [id, 'blocked'] as const)
    const owned = this.#bookings.flatMap((booking) =>
      seatsNow(booking).map((id) => [id, booking.state === 'held' ? 'held' : 'sold'] as const),
    )
    return Object.fromEntries([...blocked, ...owned])
  }
}

const isPayable = (booking: Expected) => booking.state === 'held' && totalOf(booking) > 0

/** @returns what the door has to say */
function admit(booking: Expected, seatId: string): string {
  const seat = booking.seats.get(seatId)!
  if (seat.state === 'admitted') return 'already-admitted'
  if (seat.state === 'cancelled' || booking.state === 'cancelled') return 'cancelled'
  seat.state = 'admitted'
  if ([...booking.seats.values()].every(({ state }) => state !== 'live')) booking.state = 'admitted'
  return 'admitted'
}

const nth = <T>(all: readonly T[], index: number): T => all[index % all.length]!
