import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStuck } from '#services/control'
import { healthChanged } from '#services/health'
import { schedule } from '#services/schedule'
import { until } from '../../../test/harness/until.ts'
import { runCompose } from './composers.ts'
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
const outcomesOf = async (userId: string) =>
  (
    await house.rows<{ outcome: string | null }>(
      'select outcome from notification.intents where user_id = $1 order by created_at',
      [userId],
    )
  ).map(({ outcome }) => outcome)
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

/** Lets news that waits have waited long enough. */
async function timeIsUp({ planId }: Plan) {
  await until('the waiting news', async () => (await dayOf(planId))?.tell_at != null)
  await house.rows('update notification.days set tell_at = notification.now() where plan_id = $1', [planId])
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
    expect(await templatesOf(anna.id)).toEqual(['ready'])
    expect(await dayOf(plan.planId)).toMatchObject({ version: 2, told: true, tell_at: null })
  })

  it('is told by itself when nothing follows, and what comes after that is a change', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id, { missing: ['weather'] }, { settled: false })
    await timeIsUp(plan)
    await toldOf(anna, 'schedule-ready')
    await further(
      plan,
      { plannedVersion: 2, wakeUp: clock('04:50') },
      { tell: 'changed', changes: [{ field: 'wakeUp', before: '04:40', after: '04:50' }] },
    )
    expect((await toldOf(anna, 'schedule-changed')).body).toContain('pobudka: z 04:40 na 04:50')
    expect(await templatesOf(anna.id)).toEqual(['ready', 'changed'])
  })

  it('whose time is up is told once, whichever replicas sweep', async () => {
    const anna = await house.person()
    const ctx = contextOf(house)
    const plan = await house.plan(anna.id, {}, { settled: false })
    await timeIsUp(plan)
    await Promise.all(Array.from({ length: 6 }, () => tellWaiting(ctx)))
    expect(await templatesOf(anna.id)).toEqual(['ready'])
  })

  it('waits no longer for being one of many whose time is up', async () => {
    const anna = await house.person()
    await house.rows(
      `insert into notification.days (plan_id, user_id, waiting, correlation_id, tell_at, heard_at)
       select gen_random_uuid(), $1, jsonb_build_object('template', 'ready', 'dayId', gen_random_uuid()),
         gen_random_uuid(), notification.now(), notification.now() from generate_series(1, 250)`,
      [anna.id],
    )
    await tellWaiting(contextOf(house))
    expect(await templatesOf(anna.id)).toHaveLength(250)
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
    expect(await templatesOf(anna.id)).toEqual(['cancelled'])
    expect(await dayOf(plan.planId)).toMatchObject({ tell_at: null })
  })

  it.each([true, false])('is not told by a version that is off (settled: %s)', async (settled) => {
    const anna = await house.person()
    const plan = await house.plan(anna.id, {}, { settled: false })
    await until('the waiting news', async () => (await dayOf(plan.planId))?.tell_at != null)
    await further(plan, { plannedVersion: 2, state: 'cancelled' }, { tell: 'quiet', settled })
    await until('the version', async () => (await dayOf(plan.planId))?.version === 2)
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
    await until('silence', async () => (await outcomesOf(anna.id)).at(-1) === 'nothing-changed')
  })

  it('a wake-up that moves in small steps is told once they add up', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    await toldOf(anna, 'schedule-ready')
    await further(plan, { plannedVersion: 2, wakeUp: clock('04:37') }, { tell: 'quiet' })
    await until('the first step', async () => (await dayOf(plan.planId))?.version === 2)
    expect(await templatesOf(anna.id)).toEqual(['ready'])
    await further(plan, { plannedVersion: 3, wakeUp: clock('04:34') }, { tell: 'quiet' })
    expect((await toldOf(anna, 'leave-earlier')).title).toContain('04:34')
  })

  it('a version that a message about an older one has shown is not told again', async () => {
    const anna = await house.person()
    const plan = planFor(anna.id)
    const newer = { ...plan, plannedVersion: 2, wakeUp: clock('04:20') }
    house.neighbours.plans.set(plan.planId, newer)
    await house.publish(schedule.events.schedulePlanned, plannedEvent(plan))
    expect((await toldOf(anna, 'schedule-ready')).body).toContain('Pobudka: 04:20')
    await house.publish(schedule.events.schedulePlanned, { ...plannedEvent(newer), tell: 'leave-earlier' })
    await until('the newer version', async () => (await dayOf(plan.planId))?.version === 2)
    await until('silence', async () => !(await outcomesOf(anna.id)).includes(null))
    expect((await anna.get('/notifications')).body.items).toHaveLength(1)
  })

  it('a forecast that changed is told though the earlier wake-up it came with has moved back', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    await toldOf(anna, 'schedule-ready')
    await further(plan, { plannedVersion: 2 }, { settled: false, tell: 'weather' })
    const earlier = { plannedVersion: 3, wakeUp: clock('04:20') }
    await further(plan, earlier, { settled: false, tell: 'leave-earlier' })
    await until('the third version', async () => (await dayOf(plan.planId))?.version === 3)
    await further(plan, { plannedVersion: 4, wakeUp: clock('04:40') }, { tell: 'quiet' })
    expect((await toldOf(anna, 'weather-warning')).body).toContain('Pobudka: 04:40')
    expect((await anna.get('/notifications')).body.items).toHaveLength(2)
  })

  it('a message whose job is repeated after it was written takes no later news for said', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    await toldOf(anna, 'schedule-ready')
    await until('the record of the job', async () => (await outcomesOf(anna.id))[0] === 'notified')
    const [ready] = await house.rows<{ id: string }>(
      'update notification.intents set composed_at = null where user_id = $1 returning id',
      [anna.id],
    )
    const later = { ...plan, plannedVersion: 2, wakeUp: clock('04:20') }
    house.neighbours.plans.set(plan.planId, later)
    await runCompose(contextOf(house), ready!.id)
    await house.publish(schedule.events.schedulePlanned, { ...plannedEvent(later), tell: 'leave-earlier' })
    expect((await toldOf(anna, 'leave-earlier')).title).toContain('04:20')
    expect((await anna.get('/notifications')).body.items).toHaveLength(2)
  })

  it('of words that are composed at the same time the first tells the day and no other tells it again', async () => {
    const anna = await house.person()
    const plan = planFor(anna.id)
    house.neighbours.plans.set(plan.planId, { ...plan, plannedVersion: 3 })
    await house.rows(
      `insert into notification.days (plan_id, user_id, version, told, heard_at) values ($1, $2, 3, true, now())`,
      [plan.planId, anna.id],
    )
    const ids = await Promise.all(
      (['ready', 'leave-earlier', 'changed', 'weather'] as const).map(async (template, index) => {
        const [row] = await house.rows<{ id: string }>(
          `insert into notification.intents (id, user_id, template, facts)
           values (gen_random_uuid(), $1, $2, $3) returning id`,
          [anna.id, template, JSON.stringify({ planId: plan.planId, version: index, dayId: plan.dayId })],
        )
        return row!.id
      }),
    )
    const composed = () => Promise.allSettled(ids.map((id) => runCompose(contextOf(house), id)))
    await composed()
    await composed()
    expect((await anna.get('/notifications')).body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'schedule-ready',
    ])
    expect((await outcomesOf(anna.id)).toSorted()).toEqual([
      'notified',
      'said-already',
      'said-already',
      'said-already',
    ])
  })
})

describe('what a version is to who was told of its day', () => {
  const planned = (tell: 'ready' | 'changed' | 'leave-earlier' | 'weather' | 'quiet', wakeUp?: string) => ({
    ...plannedEvent(planFor(crypto.randomUUID(), wakeUp === undefined ? {} : { wakeUp: clock(wakeUp) })),
    tell,
  })
  const told = (wakeUp = '04:40') => ({ told: true, saidWakeUp: clock(wakeUp) })
  const untold = { told: false, saidWakeUp: null }
  it('quiet says nothing to who was told, and the day itself to who was not', () => {
    expect(newsOf(planned('quiet'), told())).toBeUndefined()
    expect(newsOf(planned('quiet'), untold)).toMatchObject({ template: 'ready' })
    expect(newsOf({ ...planned('ready'), state: 'tentative' }, untold)).toBeUndefined()
  })
  it.each([
    ['quiet', '04:36', undefined],
    ['quiet', '04:35', 'leave-earlier'],
    ['quiet', '04:45', 'changed'],
    ['weather', '04:30', 'leave-earlier'],
    ['weather', '04:42', 'weather'],
    ['changed', '04:30', 'changed'],
  ] as const)('%s with a wake-up at %s instead of 04:40 is %s', (tell, wakeUp, template) => {
    expect(newsOf(planned(tell, wakeUp), told())?.template).toBe(template)
  })
  it('of two that are told together the more telling word counts, whichever came first', () => {
    const [first, second] = [newsOf(planned('weather'), told()), newsOf(planned('changed'), told())]
    expect(together(first, second)).toEqual({ ...second, weather: true })
    expect(together(second, first)).toEqual({ ...second, weather: true })
    expect(together(undefined, first)).toEqual(first)
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
