import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { until } from '../harness/until.ts'
import { expectOk } from '../journeys/world.ts'
import { openStage, type Stage } from './stage.ts'

const zone = 'Europe/Warsaw'
/** Far enough ahead that making it is over, near enough that nobody waits long. */
const soonSeconds = 3
const patienceMs = 60_000

/** One for each move of the way from the time to the mail. */
const steps: readonly (readonly [what: string, step: string])[] = [
  ['it has rung and nobody has been told', 'reminder.occurrences insert'],
  ['its event waits to go out', 'reminder.outbox insert reminder.due'],
  ['its event is heard and still in the outbox', 'notification.intents insert'],
  ['its event has left the outbox', 'reminder.outbox delete reminder.due'],
  ['the notification is written', 'notification.deliveries insert'],
  ['a mail is about to go', 'notification.dispatches insert'],
  ['the mail has gone and that is recorded', 'notification.dispatches update'],
]

describe('a reminder, when the house is killed', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
    await expectOk(
      stage.member.patch('/config/settings', {
        notifications: { channels: { reminder: ['in-app', 'email'] }, quietHours: null },
      }),
    )
  }, 120_000)
  afterAll(() => stage?.stop())

  const remind = async (text: string, seconds = soonSeconds) => {
    const startsAt = Temporal.Now.plainDateTimeISO(zone).add({ seconds }).round('second').toString()
    const made = await stage.member.post('/reminders', { text, startsAt, timeZone: zone })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    return made.body.id as string
  }
  /** Rung, told and mailed, each once; a mail under the same Message-ID is the same mail. */
  const counts = async (id: string, text: string) => {
    const count = async (sql: string, value: string) =>
      (await stage.evidence.rows<{ count: number }>('', sql, [value]))[0]!.count
    const mails = stage.sandbox.smtp.sent().filter(({ subject }) => subject?.includes(text))
    return {
      rang: await count('select count(*)::int from reminder.occurrences where reminder_id = $1', id),
      told: await count(
        'select count(*)::int from notification.notifications where subject = $1',
        `reminder:${id}`,
      ),
      mailed: new Set(mails.map(({ messageId }) => messageId)).size,
    }
  }
  const isSettled = (id: string, text: string) =>
    until(
      'the reminder is told',
      async () => {
        const open = await stage.evidence.rows(
          '',
          `select 1 from notification.deliveries d join notification.notifications n on n.id = d.notification_id
           where n.subject = $1 and d.state = 'queued'`,
          [`reminder:${id}`],
        )
        return open.length === 0 && (await counts(id, text)).mailed > 0
      },
      patienceMs,
    )

  it.each(steps)(
    'is told once: %s',
    async (what, step) => {
      const killed = stage.killAt(step)
      const [id] = await Promise.all([remind(what), killed])
      await stage.start()
      await isSettled(id, what)
      expect(await counts(id, what), stage.output()).toEqual({ rang: 1, told: 1, mailed: 1 })
    },
    120_000,
  )

  it('is told once, each of many that are mailed together, when only some of them are recorded', async () => {
    const texts = Array.from({ length: 40 }, (_, number) => `zadanie numer ${number}.`)
    const killed = stage.killAt('notification.dispatches update')
    const [ids] = await Promise.all([Promise.all(texts.map((text) => remind(text, 4))), killed])
    const killedAt = Temporal.Now.instant()
    await stage.start()
    for (const [index, id] of ids.entries()) await isSettled(id, texts[index]!)
    for (const [index, id] of ids.entries())
      expect(await counts(id, texts[index]!), stage.output()).toEqual({ rang: 1, told: 1, mailed: 1 })
    const recorded = await stage.evidence.rows<{ message: string }>(
      '',
      `select '<' || delivery_id || '@klaps>' as message from notification.delivery_log
       where outcome = 'sent' and at < $1::timestamptz`,
      [killedAt.toString()],
    )
    const times = Map.groupBy(stage.sandbox.smtp.sent(), ({ messageId }) => messageId)
    expect(recorded.length).toBeGreaterThan(0)
    for (const { message } of recorded) expect(times.get(message), 'is not written to again').toHaveLength(1)
  }, 120_000)

  it('is told late, once, when its time passes while nothing runs', async () => {
    const text = 'w przerwie'
    const id = await remind(text, 2)
    await stage.kill()
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    await stage.start()
    await isSettled(id, text)
    expect(await counts(id, text)).toEqual({ rang: 1, told: 1, mailed: 1 })
  }, 120_000)
})

describe('many reminders of one minute, with two replicas', () => {
  let house: TestHouse
  let twin: TestHouse
  beforeAll(async () => {
    house = await openTestHouse()
    twin = await openTestHouse({ on: house, alone: false })
  }, 120_000)
  afterAll(async () => {
    await twin?.stop()
    await house?.stop()
  }, 60_000)

  it('ring once each, whoever finds them, and are told once', async () => {
    const anna = await house.person()
    const start = house.house.clock.now().toZonedDateTimeISO(zone).toPlainDateTime().add({ minutes: 30 })
    const many = 300
    const make = (number: number) =>
      anna.post('/reminders', {
        text: `Zadanie ${number}`,
        startsAt: start.toString({ smallestUnit: 'minute' }),
        timeZone: zone,
        ...(number % 3 ? {} : { rule: 'FREQ=DAILY' }),
      })
    const made = await Promise.all(Array.from({ length: many }, (_, number) => make(number)))
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]))
    await house.travelTo(house.house.clock.now().add({ minutes: 31 }))
    const count = async (sql: string) => (await house.rows<{ count: number }>(sql, [anna.id]))[0]!.count
    const told = `select count(*)::int from notification.notifications where user_id = $1 and kind = 'reminder'`
    await until('all are told', async () => (await count(told)) >= many, patienceMs)
    expect(await count(told)).toBe(many)
    expect(await count('select count(*)::int from reminder.occurrences where user_id = $1')).toBe(many)
    expect(
      await count(
        `select count(*)::int from reminder.event_log
         where type = 'reminder.due' and event->'data'->>'userId' = $1::text`,
      ),
    ).toBe(many)
  }, 120_000)
})
