import { Connection } from 'rabbitmq-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { mailSheet, verdict } from '../faults/stage.ts'
import type { Evidence } from '../faults/witness.ts'
import { openSplitHouse, type SplitHouse } from '../harness/split.ts'
import { until } from '../harness/until.ts'
import { type CrewMember, expectOk, joinCrew } from '../journeys/world.ts'

/** A restart of a replica, of the broker and of the connections to it, on a busy machine. */
const patienceMs = 120_000

describe('a house of many processes', () => {
  let sandbox: Sandbox
  let house: SplitHouse
  let ola: CrewMember
  let evidence: Evidence
  let sheets = 0
  const dates: string[] = []

  beforeAll(async () => {
    sandbox = await startSandbox()
    house = await openSplitHouse({
      env: { ...sandbox.env, IMAP_PRIVATE_HOSTS: 'true', EMAIL_POLL_SECONDS: '5' },
      replicas: { schedule: 2, notification: 2 },
    })
    ola = await joinCrew({ url: house.url, sandbox, stop: async () => undefined })
    await expectOk(
      ola.patch('/config/settings', {
        notifications: { channels: { 'schedule-ready': ['in-app', 'email'] }, quietHours: null },
      }),
    )
    evidence = { rows: house.rows, sandbox, person: { id: ola.id, email: ola.email } }
  }, 240_000)
  afterAll(async () => {
    await house.stop()
    await sandbox.stop()
  }, 60_000)

  const mail = async () => {
    sheets += 1
    const { date } = await mailSheet(sandbox, ola.email, sheets, sheets + 3)
    dates.push(date)
    return date
  }
  const judged = () => verdict(evidence, dates, patienceMs)
  const planExists = (date: string) =>
    until(
      `a plan for ${date}`,
      async () =>
        (await house.rows('schedule', 'select from schedule.plans where date = $1', [date])).length > 0,
      30_000,
    )

  it.each([
    ['schedule', 0],
    ['schedule', 1],
    ['notification', 0],
    ['notification', 1],
  ] as const)(
    'loses nothing when replica %s %i is killed in the middle of a mail',
    async (service, replica) => {
      const date = await mail()
      if (service === 'notification') await planExists(date)
      await house.crash(service, replica)
      expect(await judged()).toEqual([])
    },
    180_000,
  )

  it('loses nothing when the broker is killed in the middle of a mail', async () => {
    const before = await mail()
    await planExists(before)
    await house.rabbit.crash()
    await mail()
    await house.rabbit.start()
    expect(await judged()).toEqual([])
  }, 240_000)

  it('does nothing twice when every event arrives again, in the reverse order', async () => {
    const connection = new Connection(house.rabbit.url)
    const publisher = connection.createPublisher({ confirm: true })
    for (const source of ['email', 'pdf', 'schedule', 'route', 'weather', 'calendar', 'notification']) {
      const log = await house.rows<{ id: string; type: string; event: object }>(
        source,
        `select id, type, event from ${source}.event_log order by relayed_at desc`,
      )
      for (const { id, type, event } of log)
        await publisher.send(
          { exchange: `${source}_events`, routingKey: type, durable: true, messageId: id },
          event,
        )
    }
    await publisher.close()
    await connection.close()
    expect(await judged()).toEqual([])
  }, 180_000)
})
