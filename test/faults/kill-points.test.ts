import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

/** One for each move of the way from mail to plan; CI_FULL=1 kills at every committed step there is. */
const chosen: readonly (readonly [what: string, step: string])[] = [
  ['the message is stored and not announced', 'email.outbox insert email.received'],
  ['the message is heard of and still in the outbox', 'pdf.documents insert'],
  ['the PDF is being read', 'job pdf.read active'],
  ['the PDF is read and not told', 'pdf.outbox insert pdf.parsed'],
  ['the sheet is heard of and not taken in', 'schedule.documents insert'],
  ['the day is made and not told', 'schedule.outbox insert schedule.created'],
  ['the route is asked for', 'job route.calculate active'],
  ['the weather is asked for', 'job weather.fetch active'],
  ['route or weather has answered', 'schedule.answers insert'],
  ['the day is planned and not told', 'schedule.outbox insert schedule.planned'],
  ['the calendar wants the plan', 'calendar.plans insert'],
  ['the own calendar has it, a linked one wants it', 'calendar.plan_copies insert'],
  ['the first of four events is copied', 'calendar.event_copies insert'],
  ['there is something to say', 'notification.intents insert'],
  ['the notification is written', 'notification.deliveries insert'],
  ['a mail is about to go', 'notification.dispatches insert'],
  ['the mail has gone and that is recorded', 'notification.dispatches update'],
]

describe('killed as soon as a step is committed, and started again', () => {
  let stage: Stage
  const dates: string[] = []

  beforeAll(async () => {
    stage = await openStage()
  }, 120_000)
  afterAll(() => stage.stop())

  it.each(chosen)('%s', async (_what, step) => await survive(stage, dates, step), 120_000)

  it('the day is not settled and its news waits', async () => {
    for (const station of ['openweathermap', 'open-meteo'])
      stage.sandbox.faults.set(station, { kind: 'slow', ms: 1500 })
    await survive(stage, dates, 'notification.days update')
    stage.sandbox.faults.clear()
  }, 120_000)
})

/**
 * Every step, dealt to houses of their own: the witness looks at all days of a house again after each kill. All of them
 * with CI_FULL=1; else one small deal, another in every run unless FAULT_SEED says which.
 */
const count = process.env.CI_FULL ? 10 : 40
const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * count))
const deals = process.env.CI_FULL ? Array.from({ length: count }, (_, deal) => deal) : [seed % count]

describe('killed at every step that two undisturbed mails have in common', () => {
  it.each(deals)(
    `deal %i of ${count}`,
    async (deal) => {
      const stage = await openStage()
      const dates: string[] = []
      try {
        const common = [...(await observe(stage, dates)).intersection(await observe(stage, dates))].toSorted()
        expect(common.length).toBeGreaterThan(80)
        for (const step of common.filter((_, at) => at % count === deal)) await survive(stage, dates, step)
      } finally {
        await stage.stop()
      }
    },
    20 * 60_000,
  )
})

async function survive(stage: Stage, dates: string[], step: string): Promise<void> {
  const killed = stage.killAt(step)
  const [{ date }] = await Promise.all([stage.mailSheet(), killed])
  dates.push(date)
  await stage.start()
  expect(await stage.verdict(dates), `after ${step}\n${stage.output()}`).toEqual([])
}

/** What is committed, and in which order, from a mail to its plan. */
async function observe(stage: Stage, dates: string[]): Promise<Set<string>> {
  const seen = new Set<string>()
  const forget = stage.steps().on((step) => seen.add(step))
  dates.push((await stage.mailSheet()).date)
  expect(await stage.verdict(dates)).toEqual([])
  forget()
  return seen
}
