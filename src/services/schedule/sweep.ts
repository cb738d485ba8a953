import { sql } from 'kysely'
import { inScope } from '#kernel'
import type { Ctx } from './context.ts'
import { settle } from './settle.ts'

const AT_ONCE = 100

/** When the next plan is decided with what there is. */
export const nextWaiting = sql`select min(due_at) from plans`

/** Decides every plan whose second has passed: what the wake-up in memory missed because its process is gone. */
export async function sweepWaiting(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; correlation_id: string }>`
    select id, correlation_id from plans where due_at <= schedule.now() order by due_at limit ${AT_ONCE}`.execute(
    ctx.db.query,
  )
  for (const { id, correlation_id: correlationId } of rows)
    await inScope({ correlationId }, () => ctx.db.transaction((tx) => settle(ctx, tx, id)))
}

/** When the next day is over. */
export const nextPast = sql`select min(ends_at) from plans where state in ('pending', 'confirmed')`

/** Days whose wrap, or fourteen hours after the call, has passed are completed. Nobody needs to be told. */
export async function completePast(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update plans set state = 'completed', version = version + 1, due_at = null
      where id in (
        select id from plans where state in ('pending', 'confirmed') and ends_at <= schedule.now()
        order by ends_at limit ${AT_ONCE} for update skip locked)
      returning id`.execute(tx.query)
    for (const { id } of rows) await tx.audit({ action: 'schedule.completed', target: `plan:${id}` })
  })
}
