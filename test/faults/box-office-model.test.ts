import { type Arbitrary, array, assert, asyncProperty, boolean, constantFrom, nat, record } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BoxOffice, openBoxOffice, sellers } from '../support/box-office-house.ts'
import { buyerLimit, Model, odds, type Step } from './box-office-model.ts'
import type { Voucher } from './box-office-model-books.ts'

/** FAULT_SEED repeats a run; CI_FULL=1 makes it a long one. */
const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000))
const runs = process.env.CI_FULL ? 60 : 4
const kinds = (Object.keys(odds) as Step['kind'][]).flatMap((kind) =>
  Array.from({ length: odds[kind] }, () => kind),
)

const step: Arbitrary<Step> = record({
  kind: constantFrom(...kinds),
  who: nat(5),
  booking: nat(30),
  seat: nat(23),
  count: nat(3),
  voucher: nat(10),
  toVoucher: boolean(),
  waits: boolean(),
})

/** Two rows of standard seats, two of better ones. */
const grid = 'ssssss\nssssss\nvvvvvv\nvvvvvv'

/** One of each kind, as the box office makes them. */
async function vouchers(house: BoxOffice): Promise<Voucher[]> {
  const make = async (draft: object): Promise<string> => {
    const { status, body } = await house.office.post('/bookings/vouchers', { draft })
    expect(status).toBe(201)
    return body.items[0].code
  }
  return [
    {
      code: await make({ kind: 'percent', percent: 25, uses: 3 }),
      percent: 25,
      usesLeft: 3,
      amountLeft: null,
    },
    {
      code: await make({ kind: 'free-seat', freeSeats: 1, uses: 2 }),
      freeSeats: 1,
      usesLeft: 2,
      amountLeft: null,
    },
    { code: await make({ kind: 'amount', amount: 9000, currency: 'PLN' }), usesLeft: null, amountLeft: 9000 },
  ]
}

describe('a box office', () => {
  let house: BoxOffice
  beforeAll(async () => {
    house = await openBoxOffice({ services: sellers })
  }, 120_000)
  afterAll(() => house.stop(), 60_000)

  it(
    `is what a simple model says it is, whatever people do: FAULT_SEED=${seed}`,
    async () => {
      await assert(
        asyncProperty(array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
          const show = await house.sale({ hours: 96, grid, perBuyerLimit: buyerLimit })
          const buyers = [
            ...(await Promise.all([house.buyer(), house.buyer(), house.buyer()])),
            house.guest(),
            house.guest(),
            house.guest(),
          ]
          const model = new Model(house, show, buyers, await vouchers(house))
          for (const each of steps) await model.take(each)
          await model.compare()
          expect(await house.verdict()).toEqual([])
        }),
        // A shrunk sequence costs as much as the run; the seed repeats it exactly.
        { seed, numRuns: runs, endOnFailure: true },
      )
    },
    process.env.CI_FULL ? 60 * 60_000 : 300_000,
  )
})
