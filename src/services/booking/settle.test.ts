import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { paymentCompleted, paymentFailed } from '#services/payment'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import {
  type BookingHouse,
  bookingClient,
  capturedFor,
  holdSeats,
  openBookingHouse,
  told,
} from './booking.fixture.ts'
import type { Ctx } from './context.ts'
import { sweepExpired } from './sweep.ts'

let house: BookingHouse
let buyer: Person
let other: Person
let office: Person
beforeAll(async () => {
  house = await openBookingHouse({ sweeps: false })
  buyer = await house.person({ roles: ['customer'] })
  other = await house.person({ roles: ['customer'] })
  office = await house.person({ roles: ['box_office'] })
})
afterAll(() => house.stop())
afterEach(async () => {
  await sweep()
  await house.travelTo(Temporal.Now.instant())
})

const held = async (seats: string[], options: Parameters<BookingHouse['showtime']>[0] = {}) => {
  const { showtimeId } = await house.showtime(options)
  const { body } = await holdSeats(buyer, showtimeId, seats)
  return body
}
const settle = (payment: ReturnType<typeof capturedFor>) => bookingClient(house).settle(payment)
const stateOf = async (id: string) => (await buyer.get(`/bookings/${id}`)).body
const seatsOf = async (showtimeId: string) =>
  Object.fromEntries(
    (
      await house.rows<{ seat_id: string; state: string; booking_id: string | null }>(
        'select seat_id, state, booking_id from booking.taken_seats where showtime_id = $1',
        [showtimeId],
      )
    ).map((row) => [row.seat_id, row.booking_id ? `${row.state} ${row.booking_id}` : row.state]),
  )
const sweep = () => sweepExpired(house.house.host.runtimes.get('booking')!.ctx as unknown as Ctx)
/** Five minutes go by: the hold has run out and is not written off yet. */
const holdRunsOut = () => house.travelTo(Temporal.Now.instant().add({ seconds: 301 }))
const graceRunsOut = () => house.travelTo(Temporal.Now.instant().add({ seconds: 331 }))

describe('payment.completed', () => {
  it('confirms the hold: seats sold, a ticket each, and everybody is told what is owed', async () => {
    const booking = await held(['A1', 'A2'])
    const payment = capturedFor(booking)
    await house.publish(paymentCompleted, payment)
    const confirmed = await until('the confirmation', async () => {
      const now = await stateOf(booking.id)
      return now.state === 'confirmed' && now
    })
    expect(confirmed).toMatchObject({ version: 2, total: 5000, refunded: 0, heldUntil: null })
    expect(confirmed.confirmedAt).toBeTruthy()
    for (const seat of confirmed.seats) expect(seat.ticketId).toMatch(/^[0-9a-f-]{36}$/)
    expect(await seatsOf(booking.showtimeId)).toEqual({
      A1: `sold ${booking.id}`,
      A2: `sold ${booking.id}`,
    })
    const [, last] = await told(house, booking.id)
    expect(last).toMatchObject({
      type: 'booking.confirmed',
      data: { owed: 5000, payment: { paymentId: payment.paymentId, accepted: true }, refusedPayments: [] },
    })
  })

  it('again, by event and by call, changes nothing', async () => {
    const booking = await held(['A1'])
    const payment = capturedFor(booking)
    await settle(payment)
    await settle(payment)
    await house.publish(paymentCompleted, payment)
    const marker = await held(['A1'])
    await house.publish(paymentCompleted, capturedFor(marker))
    await until('a later event', async () => (await stateOf(marker.id)).state === 'confirmed')
    expect(await told(house, booking.id)).toHaveLength(2)
    const tickets = await house.rows('select 1 from booking.tickets where booking_id = $1', [booking.id])
    expect(tickets).toHaveLength(1)
  })

  it('by two calls at once is one verdict', async () => {
    const booking = await held(['A1', 'A2'])
    const payment = capturedFor(booking)
    const answers = await Promise.all(Array.from({ length: 6 }, () => settle(payment)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await told(house, booking.id)).toHaveLength(2)
  })

  it('by calls that come together, each about its own: paid well, paid wrongly, paid twice, paid too late', async () => {
    const late = await held(['A1'])
    await holdRunsOut()
    expect((await holdSeats(other, late.showtimeId, ['A1'])).status).toBe(201)
    const [well, wrong, twice] = [await held(['A1']), await held(['A1']), await held(['A1'])]
    const [first, second] = [capturedFor(twice), capturedFor(twice)]
    const [ofWell, ofWrong, ofFirst, ofSecond, ofLate] = await Promise.all([
      settle(capturedFor(well)),
      settle({ ...capturedFor(wrong), captured: 1 }),
      settle(first),
      settle(second),
      settle(capturedFor(late)),
    ])
    expect(ofWell).toMatchObject({ state: 'confirmed', version: 2, refusedPayments: [] })
    expect(ofWrong).toMatchObject({ state: 'held', payment: { accepted: false } })
    expect(ofFirst).toMatchObject({
      state: 'confirmed',
      payment: { paymentId: first.paymentId, accepted: true },
    })
    expect(ofSecond).toMatchObject({ version: 3, refusedPayments: [second.paymentId] })
    expect(ofLate).toMatchObject({ state: 'expired', payment: { accepted: false } })
    expect((await told(house, twice.id)).map(({ type }) => type)).toEqual([
      'booking.created',
      'booking.confirmed',
      'booking.changed',
    ])
  })

  it('a second payment of the same booking is refused, and the first stays what it was', async () => {
    const booking = await held(['A1'])
    const [first, second] = [capturedFor(booking), capturedFor(booking)]
    await settle(first)
    const answer = await settle(second)
    expect(answer).toMatchObject({
      state: 'confirmed',
      owed: 2500,
      payment: { paymentId: first.paymentId, accepted: true },
      refusedPayments: [second.paymentId],
      version: 3,
    })
    expect(await settle(second)).toEqual(answer)
  })

  it.each([
    ['amount', { captured: 2499 }],
    ['amount', { captured: 2501 }],
    ['currency', { currency: 'EUR' }],
  ])('of a wrong %s is refused; the hold stays for the right one', async (_what, wrong) => {
    const booking = await held(['A1'])
    const bad = capturedFor(booking, wrong)
    expect(await settle(bad)).toMatchObject({
      state: 'held',
      owed: 0,
      payment: { paymentId: bad.paymentId, accepted: false },
    })
    const good = capturedFor(booking)
    expect(await settle(good)).toMatchObject({
      state: 'confirmed',
      owed: 2500,
      payment: { paymentId: good.paymentId, accepted: true },
      refusedPayments: [bad.paymentId],
    })
    expect(await settle(bad)).toMatchObject({ state: 'confirmed', version: 3 })
  })

  it('of an unknown booking is nobody’s: 404, so that people look', async () => {
    const nobody = { id: crypto.randomUUID(), total: 1, currency: 'PLN' }
    await expect(settle(capturedFor(nobody))).rejects.toMatchObject({ status: 404 })
  })

  it('that comes late takes the seats again while they are free', async () => {
    const booking = await held(['A1', 'A2'])
    await holdRunsOut()
    await sweep()
    await settle(capturedFor(booking))
    expect(await stateOf(booking.id)).toMatchObject({ state: 'confirmed' })
    expect(await seatsOf(booking.showtimeId)).toEqual({ A1: `sold ${booking.id}`, A2: `sold ${booking.id}` })
  })

  it('that comes late after one of the seats is another’s ends the booking, and the money goes back', async () => {
    const booking = await held(['A1', 'A2'])
    const payment = capturedFor(booking)
    await holdRunsOut()
    const theirs = (await holdSeats(other, booking.showtimeId, ['A2', 'A3'])).body.id
    await settle(payment)
    expect(await stateOf(booking.id)).toMatchObject({ state: 'expired', refunded: 5000 })
    expect(await seatsOf(booking.showtimeId)).toEqual({
      A1: 'free',
      A2: `held ${theirs}`,
      A3: `held ${theirs}`,
    })
    expect((await told(house, booking.id)).at(-1)).toMatchObject({
      type: 'booking.expired',
      data: { owed: 0, payment: { paymentId: payment.paymentId, accepted: false } },
    })
    expect(await house.rows('select 1 from booking.tickets where booking_id = $1', [booking.id])).toEqual([])
  })

  it('that comes late is refused where the buyer has taken other seats meanwhile, and may have no more', async () => {
    const booking = await held(['A1', 'A2'], { perBuyerLimit: 2 })
    await holdRunsOut()
    const next = await holdSeats(buyer, booking.showtimeId, ['B1', 'B2'])
    expect(next.status).toBe(201)
    await settle(capturedFor(booking))
    expect(await stateOf(booking.id)).toMatchObject({ state: 'expired', refunded: 5000 })
    await settle(capturedFor(next.body))
    expect(await stateOf(next.body.id)).toMatchObject({ state: 'confirmed' })
  })

  it.each([
    [true, 'seat-blocked', 'cancelled', 'booking.changed'],
    [false, null, 'expired', 'booking.expired'],
  ])(
    'that comes late for seats taken out of sale (force: %s) goes back, and the booking says why',
    async (force, cancelReason, state, last) => {
      const booking = await held(['A1', 'A2'])
      const payment = capturedFor(booking)
      await holdRunsOut()
      const path = `/bookings/seat-maps/${booking.showtimeId}/blocks`
      const blocked = await office.put(path, { seatIds: ['A1'], force, reason: 'a broken seat' })
      expect([blocked.status, blocked.body.cancelledBookings]).toEqual([200, force ? 1 : 0])
      expect(await settle(payment)).toMatchObject({
        state,
        cancelReason,
        owed: 0,
        payment: { accepted: false },
      })
      expect(await seatsOf(booking.showtimeId)).toEqual({ A1: 'blocked', A2: 'free' })
      expect((await told(house, booking.id)).at(-1)).toMatchObject({ type: last, data: { cancelReason } })
    },
  )

  it('that comes late when the sale is over ends the booking', async () => {
    const booking = await held(['A1'])
    await house.rows('update booking.showtimes set sale_ends_at = booking.now() where showtime_id = $1', [
      booking.showtimeId,
    ])
    await holdRunsOut()
    await settle(capturedFor(booking))
    expect(await stateOf(booking.id)).toMatchObject({ state: 'expired' })
  })

  it('after the end of the booking (expired, cancelled) is refused; what is over stays over', async () => {
    const [expired, released] = [await held(['A1']), await held(['A1'])]
    await buyer.delete(`/bookings/${released.id}`)
    await graceRunsOut()
    await sweep()
    for (const booking of [expired, released]) {
      const payment = capturedFor(booking)
      expect(await settle(payment)).toMatchObject({
        owed: 0,
        payment: { paymentId: payment.paymentId, accepted: false },
      })
      expect((await told(house, booking.id)).at(-1)).toMatchObject({ type: 'booking.changed' })
    }
    expect(await stateOf(expired.id)).toMatchObject({ state: 'expired' })
    expect(await stateOf(released.id)).toMatchObject({ state: 'cancelled', cancelReason: 'released' })
    expect(await seatsOf(expired.showtimeId)).toEqual({ A1: 'free' })
  })

  it('against a cancellation at the same moment: confirmed then cancelled, or cancelled and refused', async () => {
    for (let round = 0; round < 8; round++) {
      const booking = await held(['A1', 'A2'])
      const payment = capturedFor(booking)
      await Promise.all([settle(payment), buyer.delete(`/bookings/${booking.id}`)])
      const end = (await told(house, booking.id)).at(-1)!
      expect(end.data).toMatchObject({ state: 'cancelled', owed: 0, credited: 0 })
      expect(end.data.payment?.paymentId).toBe(payment.paymentId)
      expect(await seatsOf(booking.showtimeId)).toEqual({ A1: 'free', A2: 'free' })
      const valid = await house.rows(
        `select 1 from booking.tickets where booking_id = $1 and state = 'valid'`,
        [booking.id],
      )
      expect(valid).toEqual([])
    }
  })
})

describe('payment.failed', () => {
  it('leaves the hold: another card may be tried', async () => {
    const booking = await held(['A1'])
    const failed = capturedFor(booking, { state: 'failed', captured: 0, failureCode: 'declined' })
    await house.publish(paymentFailed, failed)
    expect(await settle(capturedFor(booking))).toMatchObject({ state: 'confirmed' })
  })
})

describe('a booking that costs nothing', () => {
  const free = { prices: [{ category: 'normal' as const, seatType: 'standard' as const, amount: 0 }] }

  it('is taken without a payment, once, whatever is repeated', async () => {
    const booking = await held(['A1'], free)
    const path = `/bookings/${booking.id}/confirm`
    const answers = await Promise.all([buyer.post(path), buyer.post(path)])
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body).toMatchObject({ state: 'confirmed', version: 2, total: 0 })
    }
    expect((await told(house, booking.id)).at(-1)).toMatchObject({
      type: 'booking.confirmed',
      data: { payment: null, owed: 0 },
    })
  })
  it('is nobody else’s to take', async () => {
    const booking = await held(['A1'], free)
    for (const person of [other, house.stranger])
      expect((await person.post(`/bookings/${booking.id}/confirm`)).status).toBe(404)
    expect((await office.post(`/bookings/${booking.id}/confirm`)).status).toBe(200)
  })
  it('has to be paid when it has a price, and cannot be taken when it is over', async () => {
    const priced = await held(['A1'])
    expect((await buyer.post(`/bookings/${priced.id}/confirm`)).body.code).toBe('booking.payment-needed')
    await buyer.delete(`/bookings/${priced.id}`)
    expect((await buyer.post(`/bookings/${priced.id}/confirm`)).body.code).toBe('booking.over')
  })
  it('whose seats are gone is refused, and nothing is taken', async () => {
    const booking = await held(['A1', 'A2'], free)
    await holdRunsOut()
    await holdSeats(other, booking.showtimeId, ['A2'])
    const { status, body } = await buyer.post(`/bookings/${booking.id}/confirm`)
    expect([status, body.code]).toEqual([409, 'booking.over'])
    const seats = await seatsOf(booking.showtimeId)
    expect(seats.A1).not.toMatch(/^sold/)
    expect(seats.A2).toMatch(/^held/)
  })
})
