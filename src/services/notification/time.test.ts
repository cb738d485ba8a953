import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingsUpdated } from '#services/config'
import { schedule } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { until } from '../../../test/harness/until.ts'
import { planFor, plannedEvent, settingsOf } from './day.fixture.ts'
import { contextOf, type NotificationHouse, openNotificationHouse, toldOf } from './notification.fixture.ts'
import type { Plan } from './templates/day-view.ts'
import { fireTimers, releaseWaiting } from './timers.ts'

let sandbox: Sandbox
let house: NotificationHouse
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openNotificationHouse({ SMTP_URL: sandbox.env.SMTP_URL!, SMTP_FROM: sandbox.env.SMTP_FROM! })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})

const warsaw = (text: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Warsaw').toInstant()
const mailsTo = (userId: string) =>
  sandbox.smtp.sent().filter((mail) => mail.to.includes(`${userId}@example.org`))
const timersOf = (userId: string, kind: string) =>
  house.rows<{ due_at: Date; fired_at: Date | null; outcome: string | null }>(
    'select due_at, fired_at, outcome from notification.timers where user_id = $1 and kind = $2 order by due_at',
    [userId, kind],
  )
const due = async (userId: string, kind: string) =>
  (await timersOf(userId, kind)).map((timer) => timer.due_at.toISOString())

/** A day of 14 March of some year, so that tests do not meet each other's timers. */
function dayIn(year: number, userId: string, changes: Partial<Plan> = {}): Partial<Plan> {
  const on = (time: string) => warsaw(`${year}-03-14T${time}`)
  return {
    ...planFor(userId),
    shootingDate: Temporal.PlainDate.from({ year, month: 3, day: 14 }),
    call: on('07:00'),
    wakeUp: on('04:40'),
    leaveHome: on('05:25'),
    wrap: on('18:00'),
    ...changes,
  }
}

describe('wake-up and departure', () => {
  it('ring at their time, once, in the app and not by e-mail', async () => {
    const anna = await house.person()
    await house.travelTo(warsaw('2028-03-13T12:00'))
    await house.plan(anna.id, dayIn(2028, anna.id))
    await toldOf(anna, 'schedule-ready')
    const before = mailsTo(anna.id).length
    await house.travelTo(warsaw('2028-03-14T04:40'))
    const told = await toldOf(anna, 'wake-up')
    expect(told.priority).toBe('critical')
    expect(told.title).toContain('Pobudka: Żółta łódź')
    expect(told.deliveries.map((each) => [each.channel, each.state, each.error])).toEqual([
      ['in-app', 'delivered', null],
      ['push', 'skipped', 'no-browser'],
      ['telegram', 'skipped', 'telegram-not-linked'],
    ])
    await house.travelTo(warsaw('2028-03-14T05:26'))
    expect((await toldOf(anna, 'departure')).title).toContain('Czas ruszać')
    expect((await anna.get('/notifications?kind=wake-up')).body.items).toHaveLength(1)
    expect(mailsTo(anna.id)).toHaveLength(before)
  })

  it('move with the plan, also back in time, and ring again only when it is put off by over half an hour', async () => {
    const anna = await house.person()
    await house.travelTo(warsaw('2029-03-13T12:00'))
    const plan = await house.plan(anna.id, dayIn(2029, anna.id))
    await until('the timer', async () => (await timersOf(anna.id, 'wake-up')).length === 1)
    const moved = async (version: number, wakeUp: string) => {
      await house.plan(
        anna.id,
        { ...plan, plannedVersion: version, wakeUp: warsaw(wakeUp) },
        { tell: 'quiet' },
      )
      await until(
        `wake-up ${wakeUp}`,
        async () =>
          (await due(anna.id, 'wake-up'))[0] === new Date(warsaw(wakeUp).epochMilliseconds).toISOString(),
      )
    }
    await moved(2, '2029-03-14T04:20')
    await house.travelTo(warsaw('2029-03-14T04:21'))
    await toldOf(anna, 'wake-up')
    await moved(3, '2029-03-14T04:30')
    expect((await timersOf(anna.id, 'wake-up'))[0]!.fired_at).not.toBeNull()
    await moved(4, '2029-03-14T09:00')
    expect((await timersOf(anna.id, 'wake-up'))[0]!.fired_at).toBeNull()
    await house.travelTo(warsaw('2029-03-14T09:01'))
    await until(
      'the second call',
      async () => (await anna.get('/notifications?kind=wake-up')).body.items.length === 2,
    )
  })

  it('go with a cancellation; what the plan said before it arrives late and changes nothing', async () => {
    const anna = await house.person()
    await house.travelTo(warsaw('2030-03-13T12:00'))
    const plan = await house.plan(anna.id, dayIn(2030, anna.id))
    await until('the timers', async () => (await timersOf(anna.id, 'evening')).length === 1)
    const { dayId, planId, userId } = plan
    house.neighbours.plans.set(planId, { ...plan, state: 'cancelled' })
    await house.publish(schedule.events.scheduleCancelled, {
      dayId,
      planId,
      userId,
      version: 9,
      reason: 'sheet',
    })
    const told = await toldOf(anna, 'schedule-cancelled')
    expect(told.title).toContain('dzień zdjęciowy odwołany, ')
    await until(
      'no timers',
      async () =>
        (await house.rows('select 1 from notification.timers where user_id = $1', [anna.id])).length === 0,
    )
    const late = { ...dayIn(2030, anna.id), planId, dayId, plannedVersion: 5 }
    const event = { ...planFor(anna.id, late) }
    await house.publish(schedule.events.schedulePlanned, plannedEvent(event), warsaw('2030-03-13T11:00'))
    await house.publish(settingsUpdated, { userId, version: 2, fields: ['timeZone'] })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await house.rows('select 1 from notification.timers where user_id = $1', [anna.id])).toEqual([])
  })

  it('are skipped, and recorded, when they are found more than half an hour late', async () => {
    const anna = await house.person()
    await house.travelTo(warsaw('2031-03-13T21:00'))
    await house.plan(anna.id, dayIn(2031, anna.id))
    await until('the timers', async () => (await timersOf(anna.id, 'departure')).length === 1)
    await house.travelTo(warsaw('2031-03-14T06:30'))
    await until('the sweep', async () => (await timersOf(anna.id, 'departure'))[0]?.outcome === 'too-late')
    expect((await timersOf(anna.id, 'wake-up'))[0]!.outcome).toBe('too-late')
    expect((await anna.get('/notifications?kind=wake-up')).body.items).toEqual([])
  })

  it('ring once when several replicas sweep together', async () => {
    const anna = await house.person()
    const ctx = contextOf(house)
    await house.travelTo(warsaw('2032-03-13T21:00'))
    await house.plan(anna.id, dayIn(2032, anna.id))
    await until('the timers', async () => (await timersOf(anna.id, 'departure')).length === 1)
    await house.travelTo(warsaw('2032-03-14T05:25'))
    await Promise.all(Array.from({ length: 6 }, () => Promise.all([fireTimers(ctx), releaseWaiting(ctx)])))
    await toldOf(anna, 'departure')
    const intents = await house.rows(
      'select template from notification.intents where user_id = $1 order by 1',
      [anna.id],
    )
    expect(intents.map((row) => row.template)).toEqual(['departure', 'ready'])
  })
})

describe('the evening summary', () => {
  it('goes out once at the chosen time, moves with the settings, and stays away when nothing is planned', async () => {
    const anna = await house.person()
    await house.travelTo(warsaw('2033-03-12T12:00'))
    const plan = await house.plan(anna.id, dayIn(2033, anna.id))
    await toldOf(anna, 'schedule-ready')
    await until('the timer', async () => (await due(anna.id, 'evening'))[0] === '2033-03-13T19:00:00.000Z')
    const settings = settingsOf(anna.id, { language: 'en' })
    house.neighbours.settings.set(anna.id, {
      ...settings,
      notifications: { ...settings.notifications, eveningAt: Temporal.PlainTime.from('18:30') },
    })
    await house.publish(settingsUpdated, { userId: anna.id, version: 2, fields: ['notifications'] })
    await until(
      'the moved timer',
      async () => (await due(anna.id, 'evening'))[0] === '2033-03-13T17:30:00.000Z',
    )
    await house.travelTo(warsaw('2033-03-13T18:30'))
    const told = await until('the summary', async () => {
      const { body } = await anna.get('/notifications?kind=schedule-ready')
      return body.items.length === 2 && body.items[0]
    })
    expect(told.title).toBe('[Sandbox] Tomorrow, Monday 14 March: Żółta łódź 07:00')
    expect(plan.state).toBe('pending')
  })

  it('is not sent to who was told within the hour', async () => {
    const anna = await house.person()
    await house.travelTo(warsaw('2034-03-13T19:30'))
    await house.plan(anna.id, dayIn(2034, anna.id))
    await toldOf(anna, 'schedule-ready')
    await until('the timer', async () => (await timersOf(anna.id, 'evening')).length === 1)
    await house.travelTo(warsaw('2034-03-13T20:00'))
    await until(
      'the evening',
      async () =>
        (
          await house.rows(
            `select 1 from notification.intents where user_id = $1 and outcome = 'just-told'`,
            [anna.id],
          )
        ).length === 1,
    )
    expect((await anna.get('/notifications')).body.items).toHaveLength(1)
  })
})

describe('quiet hours', () => {
  it('hold an e-mail back until they end, over midnight in the night the clocks change; the app has it at once', async () => {
    const anna = await house.person()
    const settings = settingsOf(anna.id)
    const quietHours = { from: Temporal.PlainTime.from('22:00'), to: Temporal.PlainTime.from('06:00') }
    house.neighbours.settings.set(anna.id, {
      ...settings,
      notifications: { ...settings.notifications, quietHours },
    })
    await house.travelTo(warsaw('2035-03-24T23:40'))
    const wakeUp = warsaw('2035-03-26T04:40')
    const shootingDate = Temporal.PlainDate.from('2035-03-26')
    await house.plan(anna.id, { shootingDate, wakeUp, leaveHome: wakeUp, call: warsaw('2035-03-26T07:00') })
    const told = await toldOf(anna, 'schedule-ready')
    expect(told.deliveries.map((each) => [each.channel, each.state])).toEqual([
      ['in-app', 'delivered'],
      ['email', 'waiting'],
      ['push', 'waiting'],
    ])
    // 25 March 2035: 02:00 becomes 03:00, so 06:00 is summer time.
    expect(told.deliveries[1]!.dueAt.toString()).toBe('2035-03-25T04:00:00Z')
    await house.travelTo(warsaw('2035-03-25T05:59'))
    await new Promise((resolve) => setTimeout(resolve, 1300))
    expect(mailsTo(anna.id)).toEqual([])
    await house.travelTo(warsaw('2035-03-25T06:00'))
    await until('the mail', () => mailsTo(anna.id).length === 1)
    await until('the browser that is not there', async () => {
      const [later] = (await anna.get('/notifications')).body.items
      return later.deliveries[2].error === 'no-browser'
    })
  })

  it('let pass what is critical', async () => {
    const anna = await house.person()
    const settings = settingsOf(anna.id)
    const quietHours = { from: Temporal.PlainTime.from('22:00'), to: Temporal.PlainTime.from('06:00') }
    house.neighbours.settings.set(anna.id, {
      ...settings,
      notifications: { ...settings.notifications, quietHours },
    })
    await house.travelTo(warsaw('2036-05-09T23:40'))
    const admin = await house.person({ roles: ['admin'] })
    const send = (kind: string) =>
      admin.post('/notifications/send', { userId: anna.id, kind, title: 'Mapa nie działa', body: 'x' })
    const byMail = (answer: any) => answer.body.deliveries.find((each: any) => each.channel === 'email')
    expect(byMail(await send('reminder'))).toMatchObject({ state: 'waiting' })
    expect(byMail(await send('system-alert')).state).not.toBe('waiting')
    await until('the mail', () => mailsTo(anna.id).length === 1)
  })

  it('hold a person back who is told by e-mail only, and say until when', async () => {
    const ola = await house.person()
    const settings = settingsOf(ola.id)
    const { notifications } = settings
    house.neighbours.settings.set(ola.id, {
      ...settings,
      notifications: {
        ...notifications,
        channels: { ...notifications.channels, 'schedule-ready': ['email'] },
        quietHours: { from: Temporal.PlainTime.from('22:00'), to: Temporal.PlainTime.from('06:00') },
      },
    })
    await house.travelTo(warsaw('2036-05-10T23:40'))
    const wakeUp = warsaw('2036-05-12T04:40')
    const shootingDate = Temporal.PlainDate.from('2036-05-12')
    await house.plan(ola.id, { shootingDate, wakeUp, leaveHome: wakeUp, call: warsaw('2036-05-12T07:00') })
    const postponed = await until('the word of it', async () => {
      const [row] = await house.rows<{ data: object }>(
        `select event->'data' as data from notification.event_log
         where type = 'notification.postponed' and event->'data'->>'userId' = $1`,
        [ola.id],
      )
      return row?.data
    })
    expect(postponed).toMatchObject({ kind: 'schedule-ready', until: '2036-05-11T04:00:00Z', version: 1 })
    expect(mailsTo(ola.id)).toEqual([])
  })
})
