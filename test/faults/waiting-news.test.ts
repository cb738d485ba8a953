import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

/** Longer than a plan waits for its weather before it is told to the other services. */
const lateMs = 2500

describe('news of a day that waits for late weather', () => {
  let stage: Stage
  const dates: string[] = []
  beforeAll(async () => {
    stage = await openStage()
  }, 120_000)
  afterAll(() => stage.stop())

  it.each([
    ['it is put down to wait', 'notification.days update', 2],
    ['it is decided to be said', 'notification.intents insert', 3],
    ['it is written', 'notification.notifications insert', 4],
  ])(
    'and the house is killed as %s: it is told once, and the wake-up that holds',
    async (_, step, inDays) => {
      const killed = stage.killAt(step)
      const date = await rain(stage, inDays)
      dates.push(date)
      await killed
      stage.sandbox.faults.clear()
      await stage.start()
      expect(await stage.verdict(dates)).toEqual([])
    },
    120_000,
  )
})

/** A sheet for a day of rain, whose forecast comes late. @returns the date */
async function rain({ sandbox, mailSheet }: Stage, inDays: number): Promise<string> {
  const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: inDays }).toString()
  sandbox.standIns.weather.set({ date, kind: 'rain' })
  sandbox.faults.set('openweathermap', { kind: 'slow', ms: lateMs })
  return (await mailSheet(inDays)).date
}
