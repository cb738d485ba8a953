import type { z } from 'zod'
import type { Tx } from '#kernel'
import type { settingsUpdated } from '#services/config'
import type { scheduleCancelled, scheduleCreated } from '#services/schedule'
import type { weatherFetched } from '#services/weather'
import { PlannedRoute } from './contract.ts'
import { dropPlan, extrasOf, futurePlans, keepExtras, keepWanted, lockPlan, sameExtras } from './queries.ts'
import type { Tables } from './tables.ts'
import { askFor, askForPlaces } from './timers.ts'

type Day = z.output<typeof scheduleCreated.data>

/** Settings that move a plan: what was calculated with others is not true any more. */
const PLANNING_FIELDS = ['home', 'stop', 'buffers']
/** Settings that move the evening check, whose hour is in `notifications`. */
const CHECK_FIELDS = ['timeZone', 'notifications']
const PLACE_FIELDS = ['home', 'stop']

/** A day plan, new or changed: the newest version is calculated, older ones do nothing. */
export async function hearDay(_ctx: unknown, day: Day, tx: Tx<Tables>): Promise<boolean> {
  const { planId, userId, dayId, zone, locationIsStop } = day
  if (day.state === 'cancelled') return await dropPlan(tx.query, { planId, userId, planVersion: day.version })
  const isNews = await keepWanted(tx.query, {
    planId,
    dayId,
    userId,
    planVersion: day.version,
    call: Temporal.Instant.from(day.call),
    zone,
    location: day.location.address ?? day.location.name,
    locationIsStop,
  })
  if (isNews && day.state !== 'completed') await askFor(tx, planId, 'planned')
  return isNews
}

export async function hearCancelled(
  _ctx: unknown,
  { planId, userId, version }: z.output<typeof scheduleCancelled.data>,
  tx: Tx<Tables>,
): Promise<boolean> {
  return await dropPlan(tx.query, { planId, userId, planVersion: version })
}

/** Other minutes for the weather than the plan was made with: it is made again. */
export async function hearWeather(
  _ctx: unknown,
  weather: z.output<typeof weatherFetched.data>,
  tx: Tx<Tables>,
): Promise<boolean> {
  if (!(await keepExtras(tx.query, weather))) return false
  const plan = await lockPlan(tx.query, weather.planId)
  // While a calculation runs, it compares by itself when it is done.
  if (!plan?.answer || plan.request !== plan.answered_request) return true
  const { extras } = PlannedRoute.decode(plan.answer as never)
  if (!sameExtras(extras, await extrasOf(tx.query, plan))) await askFor(tx, plan.plan_id, 'weather')
  return true
}

/** Changed settings move the plans to come; changed places are looked up on the map. */
export async function hearSettings(
  _ctx: unknown,
  { userId, version, fields }: z.output<typeof settingsUpdated.data>,
  tx: Tx<Tables>,
): Promise<void> {
  if (fields.some((field) => PLACE_FIELDS.includes(field))) await askForPlaces(tx, userId, version)
  const moves = fields.some((field) => PLANNING_FIELDS.includes(field))
  if (!moves && !fields.some((field) => CHECK_FIELDS.includes(field))) return
  for (const planId of await futurePlans(tx.query, userId))
    await askFor(tx, planId, moves ? 'settings' : 'traffic')
}
