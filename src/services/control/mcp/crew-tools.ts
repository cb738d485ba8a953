import { z } from 'zod'
import type { schedule } from '#services/schedule'
import { atMinute, dateOf } from './times.ts'
import { type Tool, tool } from './tool.ts'

const Local = z.string().nullable().describe('Local time with offset and zone; null while it is not known')
const Day = z.object({
  dayId: z.string(),
  planId: z.string(),
  date: z.string(),
  production: z.string(),
  state: z.string().describe('`tentative`: foretold only; `cancelled`: off'),
  wakeUp: Local,
  leaveHome: Local,
  call: Local,
  callIsPersonal: z.boolean().describe('False: the general crew call'),
  wrap: Local,
  location: z.string().nullable(),
  missing: z.array(z.string()).describe('What the plan still waits for: times may change'),
})
const PlainDay = z.iso.date()
const mostDays = 31

type Summary = z.output<typeof schedule.routes.listDays.output>['items'][number]

function presentDay(day: Summary): z.output<typeof Day> {
  const local = (instant: Temporal.Instant | null) => instant && atMinute(instant, day.timeZone)
  return {
    dayId: day.dayId,
    planId: day.planId,
    date: day.shootingDate.toString(),
    production: day.productionTitle,
    state: day.state,
    wakeUp: local(day.wakeUp),
    leaveHome: local(day.leaveHome),
    call: local(day.call),
    callIsPersonal: day.callIsPersonal,
    wrap: local(day.wrap),
    location: [day.location.name, day.location.address].filter(Boolean).join(', ') || null,
    missing: [...day.missing],
  }
}

const myDay = tool({
  name: 'my_day',
  title: 'One of my days',
  description:
    'When the user gets up, leaves home and has to be on set on a day: answers "when do I get up tomorrow?" in one call. A day without shooting has an empty list.',
  scope: 'schedule:read',
  input: z.object({
    date: z
      .union([z.enum(['today', 'tomorrow']), PlainDay])
      .default('tomorrow')
      .describe('In the time zone of the user'),
  }),
  output: z.object({ date: z.string(), days: z.array(Day) }),
  run: async (ctx, { date: said }, { userId }) => {
    const date = await dateOf(ctx, userId, said)
    const { items } = await ctx.call.schedule.listDays({ from: date, to: date, limit: 10 })
    return { date: date.toString(), days: items.map(presentDay) }
  },
})

const listDays = tool({
  name: 'list_days',
  title: 'My shooting days',
  description: `The user's shooting days between two dates, at most ${mostDays}.`,
  scope: 'schedule:read',
  input: z.object({ from: PlainDay, to: PlainDay }),
  output: z.object({ days: z.array(Day), more: z.boolean() }),
  run: async (ctx, { from, to }) => {
    const { items, nextCursor } = await ctx.call.schedule.listDays({
      from: Temporal.PlainDate.from(from),
      to: Temporal.PlainDate.from(to),
      limit: mostDays,
    })
    return { days: items.map(presentDay), more: nextCursor !== null }
  },
})

const OnePlan = z.object({ planId: z.uuid().describe('Of a day, as `my_day` and `list_days` tell it') })

const getDay = tool({
  name: 'get_day',
  title: 'The plan of a day',
  description:
    'All of one shooting day of the user: the times, what to mind, what a revision changed, and their own notes.',
  scope: 'schedule:read',
  input: z.object({
    dayId: z.uuid().describe('As `my_day` and `list_days` tell it'),
    language: z.enum(['pl', 'en']).optional().describe('Of the warnings'),
  }),
  output: Day.extend({
    warnings: z.array(z.object({ severity: z.string(), text: z.string() })),
    changes: z
      .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .describe('What the last revision or edit changed'),
    notes: z.string().nullable(),
  }),
  run: async (ctx, { dayId, language }) => {
    const day = await ctx.call.schedule.getDay({ dayId, ...(language ? { language } : {}) })
    return {
      ...presentDay(day),
      warnings: day.warnings.map(({ severity, text }) => ({ severity, text })),
      changes: [...day.changes],
      notes: day.notes,
    }
  },
})

const getRoute = tool({
  name: 'get_route',
  title: 'The way to the set',
  description: "The drives of one of the user's days, with the time that each takes.",
  scope: 'route:read',
  input: OnePlan,
  output: z.object({
    state: z.string(),
    legs: z.array(
      z.object({ from: z.string(), to: z.string(), driveMinutes: z.number(), distanceKm: z.number() }),
    ),
    totalDriveMinutes: z.number(),
    estimated: z.boolean().describe('No map answered: great circle and usual speed'),
  }),
  run: async (ctx, input) => {
    const { state, legs, totalDriveMinutes, estimated } = await ctx.call.route.getPlan(input)
    return {
      state,
      totalDriveMinutes,
      estimated,
      legs: legs.map(({ from, to, driveMinutes, distanceMeters }) => ({
        from,
        to,
        driveMinutes,
        distanceKm: distanceMeters / 1_000,
      })),
    }
  },
})

const getWeather = tool({
  name: 'get_weather',
  title: 'The weather of a day',
  description: "The forecast of one of the user's days at its location, from call to wrap, with advice.",
  scope: 'weather:read',
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
  run: async (ctx, input) => {
    const { kind, summary, warnings, advice, rating } = await ctx.call.weather.dayWeather(input)
    return {
      kind,
      temperatureMin: summary?.temperatureMin ?? null,
      temperatureMax: summary?.temperatureMax ?? null,
      precipitationMm: summary?.precipitationMm ?? null,
      windMax: summary?.windMax ?? null,
      warnings: warnings.map(({ code }) => code),
      advice: [...advice],
      rating,
    }
  },
})

export const crewTools: readonly Tool[] = [myDay, listDays, getDay, getRoute, getWeather]
