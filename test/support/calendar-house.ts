import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { z } from 'zod'
import { defineContract, defineService, type EventDefinition, notFound, rows, type Service } from '#kernel'
import { dayConfirmed, schedule, scheduleCancelled, schedulePlanned } from '#services/schedule'
import { consentAs } from '../../sandbox/consent.ts'
import { accounts, type Sandbox, startSandbox } from '../../sandbox/index.ts'
import type { Plan } from '../../src/services/calendar/description.ts'
import calendar from '../../src/services/calendar/service.ts'
import config from '../../src/services/config/service.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { publish } from './neighbours.ts'

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
  /** Answers schedule's question about a day deleted in the calendar: it stays. */
  keepDeleted(planId: string): void
  /** Goes through Google's consent page; gives the calendar's id. */
  link(person: Person, account?: number): Promise<string>
  /** Waits until the jobs of this plan have nothing left to do. */
  settled(planId: string): Promise<void>
}

export async function openCalendarHouse(env: Record<string, string> = {}): Promise<CalendarHouse> {
  const plans = new Map<string, Plan>()
  const changes: Change[] = []
  const deleted = new Set<string>()
  const sandbox = await startSandbox()
  const services = [calendar, scheduleStandIn(plans, changes, deleted), config]
  const house = await openTestHouse({
    services,
    env: { KLAPS_OUTBOX_POLL_MS: '50', GOOGLE_CALENDAR_CALLS_PER_SECOND: '500', ...sandbox.env, ...env },
  })
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
    keepDeleted: (planId) => void deleted.delete(planId),
    link: (person, account = 0) => link(person, accounts[account]!.email),
    settled: (planId) => settled(house, planId),
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
}

/** Schedule as far as its contract lets the calendar use it. */
function scheduleStandIn(plans: Map<string, Plan>, changes: Change[], deleted: Set<string>): Service {
  const { planOf, calendarChange } = schedule.routes
  const notes = new Map<string, string>()
  const question = (planId: string): Plan['edits'] =>
    deleted.has(planId)
      ? [{ field: 'deleted', printed: false, edited: true, editedAt: Temporal.Now.instant(), conflict: true }]
      : []
  return defineService({
    contract: defineContract('schedule', {
      about: schedule.about,
      routes: { planOf, calendarChange },
      events: schedule.events,
    }),
    tables: rows<object>(),
    settings: z.object({}),
    migrations: new URL('./', import.meta.url),
    routes: {
      planOf: (_ctx, { planId }) => {
        const plan = plans.get(planId)
        if (!plan) throw notFound('plan')
        return { ...plan, notes: notes.get(planId) ?? plan.notes, edits: question(planId) }
      },
      calendarChange: (_ctx, input) => {
        changes.push(input)
        if (input.notes !== undefined) notes.set(input.planId, input.notes)
        if (input.deleted) deleted.add(input.planId)
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
    settled: true,
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

async function link(person: Person, email: string): Promise<string> {
  const before = await googleCalendars(person)
  const done = await consentAs(email, (await person.post('/calendar/google')).body.url)
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
