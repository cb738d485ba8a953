import { copyOf, cutPage, defineService, notFound, queued, rows, type Tx, uuidRows } from '#kernel'
import { settingsUpdated } from '#services/config'
import { schedule, scheduleCancelled, scheduleCreated, scheduleUpdated } from '#services/schedule'
import { weather, weatherFetched } from '#services/weather'
import { runCalculation } from './calculate.ts'
import { runPlaceCheck } from './check-places.ts'
import { type Ctx, needs, settings } from './context.ts'
import { RoutePlan, route } from './contract.ts'
import { hearCancelled, hearDay, hearSettings, hearWeather } from './hear.ts'
import { calculate, checkPlaces } from './jobs.ts'
import { mapsOf } from './maps.ts'
import { dropExpiredPlaces, findLocation, findUnstored, openPersonalPlaces } from './places.ts'
import { present } from './present.ts'
import { cursorOf, forgetPlan, ownPlan, plansOf } from './queries.ts'
import { answerStates } from './snapshots.ts'
import type { Tables } from './tables.ts'
import { askFor, nextPlaceCheck, nextTimer, sweepPlaceChecks, sweepTimers } from './timers.ts'
import { mapUnavailable, whatIf } from './what-if.ts'

export default defineService({
  contract: route,
  tables: rows<Tables>(),
  needs,
  hears: { scheduleCreated, scheduleUpdated, scheduleCancelled, settingsUpdated, weatherFetched },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    listPlans: async (ctx, page, { userId }) => {
      const plans = await plansOf(ctx.db.query, userId, page)
      const cipher = await ctx.secrets.person(userId)
      return cutPage(plans, page.limit, cursorOf, (plan) => present(plan, cipher))
    },
    getPlan: async (ctx, { planId }, { userId }) => {
      const plan = await ownPlan(ctx.db.query, userId, planId)
      if (!plan) throw notFound('route plan')
      return present(plan, await ctx.secrets.person(userId))
    },
    calculate: (ctx, input, { userId }) => whatIf(ctx, userId, input),
    geocode: async (ctx, { address }, { actor }) => {
      const find = actor.kind === 'service' ? findLocation : findUnstored
      const lookup = await find(ctx, await mapsOf(ctx), address)
      if (lookup.state === 'down') throw mapUnavailable()
      return { place: lookup.state === 'found' ? lookup.spot : null }
    },
    answerStates,
    recalculate: async (ctx, { planId }, { userId }) =>
      await ctx.db.transaction(async (tx) => {
        const plan = await ownPlan(tx.query, userId, planId)
        if (!plan) throw notFound('route plan')
        const isUnderWay = plan.request !== plan.answered_request
        if (!isUnderWay) await askFor(tx, planId, 'asked')
        return { queued: !isUnderWay }
      }),
  },
  copies: {
    plans: copyOf(
      schedule,
      'dayStates',
      uuidRows<Tables>(['plans', 'cancellations'], 'plan_id', {
        drop: (tx, planId) => forgetPlan(tx.query, planId),
      }),
    ),
    // They live and die with the plan.
    weather: copyOf(weather, 'answerStates', 'own'),
  },
  on: {
    scheduleCreated: hearDay,
    scheduleUpdated: hearDay,
    scheduleCancelled: hearCancelled,
    settingsUpdated: hearSettings,
    weatherFetched: hearWeather,
  },
  jobs: {
    calculate: queued(calculate, runCalculation),
    'check-places': queued(checkPlaces, runPlaceCheck),
    sweepTimers: { every: 'PT2S', due: nextTimer, run: sweepTimers },
    sweepPlaceChecks: { every: 'PT5S', due: nextPlaceCheck, run: sweepPlaceChecks },
    dropExpiredPlaces: { cron: '17 3 * * *', run: dropExpiredPlaces },
  },
  personal: { export: exportPerson, erase: erasePerson },
})

async function exportPerson(ctx: Ctx, userId: string) {
  const plans = await ctx.db.query.selectFrom('plans').selectAll().where('user_id', '=', userId).execute()
  const cipher = await ctx.secrets.person(userId)
  return {
    plans: plans.map((plan) => RoutePlan.encode(present(plan, cipher))),
    places: await openPersonalPlaces(ctx, userId),
  }
}

async function erasePerson(_ctx: Ctx, userId: string, { query }: Tx<Tables>) {
  for (const table of [
    'plans',
    'cancellations',
    'weather_extras',
    'personal_places',
    'place_checks',
  ] as const)
    await query.deleteFrom(table).where('user_id', '=', userId).execute()
}
