import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'

export let house: TestHouse
export let anna: Person

export const zone = 'Europe/Warsaw'
export const now = () => house.house.clock.now()
export const wallIn = (minutes: number) =>
  now().toZonedDateTimeISO(zone).toPlainDateTime().add({ minutes }).toString({ smallestUnit: 'minute' })
export const make = async (input: Record<string, unknown>, person = anna) => {
  const answer = await person.post('/reminders', input)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
export const once = (minutes: number, text = 'wyślij raport') =>
  make({ text, startsAt: wallIn(minutes), timeZone: zone })
export const later = (minutes: number) => house.travelTo(now().add({ minutes }))
export const told = (person = anna) => person.get('/notifications?kind=reminder')
export const toldOnce = async (person = anna) =>
  await until('the reminder is told', async () => {
    const { items } = (await told(person)).body
    return items.length > 0 && items
  })
export const rang = (id: string) =>
  house.rows('select 1 from reminder.occurrences where reminder_id = $1', [id])
/** What the sweep has to do by now is done. */
export const swept = () =>
  until(
    'nothing is due',
    async () =>
      (await house.rows('select 1 from reminder.reminders where due_at <= reminder.now()')).length === 0,
  )

/** A house with somebody in it who has no reminders yet, for each test. */
export function withReminders(): void {
  beforeAll(async () => {
    house = await openTestHouse()
  }, 60_000)
  afterAll(() => house?.stop())
  beforeEach(async () => {
    anna = await house.person()
  })
}
