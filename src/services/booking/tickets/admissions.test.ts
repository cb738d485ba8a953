import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { showtimeCancelled } from '#services/movie'
import type { Person } from '../../../../test/harness/person.ts'
import { until } from '../../../../test/harness/until.ts'
import {
  type BookingHouse,
  bookingClient,
  capturedFor,
  holdSeats,
  openBookingHouse,
  told,
} from '../booking.fixture.ts'
import { signTicket } from './token.ts'

let house: BookingHouse
let second: BookingHouse
let buyer: Person
let door: Person
let otherDoor: Person
beforeAll(async () => {
  house = await openBookingHouse({ alone: false })
  second = await openBookingHouse({ alone: false, on: house })
  buyer = await house.person({ roles: ['customer'] })
  door = await house.person({ roles: ['box_office'] })
  otherDoor = await second.person({ roles: ['box_office'] })
})
afterAll(async () => {
  await second.stop()
  await house.stop()
})

interface Held {
  id: string
  seatId: string
  token: string
}
const sold = async (seats: string[], showtimeId?: string) => {
  const id = showtimeId ?? (await house.showtime()).showtimeId
  const { body } = await holdSeats(buyer, id, seats)
  await bookingClient(house).settle(capturedFor(body))
  const { items } = (await buyer.get(`/bookings/${body.id}/tickets`)).body
  return { booking: body, tickets: items as Held[] }
}
const now = (ago: Temporal.DurationLike = { seconds: 0 }) => house.house.clock.now().subtract(ago).toString()
const scan = async (token: string, more: Record<string, unknown> = {}, person = door, scannedAt = now()) => {
  const body = { device: 'north', scans: [{ token, scannedAt }], ...more }
  return (await person.post('/tickets/admissions', body)).body.items[0]
}

describe('a scan', () => {
  it('admits a ticket once, and says later who did', async () => {
    const { booking, tickets } = await sold(['A1', 'A2'])
    const at = now({ seconds: 2 })
    const first = await scan(tickets[0]!.token, {}, door, at)
    expect(first).toEqual({
      outcome: 'admitted',
      ticketId: tickets[0]!.id,
      seatId: 'A1',
      category: 'normal',
      admittedAt: at,
      device: 'north',
    })
    expect(await scan(tickets[0]!.token, { device: 'south' })).toEqual({
      ...first,
      outcome: 'already-admitted',
    })
    expect((await buyer.get(`/bookings/${booking.id}`)).body.state).toBe('confirmed')
    await scan(tickets[1]!.token)
    expect((await buyer.get(`/bookings/${booking.id}`)).body.state).toBe('admitted')
    expect((await told(house, booking.id)).at(-1)).toMatchObject({
      type: 'booking.changed',
      data: { state: 'admitted', owed: 5000 },
    })
    const events = await house.rows<{ data: { ticketId: string } }>(
      `select event->'data' as data from (select event from booking.outbox union all select event from booking.event_log) e
      where event->>'type' = 'ticket.admitted' and event->>'subject' = $1`,
      [`booking:${booking.id}`],
    )
    expect(events.map(({ data }) => data.ticketId).toSorted()).toEqual(
      tickets.map((ticket) => ticket.id).toSorted(),
    )
    const cancelled = await door.delete(`/bookings/${booking.id}`)
    expect([cancelled.status, cancelled.body.code]).toEqual([409, 'booking.over'])
  })

  it('by many devices of two processes at once admits it once', async () => {
    const { tickets } = await sold(['A1', 'A2'])
    const scans = tickets.map(({ token }) => ({ token, scannedAt: now() }))
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        (i % 2 ? door : otherDoor).post('/tickets/admissions', {
          device: `device ${i}`,
          scans: i % 3 ? scans : scans.toReversed(),
        }),
      ),
    )
    const outcomes = answers.flatMap(({ body }) => body.items)
    expect(outcomes.filter(({ outcome }) => outcome === 'admitted')).toHaveLength(2)
    expect(outcomes.filter(({ outcome }) => outcome === 'already-admitted')).toHaveLength(30)
    const devices = new Set(outcomes.map(({ ticketId, device }) => `${ticketId} ${device}`))
    expect(devices.size).toBe(2)
  })

  it('of a batch sent again, also at once, answers the same; in the order of scanning', async () => {
    const { tickets } = await sold(['A1', 'A2'])
    const [one, two] = tickets
    const scans = [
      { token: one!.token, scannedAt: now({ minutes: 1 }) },
      { token: two!.token, scannedAt: now({ minutes: 2 }) },
      { token: one!.token, scannedAt: now({ minutes: 3 }) },
      { token: 'never ours', scannedAt: now({ minutes: 4 }) },
    ]
    scans.push(scans[1]!)
    const send = () => door.post('/tickets/admissions', { device: 'offline 1', scans })
    const answers = [...(await Promise.all([send(), send()])), await send()]
    for (const { body } of answers) {
      expect(body.items.map((item: { outcome: string }) => item.outcome)).toEqual([
        'already-admitted',
        'admitted',
        'admitted',
        'forged',
        'admitted',
      ])
      expect(body).toEqual(answers[0]!.body)
    }
  })

  it('with a clock that runs ahead counts as now', async () => {
    const { tickets } = await sold(['A1'])
    const future = house.house.clock.now().add({ hours: 5 })
    const answer = await scan(tickets[0]!.token, {}, door, future.toString())
    expect(answer.outcome).toBe('admitted')
    expect(Temporal.Instant.compare(answer.admittedAt, house.house.clock.now())).toBeLessThanOrEqual(0)
  })

  it('of a ticket of another showtime, or one that was cancelled, admits nobody', async () => {
    const { booking, tickets } = await sold(['A1', 'A2'])
    const other = await house.showtime()
    expect(await scan(tickets[0]!.token, { showtimeId: other.showtimeId })).toMatchObject({
      outcome: 'other-showtime',
      ticketId: tickets[0]!.id,
    })
    await buyer.post(`/bookings/${booking.id}/cancellations`, { seatIds: ['A1'] })
    const beforeRefund = now({ minutes: 10 })
    expect((await scan(tickets[0]!.token, {}, door, beforeRefund)).outcome).toBe('cancelled')
    expect((await scan(tickets[1]!.token, { showtimeId: booking.showtimeId })).outcome).toBe('admitted')
    expect((await buyer.get(`/bookings/${booking.id}`)).body.state).toBe('admitted')
  })

  it('of what we never signed, or not so, is forged', async () => {
    const { tickets } = await sold(['A1'])
    const { token } = tickets[0]!
    const bytes = Buffer.from(token, 'base64url')
    const altered = (at: number) => {
      const copy = Buffer.from(bytes)
      copy[at]! ^= 1
      return copy.toString('base64url')
    }
    const foreign = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
    const kid = (await house.stranger.get('/tickets/keys')).body.keys[0].kid
    const claims = { ticketId: tickets[0]!.id, showtimeId: crypto.randomUUID(), seatId: 'A1' }
    const forged = [
      '',
      `${token}=`,
      token.slice(0, -2),
      altered(0),
      altered(5),
      altered(20),
      altered(40),
      altered(49),
      altered(bytes.length - 1),
      await signTicket(claims, { kid, privateKey: foreign.privateKey }),
    ]
    for (const each of forged) expect((await scan(each)).outcome, each).toBe('forged')
    expect((await scan(token)).outcome).toBe('admitted')
  })

  it('of a ticket that we signed and no longer know is unknown', async () => {
    const { tickets } = await sold(['A1'])
    await house.rows('delete from booking.tickets where ticket_id = $1', [tickets[0]!.id])
    expect(await scan(tickets[0]!.token)).toMatchObject({ outcome: 'unknown', ticketId: tickets[0]!.id })
  })

  it('makes the seat its own: taking it out of sale by force drives nobody out', async () => {
    const { booking, tickets } = await sold(['A1', 'A2'])
    await scan(tickets[0]!.token)
    const block = (seatIds: string[]) =>
      door.put(`/bookings/seat-maps/${booking.showtimeId}/blocks`, { seatIds, force: true, reason: 'broken' })
    const refused = await block(['A1', 'A2'])
    expect([refused.status, refused.body.code, refused.body.seats]).toEqual([
      409,
      'booking.seats-in-use',
      ['A1'],
    ])
    expect((await block(['A2'])).body).toEqual({ blocked: ['A2'], cancelledBookings: 1 })
    expect((await buyer.get(`/bookings/${booking.id}`)).body).toMatchObject({
      state: 'admitted',
      total: 2500,
    })
  })

  it('against a cancellation at the same moment: one of them comes first, and both know', async () => {
    for (let round = 0; round < 6; round++) {
      const { booking, tickets } = await sold(['A1'])
      const [answer, cancelled] = await Promise.all([
        scan(tickets[0]!.token),
        buyer.delete(`/bookings/${booking.id}`),
      ])
      expect([answer.outcome, cancelled.status]).toEqual(
        answer.outcome === 'admitted' ? ['admitted', 409] : ['cancelled', 200],
      )
    }
  })

  it('keeps nobody from the money of a show that does not take place, whether none, some or all were inside', async () => {
    const showtime = await house.showtime()
    const [outside, partly, inside] = await Promise.all(
      [
        ['A1', 'A2'],
        ['A3', 'A4'],
        ['B1', 'B2'],
      ].map((seats) => sold(seats, showtime.showtimeId)),
    )
    for (const { token } of [partly!.tickets[0]!, ...inside!.tickets]) await scan(token)
    expect((await buyer.get(`/bookings/${inside!.booking.id}`)).body.state).toBe('admitted')
    await house.publish(showtimeCancelled, { ...showtime, version: 2, state: 'cancelled' })
    for (const { booking } of [outside!, partly!, inside!]) {
      const event = await until('what becomes of it', async () =>
        (await told(house, booking.id)).find(({ data }) => data.cancelReason === 'showtime-cancelled'),
      )
      const isInside = booking === inside!.booking
      expect(event).toMatchObject({
        type: isInside ? 'booking.changed' : 'booking.cancelled',
        data: { state: isInside ? 'admitted' : 'cancelled', owed: 0, credited: 0 },
      })
    }
    const states = async (bookingId: string) =>
      (await buyer.get(`/bookings/${bookingId}/tickets`)).body.items.map(
        ({ state }: { state: string }) => state,
      )
    expect(await states(outside!.booking.id)).toEqual(['cancelled', 'cancelled'])
    expect(await states(partly!.booking.id)).toEqual(['admitted', 'cancelled'])
    expect(await states(inside!.booking.id)).toEqual(['admitted', 'admitted'])
    expect((await scan(inside!.tickets[0]!.token)).outcome).toBe('already-admitted')
    expect((await scan(partly!.tickets[1]!.token)).outcome).toBe('cancelled')
  })

  it('needs the permission of the door, and is bounded', async () => {
    const scans = [{ token: 'x', scannedAt: now() }]
    expect((await buyer.post('/tickets/admissions', { device: 'd', scans })).status).toBe(403)
    expect((await house.stranger.post('/tickets/admissions', { device: 'd', scans })).status).toBe(401)
    const many = Array.from({ length: 501 }, () => scans[0])
    expect((await door.post('/tickets/admissions', { device: 'd', scans: many })).status).toBe(422)
  })
})

describe('the list for a scanner that goes offline', () => {
  it('tells of every ticket of the showtime, by pages', async () => {
    const { showtimeId } = await house.showtime()
    const { tickets } = await sold(['A1', 'A2', 'A3'], showtimeId)
    const { booking } = await sold(['B1'], showtimeId)
    await buyer.delete(`/bookings/${booking.id}`)
    await scan(tickets[1]!.token)
    const path = `/tickets/admissions/${showtimeId}`
    const first = (await door.get(`${path}?limit=3`)).body
    const rest = (await door.get(`${path}?limit=3&cursor=${first.nextCursor}`)).body
    const states = [...first.items, ...rest.items].map(({ seatId, state }) => [seatId, state])
    expect(states).toEqual([
      ['A1', 'valid'],
      ['A2', 'admitted'],
      ['A3', 'valid'],
      ['B1', 'cancelled'],
    ])
    expect(rest.nextCursor).toBeNull()
    expect((await buyer.get(path)).status).toBe(403)
    expect((await door.get(`/tickets/admissions/${crypto.randomUUID()}`)).status).toBe(404)
    const forged = Buffer.from('["A1","x"]').toString('base64url')
    expect((await door.get(`${path}?cursor=${forged}`)).status).toBe(422)
  })
})
