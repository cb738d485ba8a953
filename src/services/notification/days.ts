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
 * yet hears all of it, even if what arrives first is a change. Days that were over before this service knew of them
 * ring and tell nothing.
 *
 * @returns whether it was news
 */
export async function onPlanned(
  ctx: Ctx,
  data: Planned,
  tx: Tx<Tables>,
  event: EventOf<typeof schedulePlanned.data>,
): Promise<boolean> {
  const kept = await keepDay(tx, data, Temporal.Instant.from(event.time))
  if (!kept) return false
  if (event.history) await markTold(tx, data)
  if (event.history && isOver(ctx, data)) return true
  if (data.state === 'cancelled') await clearTimers(tx, data.planId)
  else await setTimers(tx, data)
  await tx.enqueue(
    arrangeEvenings,
    { userId: data.userId },
    { id: derivedId('evenings', data.planId, data.version) },
  )
  if (!event.history) await tellOrWait(ctx, tx, data, kept)
  return true
}

/** What was told before this service knew of it: from here on only what changes is news. */
async function markTold(tx: Tx<Tables>, { planId, version, wakeUp }: Planned): Promise<void> {
  const said = { said_version: version, said_wake_up: instant(wakeUp) }
  await tx.query
    .updateTable('days')
    .set({ told: true, ...said })
    .where('plan_id', '=', planId)
    .execute()
}

const isOver = ({ clock }: Ctx, { call }: Planned) =>
  Temporal.Instant.compare(Temporal.Instant.from(call), clock.now()) < 0

/** @returns undefined when a newer word about this plan has been heard already. */
async function keepDay(tx: Tx<Tables>, data: Planned, heardAt: Temporal.Instant) {
  const row = {
    user_id: data.userId,
    version: data.version,
    shooting_date: Temporal.PlainDate.from(data.shootingDate),
    zone: data.zone,
    call_at: instant(data.call),
    wake_up: instant(data.wakeUp),
    leave_home: instant(data.leaveHome),
    cancelled: data.state === 'cancelled',
    heard_at: heardAt,
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
          eb.or([eb('days.cancelled', '=', false), eb('days.heard_at', '<', eb.ref('excluded.heard_at'))]),
        ),
    )
    .returning(['told', 'said_wake_up as saidWakeUp', 'waiting'])
    .executeTakeFirst()
}

const instant = (text: string | null) => (text === null ? null : Temporal.Instant.from(text))

/** A day that comes back after it was called off is told whole. */
const UNTOLD = { told: false, said_version: null, said_revision: null, said_wake_up: null }

/**
 * The day is off: no alarm rings any more. Who dropped the day themselves needs no more than a line in the app.
 *
 * @returns whether it was news
 */
export async function onCancelled(
  data: Cancelled,
  tx: Tx<Tables>,
  event: EventOf<typeof scheduleCancelled.data>,
): Promise<boolean> {
  const heardAt = Temporal.Instant.from(event.time)
  const row = { cancelled: true, cancelled_version: data.version, heard_at: heardAt }
  const kept = await tx.query
    .insertInto('days')
    .values({ plan_id: data.planId, user_id: data.userId, ...row })
    .onConflict((c) =>
      c
        .column('plan_id')
        .doUpdateSet({ ...row, ...UNTOLD, waiting: null, tell_at: null })
        .whereRef('days.cancelled_version', '<', 'excluded.cancelled_version')
        .whereRef('days.heard_at', '<=', 'excluded.heard_at'),
    )
    .returning('plan_id')
    .executeTakeFirst()
  if (!kept) return false
  await clearTimers(tx, data.planId)
  await tx.enqueue(
    arrangeEvenings,
    { userId: data.userId },
    { id: derivedId('evenings', data.planId, 'cancelled', data.version) },
  )
  if (event.history) return true
  await intend(tx, {
    id: derivedId('cancelled', data.planId, data.version),
    userId: data.userId,
    template: 'cancelled',
    facts: { planId: data.planId, dayId: data.dayId, byUser: data.reason === 'user' },
  })
  return true
}

/** Schedule has no such day any more: nothing rings. @returns whether there was something */
export async function forgetDay(tx: Tx<Tables>, planId: string): Promise<boolean> {
  await clearTimers(tx, planId)
  const { numDeletedRows } = await tx.query
    .deleteFrom('days')
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
