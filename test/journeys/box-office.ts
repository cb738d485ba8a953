import { afterAll, describe, expect, it } from 'vitest'
import type { Told } from '../faults/box-office-evidence.ts'
import { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { Buyer, openSale, type Show } from '../support/box-office.ts'
import type { World } from './world.ts'

/** A running system with a gateway; `office` may do everything that a cinema does. */
export interface BoxOfficeWorld extends World {
  readonly office: Person
  /** What buyers are told; the world's witness reads it. */
  readonly told: Told[]
  /** Once everything is at rest. @returns violations */
  verdict(): Promise<readonly string[]>
}

/** The way of the cinema's guests, the same for every way to run the house. */
export function boxOfficeJourney(open: () => Promise<BoxOfficeWorld>): void {
  let world: BoxOfficeWorld
  let show: Show
  let guest: Buyer
  let anyone: Person
  let bookingId: string
  let tickets: { id: string; seatId: string; token: string }[]

  const scan = async (token: string) => {
    const scans = [{ token, scannedAt: Temporal.Now.instant().toString() }]
    return (await world.office.post('/tickets/admissions', { device: 'door 1', scans })).body.items[0]
  }

  describe('a cinema-goer without an account', () => {
    afterAll(() => world?.stop(), 120_000)

    it('finds a showtime and its free seats', async () => {
      world = await open()
      anyone = new Person(world.url, undefined, 'anyone')
      guest = new Buyer(anyone, world.told)
      show = await openSale(world.office, { grid: 'ssssss\nssssss\nvvvvvv' })
      const { body } = await anyone.get('/showtimes?city=Łódź')
      expect(body.items.map((each: { id: string }) => each.id)).toContain(show.showtimeId)
      const free = await anyone.get(`/bookings/availability?showtimeId=${show.showtimeId}`)
      expect(free.body.items[0].free).toBe(18)
    }, 240_000)

    it('holds the best two seats, and nobody else can have them', async () => {
      const best = await anyone.get(`/bookings/seat-maps/${show.showtimeId}/best?seats=2`)
      expect(best.status).toBe(200)
      const held = await guest.hold(show.showtimeId, best.body.seatIds)
      expect(held.status).toBe(201)
      expect(held.body.bookingToken).toBeTruthy()
      bookingId = held.body.id
      const rival = await new Buyer(anyone, world.told).hold(show.showtimeId, best.body.seatIds)
      expect([rival.status, rival.body.code]).toEqual([409, 'booking.seats-taken'])
    }, 60_000)

    it('pays, after a card that was declined, and has a ticket for each seat', async () => {
      const declined = await guest.pay(bookingId, 'pm_card_chargeDeclined')
      expect([declined.status, declined.body.failure]).toEqual([402, 'declined'])
      expect((await guest.pay(bookingId)).status).toBe(201)
      await guest.comesTo(bookingId, 'confirmed')
      tickets = (await guest.tickets(bookingId)).body.items
      expect(tickets).toHaveLength(2)
      const pdf = await guest.get(`/bookings/${bookingId}/tickets.pdf`, bookingId)
      expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
      const ics = await guest.get(`/bookings/${bookingId}/tickets.ics`, bookingId)
      expect(ics.body).toContain('BEGIN:VEVENT')
      const qr = await guest.get(`/tickets/${tickets[0]!.id}/qr.svg`, bookingId)
      expect(qr.body).toContain('<svg')
    }, 120_000)

    it('is alone with the booking: a stranger finds nothing of it', async () => {
      for (const path of ['', '/tickets', '/tickets.pdf'])
        expect((await anyone.get(`/bookings/${bookingId}${path}`)).status).toBe(404)
      expect((await anyone.get(`/payments/of/${bookingId}`)).status).toBe(404)
    }, 60_000)

    it('gives one seat back, and only its money', async () => {
      expect((await guest.giveBack(bookingId, [tickets[1]!.seatId])).status).toBe(200)
      const { body } = await guest.see(bookingId)
      const returned = body.seats.find((seat: { state: string }) => seat.state === 'cancelled').amount
      await until(
        'the money',
        async () => (await guest.payment(bookingId)).body.refunded === returned,
        60_000,
      )
    }, 90_000)

    it('goes in with the other ticket, once; the returned one admits nobody', async () => {
      expect((await scan(tickets[0]!.token)).outcome).toBe('admitted')
      expect((await scan(tickets[0]!.token)).outcome).toBe('already-admitted')
      expect((await scan(tickets[1]!.token)).outcome).toBe('cancelled')
      expect((await guest.see(bookingId)).body.state).toBe('admitted')
    }, 60_000)

    it('buys again and cancels: the seats are free and all the money is back', async () => {
      const { body } = await guest.hold(show.showtimeId, ['C1', 'C2'])
      expect((await guest.pay(body.id)).status).toBe(201)
      await guest.comesTo(body.id, 'confirmed')
      expect((await guest.release(body.id)).body.state).toBe('cancelled')
      await until(
        'the money',
        async () => (await guest.payment(body.id)).body.refunded === body.total,
        60_000,
      )
      const next = await new Buyer(anyone, world.told).hold(show.showtimeId, ['C1', 'C2'])
      expect(next.status).toBe(201)
    }, 120_000)

    it('leaves books behind that the witness has nothing to say of', async () => {
      expect(await world.verdict()).toEqual([])
    }, 150_000)
  })
}
