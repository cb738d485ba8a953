import { type Arbitrary, array, assert, asyncProperty, boolean, constantFrom, nat, record } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BoxOffice, openBoxOffice, sellers } from '../support/box-office-house.ts'
import { kinds, Model, type Step } from './box-office-model.ts'

/** FAULT_SEED repeats a run; CI_FULL=1 makes it a long one. */
const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000))
const runs = process.env.CI_FULL ? 60 : 4
/** Buying is what leads somewhere: as often as all the rest. */
const often: readonly Step['kind'][] = ['hold', 'hold', 'hold', 'pay', 'pay', 'checkIn']

const step: Arbitrary<Step> = record({
  kind: constantFrom(...kinds, ...often),
  who: nat(5),
  booking: nat(30),
  seat: nat(23),
  count: nat(3),
  toVoucher: boolean(),
})

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
        asyncProperty(array(step, { minLength: 15, maxLength: 30 }), async (steps) => {
          const show = await house.sale({ hours: 96 })
          const buyers = [
            ...(await Promise.all([house.buyer(), house.buyer(), house.buyer()])),
            house.guest(),
            house.guest(),
            house.guest(),
          ]
          const model = new Model(house, show, buyers)
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
