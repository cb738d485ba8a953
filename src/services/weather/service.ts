import { copyOf, defineService, notFound, queued, rows, type Tx, uuidRows } from '#kernel'
import { schedule, scheduleCancelled, scheduleCreated, scheduleUpdated } from '#services/schedule'
import { type Ctx, needs, settings } from './context.ts'
import { DayWeather, weather } from './contract.ts'
import { runFetch } from './fetch.ts'
import { hearCancelled, hearDay } from './hear.ts'
import { fetchWeather } from './jobs.ts'
import { currentWeather, forecastOfDate, pastWeather, sunOf } from './places.ts'
import { present } from './present.ts'
import { findDay, ownDay } from './queries.ts'
import { answerStates } from './snapshots.ts'
import type { Tables } from './tables.ts'
import { nextTimer, sweepTimers } from './timers.ts'

export default defineService({
  contract: weather,
  tables: rows<Tables>(),
  needs,
  hears: { scheduleCreated, scheduleUpdated, scheduleCancelled },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    current: currentWeather,
    forecast: forecastOfDate,
    history: pastWeather,
    dayWeather: async (ctx, { planId }, meta) => {
      const { query } = ctx.db
      const day = await (meta.actor.kind === 'service'
        ? findDay(query, planId)
        : ownDay(query, meta.userId, planId))
      if (!day) throw notFound('day plan')
      return present(day)
    },
    answerStates,
    sun: (_ctx, input) => sunOf(input),
  },
  copies: { days: copyOf(schedule, 'dayStates', uuidRows<Tables>(['days', 'cancellations'], 'plan_id')) },
  on: { scheduleCreated: hearDay, scheduleUpdated: hearDay, scheduleCancelled: hearCancelled },
  jobs: {
    fetch: queued(fetchWeather, runFetch),
    sweepTimers: { every: 'PT2S', due: nextTimer, run: sweepTimers },
  },
  personal: { export: exportPerson, erase: erasePerson },
})

async function exportPerson(ctx: Ctx, userId: string) {
  const days = await ctx.db.query.selectFrom('days').selectAll().where('user_id', '=', userId).execute()
  return { days: days.map((day) => DayWeather.encode(present(day))) }
}

async function erasePerson(_ctx: Ctx, userId: string, { query }: Tx<Tables>) {
  await query.deleteFrom('days').where('user_id', '=', userId).execute()
  await query.deleteFrom('cancellations').where('user_id', '=', userId).execute()
}
