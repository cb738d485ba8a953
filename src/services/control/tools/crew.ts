import type { z } from 'zod'
import type { schedule } from '#services/schedule'
import type { Ctx } from '../context.ts'
import { type crewTools, mostDays, type PlannedDay } from '../contract.ts'
import type { Runs } from './run.ts'

type Summary = z.output<typeof schedule.routes.listDays.output>['items'][number]

function presentDay(day: Summary): z.output<typeof PlannedDay> {
  const local = (instant: Temporal.Instant | null) =>
    instant?.toZonedDateTimeISO(day.timeZone).toString({ smallestUnit: 'minute' }) ?? null
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

/** A date as people say it, in the person's own time zone. */
async function dateOf(ctx: Ctx, userId: string, said: string): Promise<Temporal.PlainDate> {
  if (said !== 'today' && said !== 'tomorrow') return Temporal.PlainDate.from(said)
  const { timeZone } = await ctx.call.config.settingsOf({ userId })
  const today = ctx.clock.now().toZonedDateTimeISO(timeZone).toPlainDate()
  return said === 'today' ? today : today.add({ days: 1 })
}

export const crewRuns: Runs<keyof typeof crewTools> = {
  my_day: async (ctx, { date: said }, { userId }) => {
    const date = await dateOf(ctx, userId, said)
    const { items } = await ctx.call.schedule.listDays({ from: date, to: date, limit: 10 })
    return { date: date.toString(), days: items.map(presentDay) }
  },
  list_days: async (ctx, { from, to }) => {
    const { items, nextCursor } = await ctx.call.schedule.listDays({
      from: Temporal.PlainDate.from(from),
      to: Temporal.PlainDate.from(to),
      limit: mostDays,
    })
    return { days: items.map(presentDay), more: nextCursor !== null }
  },
  get_day: async (ctx, { dayId, language }) => {
    const day = await ctx.call.schedule.getDay({ dayId, ...(language ? { language } : {}) })
    return {
      ...presentDay(day),
      warnings: day.warnings.map(({ severity, text }) => ({ severity, text })),
      changes: [...day.changes],
      notes: day.notes,
    }
  },
  confirm_day: async (ctx, input) => {
    const { dayId, state } = await ctx.call.schedule.confirmDay(input)
    return { dayId, state }
  },
  get_route: async (ctx, input) => {
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
  get_weather: async (ctx, input) => {
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
}
