import { z } from 'zod'
import {
  defineContract,
  Instant,
  Language,
  PageQuery,
  PlainDate,
  PlainTime,
  pageOf,
  route,
  snapshot,
} from '#kernel'
import { DayDetail, DayEdit, DayState, DaySummary, FieldChange } from './contract/days.ts'
import {
  dayConfirmed,
  scheduleCancelled,
  scheduleCreated,
  scheduleKept,
  schedulePlanned,
  scheduleUpdated,
} from './contract/events.ts'
import { productionChanged, productionRoutes } from './contract/productions.ts'

export * from './contract/days.ts'
export * from './contract/events.ts'
export { Member, Production, productionChanged } from './contract/productions.ts'

const dayId = z.object({ dayId: z.uuid() })
const language = { language: Language.optional().describe('Of the texts for people; mine when left out') }

export const schedule = defineContract('schedule', {
  about: 'Productions, shooting days and their revisions, and the plan of each member of the crew.',
  permissions: {
    'schedule:read': 'See my days',
    'schedule:create': 'Add days',
    'schedule:update': 'Edit and confirm days',
    'schedule:delete': 'Drop days',
    'production:manage': 'Manage productions and their members',
  },
  routes: {
    ...productionRoutes,
    listDays: route({
      method: 'GET',
      path: '/schedules',
      summary: 'My days, by date',
      allow: 'schedule:read',
      input: PageQuery.extend({
        from: PlainDate.optional(),
        to: PlainDate.optional(),
        state: DayState.optional(),
        productionId: z.uuid().optional(),
      }),
      output: pageOf(DaySummary),
    }),
    getDay: route({
      method: 'GET',
      path: '/schedules/{dayId}',
      summary: 'One day: sheet, route, weather, warnings, what changed',
      allow: 'schedule:read',
      input: dayId.extend(language),
      output: DayDetail,
    }),
    createDay: route({
      method: 'POST',
      path: '/schedules',
      summary: 'Add a day by hand',
      allow: 'schedule:create',
      status: 201,
      input: z.object({
        productionId: z.uuid(),
        shootingDate: PlainDate,
        call: PlainTime,
        wrap: PlainTime.nullable().default(null),
        location: z.object({
          name: z.string().max(200).nullable().default(null),
          address: z.string().trim().min(3).max(300),
        }),
        exterior: z.boolean().default(false),
        notes: z.string().max(4000).nullable().default(null),
      }),
      output: DaySummary,
      problems: { 'schedule.day-exists': 409 },
    }),
    editDay: route({
      method: 'PATCH',
      path: '/schedules/{dayId}',
      summary: 'Change a day by hand; recalculates what depends on it',
      allow: 'schedule:update',
      input: dayId.extend({
        call: PlainTime.optional(),
        wrap: PlainTime.nullable().optional(),
        location: z
          .object({
            name: z.string().max(200).nullable().default(null),
            address: z.string().trim().min(3).max(300),
          })
          .optional(),
        notes: z.string().max(4000).nullable().optional(),
      }),
      output: DaySummary,
      problems: { 'schedule.not-editable': 409 },
    }),
    resolveConflict: route({
      method: 'POST',
      path: '/schedules/{dayId}/edits/{field}',
      summary: 'A revision changed what I had edited: keep mine or take the new value',
      allow: 'schedule:update',
      input: dayId.extend({ field: DayEdit.shape.field, keep: z.enum(['mine', 'revision']) }),
      output: DaySummary,
    }),
    confirmDay: route({
      method: 'POST',
      path: '/schedules/{dayId}/confirm',
      summary: 'Confirm a day',
      allow: 'schedule:update',
      input: dayId,
      output: DaySummary,
      problems: { 'schedule.not-editable': 409 },
    }),
    cancelDay: route({
      method: 'DELETE',
      path: '/schedules/{dayId}',
      summary: 'Drop a day from my plan; clears its alarms',
      allow: 'schedule:update',
      idempotent: true,
      input: dayId,
      problems: { 'schedule.not-editable': 409 },
    }),
    history: route({
      method: 'GET',
      path: '/schedules/{dayId}/revisions',
      summary: 'Revisions of a day with their differences',
      allow: 'schedule:read',
      input: PageQuery.extend({ dayId: z.uuid() }),
      output: pageOf(
        z.object({
          revision: z.int(),
          documentId: z.uuid().nullable(),
          at: Instant,
          cause: z.string(),
          changes: z.array(FieldChange),
        }),
      ),
    }),
    planOf: route({
      method: 'GET',
      path: '/schedules/plans/{planId}',
      summary: 'A plan with everything in it, for calendar and notification',
      allow: 'service',
      input: z
        .object({
          planId: z.uuid(),
          sinceRevision: z.coerce
            .number()
            .int()
            .min(0)
            .max(1_000_000)
            .optional()
            .describe('`changes` are those of all revisions after this one; of the last when left out'),
        })
        .extend(language),
      output: DayDetail.extend({ call: Instant, userId: z.uuid(), plannedVersion: z.int() }),
    }),
    plannedStates: snapshot({
      path: '/schedules/snapshots/planned',
      events: [schedulePlanned, scheduleCancelled],
    }),
    dayStates: snapshot({
      path: '/schedules/snapshots/days',
      events: [scheduleCreated, scheduleUpdated, scheduleCancelled],
    }),
    productionStates: snapshot({ path: '/schedules/snapshots/productions', events: [productionChanged] }),
    calendarChange: route({
      method: 'POST',
      path: '/schedules/plans/{planId}/calendar-change',
      summary: 'Somebody changed the event in the calendar',
      allow: 'service',
      input: z.object({
        planId: z.uuid(),
        start: Instant.optional().describe('Of the event, which begins with the departure'),
        location: z.string().max(500).optional(),
        notes: z.string().max(8000).optional(),
        deleted: z.boolean().default(false),
      }),
      output: z.object({ accepted: z.boolean() }),
    }),
  },
  events: {
    scheduleCreated,
    scheduleUpdated,
    scheduleCancelled,
    scheduleKept,
    schedulePlanned,
    dayConfirmed,
    productionChanged,
  },
})
