import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BookingHouse, holdSeats, openBookingHouse } from '../../src/services/booking/booking.fixture.ts'
import { until } from '../harness/until.ts'
import { SeatMapListener } from '../support/seat-map-listener.ts'

/** FAULT_SEED repeats a run. */
const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000))
const crowds = [60, 1_000]
const [rows, seatsInRow] = ['ABCDEFGHIJ', 20] as const
/** Seats that nobody takes before the end. */
const last = ['A1', 'A2']

let house: BookingHouse
beforeAll(async () => {
  house = await openBookingHouse()
})
afterAll(() => house.stop())

const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })

/** Numbers from 0 to below `below`, the same for the same seed. */
function numbersFrom(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Somebody holds two neighbours, and now and then lets them go. */
async function trade(showtimeId: string, number: (below: number) => number): Promise<void> {
  const row = rows[1 + number(rows.length - 1)]!
  const left = 1 + 2 * number(seatsInRow / 2)
  const { status, body } = await holdSeats(
    house.stranger,
    showtimeId,
    [`${row}${left}`, `${row}${left + 1}`],
    guest(),
  )
  expect([201, 409]).toContain(status)
  if (status !== 201 || number(2) === 0) return
  const released = await house.stranger.delete(`/bookings/${body.id}`, { 'booking-token': body.bookingToken })
  expect(released.status).toBe(200)
}

async function takenNow(showtimeId: string): Promise<Record<string, string>> {
  const found = await house.rows<{ seat_id: string; state: string }>(
    `select seat_id, state from booking.taken_seats where showtime_id = $1 and state <> 'free'`,
    [showtimeId],
  )
  return Object.fromEntries(found.map(({ seat_id, state }) => [seat_id, state]))
}

describe(`a live seat map with a crowd before it; FAULT_SEED=${seed}`, () => {
  it.each(crowds)(
    '%i listeners end with the same version and the map as it is, the cut and the slow ones too',
    async (size) => {
      const number = numbersFrom(seed)
      const grid = Array.from(rows, () => 's'.repeat(seatsInRow)).join('\n')
      const { showtimeId } = await house.showtime({ grid })
      const crowd = Array.from({ length: size }, () => new SeatMapListener(house.url, showtimeId))
      const cut = crowd.filter((_, index) => index % 3 === 0)
      const slow = crowd.filter((_, index) => index % 10 === 1)
      const tradeFor = async (ms: number) => {
        for (const end = performance.now() + ms; performance.now() < end; )
          await Promise.all([trade(showtimeId, number), trade(showtimeId, number)])
      }
      try {
        for (const listener of crowd) listener.listen()
        await until('the map, everywhere', () => crowd.every(({ version }) => version !== ''), 30_000)
        expect(new Set(crowd.flatMap(({ heard }) => heard[0]))).toEqual(new Set(['seat-map']))
        for (const listener of slow) listener.pause()
        await tradeFor(700)
        for (const listener of cut) listener.cut()
        await tradeFor(700)
        for (const listener of cut) listener.listen()
        await tradeFor(700)
        await until('who was cut', () => cut.every(({ heard }) => heard.length > 0), 30_000)
        expect(new Set(cut.flatMap(({ heard }) => heard[0]))).toEqual(new Set(['seats']))
        for (const listener of slow) listener.resume()
        expect((await holdSeats(house.stranger, showtimeId, last, guest())).status).toBe(201)
        await until(
          'the last seats, everywhere',
          () => crowd.every(({ taken }) => taken.has(last[1]!)),
          30_000,
        )
        // A frame more, for who came back between two reads.
        await sleep(1_200)
        const expected = await takenNow(showtimeId)
        for (const { taken, free } of crowd) {
          expect(Object.fromEntries(taken)).toEqual(expected)
          expect(free).toBe(rows.length * seatsInRow - Object.keys(expected).length)
        }
        expect(new Set(crowd.map(({ version }) => version)).size).toBe(1)
      } finally {
        for (const listener of crowd) listener.cut()
      }
    },
    90_000,
  )
})
