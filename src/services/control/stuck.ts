import { sql } from 'kysely'
import { inScope, type Publication } from '#kernel'
import type { Ctx } from './context.ts'
import { RunKind, runStuck } from './contract.ts'

const batch = 100

interface Late {
  id: string
  kind: string
  subject: string | null
  correlation_id: string
  started_at: Temporal.Instant
  last_step: string | null
}

/** When the next run should have ended. */
export const nextLate = sql`select min(due_at) from runs where ended_at is null and stuck_at is null`

/** Runs that should have ended by now: each is told of once, in its own story. */
export async function findStuck(ctx: Ctx): Promise<void> {
  const { rows } = await sql`select 1 from runs
    where due_at <= control.now() and ended_at is null and stuck_at is null limit 1`.execute(ctx.db.query)
  if (rows.length === 0) return
  await ctx.db.transaction(async (tx) => {
    const late = await sql<Late>`
      with late as (
        update runs set stuck_at = control.now(), changed_by = pg_current_xact_id()
        where id in (
          select id from runs where due_at <= control.now() and ended_at is null and stuck_at is null
          order by due_at limit ${batch} for update skip locked)
        returning id, kind, subject, correlation_id, started_at)
      select late.*, (select type from steps where run_id = late.id order by at desc, event_id desc limit 1) as last_step
      from late order by id`.execute(tx.query)
    for (const run of late.rows)
      await inScope({ correlationId: run.correlation_id, reason: 'run not ended in time' }, () =>
        tx.publishAll([newsOf(run)]),
      )
  })
}

function newsOf(run: Late): Publication<typeof runStuck.data> {
  return {
    event: runStuck,
    subject: `run:${run.id}`,
    data: {
      runId: run.id,
      kind: RunKind.parse(run.kind),
      subject: run.subject,
      startedAt: run.started_at.toString(),
      lastStep: run.last_step,
      version: 1,
    },
  }
}
