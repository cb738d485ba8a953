import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Lease } from './lease.ts'

const id = { subject: 'key:a', kind: 'cost', period: 'total', endsAt: null } as const

/** The allowance as `lend()` keeps it: what it lends is no more than there is. */
class Book {
  readonly limit: number
  used = 0
  leased = 0
  constructor(limit: number) {
    this.limit = limit
  }
  lend = async ({ need, least }: { need: number; least: number }) => {
    const rest = Math.max(0, this.limit - this.used - this.leased)
    const slice = Math.min(rest, Math.max(need, Math.floor(rest / 64)))
    const lent = slice < least ? 0 : slice
    this.leased += lent
    return { lent, free: rest - lent }
  }
  take({ used, returned }: { used: number; returned: number }): void {
    this.used += used
    this.leased -= returned
  }
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('reserve' as const),
    amount: fc.integer({ min: 0, max: 40 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ do: fc.constant('settle' as const), which: fc.nat() }),
  fc.record({
    do: fc.constantFrom('report' as const, 'lost' as const),
    replica: fc.nat(1),
    all: fc.boolean(),
  }),
)

it('two replicas never use more than there is, lose nothing, and give back what they do not use', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 500 }),
      fc.array(step, { maxLength: 80 }),
      async (limit, steps) => {
        const book = new Book(limit)
        const leases = [new Lease(id, book.lend), new Lease(id, book.lend)]
        const calls: { lease: Lease; amount: number; used: number }[] = []
        let usedInAll = 0
        for (const [index, each] of steps.entries()) {
          if (each.do === 'reserve') {
            const lease = leases[index % 2]!
            const { amount } = each
            if (await lease.reserve(amount, limit))
              calls.push({ lease, amount, used: Math.floor(amount * each.share) })
          } else if (each.do === 'settle') {
            const [call] = calls.splice(each.which % Math.max(1, calls.length), 1)
            call?.lease.settle(call.amount, call.used)
            usedInAll += call?.used ?? 0
          } else {
            const report = leases[each.replica]!.report(each.all)
            if (each.do === 'lost') leases[each.replica]!.unreported(report)
            else book.take(report)
          }
          const open = calls.reduce((sum, { amount }) => sum + amount, 0)
          expect(usedInAll + open).toBeLessThanOrEqual(limit)
          expect(book.used + book.leased).toBeLessThanOrEqual(limit)
        }
        for (const { lease, amount, used } of calls) lease.settle(amount, used)
        usedInAll += calls.reduce((sum, { used }) => sum + used, 0)
        for (const lease of leases) book.take(lease.report(true))
        expect([book.used, book.leased]).toEqual([usedInAll, 0])
        expect(leases.every((lease) => lease.idle)).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

it('charges what was used beyond what was reserved', async () => {
  const book = new Book(100)
  const lease = new Lease(id, book.lend)
  expect(await lease.reserve(100, 100)).toBe(true)
  lease.settle(100, 130)
  book.take(lease.report(false))
  expect([book.used, book.leased]).toEqual([130, 0])
  expect(await lease.reserve(1, 100)).toBe(false)
})
