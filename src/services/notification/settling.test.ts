import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStuck } from '#services/control'
import { healthChanged } from '#services/health'
import { schedule } from '#services/schedule'
import { until } from '../../../test/harness/until.ts'
import { planFor, plannedEvent } from './day.fixture.ts'
import { newsOf, tellWaiting, together } from './news.ts'
import { contextOf, type NotificationHouse, openNotificationHouse, toldOf } from './notification.fixture.ts'
import { fireAlerts, runAlert, runStuckAlert } from './system-alerts.ts'
import type { Plan } from './templates/day-view.ts'

let house: NotificationHouse
beforeAll(async () => {
  house = await openNotificationHouse({})
})
afterAll(() => house.stop())

const templatesOf = async (userId: string) =>
  (
    await house.rows<{ template: string }>(
      'select template from notification.intents where user_id = $1 order by created_at',
      [userId],
    )
  ).map(({ template }) => template)
const dayOf = async (planId: string) =>
  (
    await house.rows<{ version: number; told: boolean; tell_at: Date | null }>(
      'select version, told, tell_at from notification.days where plan_id = $1',
      [planId],
    )
  )[0]
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const clock = (time: string) => Temporal.ZonedDateTime.from(`2027-03-14T${time}[Europe/Warsaw]`).toInstant()

/** A further version of a plan, known to schedule and told. */
async function further(plan: Plan, changes: Partial<Plan>, event: Parameters<typeof house.plan>[2]) {
  const { planId, dayId, userId } = plan
  return await house.plan(userId, { planId, dayId, ...changes }, event)
}

describe('a version that is not settled', () => {
  it('is told together with the one that follows at once: ready, once, as it stands then', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id, { missing: ['weather'] }, { settled: false })
    await until('the waiting news', async () => (await dayOf(plan.planId))?.tell_at != null)
    expect(await templatesOf(anna.id)).toEqual([])
    await further(
      plan,
      { plannedVersion: 2, wakeUp: clock('04:20') },
      { tell: 'leave-earlier', changes: [{ field: 'wakeUp', before: '04:40', after: '04:20' }] },
    )
    expect((await toldOf(anna, 'schedule-ready')).body).toContain('Pobudka: 04:20')
    await pause(1800)
    expect(await templatesOf(anna.id)).toEqual(['ready'])
    expect(await dayOf(plan.planId)).toMatchObject({ version: 2, told: true, tell_at: null })
  })

  it('is told by itself when nothing follows, and what comes after that is a change', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id, { missing: ['weather'] }, { settled: false })
    await toldOf(anna, 'schedule-ready')
    await further(
      plan,
      { plannedVersion: 2, wakeUp: clock('04:50') },
      { tell: 'changed', changes: [{ field: 'wakeUp', before: '04:40', after: '04:50' }] },
    )
    expect((await toldOf(anna, 'schedule-changed')).body).toContain('pobudka: z 04:40 na 04:50')
    expect(await templatesOf(anna.id)).toEqual(['ready', 'changed'])
  })

  it('whose process died is told by the sweep, once, whichever replicas sweep', async () => {
    const anna = await house.person()
    const ctx = contextOf(house)
    const plan = await house.plan(anna.id, {}, { settled: false })
    await until('the waiting news', async () => (await dayOf(plan.planId))?.tell_at != null)
    await house.rows(
      `update notification.days set tell_at = now() - interval '1 second' where plan_id = $1`,
      [plan.planId],
    )
    await Promise.all(Array.from({ length: 6 }, () => tellWaiting(ctx)))
    expect(await templatesOf(anna.id)).toEqual(['ready'])
    await pause(1800)
    expect(await templatesOf(anna.id)).toEqual(['ready'])
  })

  it('is not told any more when the day is cancelled meanwhile', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id, {}, { settled: false })
    await until('the waiting news', async () => (await dayOf(plan.planId))?.tell_at != null)
    const { planId, dayId } = plan
    await house.publish(schedule.events.scheduleCancelled, {
      planId,
      dayId,
      userId: anna.id,
      version: 2,
      reason: 'sheet',
    })
    await toldOf(anna, 'schedule-cancelled')
    await pause(1800)
    expect(await templatesOf(anna.id)).toEqual(['cancelled'])
  })

  it.each([true, false])('is not told by a version that is off (settled: %s)', async (settled) => {
    const anna = await house.person()
    const plan = await house.plan(anna.id, {}, { settled: false })
    await until('the waiting news', async () => (await dayOf(plan.planId))?.tell_at != null)
    await further(plan, { plannedVersion: 2, state: 'cancelled' }, { tell: 'quiet', settled })
    await until('the version', async () => (await dayOf(plan.planId))?.version === 2)
    await pause(1800)
    expect(await templatesOf(anna.id)).toEqual([])
    expect(await dayOf(plan.planId)).toMatchObject({ tell_at: null })
  })

  it('a wake-up that has moved back meanwhile is no news', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    await toldOf(anna, 'schedule-ready')
    await further(
      plan,
      { plannedVersion: 2 },
      { tell: 'changed', changes: [{ field: 'wakeUp', before: '04:40', after: '04:50' }] },
    )
    await until(
      'silence',
      async () =>
        (
          await house.rows(
            `select 1 from notification.intents where user_id = $1 and outcome = 'nothing-changed'`,
            [anna.id],
          )
        ).length === 1,
    )
  })
})

describe('two versions told as one', () => {
  const planned = (tell: 'ready' | 'changed' | 'leave-earlier' | 'weather' | 'quiet', before?: string) => ({
    ...plannedEvent(planFor(crypto.randomUUID())),
    tell,
    changes: before === undefined ? [] : [{ field: 'wakeUp', before, after: '05:00' }],
  })
  it('the more telling word counts, and the wake-up from before both', () => {
    const [first, second] = [
      newsOf(planned('weather', '05:20'), true),
      newsOf(planned('changed', '05:10'), true),
    ]
    expect(together(first, second)).toMatchObject({ template: 'changed', wakeUpBefore: '05:20' })
    expect(together(second, first)).toMatchObject({ template: 'changed', wakeUpBefore: '05:10' })
  })
  it('quiet says nothing to who was told, and the day itself to who was not', () => {
    expect(newsOf(planned('quiet'), true)).toBeUndefined()
    expect(newsOf(planned('quiet'), false)).toMatchObject({ template: 'ready' })
    expect(newsOf({ ...planned('ready'), state: 'tentative' }, false)).toBeUndefined()
  })
})

describe('the health of a service', () => {
  const versions = new Map<string, number>()
  const change = async (service: string, to: 'healthy' | 'degraded' | 'unhealthy') => {
    const version = (versions.get(service) ?? 0) + 1
    versions.set(service, version)
    await house.publish(healthChanged, { service, from: version === 1 ? null : 'healthy', to, version })
    await until(
      'the change',
      async () =>
        (
          await house.rows('select 1 from notification.service_states where service = $1 and version = $2', [
            service,
            version,
          ])
        ).length === 1,
    )
  }
  const alertsOf = async (userId: string, service: string) =>
    (
      await house.rows<{ facts: { status: string; changes: number } }>(
        `select facts from notification.intents where user_id = $1 and facts->>'service' = $2 order by created_at`,
        [userId, service],
      )
    ).map(({ facts }) => [facts.status, facts.changes])
  let now = Temporal.Instant.from('2031-01-01T10:00:00Z')
  const wait = async (duration: Temporal.DurationLike) => {
    now = now.add(duration)
    await house.travelTo(now)
    await fireAlerts(contextOf(house))
    await pause(400)
  }

  it('that has stood for half a minute is told to every administrator, once; so is its recovery', async () => {
    const [boss, deputy, anna] = [await house.person(), await house.person(), await house.person()]
    house.neighbours.admins.push(boss.id, deputy.id)
    await house.travelTo(now)
    await change('map', 'healthy')
    await change('map', 'unhealthy')
    await wait({ seconds: 20 })
    expect(await alertsOf(boss.id, 'map')).toEqual([])
    await wait({ seconds: 15 })
    const told = await toldOf(boss, 'system-alert')
    expect(told).toMatchObject({ priority: 'critical', subject: 'service:map' })
    expect(told.title).toContain('Stan systemu: map nie działa')
    expect(await alertsOf(deputy.id, 'map')).toEqual([['unhealthy', 2]])
    await wait({ minutes: 1 })
    await change('map', 'healthy')
    await wait({ seconds: 31 })
    await until('the recovery', async () => (await alertsOf(boss.id, 'map')).length === 2)
    expect(await alertsOf(boss.id, 'map')).toEqual([
      ['unhealthy', 2],
      ['healthy', 1],
    ])
    expect(await alertsOf(anna.id, 'map')).toEqual([])
    await runAlert(contextOf(house), { service: 'map', version: 3, status: 'healthy', changes: 1 })
    expect(await alertsOf(boss.id, 'map')).toHaveLength(2)
  })

  it('that is back before half a minute is over is no alert', async () => {
    const boss = await house.person()
    house.neighbours.admins.push(boss.id)
    await change('mail', 'unhealthy')
    await change('mail', 'healthy')
    await wait({ minutes: 1 })
    expect(await alertsOf(boss.id, 'mail')).toEqual([])
  })

  it('that flaps is told at most twice in ten minutes, and that it flaps though it ends where it began', async () => {
    const boss = await house.person()
    house.neighbours.admins.push(boss.id)
    for (let minute = 0; minute < 10; minute++) {
      await change('broker', minute % 2 === 0 ? 'degraded' : 'healthy')
      await wait({ minutes: 1 })
    }
    await until('two alerts', async () => (await alertsOf(boss.id, 'broker')).length >= 2)
    expect(await alertsOf(boss.id, 'broker')).toEqual([
      ['degraded', 1],
      ['healthy', 1],
    ])
    await wait({ minutes: 5 })
    await until('the third', async () => (await alertsOf(boss.id, 'broker')).length >= 3)
    expect((await alertsOf(boss.id, 'broker')).slice(2)).toEqual([['healthy', 8]])
  }, 60_000)
})

describe('a run that is late', () => {
  it('is told to every administrator once, however often its event comes', async () => {
    const boss = await house.person()
    house.neighbours.admins.push(boss.id)
    const runId = crypto.randomUUID()
    const late = {
      runId,
      kind: 'call-sheet' as const,
      subject: null,
      startedAt: '2026-03-14T10:00:00Z',
      lastStep: 'email.received',
      version: 1,
    }
    await house.publish(runStuck, late)
    await house.publish(runStuck, late)
    const told = await toldOf(boss, 'system-alert')
    expect(told).toMatchObject({ priority: 'high', subject: `run:${runId}` })
    expect(told.title).toContain('Opóźnienie: plan dnia')
    expect(told.body).toContain('email.received')
    await runStuckAlert(contextOf(house), { runId, kind: late.kind, lastStep: late.lastStep, version: 1 })
    expect(
      await house.rows(`select 1 from notification.intents where user_id = $1 and template = 'run-stuck'`, [
        boss.id,
      ]),
    ).toHaveLength(1)
  })
})
