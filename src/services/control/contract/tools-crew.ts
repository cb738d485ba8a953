import { z } from 'zod'
import { tool } from './tool.ts'

const Local = z.string().nullable().describe('Local time with offset and zone; null while it is not known')
export const PlannedDay = z.object({
  dayId: z.string(),
  planId: z.string(),
  date: z.string(),
  production: z.string(),
  state: z.string().describe('`tentative`: foretold only; `pending`: to be confirmed; `cancelled`: off'),
  wakeUp: Local,
  leaveHome: Local,
  call: Local,
  callIsPersonal: z.boolean().describe('False: the general crew call'),
  wrap: Local,
  location: z.string().nullable(),
  missing: z.array(z.string()).describe('What the plan still waits for: times may change'),
})
const PlainDay = z.iso.date()
/** Days of one answer. */
export const mostDays = 31
const OnePlan = z.object({ planId: z.uuid().describe('Of a day, as `my_day` and `list_days` tell it') })

export const crewTools = {
  my_day: tool({
    title: 'One of my days',
    description:
      'When the user gets up, leaves home and has to be on set on a day: answers "when do I get up tomorrow?" in one call. A day without shooting has an empty list.',
    scope: 'schedule:read',
    permission: 'schedule:read',
    input: z.object({
      date: z
        .union([z.enum(['today', 'tomorrow']), PlainDay])
        .default('tomorrow')
        .describe('In the time zone of the user'),
    }),
    output: z.object({ date: z.string(), days: z.array(PlannedDay) }),
  }),
  list_days: tool({
    title: 'My shooting days',
    description: `The user's shooting days between two dates, at most ${mostDays}.`,
    scope: 'schedule:read',
    permission: 'schedule:read',
    input: z.object({ from: PlainDay, to: PlainDay }),
    output: z.object({ days: z.array(PlannedDay), more: z.boolean() }),
  }),
  get_day: tool({
    title: 'The plan of a day',
    description:
      'All of one shooting day of the user: the times, what to mind, what a revision changed, and their own notes.',
    scope: 'schedule:read',
    permission: 'schedule:read',
    input: z.object({
      dayId: z.uuid().describe('As `my_day` and `list_days` tell it'),
      language: z.enum(['pl', 'en']).optional().describe('Of the warnings'),
    }),
    output: PlannedDay.extend({
      warnings: z.array(z.object({ severity: z.string(), text: z.string() })),
      changes: z
        .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
        .describe('What the last revision or edit changed'),
      notes: z.string().nullable(),
    }),
  }),
  confirm_day: tool({
    title: 'Confirm a shooting day',
    description: 'Confirms a day that is `pending`: the user will be there.',
    scope: 'schedule:update',
    permission: 'schedule:update',
    input: z.object({ dayId: z.uuid().describe('As `my_day` and `list_days` tell it') }),
    output: z.object({ dayId: z.string(), state: z.string() }),
    changes: 'same-again',
  }),
  get_route: tool({
    title: 'The way to the set',
    description: "The drives of one of the user's days, with the time that each takes.",
    scope: 'route:read',
    permission: 'route:read',
    input: OnePlan,
    output: z.object({
      state: z.string(),
      legs: z.array(
        z.object({ from: z.string(), to: z.string(), driveMinutes: z.number(), distanceKm: z.number() }),
      ),
      totalDriveMinutes: z.number(),
      estimated: z.boolean().describe('No map answered: great circle and usual speed'),
    }),
  }),
  get_weather: tool({
    title: 'The weather of a day',
    description: "The forecast of one of the user's days at its location, from call to wrap, with advice.",
    scope: 'weather:read',
    permission: 'weather:read',
    input: OnePlan,
    output: z.object({
      kind: z.string().describe('`usual`: what that date is like; `none`: nothing is known'),
      temperatureMin: z.number().nullable().describe('Degrees Celsius'),
      temperatureMax: z.number().nullable(),
      precipitationMm: z.number().nullable(),
      windMax: z.number().nullable().describe('Metres a second'),
      warnings: z.array(z.string()),
      advice: z.array(z.string()),
      rating: z.string().nullable().describe('For exteriors'),
    }),
  }),
}
