import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../test/harness/house.ts'
import { catalogue } from './catalogue.ts'
import { secondsUntilFirst } from './kernel/due-rows.ts'
import { runtimeOf } from './kernel/testing/envelopes.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: catalogue })
})
afterAll(() => house.stop())

const resting = catalogue.flatMap(({ contract, jobs }) =>
  Object.entries(jobs).flatMap(([job, entry]) =>
    'every' in entry && entry.due ? [{ service: contract.name, job, due: entry.due }] : [],
  ),
)

it.each(resting)('$service.$job can say when it is due', async ({ service, due }) => {
  const seconds = await secondsUntilFirst(runtimeOf(house, service).db.query, service, due)
  expect(seconds === null || Number.isFinite(seconds)).toBe(true)
})

it('whoever looks more often than every ten seconds says when there is something to do', () => {
  const busy = catalogue.flatMap(({ contract, jobs }) =>
    Object.entries(jobs).flatMap(([job, entry]) =>
      'every' in entry && !entry.due && Temporal.Duration.from(entry.every).total('seconds') < 10
        ? [`${contract.name}.${job}`]
        : [],
    ),
  )
  // It asks Telegram, which answers when there is something.
  expect(busy).toEqual(['telegram.poll'])
})
