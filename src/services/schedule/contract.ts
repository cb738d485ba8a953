import { z } from 'zod'
import {
  defineContract,
  event,
  Instant,
  Language,
  PageQuery,
  PlainDate,
  PlainTime,
  pageOf,
  route,
  snapshot,
  TimeZone,
} from '#kernel'
import { Sheet } from '#services/pdf'
import { Leg, RoutePlan } from '#services/route'
import { DayWeather } from '#services/weather'

export const Production = z
  .object({
    id: z.uuid(),
    title: z.string(),
    timeZone: TimeZone,
    senders: z.array(z.string().max(254)).describe('Addresses or domains that call sheets come from'),
    role: z.enum(['owner', 'manager', 'member']),
    version: z.int(),
  })
  .meta({ id: 'Production' })
export const Member = z
  .object({
    userId: z.uuid(),
    role: z.string().nullable(),
    department: z.string().nullable(),
    nameAsPrinted: z.string().nullable(),
    standing: z
      .enum(['owner', 'manager', 'member'])
      .describe("The sheets of owner and managers are everybody's; they change the production"),
  })
  .meta({ id: 'Member' })

export const DayState = z.enum(['pending', 'confirmed', 'completed', 'cancelled', 'tentative'])
export const FieldChange = z
  .object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })
  .meta({
    id: 'FieldChange',
    description:
      'One field of a day that a revision or an edit changed, as texts: `call`, `location`, `wrap` as the plan goes by them, fields of the sheet (`scenes.12A`), `zone`, `wakeUp`',
  })
export const DayWarning = z
  .object({
    code: z.string(),
    severity: z.enum(['info', 'warning', 'severe']),
    text: z.string().describe('In the language asked for'),
    params: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'DayWarning' })

export const LocationOfDay = z
  .object({ name: z.string().nullable(), address: z.string().nullable() })
  .meta({ id: 'LocationOfDay' })

export const DaySummary = z
  .object({
    dayId: z.uuid(),
    planId: z.uuid(),
    productionId: z.uuid(),
    productionTitle: z.string(),
    state: DayState,
    shootingDate: PlainDate,
    timeZone: TimeZone,
    call: Instant,
    callIsPersonal: z.boolean(),
    wrap: Instant.nullable(),
    location: LocationOfDay,
    exterior: z.boolean(),
    revision: z.int(),
    version: z.int(),
    wakeUp: Instant.nullable(),
    leaveHome: Instant.nullable(),
    missing: z.array(z.enum(['route', 'weather'])),
    planned: z.boolean(),
  })
  .meta({ id: 'DaySummary' })

/** What a user changed by hand; the printed value is kept beside it. */
export const DayEdit = z
  .object({
    field: z.enum(['call', 'wrap', 'location', 'deleted']),
    printed: z.unknown().describe('What the sheet says now'),
    edited: z.unknown(),
    editedAt: Instant,
    conflict: z
      .boolean()
      .describe('A revision changed this very field since, or it was changed in the calendar: choose'),
  })
  .meta({ id: 'DayEdit' })

/** The route as its event carries it; the road to draw on a map is asked of the route service. */
export const PlanRoute = RoutePlan.extend({ legs: z.array(Leg) }).meta({ id: 'PlanRoute' })
/** The forecast as its event carries it; hours and alerts are asked of the weather service. */
export const PlanWeather = DayWeather.omit({ hours: true, alerts: true }).meta({ id: 'PlanWeather' })

export const DayDetail = DaySummary.extend({
  sheet: Sheet.nullable(),
  sources: z.array(
    z.object({ documentId: z.uuid(), emailId: z.uuid(), revision: z.int(), receivedAt: Instant }),
  ),
  changes: z.array(FieldChange).describe('What the last revision or edit changed'),
  edits: z.array(DayEdit),
  warnings: z.array(DayWarning),
  route: PlanRoute.nullable(),
  weather: PlanWeather.nullable(),
  failures: z
    .array(
      z.object({
        what: z.enum(['route', 'weather']),
        code: z.string(),
        message: z.string(),
        willRetry: z.boolean(),
      }),
    )
    .describe('Why something is missing, or older than it should be'),
  notes: z.string().nullable().describe('My own notes'),
}).meta({ id: 'DayDetail' })

const publicDay = {
  dayId: z.uuid(),
  planId: z.uuid(),
  productionId: z.uuid(),
  userId: z.uuid(),
  version: z.int(),
  state: DayState,
  shootingDate: z.iso.date(),
  zone: TimeZone,
  call: z.iso.datetime({ offset: true }),
  wrap: z.iso.datetime({ offset: true }).nullable(),
  location: LocationOfDay.describe('Where the set is; the unit base when the sheet sends people there first'),
  locationIsStop: z
    .boolean()
    .describe('The sheet names no location: the equipment house is used and said so'),
  exterior: z.boolean(),
  revision: z.int(),
  changes: z.array(FieldChange),
  cause: z.enum(['sheet', 'revision', 'edit', 'correction', 'settings']),
}
export const scheduleCreated = event('schedule', 'schedule.created', z.object(publicDay))
export const scheduleUpdated = event('schedule', 'schedule.updated', z.object(publicDay))
export const scheduleCancelled = event(
  'schedule',
  'schedule.cancelled',
  z.object({
    dayId: z.uuid(),
    planId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    reason: z.enum(['sheet', 'user']),
  }),
)
/** The day as a whole, once route and weather are there or a second has passed. Calendar and notification listen to this only. */
export const schedulePlanned = event(
  'schedule',
  'schedule.planned',
  z.object({
    dayId: z.uuid(),
    planId: z.uuid(),
    userId: z.uuid(),
    version: z.int().describe('Grows with every planned version of this plan'),
    first: z.boolean(),
    complete: z.boolean(),
    missing: z.array(z.enum(['route', 'weather'])),
    shootingDate: z.iso.date(),
    zone: TimeZone,
    call: z.iso.datetime({ offset: true }),
    wrap: z.iso.datetime({ offset: true }).nullable(),
    wakeUp: z.iso.datetime({ offset: true }).nullable(),
    leaveHome: z.iso.datetime({ offset: true }).nullable(),
    onSet: z.iso.datetime({ offset: true }).nullable(),
    changes: z.array(FieldChange),
    tell: z
      .enum(['ready', 'changed', 'leave-earlier', 'weather', 'quiet'])
      .describe('What a notification should say; `quiet` updates in place only'),
    state: DayState,
  }),
)
export const dayConfirmed = event(
  'schedule',
  'schedule.confirmed',
  z.object({ dayId: z.uuid(), planId: z.uuid(), userId: z.uuid(), version: z.int() }),
)
/** A call sheet that has no effect on a day: for the processing log of the message that it came with. */
export const scheduleKept = event(
  'schedule',
  'schedule.kept',
  z.object({
    documentId: z.uuid(),
    version: z.int().describe('Of the document'),
    emailId: z.uuid(),
    userId: z.uuid(),
    planId: z.uuid().nullable(),
    because: z
      .enum(['unchanged', 'superseded', 'dropped', 'nothing-to-cancel'])
      .describe('It says the same again, is older than what stands, or its day is not in the plan any more'),
  }),
)
export const productionChanged = event(
  'schedule',
  'production.changed',
  z.object({
    productionId: z.uuid(),
    userIds: z.array(z.uuid()).max(1000),
    senders: z.array(z.string()),
    version: z.int(),
    deleted: z.boolean(),
  }),
)

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
    listProductions: route({
      method: 'GET',
      path: '/productions',
      summary: 'My productions',
      allow: 'schedule:read',
      input: PageQuery,
      output: pageOf(Production),
    }),
    createProduction: route({
      method: 'POST',
      path: '/productions',
      summary: 'Add a production',
      allow: 'schedule:create',
      status: 201,
      idempotent: true,
      input: z.object({
        title: z.string().trim().min(1).max(200),
        timeZone: TimeZone.default('Europe/Warsaw'),
        senders: z.array(z.string().trim().toLowerCase().max(254)).max(50).default([]),
      }),
      output: Production,
      problems: { 'production.exists': 409 },
    }),
    updateProduction: route({
      method: 'PATCH',
      path: '/productions/{productionId}',
      summary: 'Change a production of mine',
      allow: 'schedule:update',
      idempotent: true,
      input: z.object({
        productionId: z.uuid(),
        title: z.string().trim().min(1).max(200).optional(),
        timeZone: TimeZone.optional(),
        senders: z.array(z.string().trim().toLowerCase().max(254)).max(50).optional(),
      }),
      output: Production,
      problems: { 'production.exists': 409 },
    }),
    listMembers: route({
      method: 'GET',
      path: '/productions/{productionId}/members',
      summary: 'Who works on it; members who manage nothing see themselves',
      allow: 'schedule:read',
      input: PageQuery.extend({ productionId: z.uuid() }),
      output: pageOf(Member),
    }),
    setMember: route({
      method: 'PUT',
      path: '/productions/{productionId}/members/{userId}',
      summary: 'Add or change a member',
      allow: 'production:manage',
      input: z.object({
        productionId: z.uuid(),
        userId: z.uuid(),
        role: z.string().max(120).nullable().default(null),
        department: z.string().max(120).nullable().default(null),
        nameAsPrinted: z.string().trim().max(120).nullable().default(null),
        manager: z.boolean().default(false).describe("Are this member's call sheets everybody's?"),
      }),
      output: Member,
    }),
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
      input: z.object({ planId: z.uuid() }).extend(language),
      output: DayDetail.extend({ userId: z.uuid(), plannedVersion: z.int() }),
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
