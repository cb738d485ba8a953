import type { z } from 'zod'
import type { Tx } from '#kernel'
import type { scheduleCancelled, scheduleCreated } from '#services/schedule'
import { dropDay, keepWanted } from './queries.ts'
import type { Tables } from './tables.ts'
import { askFor, setRefreshes } from './timers.ts'

/**
 * A day plan, new or changed: the newest version gets its answer, older ones do nothing. An unchanged place and time
 * are answered too, from the cache, since whoever waits for the weather of this version must hear of it.
 */
export async function hearDay(
  _ctx: unknown,
  day: z.output<typeof scheduleCreated.data>,
  tx: Tx<Tables>,
): Promise<boolean> {
  const { planId, userId, dayId, zone, locationIsStop, exterior } = day
  if (day.state === 'cancelled') return await dropDay(tx.query, { planId, userId, planVersion: day.version })
  const call = Temporal.Instant.from(day.call)
  const isNews = await keepWanted(tx.query, {
    planId,
    dayId,
    userId,
    planVersion: day.version,
    call,
    wrap: day.wrap === null ? null : Temporal.Instant.from(day.wrap),
    zone,
    location: day.location.address ?? day.location.name,
    locationIsStop,
    exterior,
  })
  if (!isNews || day.state === 'completed') return isNews
  await setRefreshes(tx.query, planId, call)
  await askFor(tx, planId, 'planned')
  return true
}

export async function hearCancelled(
  _ctx: unknown,
  { planId, userId, version }: z.output<typeof scheduleCancelled.data>,
  tx: Tx<Tables>,
): Promise<boolean> {
  return await dropDay(tx.query, { planId, userId, planVersion: version })
}
