import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Abandoned, Gathering, gathered, Overloaded, repeat } from './gathering.ts'
import { currentScope, inScope } from './scope.ts'

/** Doubles numbers and refuses 13, as a statement about many would: all of them or none. */
function doubler(most = 100) {
  const batches: (readonly number[])[] = []
  const gathering = new Gathering<number, number>({
    most,
    run: async (numbers) => {
      batches.push(numbers)
      await sleep(5)
      if (numbers.includes(13)) throw new Error('13 brings bad luck')
      return numbers.map((number) => number * 2)
    },
  })
  return { gathering, batches }
}

describe('a gathering', () => {
  it('answers each with its own, in batches of what came meanwhile', async () => {
    const { gathering, batches } = doubler(40)
    const first = gathering.ask(1)
    await sleep(2)
    const rest = Array.from({ length: 60 }, (_, index) => gathering.ask(index + 102))
    expect(await first).toBe(2)
    expect(await Promise.all(rest)).toEqual(Array.from({ length: 60 }, (_, index) => (index + 102) * 2))
    expect(batches.map((batch) => batch.length)).toEqual([1, 40, 20])
  })

  it('does not linger when nobody else is on the way', async () => {
    let onTheWay = 2
    const gathering = new Gathering<number, number>({
      most: 10,
      lingerMs: 60_000,
      isAll: (waiting) => waiting >= onTheWay,
      run: async (numbers) => numbers.map(() => numbers.length),
    })
    const first = gathering.ask(1)
    await sleep(10)
    expect(await Promise.all([first, gathering.ask(2)])).toEqual([2, 2])
    onTheWay = 1
    expect(await gathering.ask(3)).toBe(1)
  })

  it('that lingers waits for others, and no longer than until it is full', async () => {
    const batches: (readonly number[])[] = []
    const gathering = new Gathering<number, number>({
      most: 3,
      lingerMs: 200,
      run: async (numbers) => {
        batches.push(numbers)
        return numbers
      },
    })
    const began = performance.now()
    const late = async (number: number) => {
      await sleep(30)
      return await gathering.ask(number)
    }
    await Promise.all([gathering.ask(1), late(2), late(3)])
    expect(performance.now() - began, 'a full batch goes at once').toBeLessThan(200)
    await gathering.ask(4)
    expect(batches).toEqual([[1, 2, 3], [4]])
  })

  it('runs a batch that fails one by one, so that only the one to blame fails', async () => {
    const { gathering } = doubler()
    const answers = await Promise.allSettled([12, 13, 14].map((number) => gathering.ask(number)))
    expect(answers.map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual([
      24,
      'failed',
      28,
    ])
    expect(await gathering.ask(15)).toBe(30)
  })

  it('turns away what its backlog cannot take, and does nothing for who has gone', async () => {
    const asked: (readonly string[])[] = []
    const gathering = new Gathering<string, string>({
      most: 10,
      backlog: 2,
      run: async (questions) => {
        asked.push(questions)
        return questions
      },
    })
    const gone = new AbortController()
    const answers = Promise.allSettled([
      gathering.ask('stays'),
      gathering.ask('goes', gone.signal),
      gathering.ask('too many'),
    ])
    gone.abort()
    const [stays, goes, tooMany] = await answers
    expect(stays).toEqual({ status: 'fulfilled', value: 'stays' })
    expect(goes).toMatchObject({ reason: expect.any(Abandoned) })
    expect(tooMany).toMatchObject({ reason: expect.any(Overloaded) })
    expect(asked).toEqual([['stays']])
  })

  it('puts what the batch could not tell first into the next one', async () => {
    const batches: (readonly number[])[] = []
    const gathering = new Gathering<number, number>({
      most: 2,
      run: async (numbers) => {
        batches.push(numbers)
        return numbers.map((number) => (number === 1 && batches.length === 1 ? repeat : number))
      },
    })
    expect(await Promise.all([1, 2, 3].map((number) => gathering.ask(number)))).toEqual([1, 2, 3])
    expect(batches).toEqual([
      [1, 2],
      [1, 3],
    ])
  })

  it('fails together where no question can be the one to blame', async () => {
    let runs = 0
    const gathering = new Gathering<number, number>({
      most: 10,
      isOfOne: () => false,
      run: async () => {
        runs += 1
        throw new Error('the database is gone')
      },
    })
    const answers = await Promise.allSettled([gathering.ask(1), gathering.ask(2)])
    expect([answers.map(({ status }) => status), runs]).toEqual([['rejected', 'rejected'], 1])
  })

  it('runs in nobody’s scope, and never inside a transaction', async () => {
    const reasons: string[] = []
    const ask = gathered(10, async (_ctx: object, questions: readonly number[]) => {
      reasons.push(currentScope().reason)
      return questions
    })
    const ctx = {}
    await inScope({ reason: 'somebody’s request' }, () => ask(ctx, 1))
    expect(reasons).toEqual(['outside any scope'])
    expect(() => inScope({ transaction: 'a transaction' }, () => ask(ctx, 2))).toThrow(
      'work that is shared with others inside a transaction',
    )
  })

  it('of one service shares nothing with that of another', async () => {
    const seen: [object, readonly number[]][] = []
    const ask = gathered(10, async (ctx: object, questions: readonly number[]) => {
      seen.push([ctx, questions])
      return questions
    })
    const [one, other] = [{}, {}]
    await Promise.all([ask(one, 1), ask(other, 2), ask(one, 3)])
    expect(seen).toEqual([
      [one, [1, 3]],
      [other, [2]],
    ])
  })
})
