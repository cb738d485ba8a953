import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../../../test/harness/person.ts'
import { until } from '../../../../test/harness/until.ts'
import { type BookingHouse, holdSeats, openBookingHouse } from '../booking.fixture.ts'

let house: BookingHouse
let office: Person
beforeAll(async () => {
  house = await openBookingHouse()
  office = await house.person({ roles: ['box_office'] })
})
afterAll(() => house.stop())

const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })
const mapOf = (showtimeId: string) => house.stranger.get(`/bookings/seat-maps/${showtimeId}`)
const block = (showtimeId: string, seatIds: string[], more = {}) =>
  office.put(
    `/bookings/seat-maps/${showtimeId}/blocks`,
    { seatIds, reason: 'a broken seat', ...more },
    { 'idempotency-key': crypto.randomUUID() },
  )

describe('a seat map', () => {
  it('shows what is not free, and its counts add up', async () => {
    const { showtimeId, layoutId } = await house.showtime()
    await holdSeats(house.stranger, showtimeId, ['A1', 'A2'], guest())
    await block(showtimeId, ['B1'])
    await house.rows(
      `update booking.taken_seats set state = 'sold', held_until = null, changed = pg_current_xact_id()
      where showtime_id = $1 and seat_id = 'A2'`,
      [showtimeId],
    )
    const expected = { layoutId, onSale: true, capacity: 24, free: 21, held: 1, sold: 1, blocked: 1 }
    const taken = { A1: 'held', A2: 'sold', B1: 'blocked' }
    await until('the map', async () => (await mapOf(showtimeId)).body.sold === 1)
    expect((await mapOf(showtimeId)).body).toMatchObject({ ...expected, taken })
    const { body } = await house.stranger.get(
      `/bookings/availability?showtimeId=${showtimeId}&showtimeId=${crypto.randomUUID()}`,
    )
    expect(body.items).toEqual([
      { showtimeId, onSale: true, capacity: 24, free: 21, held: 1, sold: 1, blocked: 1 },
    ])
  })

  it('is not sent again to whoever has it, and is nobody’s for an unknown showtime', async () => {
    const { showtimeId } = await house.showtime()
    const { headers } = await mapOf(showtimeId)
    const again = await house.stranger.get(`/bookings/seat-maps/${showtimeId}`, {
      'if-none-match': headers.get('etag')!,
    })
    expect([again.status, again.body]).toEqual([304, ''])
    expect((await mapOf(crypto.randomUUID())).status).toBe(404)
  })

  it('forgets a hold that has run out within a second, written or not', async () => {
    const { showtimeId } = await house.showtime()
    await holdSeats(house.stranger, showtimeId, ['A1'], guest())
    await house.rows(`update booking.taken_seats set held_until = booking.now() where showtime_id = $1`, [
      showtimeId,
    ])
    await until('the free seat', async () => (await mapOf(showtimeId)).body.free === 24, 2_500)
  })

  it('finds the best seats, for wheelchairs too, and not where nothing is sold', async () => {
    const { showtimeId } = await house.showtime({ grid: 'ssss\nssss\nwcss' })
    const best = await house.stranger.get(`/bookings/seat-maps/${showtimeId}/best?seats=2`)
    expect(best.body).toMatchObject({ together: true, leavesOrphan: false })
    const wheels = await house.stranger.get(`/bookings/seat-maps/${showtimeId}/best?seats=1&type=wheelchair`)
    expect(wheels.body.seatIds).toEqual(['C1', 'C2'])
    const over = await house.showtime({ state: 'cancelled' })
    const refused = await house.stranger.get(`/bookings/seat-maps/${over.showtimeId}/best?seats=2`)
    expect([refused.status, refused.body.code]).toEqual([409, 'booking.not-on-sale'])
  })
})

describe('seats out of sale', () => {
  it('are nobody’s to hold, until the list is another', async () => {
    const { showtimeId } = await house.showtime()
    expect((await block(showtimeId, ['A1', 'A2'])).body).toEqual({
      blocked: ['A1', 'A2'],
      cancelledBookings: 0,
    })
    expect((await holdSeats(house.stranger, showtimeId, ['A1'], guest())).status).toBe(409)
    expect((await block(showtimeId, ['A2'])).status).toBe(200)
    expect((await holdSeats(house.stranger, showtimeId, ['A1'], guest())).status).toBe(201)
  })

  it('are refused where somebody has them, and cancelled with force', async () => {
    const { showtimeId } = await house.showtime()
    const { body: held } = await holdSeats(house.stranger, showtimeId, ['A1', 'A2'], guest())
    const refused = await block(showtimeId, ['A2', 'A3'])
    expect([refused.status, refused.body.code, refused.body.seats]).toEqual([
      409,
      'booking.seats-in-use',
      ['A2'],
    ])
    expect((await mapOf(showtimeId)).body.taken.A3).toBeUndefined()
    expect((await block(showtimeId, ['A2', 'A3'], { force: true })).body.cancelledBookings).toBe(1)
    const [row] = await house.rows(
      `select state, cancel_reason from booking.bookings where booking_id = $1`,
      [held.id],
    )
    expect(row).toEqual({ state: 'cancelled', cancel_reason: 'seat-blocked' })
    expect((await holdSeats(house.stranger, showtimeId, ['A1'], guest())).status).toBe(201)
  })

  it('take the permission and seats of the screen', async () => {
    const { showtimeId } = await house.showtime()
    const customer = await house.person({ roles: ['customer'] })
    const path = `/bookings/seat-maps/${showtimeId}/blocks`
    expect((await customer.put(path, { seatIds: [], reason: 'x' })).status).toBe(403)
    expect((await house.stranger.put(path, { seatIds: [], reason: 'x' })).status).toBe(401)
    expect((await block(showtimeId, ['Z9'])).body.code).toBe('booking.no-such-seat')
    expect((await block(crypto.randomUUID(), ['A1'])).status).toBe(404)
  })
})

interface Frame {
  id: string
  event: string
  data: { version: string; seats?: Record<string, string>; taken?: Record<string, string>; free: number }
}

/** Reads server-sent events as a browser does. */
function watch(showtimeId: string, lastEventId?: string) {
  const control = new AbortController()
  const frames: Frame[] = []
  const response = fetch(`${house.url}/api/v1/bookings/seat-maps/${showtimeId}/stream`, {
    signal: control.signal,
    headers: lastEventId ? { 'last-event-id': lastEventId } : {},
  })
  const reading = (async () => {
    let rest = ''
    for await (const chunk of (await response).body!.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split('\n\n')
      rest = parts.pop()!
      for (const part of parts) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? ''
        if (field('event'))
          frames.push({ id: field('id'), event: field('event'), data: JSON.parse(field('data')) })
      }
    }
  })().catch(() => undefined)
  return {
    frames,
    status: async () => (await response).status,
    close: async () => {
      control.abort()
      await reading
    },
  }
}

describe('a live seat map', () => {
  it('begins with the whole map and goes on with what changes, free counts with it', async () => {
    const { showtimeId } = await house.showtime()
    await holdSeats(house.stranger, showtimeId, ['A1'], guest())
    const listener = watch(showtimeId)
    await until('the map', () => listener.frames.length > 0)
    expect(listener.frames[0]).toMatchObject({ event: 'seat-map', data: { taken: { A1: 'held' }, free: 23 } })
    await holdSeats(house.stranger, showtimeId, ['A2', 'A3'], guest())
    await until('the change', () => listener.frames.at(-1)?.data.seats?.A3)
    expect(listener.frames.at(-1)).toMatchObject({
      event: 'seats',
      data: { seats: { A2: 'held', A3: 'held' }, free: 21, held: 3 },
    })
    await house.rows(
      `update booking.taken_seats set held_until = booking.now() where showtime_id = $1 and seat_id = 'A1'`,
      [showtimeId],
    )
    await until('the hold that ran out', () => listener.frames.at(-1)?.data.seats?.A1 === 'free')
    expect(listener.frames.at(-1)!.data.free).toBe(22)
    await listener.close()
  })

  it('resumes where a listener left, and starts over for a version of another database', async () => {
    const { showtimeId } = await house.showtime()
    const first = watch(showtimeId)
    await until('the map', () => first.frames.length > 0)
    const seen = first.frames.at(-1)!.id
    await first.close()
    await holdSeats(house.stranger, showtimeId, ['B1'], guest())
    const second = watch(showtimeId, seen)
    await until('what was missed', () => second.frames.length > 0)
    expect(second.frames[0]).toMatchObject({ event: 'seats', data: { seats: { B1: 'held' }, free: 23 } })
    await second.close()
    const stranger = watch(showtimeId, '999999999999')
    await until('the whole map', () => stranger.frames.length > 0)
    expect(stranger.frames[0]!.event).toBe('seat-map')
    await stranger.close()
  })

  it('does not leave whoever resumes with a seat that was taken for a moment only', async () => {
    const { showtimeId } = await house.showtime()
    const other = watch(showtimeId)
    await until('the map', () => other.frames.length > 0)
    await holdSeats(house.stranger, showtimeId, ['A1'], guest())
    await until('a read of the changes', () => other.frames.at(-1)?.data.seats?.A1)
    // Written past the service, so that nobody is woken: the others hear of it only if it lasts until the next read.
    await house.rows(
      `insert into booking.taken_seats (showtime_id, seat_id, state) values ($1, 'B1', 'blocked')`,
      [showtimeId],
    )
    const resumed = watch(showtimeId, other.frames.at(-1)!.id)
    await until('what was missed', () => resumed.frames.length > 0)
    await house.rows(
      `update booking.taken_seats set state = 'free', changed = pg_current_xact_id() where showtime_id = $1 and seat_id = 'B1'`,
      [showtimeId],
    )
    await holdSeats(house.stranger, showtimeId, ['C1'], guest())
    await until('a later change', () => resumed.frames.at(-1)?.data.seats?.C1)
    expect(resumed.frames.findLast(({ data }) => data.seats?.B1)?.data.seats?.B1 ?? 'free').toBe('free')
    await Promise.all([other.close(), resumed.close()])
  })

  it('never misses a change that commits late', async () => {
    const { showtimeId } = await house.showtime()
    const { Client } = await import('pg')
    const slow = new Client({ connectionString: house.databaseUrl })
    await slow.connect()
    await slow.query('begin')
    await slow.query(
      `insert into booking.taken_seats (showtime_id, seat_id, state) values ($1, 'A4', 'blocked')`,
      [showtimeId],
    )
    const listener = watch(showtimeId)
    await until('the map', () => listener.frames.length > 0)
    await holdSeats(house.stranger, showtimeId, ['A1'], guest())
    await until('a later change', () => listener.frames.at(-1)?.data.seats?.A1)
    await slow.query('commit')
    await slow.end()
    await until('the earlier one', () => listener.frames.at(-1)?.data.seats?.A4 === 'blocked')
    await listener.close()
  })

  it('of an unknown showtime is not there', async () => {
    const nobody = watch(crypto.randomUUID())
    expect(await nobody.status()).toBe(404)
    await nobody.close()
  })
})
