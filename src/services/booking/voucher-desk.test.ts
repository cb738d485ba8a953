import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../../test/harness/person.ts'
import { type BookingHouse, holdSeats, openBookingHouse } from './booking.fixture.ts'

let house: BookingHouse
let office: Person
let buyer: Person
beforeAll(async () => {
  house = await openBookingHouse()
  office = await house.person({ roles: ['box_office'] })
  buyer = await house.person({ roles: ['customer'] })
})
afterAll(() => house.stop())

const add = (draft: Record<string, unknown>, more = {}) =>
  office.post('/bookings/vouchers', { draft, ...more })
const check = (code: string) => house.stranger.post('/bookings/vouchers/check', { code })

describe('vouchers', () => {
  it('are made with codes of their own, told once and kept as a hash', async () => {
    const { status, body } = await add({ kind: 'percent', percent: 20, uses: 3 }, { count: 3 })
    expect(status).toBe(201)
    const codes = body.items.map((item: { code: string }) => item.code)
    expect(new Set(codes).size).toBe(3)
    const [row] = await house.rows<{ text: string }>(
      `select string_agg(v::text, ' ') as text from booking.vouchers v`,
    )
    for (const code of codes) expect(row!.text).not.toContain(code)
    const listed = (await office.get('/bookings/vouchers?limit=2')).body
    expect(listed.items).toHaveLength(2)
    for (const item of listed.items) expect(item.code).toMatch(/^[A-Z2-9]{4}$/)
    const rest = (await office.get(`/bookings/vouchers?cursor=${listed.nextCursor}`)).body
    expect(rest.items).toHaveLength(1)
  })
  it('with a chosen code exist once; several with one code do not', async () => {
    expect((await add({ kind: 'free-seat', freeSeats: 1, code: 'premiera' })).body.items[0].code).toBe(
      'PREMIERA',
    )
    const again = await add({ kind: 'percent', percent: 5, code: 'PREMIERA' })
    expect([again.status, again.body.code]).toEqual([409, 'booking.voucher-exists'])
    expect((await add({ kind: 'percent', percent: 5, code: 'MANYOFUS' }, { count: 2 })).status).toBe(422)
  })
  it.each([
    [{ kind: 'percent' }],
    [{ kind: 'percent', percent: 101 }],
    [{ kind: 'amount', amount: 100 }],
    [{ kind: 'percent', percent: 5, amount: 100, currency: 'PLN' }],
  ])('of no value, or of two, are refused: %j', async (draft) => {
    expect((await add(draft)).status).toBe(422)
  })
  it('are worth nothing once withdrawn, ended or used up', async () => {
    const withdrawn = (await add({ kind: 'percent', percent: 5 })).body.items[0]
    expect((await check(withdrawn.code)).status).toBe(200)
    for (const _ of [1, 2])
      expect((await office.delete(`/bookings/vouchers/${withdrawn.id}`)).status).toBe(204)
    expect((await check(withdrawn.code)).body.code).toBe('booking.voucher-unknown')
    const ended = (await add({ kind: 'percent', percent: 5, expiresAt: '2020-01-01T00:00:00Z' })).body
      .items[0]
    expect((await check(ended.code)).body.code).toBe('booking.voucher-unknown')
    const used = (await add({ kind: 'percent', percent: 5 })).body.items[0]
    const { showtimeId } = await house.showtime()
    expect((await holdSeats(buyer, showtimeId, ['A1'], { voucher: used.code })).status).toBe(201)
    expect((await check(used.code)).body.code).toBe('booking.voucher-spent')
    expect((await check('NO-SUCH-CODE')).status).toBe(422)
    expect((await office.delete(`/bookings/vouchers/${crypto.randomUUID()}`)).status).toBe(404)
  })
  it('are the box office’s to make, list and withdraw', async () => {
    const draft = { kind: 'percent', percent: 100 }
    for (const [person, status] of [
      [house.stranger, 401],
      [buyer, 403],
    ] as const) {
      expect((await person.post('/bookings/vouchers', { draft })).status).toBe(status)
      expect((await person.get('/bookings/vouchers')).status).toBe(status)
      expect((await person.delete(`/bookings/vouchers/${crypto.randomUUID()}`)).status).toBe(status)
    }
  })
})
