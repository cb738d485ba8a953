import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Answer } from '../harness/person.ts'
import { plainGrid } from '../support/box-office.ts'
import { type BoxOffice, openBoxOffice } from '../support/box-office-house.ts'

const count = (answers: readonly Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length
const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

describe('many at once, over HTTP, in front of the whole house', () => {
  let house: BoxOffice
  /** A second one on the same database, with sweepers of its own. */
  let twin: TestHouse

  beforeAll(async () => {
    house = await openBoxOffice()
    twin = await openTestHouse({
      on: house,
      alone: false,
      env: { ...house.sandbox.env, PAYMENT_TIMEOUT_SECONDS: '1' },
    })
  }, 180_000)
  afterAll(async () => {
    await twin.stop()
    await house.stop()
  }, 60_000)
  afterEach(async () => expect(await house.verdict()).toEqual([]), 120_000)

  it('1,000 buyers for one seat: one has it', async () => {
    const { showtimeId } = await house.sale()
    const answers = await Promise.all(times(1000, () => house.guest().hold(showtimeId, ['A1'])))
    expect([count(answers, 201), count(answers, 409)]).toEqual([1, 999])
  }, 120_000)

  it('500 buyers for 200 seats: each seat has one owner, and nobody is refused who could have had one', async () => {
    const { showtimeId, seats } = await house.sale({ grid: plainGrid(10, 20) })
    const answers = await Promise.all(
      times(500, (i) => house.guest().hold(showtimeId, [seats[i % seats.length]!.id])),
    )
    expect([count(answers, 201), count(answers, 409)]).toEqual([200, 300])
  }, 120_000)

  it('(A, B) against (B, A), a hundred times, at two processes: one of the two has both', async () => {
    const { showtimeId, seats } = await house.sale({ grid: plainGrid(10, 20) })
    for (const pair of times(100, (i) => [seats[2 * i]!.id, seats[2 * i + 1]!.id])) {
      const [one, two] = await Promise.all([
        house.guest().hold(showtimeId, pair),
        house.guest().at(twin.url).hold(showtimeId, pair.toReversed()),
      ])
      expect([one.status, two.status].toSorted()).toEqual([201, 409])
    }
  }, 120_000)

  it('the same key ten times at once: one booking, one charge, one answer', async () => {
    const { showtimeId } = await house.sale()
    const buyer = await house.buyer()
    const key = crypto.randomUUID()
    const here = (index: number) => (index % 2 ? buyer : buyer.at(twin.url))
    const held = await Promise.all(times(10, (i) => here(i).hold(showtimeId, ['A1', 'A2'], { key })))
    expect(count(held, 201)).toBe(10)
    const paid = await Promise.all(times(10, (i) => here(i).pay(held[0]!.body.id, 'pm_card_visa', key)))
    expect(count(paid, 201)).toBe(10)
    await buyer.comesTo(held[0]!.body.id, 'confirmed')
  }, 60_000)

  it('a double click on pay: charged once', async () => {
    const { showtimeId } = await house.sale()
    const buyer = house.guest()
    const { body } = await buyer.hold(showtimeId, ['A1'])
    const answers = await Promise.all(
      times(4, (i) => (i % 2 ? buyer : buyer.at(twin.url)).pay(body.id, 'pm_card_slow')),
    )
    expect([count(answers, 201), count(answers, 409)]).toEqual([1, 3])
    await buyer.comesTo(body.id, 'confirmed')
  }, 60_000)

  it('two sweepers: each hold ends once', async () => {
    const { showtimeId, seats } = await house.sale({ grid: plainGrid(10, 20) })
    await Promise.all(seats.map((seat) => house.guest().hold(showtimeId, [seat.id])))
    await house.minutesPass(6)
    // The verdict demands that each was told of exactly once.
    expect(await house.verdict()).toEqual([])
    const map = await house.stranger.get(`/bookings/seat-maps/${showtimeId}`)
    expect(map.body.taken).toEqual({})
  }, 120_000)

  it('sweeper against payment: tickets or the money back', async () => {
    const { showtimeId, seats } = await house.sale()
    const buyers = seats.map((seat) => ({ seat, buyer: house.guest() }))
    const held = await Promise.all(
      buyers.map(async ({ seat, buyer }) => ({
        buyer,
        id: (await buyer.hold(showtimeId, [seat.id])).body.id,
      })),
    )
    // The gateway takes 0.7 s: the holds run out while it does.
    const paying = held.map(({ buyer, id }) => buyer.pay(id, 'pm_card_slow'))
    await house.minutesPass(6)
    await Promise.all(paying)
    for (const { buyer, id } of held) await buyer.comesTo(id, 'confirmed', 'expired')
  }, 120_000)

  it('cancelling against the door: inside with a ticket, or outside with the money', async () => {
    const { showtimeId, seats } = await house.sale()
    await Promise.all(
      seats.map(async (seat) => {
        const buyer = house.guest()
        const { body } = await buyer.hold(showtimeId, [seat.id])
        await buyer.pay(body.id)
        await buyer.comesTo(body.id, 'confirmed')
        const [ticket] = (await buyer.tickets(body.id)).body.items
        const [scanned, cancelled] = await Promise.all([house.scan(ticket.token), buyer.release(body.id)])
        expect([scanned.body.items[0].outcome, cancelled.status]).toSatisfy(
          ([outcome, status]: [string, number]) => (outcome === 'admitted') === (status === 409),
        )
      }),
    )
  }, 120_000)
})
