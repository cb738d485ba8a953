import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/harness/until.ts'
import { type BookingHouse, holdSeats, openBookingHouse } from '../booking.fixture.ts'

let one: BookingHouse
let two: BookingHouse
beforeAll(async () => {
  one = await openBookingHouse({ alone: false })
  two = await openBookingHouse({ alone: false, on: one })
})
afterAll(async () => {
  await two.stop()
  await one.stop()
})

const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })

describe('two processes on one database', () => {
  it('fight for the same seats, and each seat has one owner, each booking all of its seats', async () => {
    const { showtimeId } = await one.showtime({
      grid: Array.from({ length: 4 }, () => 'ssssssssss').join('\n'),
    })
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, i) => {
        const row = 'ABCD'[i % 4]!
        const from = 1 + ((i * 7) % 8)
        const seats = [from, from + 1, from + 2].map((number) => `${row}${number}`)
        return holdSeats(
          (i % 2 ? one : two).stranger,
          showtimeId,
          i % 3 ? seats : seats.toReversed(),
          guest(),
        )
      }),
    )
    const held = answers.filter(({ status }) => status === 201)
    for (const { status } of answers) expect([201, 409]).toContain(status)
    const owned = held.flatMap(({ body }) => body.seats.map((seat: { seatId: string }) => seat.seatId))
    expect(new Set(owned).size).toBe(owned.length)
    const rows = await one.rows(
      `select seat_id from booking.taken_seats where showtime_id = $1 and state = 'held' order by 1`,
      [showtimeId],
    )
    expect(rows.map(({ seat_id }) => seat_id)).toEqual(owned.toSorted())
  })

  it('answer the same key equally, whichever is asked', async () => {
    const { showtimeId } = await one.showtime()
    const key = crypto.randomUUID()
    const facts = guest()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        holdSeats((i % 2 ? one : two).stranger, showtimeId, ['A1', 'A2'], facts, key),
      ),
    )
    for (const { status, body } of answers) {
      expect(status).toBe(201)
      expect(body).toEqual(answers[0]!.body)
    }
  })

  it('share the limit of one buyer', async () => {
    const { showtimeId } = await one.showtime({ grid: 'ssssssssss\nssssssssss', perBuyerLimit: 3 })
    const facts = guest()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        holdSeats((i % 2 ? one : two).stranger, showtimeId, [`${i < 10 ? 'A' : 'B'}${(i % 10) + 1}`], facts),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
  })

  it('show what the other one sold within a second', async () => {
    const { showtimeId } = await one.showtime()
    expect((await two.stranger.get(`/bookings/seat-maps/${showtimeId}`)).body.taken).toEqual({})
    await holdSeats(one.stranger, showtimeId, ['A1'], guest())
    await until(
      'the seat in the other process',
      async () => {
        const { body } = await two.stranger.get(`/bookings/seat-maps/${showtimeId}`)
        return body.taken.A1 === 'held'
      },
      2_000,
    )
  })
})

describe('a batch that fails as a whole', () => {
  it('is tried one by one: only the request that spoils it fails', async () => {
    const { showtimeId } = await one.showtime()
    await one.rows(
      `alter table booking.bookings add constraint no_mule check (language <> 'en' or showtime_id <> '${showtimeId}')`,
    )
    try {
      const answers = await Promise.all(
        ['A1', 'A2', 'A3', 'A4'].map((seat, i) =>
          holdSeats(one.stranger, showtimeId, [seat], { ...guest(), language: i === 1 ? 'en' : 'pl' }),
        ),
      )
      expect(answers.map(({ status }) => status)).toEqual([201, 500, 201, 201])
    } finally {
      await one.rows('alter table booking.bookings drop constraint no_mule')
    }
  })

  it('of seats that another transaction keeps locked waits for it, and takes them if it goes away', async () => {
    const { showtimeId } = await one.showtime()
    const { hold, other } = await holdBehind(showtimeId)
    await other.query('rollback')
    await other.end()
    expect((await hold).status).toBe(201)
  })

  it('of seats that stay locked is told to come back, and others do not wait for it', async () => {
    const { showtimeId } = await one.showtime()
    const { hold, other } = await holdBehind(showtimeId)
    const { status, body, headers } = await hold
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'booking.busy', '2'])
    await other.query('rollback')
    await other.end()
    expect((await holdSeats(one.stranger, showtimeId, ['A1', 'A2'], guest())).status).toBe(201)
  })

  it('of seats that another transaction takes gives back what it had of them, and its key', async () => {
    const { showtimeId } = await one.showtime()
    const key = crypto.randomUUID()
    const { hold, other } = await holdBehind(showtimeId, key)
    await other.query('commit')
    await other.end()
    const { status, body } = await hold
    expect([status, body.code, body.seats]).toEqual([409, 'booking.seats-taken', ['A2']])
    const seats = await one.rows(
      `select seat_id, state from booking.taken_seats where showtime_id = $1 order by 1`,
      [showtimeId],
    )
    expect(seats).toEqual([
      { seat_id: 'A1', state: 'free' },
      { seat_id: 'A2', state: 'blocked' },
    ])
    expect(await one.rows('select from booking.idempotency where key = $1', [key])).toEqual([])
    expect(await one.rows('select from booking.bookings where showtime_id = $1', [showtimeId])).toEqual([])
  })
})

/** A hold of A1 and A2 that waits for a transaction which is about to block A2. */
async function holdBehind(showtimeId: string, key?: string) {
  const other = new Client({ connectionString: one.databaseUrl })
  await other.connect()
  await other.query('begin')
  await other.query(
    `insert into booking.taken_seats (showtime_id, seat_id, state) values ($1, 'A2', 'blocked')`,
    [showtimeId],
  )
  const hold = holdSeats(one.stranger, showtimeId, ['A1', 'A2'], guest(), key)
  await until('the hold to wait for the lock', async () => {
    const [row] = await one.rows(
      `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%hold(%' and datname = current_database()`,
    )
    return row
  })
  return { hold, other }
}
