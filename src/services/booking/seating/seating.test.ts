import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seatsOf } from '../booking.fixture.ts'
import { bestSeats, canAvoidOrphans } from './best.ts'
import { orphansOf, type Plan, planOf } from './plan.ts'

const grids = fc
  .array(fc.array(fc.constantFrom('s', 's', 's', 'v', 'w', 'c', '_'), { minLength: 1, maxLength: 12 }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((lines) => lines.map((line) => line.join('')).join('\n'))
  .filter((grid) => /[svwc]/.test(grid))

/** A plan with some of its seats taken. */
const houses = grids.chain((grid) => {
  const plan = planOf(seatsOf(grid))
  return fc.record({
    plan: fc.constant(plan),
    taken: fc.subarray([...plan.seats.keys()]).map((ids) => new Set(ids)),
  })
})

/** Every choice of neighbours of one type, found the slow way. */
function* allTogether({ seats }: Plan, taken: ReadonlySet<string>, count: number, type: string) {
  for (const start of seats.values()) {
    const chosen: string[] = []
    for (let at: string | null = start.id; at && chosen.length < count; at = seats.get(at)?.right ?? null) {
      if (taken.has(at) || seats.get(at)?.type !== type) break
      chosen.push(at)
    }
    if (chosen.length === count) yield chosen
  }
}

describe('best available', () => {
  it('gives free seats of the type, as many as asked, or none when there are not so many', () => {
    fc.assert(
      fc.property(
        houses,
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('standard' as const, 'vip' as const),
        ({ plan, taken }, count, type) => {
          const { seatIds } = bestSeats(plan, taken, count, type)
          const free = [...plan.seats.values()].filter((seat) => seat.type === type && !taken.has(seat.id))
          expect(seatIds).toHaveLength(free.length >= count ? count : 0)
          expect(new Set(seatIds).size).toBe(seatIds.length)
          for (const id of seatIds) expect(free.some((seat) => seat.id === id)).toBe(true)
        },
      ),
    )
  })

  it('keeps them together, and leaves no orphan, wherever that can be', () => {
    fc.assert(
      fc.property(houses, fc.integer({ min: 1, max: 6 }), ({ plan, taken }, count) => {
        const best = bestSeats(plan, taken, count, 'standard')
        const choices = [...allTogether(plan, taken, count, 'standard')]
        if (choices.length > 0) expect(best.together).toBe(true)
        const canAvoid = choices.some((choice) => orphansOf(plan, taken, new Set(choice)).length === 0)
        expect(canAvoidOrphans(plan, taken, Array(count).fill('standard'))).toBe(canAvoid)
        if (choices.length > 0) expect(best.leavesOrphan).toBe(!canAvoid)
      }),
    )
  })

  it('brings a companion seat with each place for a wheelchair', () => {
    const plan = planOf(seatsOf('ssss\ncw__wc'))
    const { seatIds } = bestSeats(plan, new Set(), 2, 'wheelchair')
    expect(seatIds.toSorted()).toEqual(['B1', 'B2', 'B3', 'B4'])
    expect(bestSeats(plan, new Set(['B1', 'B3']), 1, 'wheelchair').seatIds).toEqual(['B2'])
    expect(bestSeats(plan, new Set(['B2', 'B3']), 1, 'wheelchair').seatIds).toEqual([])
  })

  it('prefers the middle, two thirds back', () => {
    const plan = planOf(seatsOf(Array.from({ length: 7 }, () => 'sssssssss').join('\n')))
    expect(bestSeats(plan, new Set(), 1, 'standard').seatIds).toEqual(['E5'])
    expect(bestSeats(plan, new Set(), 3, 'standard').seatIds).toEqual(['E4', 'E5', 'E6'])
  })
})

describe('an orphan', () => {
  it('is a free seat with nothing free on either side, made by the choice', () => {
    fc.assert(
      fc.property(houses, fc.infiniteStream(fc.boolean()), ({ plan, taken }, flips) => {
        const chosen = new Set([...plan.seats.keys()].filter((id) => !taken.has(id) && flips.next().value))
        const isFree = (id: string | null, gone: ReadonlySet<string>) =>
          id !== null && !taken.has(id) && !gone.has(id)
        const isAlone = (id: string, gone: ReadonlySet<string>) => {
          const { left, right, type } = plan.seats.get(id)!
          const counts = type === 'standard' || type === 'vip'
          return counts && isFree(id, gone) && !isFree(left, gone) && !isFree(right, gone)
        }
        const made = [...plan.seats.keys()].filter((id) => isAlone(id, chosen) && !isAlone(id, new Set()))
        expect(orphansOf(plan, taken, chosen).toSorted()).toEqual(made.toSorted())
      }),
    )
  })
})
