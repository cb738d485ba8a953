import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { booking, bookingCreated } from '#services/booking'
import type { Person } from '../../../../test/harness/person.ts'
import { until } from '../../../../test/harness/until.ts'
import { type BookingHouse, holdSeats, openBookingHouse } from '../booking.fixture.ts'

let house: BookingHouse
let buyer: Person
beforeAll(async () => {
  house = await openBookingHouse()
  buyer = await house.person({ roles: ['customer'] })
})
afterAll(() => house.stop())

/** Committed rows of a showtime that must fit together whatever happened: no seat twice, all or nothing. */
async function expectSound(showtimeId: string) {
  const rows = await house.rows<{ booking_id: string; booked: number; taken: number }>(
    `select b.booking_id, (select count(*)::int from booking.booking_seats s where s.booking_id = b.booking_id) as booked,
      (select count(*)::int from booking.taken_seats t where t.booking_id = b.booking_id and t.state = 'held') as taken
    from booking.bookings b where b.showtime_id = $1 and b.state = 'held'`,
    [showtimeId],
  )
  for (const row of rows) expect(row.taken).toBe(row.booked)
  const [orphans] = await house.rows<{ count: number }>(
    `select count(*)::int from booking.taken_seats t where showtime_id = $1 and state = 'held'
      and not exists (select from booking.bookings b where b.booking_id = t.booking_id and b.state = 'held')`,
    [showtimeId],
  )
  expect(orphans!.count).toBe(0)
  return rows.length
}

describe('a hold', () => {
  it('takes all seats at the prices of the showtime and tells it', async () => {
    const { showtimeId, movieId } = await house.showtime()
    const { status, body } = await holdSeats(buyer, showtimeId, ['A1', ['A2', 'student'], 'C1'])
    expect(status).toBe(201)
    const { output } = booking.routes.hold
    expect(
      z.encode(output, z.decode(output, body)),
      'the database answers in the form of the contract',
    ).toEqual(body)
    expect(body).toMatchObject({
      state: 'held',
      total: 2500 + 1800 + 4000,
      currency: 'PLN',
      bookingToken: null,
    })
    expect(body.seats.map((seat: { amount: number }) => seat.amount)).toEqual([2500, 1800, 4000])
    const holdsFor = Temporal.Instant.from(body.heldUntil).since(Temporal.Instant.from(body.createdAt))
    expect(holdsFor.total('seconds')).toBe(300)
    const event = await until('the event', async () => {
      const [row] = await house.rows<{ event: { data: unknown; actor: string; correlationid: string } }>(
        `select event from booking.event_log where event->>'subject' = $1`,
        [`booking:${body.id}`],
      )
      return row?.event
    })
    expect(event.actor).toBe(`user:${buyer.id}`)
    expect(bookingCreated.data.parse(event.data)).toMatchObject({
      bookingId: body.id,
      movieId,
      userId: buyer.id,
      total: 8300,
      owed: 0,
      payment: null,
    })
  })

  it.each([
    ['an unknown seat', ['A1', 'Z9'], 422, 'booking.no-such-seat'],
    ['a category that is not sold', [['A1', 'child']], 422, 'booking.category-not-sold'],
    ['the same seat twice', ['A1', 'A1'], 422, 'invalid'],
    ['no seats', [], 422, 'invalid'],
    ['eleven seats', Array.from({ length: 11 }, (_, i) => `A${i + 1}`), 422, 'invalid'],
  ] as const)('refuses %s and writes nothing', async (_what, seats, status, code) => {
    const { showtimeId } = await house.showtime()
    const answer = await holdSeats(buyer, showtimeId, seats as never)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(await house.rows('select from booking.taken_seats where showtime_id = $1', [showtimeId])).toEqual(
      [],
    )
  })

  it("refuses another screen's seats and an unknown showtime", async () => {
    const small = await house.showtime({ grid: 'ss' })
    expect((await holdSeats(buyer, small.showtimeId, ['B1'])).body.code).toBe('booking.no-such-seat')
    expect((await holdSeats(buyer, crypto.randomUUID(), ['A1'])).status).toBe(404)
  })

  it('is refused before the sale, after it and once the showtime is cancelled', async () => {
    const now = house.house.clock.now()
    const early = await house.showtime({ onSaleAt: now.add({ hours: 1 }).toString() })
    const late = await house.showtime({ saleEndsAt: now.subtract({ minutes: 1 }).toString() })
    const gone = await house.showtime({ state: 'cancelled' })
    for (const { showtimeId } of [early, late, gone])
      expect((await holdSeats(buyer, showtimeId, ['A1'])).body.code).toBe('booking.not-on-sale')
  })

  it('never suggests the seat that it has just refused', async () => {
    const { showtimeId } = await house.showtime()
    for (let round = 0; round < 3; round++) {
      const { body } = await buyer.get(`/bookings/seat-maps/${showtimeId}/best?seats=1`)
      await holdSeats(buyer, showtimeId, body.seatIds)
      const refused = await holdSeats(buyer, showtimeId, body.seatIds)
      expect(refused.body).toMatchObject({ code: 'booking.seats-taken', seats: body.seatIds })
      expect(refused.body.best.seatIds).not.toEqual(body.seatIds)
    }
  })

  it('names the taken seats and the best free ones instead', async () => {
    const { showtimeId } = await house.showtime()
    await holdSeats(buyer, showtimeId, ['A1', 'A2'])
    const other = await house.person({ roles: ['customer'] })
    const { status, body } = await holdSeats(other, showtimeId, ['A2', 'A3'])
    expect([status, body.code, body.seats]).toEqual([409, 'booking.seats-taken', ['A2']])
    expect(body.best).toMatchObject({ together: true })
    expect(body.best.seatIds).toHaveLength(2)
    expect((await holdSeats(other, showtimeId, body.best.seatIds)).status).toBe(201)
    await expectSound(showtimeId)
  })

  it('that has run out gives its seats at once, without waiting for the sweeper', async () => {
    const { showtimeId } = await house.showtime()
    const { body } = await holdSeats(buyer, showtimeId, ['A1'])
    await house.rows(`update booking.taken_seats set held_until = booking.now() where booking_id = $1`, [
      body.id,
    ])
    const other = await house.person({ roles: ['customer'] })
    const second = await holdSeats(other, showtimeId, ['A1'])
    expect(second.status).toBe(201)
  })

  it('runs out by itself, and says so', async () => {
    const { showtimeId } = await house.showtime()
    const { body } = await holdSeats(buyer, showtimeId, ['B1', 'B2'])
    await house.rows(
      `with b as (update booking.bookings set held_until = booking.now() - interval '30 s' where booking_id = $1)
      update booking.taken_seats set held_until = booking.now() where booking_id = $1`,
      [body.id],
    )
    await until('booking.expired', async () => {
      const [row] = await house.rows(
        `select from booking.event_log where type = 'booking.expired' and event->'data'->>'bookingId' = $1`,
        [body.id],
      )
      return row
    })
    const seats = await house.rows(
      `select seat_id, state from booking.taken_seats where showtime_id = $1 order by 1`,
      [showtimeId],
    )
    expect(seats).toEqual([
      { seat_id: 'B1', state: 'free' },
      { seat_id: 'B2', state: 'free' },
    ])
  })
})

describe('many at once', () => {
  it('1,000 buyers want one seat: one has it, and nobody else is told so', async () => {
    const { showtimeId } = await house.showtime()
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => holdSeats(house.stranger, showtimeId, ['A1'], guest())),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { status, body } of answers)
      if (status !== 201) expect(['booking.seats-taken', 'booking.busy']).toContain(body.code)
    expect(await expectSound(showtimeId)).toBe(1)
  })

  it('500 buyers want 200 seats: all are sold, each once', async () => {
    const { showtimeId } = await house.showtime({
      grid: Array.from({ length: 20 }, () => 'ssssssssss').join('\n'),
    })
    const rowOf = (at: number) => String.fromCharCode(65 + Math.floor(at / 10))
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, i) => {
        const at = i % 200
        return holdSeats(house.stranger, showtimeId, [`${rowOf(at)}${(at % 10) + 1}`], guest())
      }),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(200)
    expect(await expectSound(showtimeId)).toBe(200)
  })

  it('(A, B) against (B, A) a hundred times: one of the two has both', async () => {
    const { showtimeId } = await house.showtime({
      grid: Array.from({ length: 26 }, () => 'ssssssss').join('\n'),
    })
    for (let row = 0; row < 26; row++) {
      const [a, b] = [1, 2].map((number) => `${String.fromCharCode(65 + row)}${number}`) as [string, string]
      const answers = await Promise.all([
        holdSeats(house.stranger, showtimeId, [a, b], guest()),
        holdSeats(house.stranger, showtimeId, [b, a], guest()),
        holdSeats(house.stranger, showtimeId, [b], guest()),
      ])
      expect(answers.some(({ status }) => status === 201)).toBe(true)
    }
    await expectSound(showtimeId)
  })
})

describe('the same key', () => {
  it('ten times at once gives one booking and ten equal answers', async () => {
    const { showtimeId } = await house.showtime()
    const key = crypto.randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => holdSeats(buyer, showtimeId, ['A1', 'A2'], {}, key)),
    )
    for (const { status, body } of answers) {
      expect(status).toBe(201)
      expect(body).toEqual(answers[0]!.body)
    }
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(9)
    expect(await expectSound(showtimeId)).toBe(1)
  })

  it('left out, each request is a wish of its own: sent again it finds its own seats taken', async () => {
    const { showtimeId } = await house.showtime()
    const wish = { showtimeId, seats: [{ seatId: 'A1' }] }
    const answers = [await buyer.post('/bookings', wish), await buyer.post('/bookings', wish)]
    expect(answers.map(({ status }) => status)).toEqual([201, 409])
    expect(answers[1]!.body).toMatchObject({ code: 'booking.seats-taken', seats: ['A1'] })
    expect(await expectSound(showtimeId)).toBe(1)
  })

  it('with another body is refused, after a refusal it is a new try', async () => {
    const { showtimeId } = await house.showtime()
    const key = crypto.randomUUID()
    await holdSeats(buyer, showtimeId, ['A1'], {}, key)
    const other = await holdSeats(buyer, showtimeId, ['A2'], {}, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
    const second = crypto.randomUUID()
    expect((await holdSeats(buyer, showtimeId, ['A1'], {}, second)).status).toBe(409)
    await house.rows(`update booking.taken_seats set held_until = booking.now() where showtime_id = $1`, [
      showtimeId,
    ])
    expect((await holdSeats(buyer, showtimeId, ['A1'], {}, second)).status).toBe(201)
  })

  it('twice in a row, as a double click sends it, answers the same; a guest keeps the token', async () => {
    const { showtimeId } = await house.showtime()
    const key = crypto.randomUUID()
    const guestFacts = guest()
    const first = await holdSeats(house.stranger, showtimeId, ['A1'], guestFacts, key)
    const second = await holdSeats(house.stranger, showtimeId, ['A1'], guestFacts, key)
    expect(first.body.bookingToken).toMatch(/^[\w-]{43}$/)
    expect(second.body).toEqual(first.body)
  })
})

describe('a guest', () => {
  it('has to say where the tickets go, and leaves no readable trace of it', async () => {
    const { showtimeId } = await house.showtime()
    expect((await holdSeats(house.stranger, showtimeId, ['A1'])).body.code).toBe('booking.guest-needed')
    const email = `ola.${crypto.randomUUID()}@example.org`
    const { body } = await holdSeats(house.stranger, showtimeId, ['A1'], {
      guest: { email, name: 'Ola Wrona' },
    })
    const traces = await house.rows<{ everything: string }>(
      `select (select row_to_json(b)::text from booking.bookings b where booking_id = $1)
        || (select string_agg(event::text, '') from booking.event_log)
        || coalesce((select string_agg(event::text, '') from booking.outbox), '')
        || (select string_agg(answer::text, '') from booking.idempotency) as everything`,
      [body.id],
    )
    for (const secret of [email, 'Wrona', body.bookingToken as string])
      expect(traces[0]!.everything.includes(secret)).toBe(false)
  })
})

describe('the limit of one buyer', () => {
  it('holds under concurrency, for the signed-in and for a guest by the address', async () => {
    const { showtimeId } = await house.showtime({
      grid: Array.from({ length: 4 }, () => 'ssssssssss').join('\n'),
      perBuyerLimit: 4,
    })
    const seats = Array.from({ length: 40 }, (_, i) => `${'ABCD'[Math.floor(i / 10)]}${(i % 10) + 1}`)
    const mine = await Promise.all(seats.slice(0, 20).map((seat) => holdSeats(buyer, showtimeId, [seat])))
    expect(mine.filter(({ status }) => status === 201)).toHaveLength(4)
    expect(mine.find(({ status }) => status !== 201)!.body).toMatchObject({
      code: 'booking.buyer-limit',
      limit: 4,
    })
    const theirs = await Promise.all(
      seats.slice(20).map((seat, i) =>
        holdSeats(house.stranger, showtimeId, [seat], {
          guest: { email: i % 2 ? 'Ola@example.org' : 'ola@example.org' },
        }),
      ),
    )
    expect(theirs.filter(({ status }) => status === 201)).toHaveLength(4)
  })
})

describe('the orphan rule', () => {
  it('refuses a choice that leaves one seat alone while another would not, and allows it where none would', async () => {
    const { showtimeId } = await house.showtime({ grid: 'sssss\nsss', refuseOrphans: true })
    const refused = await holdSeats(buyer, showtimeId, ['A2', 'A3'])
    expect([refused.status, refused.body.code, refused.body.orphans]).toEqual([
      409,
      'booking.leaves-orphan',
      ['A1'],
    ])
    expect((await holdSeats(buyer, showtimeId, refused.body.best.seatIds)).status).toBe(201)
    const tight = await house.showtime({ grid: 'sss', refuseOrphans: true })
    expect((await holdSeats(buyer, tight.showtimeId, ['A1', 'A2'])).status).toBe(201)
  })
})

const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })
