import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Service, Tx } from '#kernel'
import { bookingCreated } from '#services/booking'
import type { Person } from '../../../test/harness/person.ts'
import {
  type BookingHouse,
  bookingClient,
  capturedFor,
  holdSeats,
  openBookingHouse,
  told,
} from './booking.fixture.ts'
import type { Ctx } from './context.ts'
import { forget } from './retention.ts'

let house: BookingHouse
let office: Person
beforeAll(async () => {
  house = await openBookingHouse({ sweeps: false })
  office = await house.person({ roles: ['box_office'] })
})
afterAll(() => house.stop())
afterEach(() => house.travelTo(Temporal.Now.instant()))

const customer = () => house.person({ roles: ['customer'] })
const hold = async (person: Person, seat: string, showtimeId?: string, more = {}) =>
  (await holdSeats(person, showtimeId ?? (await house.showtime()).showtimeId, [seat], more)).body
const settle = (booking: Parameters<typeof capturedFor>[0]) =>
  bookingClient(house).settle(capturedFor(booking))
const runtime = () => house.house.host.runtimes.get('booking')! as unknown as { ctx: Ctx; service: Service }

describe('my bookings', () => {
  it('come newest first, by pages, by state, and are mine', async () => {
    const [me, other] = [await customer(), await customer()]
    const { showtimeId } = await house.showtime()
    const mine = [await hold(me, 'A1', showtimeId), await hold(me, 'A2', showtimeId)]
    mine.push(await hold(me, 'A3', showtimeId))
    await hold(other, 'A4', showtimeId)
    await settle(mine[1])
    const first = (await me.get('/bookings?limit=2')).body
    const rest = (await me.get(`/bookings?limit=2&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(mine.map(({ id }) => id).toReversed())
    const sold = (await me.get('/bookings?state=confirmed')).body.items
    expect(sold.map(({ id }: { id: string }) => id)).toEqual([mine[1].id])
    expect(first.items[0]).toEqual({
      ...mine[2],
      bookingToken: undefined,
    })
    expect((await house.stranger.get('/bookings')).status).toBe(401)
  })
})

describe('the box office', () => {
  it('finds bookings by showtime, reference and state', async () => {
    const me = await customer()
    const { showtimeId } = await house.showtime()
    const [one, two] = [await hold(me, 'A1', showtimeId), await hold(me, 'A2', showtimeId)]
    await settle(two)
    const found = async (query: string) =>
      (await office.get(`/bookings/search?${query}`)).body.items.map(({ id }: { id: string }) => id)
    expect(await found(`showtimeId=${showtimeId}`)).toEqual([two.id, one.id])
    expect(await found(`showtimeId=${showtimeId}&state=held`)).toEqual([one.id])
    expect(await found(`reference=${one.reference.toLowerCase()}`)).toEqual([one.id])
    const page = (await office.get(`/bookings/search?showtimeId=${showtimeId}&limit=1`)).body
    expect(await found(`showtimeId=${showtimeId}&cursor=${page.nextCursor}`)).toEqual([one.id])
    expect((await me.get('/bookings/search')).status).toBe(403)
    expect((await house.stranger.get('/bookings/search')).status).toBe(401)
    const forged = Buffer.from('["x","x"]').toString('base64url')
    expect((await office.get(`/bookings/search?cursor=${forged}`)).status).toBe(422)
  })
})

describe('other services', () => {
  it('learn the state as the events tell it', async () => {
    const me = await customer()
    const booking = await hold(me, 'A1')
    const state = await bookingClient(house).state({ bookingId: booking.id })
    const [created] = await told(house, booking.id)
    expect(bookingCreated.data.parse(created!.data)).toEqual(state)
    await expect(bookingClient(house).state({ bookingId: crypto.randomUUID() })).rejects.toMatchObject({
      status: 404,
    })
    for (const path of ['state', 'message'])
      expect((await office.get(`/bookings/${booking.id}/${path}`)).status).toBe(403)
    const body = { paymentId: crypto.randomUUID(), captured: 2500, currency: 'PLN' }
    expect((await office.post(`/bookings/${booking.id}/settlements`, body)).status).toBe(403)
  })

  it('learn where a message goes: an id, or a guest’s address that lies sealed', async () => {
    const me = await customer()
    const mine = await hold(me, 'A1')
    expect(await bookingClient(house).message({ bookingId: mine.id })).toMatchObject({
      userId: me.id,
      guestEmail: null,
      bookingToken: null,
      language: 'pl',
      reference: mine.reference,
      total: 2500,
    })
    const guest = { email: 'ola.secret@example.org', name: 'Ola Secret' }
    const theirs = await hold(house.stranger, 'A1', undefined, { guest, language: 'en' })
    expect(await bookingClient(house).message({ bookingId: theirs.id })).toMatchObject({
      userId: null,
      guestEmail: guest.email,
      guestName: guest.name,
      bookingToken: theirs.bookingToken,
      language: 'en',
    })
    const [row] = await house.rows<{ text: string }>(
      'select b::text as text from booking.bookings b where booking_id = $1',
      [theirs.id],
    )
    expect(row!.text).not.toMatch(/secret|ola/i)
    expect(JSON.stringify(await told(house, theirs.id))).not.toMatch(/secret|ola/i)
  })
})

describe('a person', () => {
  it('gets all that is known of them', async () => {
    const me = await customer()
    const booking = await hold(me, 'A1')
    await settle(booking)
    const { ctx, service } = runtime()
    const known = await service.personal.export(ctx as never, me.id)
    expect(known).toMatchObject({
      bookings: [
        { reference: booking.reference, captured: 2500, seats: [{ seat_id: 'A1', ticket_state: 'valid' }] },
      ],
    })
    expect(JSON.parse(JSON.stringify(known))).toEqual(known)
  })

  it('who is erased leaves what was sold, without themselves; what they held is free', async () => {
    const me = await customer()
    const { showtimeId } = await house.showtime()
    const [sold, held] = [await hold(me, 'A1', showtimeId), await hold(me, 'A2', showtimeId)]
    await settle(sold)
    const { ctx, service } = runtime()
    await ctx.db.transaction((tx) => service.personal.erase(ctx as never, me.id, tx as unknown as Tx))
    expect((await me.get('/bookings')).body.items).toEqual([])
    expect((await me.get(`/bookings/${sold.id}`)).status).toBe(404)
    expect((await office.get(`/bookings/${sold.id}`)).body).toMatchObject({ state: 'confirmed', total: 2500 })
    expect((await office.get(`/bookings/${held.id}`)).body).toMatchObject({
      state: 'cancelled',
      cancelReason: 'account-erased',
    })
    expect((await holdSeats(await customer(), showtimeId, ['A2'])).status).toBe(201)
    const rows = await house.rows('select 1 from booking.bookings b where b::text like $1', [`%${me.id}%`])
    expect(rows).toEqual([])
  })
})

describe('what is forgotten', () => {
  const guestOf = async (id: string) => (await bookingClient(house).message({ bookingId: id })).guestEmail

  it('a guest 30 days after the showtime, one who never bought after a day', async () => {
    const guest = { email: 'jan@example.org' }
    const { showtimeId, endsAt } = await house.showtime()
    const sold = await hold(house.stranger, 'A1', showtimeId, { guest })
    const lost = await hold(house.stranger, 'A2', showtimeId, { guest })
    await settle(sold)
    await house.stranger.delete(`/bookings/${lost.id}`, { 'booking-token': lost.bookingToken })
    await house.travelTo(Temporal.Now.instant().add({ hours: 23 }))
    await forget(runtime().ctx)
    expect(await guestOf(lost.id)).toBe(guest.email)
    await house.travelTo(Temporal.Now.instant().add({ hours: 25 }))
    await forget(runtime().ctx)
    expect(await guestOf(lost.id)).toBeNull()
    const end = Temporal.Instant.from(endsAt)
    await house.travelTo(end.add({ hours: 30 * 24 - 1 }))
    await forget(runtime().ctx)
    expect(await guestOf(sold.id)).toBe(guest.email)
    await house.travelTo(end.add({ hours: 30 * 24 + 1 }))
    await forget(runtime().ctx)
    expect(await guestOf(sold.id)).toBeNull()
    const [row] = await house.rows('select buyer, state, total from booking.bookings where booking_id = $1', [
      sold.id,
    ])
    expect(row).toEqual({ buyer: null, state: 'confirmed', total: 2500 })
  })

  it('scans after 30 days', async () => {
    const scans = [{ token: 'nothing of ours', scannedAt: house.house.clock.now().toString() }]
    await office.post('/tickets/admissions', { device: 'north', scans })
    const kept = async () => (await house.rows('select 1 from booking.admission_scans')).length
    await house.travelTo(Temporal.Now.instant().add({ hours: 29 * 24 }))
    await forget(runtime().ctx)
    expect(await kept()).toBe(1)
    await house.travelTo(Temporal.Now.instant().add({ hours: 31 * 24 }))
    await forget(runtime().ctx)
    expect(await kept()).toBe(0)
  })
})
