import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

it('so many work at once, the others in their order, whatever comes of those before', async () => {
  const turns = new Turns(2)
  const begun: number[] = []
  let now = 0
  let most = 0
  const work = (number: number) =>
    turns.take(async () => {
      begun.push(number)
      most = Math.max(most, ++now)
      await sleep(5)
      now--
      if (number === 1) throw new Error('number one fails')
      return number
    })
  const done = await Promise.allSettled([0, 1, 2, 3, 4].map(work))
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
  expect(done.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ])
})
