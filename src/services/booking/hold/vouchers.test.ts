import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/harness/until.ts'
import { type BookingHouse, holdSeats, openBookingHouse } from '../booking.fixture.ts'

let house: BookingHouse
beforeAll(async () => {
  house = await openBookingHouse()
})
afterAll(() => house.stop())

/** A voucher as the box office makes it; answers its code. */
async function voucher(facts: Record<string, unknown>): Promise<string> {
  const code = crypto.randomUUID().toUpperCase().slice(0, 13)
  const row = { kind: 'percent', uses_left: 1, ...facts }
  const columns = Object.keys(row)
  await house.rows(
    `insert into booking.vouchers (voucher_id, code_hash, code_ending, created_at, ${columns.join(', ')})
    values (gen_random_uuid(), $1, $2, booking.now(), ${columns.map((_, i) => `$${i + 3}`).join(', ')})`,
    [createHash('sha256').update(code).digest(), code.slice(-4), ...Object.values(row)],
  )
  return code
}
const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })
const left = async (code: string) => {
  const [row] = await house.rows(`select uses_left, amount_left from booking.vouchers where code_hash = $1`, [
    createHash('sha256').update(code).digest(),
  ])
  return row
}

describe('a voucher', () => {
  it.each([
    ['a percentage, rounded to the nearest', { percent: 33 }, [1675, 2680]],
    ['a free seat: the dearest', { kind: 'free-seat', free_seats: 1 }, [2500, 0]],
    [
      'an amount: the dearest first',
      { kind: 'amount', amount: 5000, amount_left: 5000, currency: 'PLN' },
      [1500, 0],
    ],
    [
      'more than everything costs',
      { kind: 'amount', amount: 9000, amount_left: 9000, currency: 'PLN' },
      [0, 0],
    ],
  ])('takes off %s', async (_what, facts, amounts) => {
    const { showtimeId } = await house.showtime()
    const code = await voucher(facts)
    const { status, body } = await holdSeats(house.stranger, showtimeId, ['A1', 'C1'], {
      ...guest(),
      voucher: code.toLowerCase(),
    })
    expect(status).toBe(201)
    expect(body.seats.map((seat: { amount: number }) => seat.amount)).toEqual(amounts)
    expect(body.seats.map((seat: { fullAmount: number }) => seat.fullAmount)).toEqual([2500, 4000])
    expect([body.total, body.voucher]).toEqual([amounts[0]! + amounts[1]!, code.slice(-4)])
  })

  it('of an amount keeps the rest, and has it back when the hold runs out', async () => {
    const { showtimeId } = await house.showtime()
    const code = await voucher({
      kind: 'amount',
      amount: 6000,
      amount_left: 6000,
      currency: 'PLN',
      uses_left: 5,
    })
    const { body } = await holdSeats(house.stranger, showtimeId, ['A1'], { ...guest(), voucher: code })
    expect(await left(code)).toEqual({ uses_left: 4, amount_left: 3500 })
    await house.rows(`update booking.bookings set held_until = booking.now() where booking_id = $1`, [
      body.id,
    ])
    await until('the voucher to be whole again', async () => (await left(code))?.amount_left === 6000)
    expect(await left(code)).toEqual({ uses_left: 5, amount_left: 6000 })
  })

  it('is refused when nobody knows it, when its time is over, in another currency, and when it is spent', async () => {
    const { showtimeId } = await house.showtime()
    const past = Temporal.Now.instant().subtract({ hours: 1 }).toString()
    const cases = [
      ['NOBODYKNOWS', 422, 'booking.voucher-unknown'],
      [await voucher({ percent: 10, expires_at: past }), 422, 'booking.voucher-unknown'],
      [await voucher({ percent: 10, withdrawn_at: past }), 422, 'booking.voucher-unknown'],
      [
        await voucher({ kind: 'amount', amount: 100, amount_left: 100, currency: 'EUR' }),
        422,
        'booking.voucher-unknown',
      ],
      [await voucher({ percent: 10, uses_left: 0 }), 409, 'booking.voucher-spent'],
    ] as const
    for (const [code, status, problem] of cases) {
      const answer = await holdSeats(house.stranger, showtimeId, ['A1'], { ...guest(), voucher: code })
      expect([answer.status, answer.body.code]).toEqual([status, problem])
    }
  })

  it('for one use is used once, however many want it at once', async () => {
    const { showtimeId } = await house.showtime()
    const code = await voucher({ percent: 50 })
    const answers = await Promise.all(
      ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'].map((seat) =>
        holdSeats(house.stranger, showtimeId, [seat], { ...guest(), voucher: code }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(await left(code)).toEqual({ uses_left: 0, amount_left: null })
  })
})
