import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { schedule } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { until } from '../../../test/harness/until.ts'
import {
  type NotificationHouse,
  openNotificationHouse,
  plannedEvent,
  toldOf,
} from './notification.fixture.ts'

let sandbox: Sandbox
let house: NotificationHouse
beforeAll(async () => {
  sandbox = await startSandbox()
  const { SMTP_URL, SMTP_FROM, TWILIO_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = sandbox.env
  house = await openNotificationHouse({
    SMTP_URL: SMTP_URL!,
    SMTP_FROM: SMTP_FROM!,
    TWILIO_URL: TWILIO_URL!,
    TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT_SID!,
    TWILIO_AUTH_TOKEN: TWILIO_AUTH_TOKEN!,
    TWILIO_FROM: TWILIO_FROM!,
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
})

const mailsTo = (userId: string) =>
  sandbox.smtp.sent().filter((mail) => mail.to.includes(`${userId}@example.org`))

describe('a planned day', () => {
  it('is told in the app and by e-mail, with everything in it, marked as the sandbox', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    const told = await toldOf(anna, 'schedule-ready')
    expect(told.title).toBe('[Piaskownica] Żółta łódź: plan na niedziela, 14 marca, zbiórka 07:00')
    expect(told.body).toContain('Pobudka: 04:40')
    expect(told.subject).toBe(`day:${plan.dayId}`)
    expect(told.deliveries.map((each) => [each.channel, each.state, each.error])).toEqual([
      ['in-app', 'delivered', null],
      ['email', 'sent', null],
      ['push', 'skipped', 'no-browser'],
    ])
    const [mail, ...more] = mailsTo(anna.id)
    expect(more).toEqual([])
    expect(mail!.subject).toBe(told.title)
    expect(mail!.text).toContain('Rozważ nocleg w pobliżu planu.')
    expect(mail!.html).toContain('<li>Pobudka: 04:40</li>')
    expect(mail!.messageId).toMatch(/^<[0-9a-f-]{36}@klaps>$/)
  })

  it('is told once, however often the event comes', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    await toldOf(anna, 'schedule-ready')
    for (let copy = 0; copy < 3; copy++)
      await house.publish(schedule.events.schedulePlanned, plannedEvent(plan))
    await house.plan(
      anna.id,
      { planId: plan.planId, dayId: plan.dayId, plannedVersion: 2 },
      { tell: 'quiet' },
    )
    await until('the quiet version', async () => {
      const [row] = await house.rows<{ version: number }>(
        'select version from notification.days where plan_id = $1',
        [plan.planId],
      )
      return row?.version === 2
    })
    expect((await anna.get('/notifications')).body.items).toHaveLength(1)
    expect(mailsTo(anna.id)).toHaveLength(1)
  })
})
