import type { z } from 'zod'
import { derivedId, type EventOf, type Tx } from '#kernel'
import type { scheduleCancelled, schedulePlanned } from '#services/schedule'
import type { Ctx } from './context.ts'
import { intend } from './intents.ts'
import { arrangeEvenings } from './jobs.ts'
import { tellOrWait } from './news.ts'
import type { Tables } from './tables.ts'
import { clearTimers, setTimers } from './timers.ts'

type Planned = z.output<typeof schedulePlanned.data>
type Cancelled = z.output<typeof scheduleCancelled.data>

/**
 * A day was planned or planned anew. Older versions that arrive late change nothing. Whoever has not heard of the day
 * yet hears all of it, even if what arrives first is a change.
 */
export async function onPlanned(
  ctx: Ctx,
  data: Planned,
  tx: Tx<Tables>,
  event: EventOf<typeof schedulePlanned.data>,
): Promise<void> {
  const kept = await keepDay(tx, data, Temporal.Instant.from(event.time))
  if (!kept) return
  if (data.state === 'cancelled') await clearTimers(tx, data.planId)
  else await setTimers(tx, data)
  await tx.enqueue(
    arrangeEvenings,
    { userId: data.userId },
    { id: derivedId('evenings', data.planId, data.version) },
  )
  await tellOrWait(ctx, tx, data, kept)
}

/** @returns undefined when a newer word about this plan has been heard already. */
async function keepDay(tx: Tx<Tables>, data: Planned, saidAt: Temporal.Instant) {
  const row = {
    user_id: data.userId,
    version: data.version,
    shooting_date: Temporal.PlainDate.from(data.shootingDate),
    zone: data.zone,
    call_at: instant(data.call),
    wake_up: instant(data.wakeUp),
    leave_home: instant(data.leaveHome),
    cancelled: data.state === 'cancelled',
    said_at: saidAt,
  }
  return await tx.query
    .insertInto('days')
    .values({ plan_id: data.planId, ...row })
    .onConflict((c) =>
      c
        .column('plan_id')
        .doUpdateSet(row)
        .whereRef('days.version', '<', 'excluded.version')
        .where((eb) =>
          eb.or([eb('days.cancelled', '=', false), eb('days.said_at', '<', eb.ref('excluded.said_at'))]),
        ),
    )
    .returning(['told', 'waiting'])
    .executeTakeFirst()
}

const instant = (text: string | null) => (text === null ? null : Temporal.Instant.from(text))

/** The day is off: no alarm rings any more. Who dropped the day themselves needs no more than a line in the app. */
export async function onCancelled(
  data: Cancelled,
  tx: Tx<Tables>,
  event: EventOf<typeof scheduleCancelled.data>,
): Promise<void> {
  const saidAt = Temporal.Instant.from(event.time)
  const kept = await tx.query
    .insertInto('days')
    .values({ plan_id: data.planId, user_id: data.userId, cancelled: true, said_at: saidAt })
    .onConflict((c) =>
      c
        .column('plan_id')
        .doUpdateSet({ cancelled: true, told: false, waiting: null, tell_at: null, said_at: saidAt })
        .whereRef('days.said_at', '<=', 'excluded.said_at'),
    )
    .returning('plan_id')
    .executeTakeFirst()
  if (!kept) return
  await clearTimers(tx, data.planId)
  await tx.enqueue(
    arrangeEvenings,
    { userId: data.userId },
    { id: derivedId('evenings', data.planId, 'cancelled', data.version) },
  )
  await intend(tx, {
    id: derivedId('cancelled', data.planId, data.version),
    userId: data.userId,
    template: 'cancelled',
    facts: { planId: data.planId, dayId: data.dayId, byUser: data.reason === 'user' },
  })
}
