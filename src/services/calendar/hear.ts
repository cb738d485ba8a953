import { type Kysely, sql } from 'kysely'
import type { z } from 'zod'
import { derivedId, type Tx } from '#kernel'
import type { settingsUpdated } from '#services/config'
import type { dayConfirmed, scheduleCancelled, schedulePlanned } from '#services/schedule'
import type { Ctx } from './context.ts'
import { writePlan } from './jobs.ts'
import { putBack } from './plan-copies.ts'
import type { Tables } from './tables.ts'

type Planned = z.output<typeof schedulePlanned.data>
type Cancelled = z.output<typeof scheduleCancelled.data>
type Confirmed = z.output<typeof dayConfirmed.data>
type Settings = z.output<typeof settingsUpdated.data>

/**
 * A new version of a plan. The event only says that there is something to look at: the job asks schedule for the plan
 * as it stands then, so repeats and reordering do no harm.
 */
export async function heardPlanned(_ctx: Ctx, data: Planned, tx: Tx<Tables>): Promise<boolean> {
  return await want(
    tx,
    data.planId,
    sql<{ wanted: number }>`
    insert into plans (plan_id, user_id, day_id, heard_planned, wanted)
    values (${data.planId}, ${data.userId}, ${data.dayId}, ${data.version}, 1)
    on conflict (plan_id) do update
      set heard_planned = excluded.heard_planned, wanted = plans.wanted + 1
      where plans.heard_planned < excluded.heard_planned
    returning wanted`,
  )
}

/** A cancellation, which may arrive before the plan itself. */
export async function heardCancelled(_ctx: Ctx, data: Cancelled, tx: Tx<Tables>): Promise<boolean> {
  return await want(
    tx,
    data.planId,
    sql<{ wanted: number }>`
    insert into plans (plan_id, user_id, day_id, heard_cancelled, wanted)
    values (${data.planId}, ${data.userId}, ${data.dayId}, ${data.version}, 1)
    on conflict (plan_id) do update
      set heard_cancelled = excluded.heard_cancelled, wanted = plans.wanted + 1
      where plans.heard_cancelled < excluded.heard_cancelled
    returning wanted`,
  )
}

/** The user stands by the day: what they had deleted in a calendar is put back. */
export async function heardConfirmed(_ctx: Ctx, data: Confirmed, tx: Tx<Tables>): Promise<void> {
  await putBack(tx, data.planId)
}

/** Language and visibility stand in every event that is still to come. */
export async function heardSettings(_ctx: Ctx, data: Settings, tx: Tx<Tables>): Promise<void> {
  if (!data.fields.some((field) => field === 'language' || field === 'eventVisibility')) return
  const { rows } = await sql<{ plan_id: string; wanted: number }>`
    update plans set wanted = wanted + 1
    where user_id = ${data.userId} and not cancelled and ends_at > calendar.now()
    returning plan_id, wanted`.execute(tx.query)
  for (const row of rows) await enqueue(tx, row.plan_id, row.wanted)
}

async function want(
  tx: Tx<Tables>,
  planId: string,
  statement: { execute(db: Kysely<Tables>): Promise<{ rows: { wanted: number }[] }> },
): Promise<boolean> {
  const { rows } = await statement.execute(tx.query)
  if (rows[0]) await enqueue(tx, planId, rows[0].wanted)
  return rows.length > 0
}

/** Schedule has no such plan any more: the job that writes it finds that out and takes its events away. */
export async function planVanished(tx: Tx<Tables>, planId: string): Promise<boolean> {
  return await want(
    tx,
    planId,
    sql<{ wanted: number }>`
    update plans set wanted = wanted + 1 where plan_id = ${planId} and not cancelled returning wanted`,
  )
}

async function enqueue(tx: Tx<Tables>, planId: string, wanted: number): Promise<void> {
  await tx.enqueue(writePlan, { planId }, { id: derivedId('write', planId, wanted) })
}
