import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { noExtras } from '#services/route'
import { neighbours } from '../../src/services/schedule/neighbours.fixture.ts'
import service from '../../src/services/schedule/service.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'

export const world = neighbours()
export let house: TestHouse

export interface Told {
  type: string
  correlationid: string
  data: Record<string, any>
}

/** Events of one user as they were published, oldest first. */
export async function told(user: Person, type?: string): Promise<Told[]> {
  const rows = await house.rows<{ event: Told }>(
    `select event from (select relayed_at at, event from schedule.event_log union all select now(), event from schedule.outbox) e
     where event->'data'->>'userId' = $1 order by (event->>'time')::timestamptz`,
    [user.id],
  )
  return rows.map(({ event }) => event).filter((event) => !type || event.type === type)
}

export async function planned(user: Person, count: number) {
  return await until(`${count} planned versions`, async () => {
    const found = await told(user, 'schedule.planned')
    return found.length >= count && found.map(({ data }) => data)
  })
}

export async function kepts(user: Person, count: number) {
  return await until(`${count} sheets without effect`, async () => {
    const found = await told(user, 'schedule.kept')
    return found.length >= count && found.map(({ data }) => data)
  })
}

export async function theDay(user: Person) {
  const { body } = await user.get('/schedules')
  expect(body.items).toHaveLength(1)
  return body.items[0]
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
export const settled = () => pause(300)

/** A house on 10 March 2026 whose map and weather answer at once, at the start of each test. */
export function withFlow(): void {
  beforeAll(async () => {
    house = await openTestHouse({ services: [...world.services, service] })
    await house.travelTo(Temporal.Instant.from('2026-03-10T10:00:00Z'))
  })
  afterAll(() => house.stop())
  beforeEach(() => {
    world.route = { mode: 'answer', driveMinutes: 30, asked: [] }
    world.weather = { mode: 'answer', extras: noExtras, degrees: 12, asked: [] }
  })
}
