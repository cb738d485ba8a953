import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomFrom } from '../../sandbox/random.ts'
import { openStage, type Stage } from './stage.ts'

/** FAULT_SEED repeats a run; CI_FULL=1 makes it a long one. */
const first = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000))
const rounds = process.env.CI_FULL ? 40 : 4
const seeds = Array.from({ length: rounds }, (_, index) => first + index)
/** The way from mail to plan takes about as long; a second kill falls into what the first left to do. */
const longestMs = 2_500

describe('mails and kills at random moments', () => {
  let stage: Stage
  const dates: string[] = []

  beforeAll(async () => {
    stage = await openStage()
  }, 120_000)
  afterAll(() => stage.stop())

  it.each(seeds)(
    'FAULT_SEED=%i',
    async (seed) => {
      const random = randomFrom(seed)
      const mails = random.between(1, 3)
      for (let mail = 0; mail < mails; mail++) dates.push((await stage.mailSheet()).date)
      for (let kills = random.between(1, 3); kills > 0; kills--) {
        await sleep(random.between(0, longestMs))
        await stage.kill()
        await stage.start()
      }
      expect(await stage.verdict(dates), `FAULT_SEED=${seed}\n${stage.output()}`).toEqual([])
    },
    180_000,
  )
})
