import { sql } from 'kysely'
import { cutSnapshot, type SnapshotItem, type SnapshotPage, type SnapshotQuery, stateOf } from '#kernel'
import { FAILURES } from './calculation.ts'
import type { Ctx } from './context.ts'
import { PlannedRoute, RouteFailure, routeCalculated, routeFailed } from './contract.ts'
import type { Plan } from './queries.ts'
import { identity } from './record.ts'

/** What was told last of the route of every plan. Why it was calculated is news and no state. */
export async function answerStates(ctx: Ctx, { after, limit }: SnapshotQuery): Promise<SnapshotPage> {
  const { rows } = await sql<Plan>`
    select * from plans
    where version > 0 and (failure is not null or answer is not null)
      and (${after ?? null}::uuid is null or plan_id > ${after ?? null}::uuid)
    order by plan_id limit ${limit + 1}`.execute(ctx.db.query)
  return cutSnapshot(rows.map(answer), limit)
}

function answer(plan: Plan): SnapshotItem {
  const { plan_id: planId, version, zone } = plan
  const about = { ...identity(plan), planVersion: plan.answered_plan_version!, version }
  const at = plan.calculated_at ?? plan.created_at
  if (plan.failure !== null) {
    const code = RouteFailure.parse(plan.failure)
    const willRetry = plan.failed_attempts > 0
    const stands = plan.failure_stands ?? false
    return stateOf(routeFailed, planId, at, { ...about, code, message: FAILURES[code], willRetry, stands })
  }
  const calculated = PlannedRoute.decode(plan.answer as never)
  return stateOf(routeCalculated, planId, at, { ...about, zone, ...calculated, cause: 'planned' })
}
