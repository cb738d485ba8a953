import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { z } from 'zod'
import { defineContract, defineService, type EventDefinition, notFound, rows, type Service } from '#kernel'
import { config } from '#services/config'
import { dayConfirmed, schedule, scheduleCancelled, schedulePlanned } from '#services/schedule'
import { accounts, type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { configService, publish } from '../../../test/support/neighbours.ts'
import type { Plan } from './description.ts'
import calendar from './service.ts'

type Change = z.output<typeof schedule.routes.calendarChange.input>

/** A house with the calendar in it, the outside world, config, and schedule as its contract promises it. */
export interface CalendarHouse extends TestHouse {
  sandbox: Sandbox
  /** What schedule was told of changes in calendars. */
  changes: Change[]
  /** Publishes and waits until the calendar has heard it. The same `id` again is a duplicate. */
  tell<D extends z.ZodType>(event: EventDefinition<D>, data: z.output<D>, id?: string): Promise<void>
  /** Lets schedule have this plan and say so. */
  plan(plan: Plan): Promise<Plan>
  cancel(plan: Plan): Promise<void>
  confirm(plan: Plan): Promise<void>
  /** Goes through Google's consent page; gives the calendar's id. */
  link(person: Person, account?: number): Promise<string>
  /** Waits until the jobs of this plan have nothing left to do. */
  settled(planId: string): Promise<void>
}

export async function openCalendarHouse(env: Record<string, string> = {}): Promise<CalendarHouse> {
  const plans = new Map<string, Plan>()
  const changes: Change[] = []
  const sandbox = await startSandbox()
  const services = [calendar, scheduleStandIn(plans, changes), configService]
  const house = await openTestHouse({ services, env: { KLAPS_OUTBOX_POLL_MS: '50', ...sandbox.env, ...env } })
  const tell: CalendarHouse['tell'] = async (event, data, id = randomUUID()) => {
    await publish(house, event, data, id)
    await until(`${event.type} to be heard`, async () => {
      const heard = await house.rows('select 1 from calendar.inbox where event_id = $1', [id])
      return heard.length > 0
    })
  }
  return {
    ...house,
    sandbox,
    changes,
    tell,
    plan: async (plan) => {
      plans.set(plan.planId, plan)
      await tell(schedulePlanned, plannedData(plan))
      return plan
    },
    cancel: async (plan) => {
      plans.set(plan.planId, { ...plan, state: 'cancelled' })
      const { dayId, planId, userId, plannedVersion: version } = plan
      await tell(scheduleCancelled, { dayId, planId, userId, version, reason: 'sheet' })
    },
    confirm: async ({ dayId, planId, userId, plannedVersion: version }) =>
      tell(dayConfirmed, { dayId, planId, userId, version }),
    link: (person, account = 0) => link(house, person, accounts[account]!.email),
    settled: (planId) => settled(house, planId),
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
}

/** Schedule as far as its contract lets the calendar use it. */
function scheduleStandIn(plans: Map<string, Plan>, changes: Change[]): Service {
  const { planOf, calendarChange } = schedule.routes
  return defineService({
    contract: defineContract('schedule', {
      about: schedule.about,
      routes: { planOf, calendarChange },
      events: schedule.events,
    }),
    tables: rows<object>(),
    settings: config.routes.listBuffers.input,
    migrations: new URL('./', import.meta.url),
    routes: {
      planOf: (_ctx, { planId }) => {
        const plan = plans.get(planId)
        if (!plan) throw notFound('plan')
        return plan
      },
      calendarChange: (_ctx, input) => {
        changes.push(input)
        return { accepted: true }
      },
    },
    personal: { export: async () => ({}), erase: async () => {} },
  })
}

export function plannedData(
  plan: Plan,
  version = plan.plannedVersion,
): z.output<typeof schedulePlanned.data> {
  return {
    dayId: plan.dayId,
    planId: plan.planId,
    userId: plan.userId,
    version,
    first: version === 1,
    complete: plan.missing.length === 0,
    missing: plan.missing,
    shootingDate: plan.shootingDate.toString(),
    zone: plan.timeZone,
    call: plan.call.toString(),
    wrap: plan.wrap?.toString() ?? null,
    wakeUp: plan.wakeUp?.toString() ?? null,
    leaveHome: plan.leaveHome?.toString() ?? null,
    onSet: null,
    changes: [],
    tell: 'ready',
    state: plan.state,
  }
}

async function link(house: TestHouse, person: Person, email: string): Promise<string> {
  const before = await googleCalendars(person)
  const consent = new URL((await person.post('/calendar/google')).body.url)
  const asked = await fetch(consent)
  const action = /action="([^"]+)"/.exec(await asked.text())?.[1] ?? ''
  const form = new URLSearchParams(consent.search)
  form.set('email', email)
  const pressed = await fetch(new URL(action, consent), { method: 'POST', body: form, redirect: 'manual' })
  // The house does not know its own port; the path is what it would be called with.
  const back = new URL(pressed.headers.get('location')!)
  const done = await house.stranger.get(back.pathname.replace('/api/v1', '') + back.search)
  expect(done.status).toBe(200)
  const after = await googleCalendars(person)
  return (after.find((each) => !before.some((old) => old.id === each.id)) ?? after[0]!).id
}

async function googleCalendars(person: Person): Promise<{ id: string }[]> {
  const { body } = await person.get('/calendar')
  return body.items.filter((each: { kind: string }) => each.kind === 'google')
}

async function settled(house: TestHouse, planId: string): Promise<void> {
  await until(`plan ${planId} to be written everywhere`, async () => {
    const [row] = await house.rows<{ written: boolean; open: string }>(
      `select written = wanted and wanted > 0 as written,
         (select count(*) from calendar.plan_copies c join calendar.calendars k on k.id = c.calendar_id
          where c.plan_id = p.plan_id and k.state = 'connected' and (c.written < c.wanted or lease_key is not null)) as open
       from calendar.plans p where plan_id = $1`,
      [planId],
    )
    return row?.written && Number(row.open) === 0
  })
}
