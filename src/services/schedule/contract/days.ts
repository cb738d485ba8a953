import { z } from 'zod'
import { Instant, PlainDate, TimeZone } from '#kernel'
import { Sheet } from '#services/pdf'
import { Leg, RoutePlan } from '#services/route'
import { DayWeather } from '#services/weather'

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
    call: Instant.nullable().describe(
      'Null while the day is only foretold: tentative, or off before its sheet came',
    ),
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
  changes: z.array(FieldChange).describe('What the last revision or edit that changed anything changed'),
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
