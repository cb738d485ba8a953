import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/harness/until.ts'
import { type BookingHouse, holdSeats, openBookingHouse } from '../booking.fixture.ts'

let house: BookingHouse
beforeAll(async () => {
  house = await openBookingHouse({ env: { BOOKING_QUEUE_PER_SECOND: '5' } })
})
afterAll(() => house.stop())

const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })
const join = async (showtimeId: string) =>
  (await house.stranger.post('/bookings/queue', { showtimeId })).body as {
    queueToken: string
    state: string
    position: number
  }
const ask = async (queueToken: string) => (await house.stranger.get(`/bookings/queue/${queueToken}`)).body
const open = (showtimeId: string) =>
  house.rows(
    `insert into booking.waiting_rooms (showtime_id, opened_at, last_tick) values ($1, booking.now(), booking.now())`,
    [showtimeId],
  )

describe('a waiting room', () => {
  it('admits in the order of arrival, steadily, and only the admitted may hold', async () => {
    const { showtimeId } = await house.showtime()
    await open(showtimeId)
    const refused = await holdSeats(house.stranger, showtimeId, ['A1'], guest())
    expect([refused.status, refused.body.code]).toEqual([503, 'booking.queue'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const tokens: string[] = []
    for (let i = 0; i < 12; i++) tokens.push((await join(showtimeId)).queueToken)
    const notYet = await holdSeats(house.stranger, showtimeId, ['A1'], { ...guest(), queueToken: tokens[11] })
    expect(notYet.body.code).toBe('booking.queue')
    await until('the first to be admitted', async () => (await ask(tokens[0]!)).state === 'admitted')
    expect((await ask(tokens[11]!)).state).toBe('waiting')
    expect(
      (await holdSeats(house.stranger, showtimeId, ['A1'], { ...guest(), queueToken: tokens[0] })).status,
    ).toBe(201)
    await until('the last to be admitted', async () => (await ask(tokens[11]!)).state === 'admitted')
    const rows = await house.rows<{ queue_token: string }>(
      `select queue_token from booking.waiting_tickets where showtime_id = $1 order by admitted_until, place`,
      [showtimeId],
    )
    expect(rows.map((row) => row.queue_token)).toEqual(tokens)
  })

  it('puts who came before the sale in a random order, ahead of who came after', async () => {
    const now = house.house.clock.now()
    const { showtimeId } = await house.showtime({ onSaleAt: now.add({ hours: 1 }).toString() })
    const early: string[] = []
    for (let i = 0; i < 20; i++) early.push((await join(showtimeId)).queueToken)
    expect((await ask(early[0]!)).state).toBe('waiting')
    await house.rows(`update booking.showtimes set on_sale_at = booking.now() where showtime_id = $1`, [
      showtimeId,
    ])
    const late = (await join(showtimeId)).queueToken
    const order = await until('places', async () => {
      const rows = await house.rows<{ queue_token: string }>(
        `select queue_token from booking.waiting_tickets where showtime_id = $1 and place is not null order by place`,
        [showtimeId],
      )
      return rows.length === 21 && rows.map((row) => row.queue_token)
    })
    expect(order.at(-1)).toBe(late)
    expect(order.slice(0, 20).toSorted()).toEqual(early.toSorted())
    expect(order.slice(0, 20)).not.toEqual(early)
  })

  it('admits at once where nobody waits, and closes when all are in', async () => {
    const { showtimeId } = await house.showtime()
    expect(await join(showtimeId)).toMatchObject({ state: 'admitted', position: 0 })
    await open(showtimeId)
    await house.rows(
      `update booking.waiting_rooms set opened_at = booking.now() - interval '1 minute' where showtime_id = $1`,
      [showtimeId],
    )
    await until('the room to close', async () => {
      const rows = await house.rows(`select from booking.waiting_rooms where showtime_id = $1`, [showtimeId])
      return rows.length === 0
    })
    expect((await holdSeats(house.stranger, showtimeId, ['A1'], guest())).status).toBe(201)
  })

  it('is for showtimes that are sold, and knows its own tokens only', async () => {
    const { showtimeId } = await house.showtime({ state: 'cancelled' })
    const over = await house.stranger.post('/bookings/queue', { showtimeId })
    expect([over.status, over.body.code]).toEqual([409, 'booking.sale-over'])
    expect((await house.stranger.post('/bookings/queue', { showtimeId: crypto.randomUUID() })).status).toBe(
      404,
    )
    expect((await house.stranger.get(`/bookings/queue/${crypto.randomUUID()}`)).status).toBe(404)
  })
})

describe('a lane with more than it can do', () => {
  it('refuses fast with Retry-After, opens a waiting room when that lasts, and sells what it can', async () => {
    const small = await openBookingHouse({
      env: { BOOKING_BACKLOG: '2', BOOKING_BATCH: '1', BOOKING_LANES: '1', BOOKING_QUEUE_AFTER_SECONDS: '1' },
    })
    try {
      const { showtimeId } = await small.showtime({
        grid: Array.from({ length: 20 }, () => 'ssssssssss').join('\n'),
      })
      const answers: Awaited<ReturnType<typeof holdSeats>>[] = []
      const rush = async (seat: string) =>
        void answers.push(await holdSeats(small.stranger, showtimeId, [seat], guest()))
      await until('the waiting room', async () => {
        await Promise.all(
          Array.from({ length: 30 }, (_, i) =>
            rush(`${String.fromCharCode(65 + (i % 20))}${1 + (answers.length % 10)}`),
          ),
        )
        const rows = await small.rows(`select from booking.waiting_rooms where showtime_id = $1`, [
          showtimeId,
        ])
        return rows.length > 0
      })
      const refused = answers.filter(({ body }) => body.code === 'booking.busy')
      expect(refused.length).toBeGreaterThan(0)
      for (const { status, headers } of refused)
        expect([status, headers.get('retry-after')]).toEqual([503, '2'])
      expect(answers.some(({ status }) => status === 201)).toBe(true)
    } finally {
      await small.stop()
    }
  })
})
