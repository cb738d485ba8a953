import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { showtimeChanged } from '#services/movie'
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

let house: BookingHouse
let buyer: Person
let office: Person
beforeAll(async () => {
  house = await openBookingHouse({ sweeps: false })
  buyer = await house.person({ roles: ['customer'] })
  office = await house.person({ roles: ['box_office'] })
})
afterAll(() => house.stop())
afterEach(() => house.travelTo(Temporal.Now.instant()))

const hold = async (seats: string[], more: Record<string, unknown> = {}, showtimeId?: string) =>
  (await holdSeats(buyer, showtimeId ?? (await house.showtime()).showtimeId, seats, more)).body
const confirmed = async (seats: string[], more: Record<string, unknown> = {}, showtimeId?: string) => {
  const booking = await hold(seats, more, showtimeId)
  await bookingClient(house).settle(capturedFor(booking))
  return booking
}
const cancelSeats = (id: string, seatIds: string[], more = {}, person = buyer) =>
  person.post(`/bookings/${id}/cancellations`, { seatIds, ...more })
const last = async (id: string) => (await told(house, id)).at(-1)!
const ticketStates = async (id: string) =>
  (
    await house.rows<{ state: string }>(
      'select state from booking.tickets where booking_id = $1 order by seat_id',
      [id],
    )
  ).map((row) => row.state)
const soldSeats = async (showtimeId: string) =>
  (
    await house.rows<{ seat_id: string }>(
      `select seat_id from booking.taken_seats where showtime_id = $1 and state <> 'free' order by 1`,
      [showtimeId],
    )
  ).map((row) => row.seat_id)
const voucher = async (draft: Record<string, unknown>) =>
  (await office.post('/bookings/vouchers', { draft })).body.items[0].code as string
const worth = async (code: string) => (await house.stranger.post('/bookings/vouchers/check', { code })).body

describe('letting a hold go', () => {
  it('frees the seats at once and is told; again it answers the same', async () => {
    const booking = await hold(['A1', 'A2'])
    const answer = await buyer.delete(`/bookings/${booking.id}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      state: 'cancelled',
      cancelReason: 'released',
      refunded: 0,
      refundVoucher: null,
    })
    expect((await buyer.delete(`/bookings/${booking.id}`)).body).toEqual(answer.body)
    expect(await told(house, booking.id)).toHaveLength(2)
    expect((await holdSeats(office, booking.showtimeId, ['A1', 'A2'])).status).toBe(201)
  })
  it('cannot be done by seat', async () => {
    const booking = await hold(['A1', 'A2'])
    expect((await cancelSeats(booking.id, ['A1'])).body.code).toBe('booking.not-confirmed')
  })
})

describe('cancelling', () => {
  it('a confirmed booking: seats free, tickets dead, nothing owed', async () => {
    const booking = await confirmed(['A1', 'A2'])
    const { body } = await buyer.delete(`/bookings/${booking.id}`)
    expect(body).toMatchObject({ state: 'cancelled', cancelReason: 'buyer', refunded: 5000 })
    expect(await soldSeats(booking.showtimeId)).toEqual([])
    expect(await ticketStates(booking.id)).toEqual(['cancelled', 'cancelled'])
    expect(await last(booking.id)).toMatchObject({
      type: 'booking.cancelled',
      data: { owed: 0, credited: 0, payment: { accepted: true } },
    })
  })

  it('some seats leaves the others, at their price; asked again nothing more goes', async () => {
    const booking = await confirmed(['A1', 'A2', 'C1'])
    const answer = await cancelSeats(booking.id, ['A1', 'C1'])
    expect(answer.body).toMatchObject({ state: 'confirmed', total: 2500, refunded: 6500 })
    expect((await cancelSeats(booking.id, ['C1', 'A1'])).body).toEqual(answer.body)
    expect(await soldSeats(booking.showtimeId)).toEqual(['A2'])
    expect(await ticketStates(booking.id)).toEqual(['cancelled', 'valid', 'cancelled'])
    expect(await last(booking.id)).toMatchObject({
      type: 'booking.changed',
      data: { total: 2500, owed: 2500, version: 3 },
    })
    expect((await cancelSeats(booking.id, ['A1', 'A2'])).body.code).toBe('booking.no-such-seat')
    expect((await cancelSeats(booking.id, ['B1'])).body.code).toBe('booking.no-such-seat')
    expect((await cancelSeats(booking.id, ['A2'])).body).toMatchObject({
      state: 'cancelled',
      refunded: 9000,
    })
  })

  it('the same seats twice at once cancels them once', async () => {
    const booking = await confirmed(['A1', 'A2'])
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => cancelSeats(booking.id, ['A1'], { refundTo: 'voucher' })),
    )
    for (const { body } of answers) expect(body).toEqual(answers[0]!.body)
    expect(await last(booking.id)).toMatchObject({ data: { version: 3, owed: 2500, credited: 2500 } })
  })

  it('is open to the buyer until an hour before the start, to the box office longer', async () => {
    const { showtimeId, startsAt } = await house.showtime()
    const [one, two] = [await confirmed(['A1'], {}, showtimeId), await confirmed(['A2'], {}, showtimeId)]
    const shown = (await buyer.get(`/bookings/${one.id}`)).body
    expect(Temporal.Instant.from(startsAt).since(shown.cancellableUntil).total('minutes')).toBe(60)
    await house.travelTo(Temporal.Instant.from(startsAt).subtract({ minutes: 61 }))
    expect((await buyer.delete(`/bookings/${one.id}`)).status).toBe(200)
    await house.travelTo(Temporal.Instant.from(startsAt).subtract({ minutes: 59 }))
    const late = await buyer.delete(`/bookings/${two.id}`)
    expect([late.status, late.body.code]).toEqual([409, 'booking.too-late'])
    expect((await cancelSeats(two.id, ['A2'])).body.code).toBe('booking.too-late')
    expect((await office.delete(`/bookings/${two.id}`)).body).toMatchObject({
      state: 'cancelled',
      cancelReason: 'box-office',
    })
  })

  it('is open until the start once the showtime was moved', async () => {
    const showtime = await house.showtime()
    const booking = await confirmed(['A1'], {}, showtime.showtimeId)
    const startsAt = house.house.clock.now().add({ minutes: 30 }).toString()
    await house.publish(showtimeChanged, { ...showtime, version: 2, startsAt })
    await until('the move', async () => (await last(booking.id)).data.version === 3)
    expect((await buyer.get(`/bookings/${booking.id}`)).body.cancellableUntil).toBe(startsAt)
    expect((await buyer.delete(`/bookings/${booking.id}`)).status).toBe(200)
  })

  it('is the buyer’s, the guest’s with the token, and the box office’s; 404 for anybody else', async () => {
    const other = await house.person({ roles: ['customer'] })
    const booking = await confirmed(['A1', 'A2'])
    for (const person of [other, house.stranger]) {
      expect((await person.delete(`/bookings/${booking.id}`)).status).toBe(404)
      expect((await cancelSeats(booking.id, ['A1'], {}, person)).status).toBe(404)
      expect((await person.get(`/bookings/${booking.id}`)).status).toBe(404)
    }
    const guest = (
      await holdSeats(house.stranger, booking.showtimeId, ['B1'], { guest: { email: 'ola@example.org' } })
    ).body
    const path = `/bookings/${guest.id}`
    expect((await house.stranger.get(path)).status).toBe(404)
    expect((await house.stranger.get(path, { 'booking-token': `${guest.bookingToken}x` })).status).toBe(404)
    expect((await house.stranger.get(path, { 'booking-token': guest.bookingToken })).status).toBe(200)
    expect((await house.stranger.delete(path, { 'booking-token': guest.bookingToken })).status).toBe(200)
  })

  it('what is over: an expired booking stays so', async () => {
    const booking = await hold(['A1'])
    await house.rows(`update booking.bookings set state = 'expired' where booking_id = $1`, [booking.id])
    expect((await buyer.delete(`/bookings/${booking.id}`)).body.code).toBe('booking.over')
  })
})

describe('a refund as a voucher', () => {
  it('is worth what the seats cost, is told as credited, and its code is answered again', async () => {
    const booking = await confirmed(['A1', 'A2'])
    const path = `/bookings/${booking.id}?refundTo=voucher`
    const { body } = await buyer.delete(path)
    expect(body.refundVoucher).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)
    expect((await buyer.delete(path)).body).toEqual(body)
    expect(await last(booking.id)).toMatchObject({ data: { owed: 0, credited: 5000 } })
    expect(await worth(body.refundVoucher)).toMatchObject({
      kind: 'amount',
      amountLeft: 5000,
      currency: 'PLN',
      usesLeft: null,
    })
    const next = await hold(['A1'], { voucher: body.refundVoucher }, booking.showtimeId)
    expect(next).toMatchObject({ total: 0, voucher: body.refundVoucher.slice(-4) })
    expect(await worth(body.refundVoucher)).toMatchObject({ amountLeft: 2500 })
  })
  it('is not made of money that never came', async () => {
    const booking = await hold(['A1'])
    const { body } = await buyer.delete(`/bookings/${booking.id}?refundTo=voucher`)
    expect(body).toMatchObject({ state: 'cancelled', refundVoucher: null, refunded: 0 })
  })
})

describe('a voucher that paid for a part', () => {
  it('of an amount has it again: for seats that go, and all of it when the booking ends', async () => {
    const code = await voucher({ kind: 'amount', amount: 6000, currency: 'PLN' })
    const booking = await confirmed(['A1', 'A2', 'A3'], { voucher: code })
    expect(booking.total).toBe(1500)
    expect((await worth(code)).code).toBe('booking.voucher-spent')
    const { body } = await cancelSeats(booking.id, ['A3'])
    expect(body).toMatchObject({ total: 0, refunded: 1500 })
    expect(await worth(code)).toMatchObject({ amountLeft: 1000 })
    await buyer.delete(`/bookings/${booking.id}`)
    expect(await worth(code)).toMatchObject({ amountLeft: 6000 })
  })
  it('of uses has its use again when the whole booking ends, not before', async () => {
    const code = await voucher({ kind: 'percent', percent: 50 })
    const booking = await confirmed(['A1', 'A2'], { voucher: code })
    expect(booking.total).toBe(2500)
    await cancelSeats(booking.id, ['A1'])
    expect((await worth(code)).code).toBe('booking.voucher-spent')
    await buyer.delete(`/bookings/${booking.id}`)
    expect(await worth(code)).toMatchObject({ usesLeft: 1 })
  })
})
