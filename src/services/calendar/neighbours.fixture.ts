import { z } from 'zod'
import { defineContract, defineService, notFound, route, rows, type Service } from '#kernel'
import { bufferPresets, config, settingsUpdated } from '#services/config'
import { dayConfirmed, schedule, scheduleCancelled, schedulePlanned } from '#services/schedule'
import type { Plan } from './description.ts'

type Change = z.output<typeof schedule.routes.calendarChange.input>
type Planned = z.output<typeof schedulePlanned.data>

/** What the neighbours answer, and what they were told. Set by tests. */
export interface Neighbours {
  plans: Map<string, Plan>
  language: 'pl' | 'en'
  visibility: 'private' | 'default' | 'public'
  changes: Change[]
  /** Publishes from schedule as the service itself would. */
  services: Service[]
}

const publish = (path: string) =>
  route({
    method: 'POST',
    path,
    summary: 'For tests',
    allow: 'public',
    input: z.object({ event: z.string(), data: z.record(z.string(), z.unknown()) }),
  })

/** Stand-ins for schedule and config, made from their own contracts, until a test runs them for real. */
export function neighbours(): Neighbours {
  const state: Neighbours = {
    plans: new Map(),
    language: 'pl',
    visibility: 'private',
    changes: [],
    services: [],
  }
  state.services = [scheduleStandIn(state), configStandIn(state)]
  return state
}

const personal = { export: async () => ({}), erase: async () => {} }

function scheduleStandIn(state: Neighbours): Service {
  const { planOf, calendarChange } = schedule.routes
  const contract = defineContract('schedule', {
    about: 'Stand-in',
    routes: { planOf, calendarChange, publish: publish('/test/schedule') },
    events: { schedulePlanned, scheduleCancelled, dayConfirmed },
  })
  const events = {
    [schedulePlanned.type]: schedulePlanned,
    [scheduleCancelled.type]: scheduleCancelled,
    [dayConfirmed.type]: dayConfirmed,
  }
  return defineService({
    contract,
    tables: rows<object>(),
    settings: z.object({}),
    migrations: new URL('./', import.meta.url),
    routes: {
      planOf: (_ctx, { planId }) => {
        const plan = state.plans.get(planId)
        if (!plan) throw notFound('plan')
        return plan
      },
      calendarChange: (_ctx, input) => {
        state.changes.push(input)
        return { accepted: true }
      },
      publish: async (ctx, { event, data }) =>
        await ctx.db.transaction((tx) => tx.publish(events[event]!, data as Planned)),
    },
    personal,
  })
}

function configStandIn(state: Neighbours): Service {
  const { settingsOf, credentialOf } = config.routes
  const contract = defineContract('config', {
    about: 'Stand-in',
    routes: { settingsOf, credentialOf, publish: publish('/test/config') },
    events: { settingsUpdated },
  })
  return defineService({
    contract,
    tables: rows<object>(),
    settings: z.object({}),
    migrations: new URL('./', import.meta.url),
    routes: {
      settingsOf: (_ctx, { userId }) => ({
        userId,
        version: 1,
        home: null,
        stop: null,
        buffers: bufferPresets.standard,
        language: state.language,
        timeZone: 'Europe/Warsaw',
        crewName: null,
        crewRole: null,
        crewDepartment: null,
        eventVisibility: state.visibility,
        notifications: { channels: {}, quietHours: null, eveningAt: Temporal.PlainTime.from('20:00') },
      }),
      credentialOf: () => ({ secret: null }),
      publish: async (ctx, { data }) =>
        await ctx.db.transaction((tx) =>
          tx.publish(settingsUpdated, data as z.output<typeof settingsUpdated.data>),
        ),
    },
    personal,
  })
}
