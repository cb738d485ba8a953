import { sql } from 'kysely'
import type { Ctx, Tx } from './context.ts'
import { UsageDay, VirtualKey } from './contract.ts'
import { keysPage } from './key-queries.ts'
import { present } from './keys.ts'
import { keysChanged, stateOf, tenantErased } from './state.ts'
import { presentUsage } from './usage.ts'

export async function exportPerson(ctx: Ctx, userId: string) {
  const { query } = ctx.db
  const keys = await keysPage(query, userId, undefined, 10_000)
  const usage = await query.selectFrom('usage_days').selectAll().where('user_id', '=', userId).execute()
  return {
    keys: keys.map((row) => VirtualKey.encode(present(row))),
    usage: usage.map((row) => UsageDay.encode(presentUsage(row))),
  }
}

/** Keys and usage go. What the house paid stays as a sum of nobody's, for the books. */
export async function erasePerson(ctx: Ctx, userId: string, tx: Tx): Promise<void> {
  const { query } = tx
  await sql`with gone as (delete from usage_days where user_id = ${userId}::uuid returning *)
    insert into usage_days as u (day, subject, model, upstream, requests, failed, cached, estimated, input_tokens,
      output_tokens, cost_microdollars)
    select day, 'erased', model, upstream, sum(requests), sum(failed), sum(cached), sum(estimated), sum(input_tokens),
      sum(output_tokens), sum(cost_microdollars)
    from gone group by day, model, upstream
    on conflict (day, subject, model, upstream) do update set requests = u.requests + excluded.requests,
      failed = u.failed + excluded.failed, cached = u.cached + excluded.cached,
      estimated = u.estimated + excluded.estimated, input_tokens = u.input_tokens + excluded.input_tokens,
      output_tokens = u.output_tokens + excluded.output_tokens,
      cost_microdollars = u.cost_microdollars + excluded.cost_microdollars`.execute(query)
  const subjects = sql<string>`(select 'user:' || ${userId}::text union all
    select 'key:' || id from keys where owner_id = ${userId}::uuid)`
  await sql`delete from leases where subject in ${subjects}`.execute(query)
  await sql`delete from allowances where subject in ${subjects}`.execute(query)
  await query.deleteFrom('keys').where('owner_id', '=', userId).execute()
  tx.afterCommit(() => {
    stateOf(ctx).callers.forget()
    ctx.signal.send(keysChanged)
    stateOf(ctx).answers.drop(`user:${userId}`)
    ctx.signal.send(tenantErased, `user:${userId}`)
  })
}
