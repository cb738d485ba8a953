import { type HealthReport, HealthStatus, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { healthChanged } from './contract.ts'
import type { Tables } from './tables.ts'

const detailLimit = 1_000

/** Keeps and publishes the states that differ from the last known ones. Nothing is written when none does. */
export async function recordChanges(
  ctx: Ctx,
  reports: readonly HealthReport[],
  at: Temporal.Instant,
): Promise<void> {
  const states = await ctx.db.query.selectFrom('states').select(['service', 'status']).execute()
  const known = new Map(states.map((state) => [state.service, state.status]))
  const changed = reports.filter((report) => known.get(report.service) !== report.status)
  if (changed.length === 0) return
  await ctx.db.transaction(async (tx) => {
    for (const report of changed) await recordChange(tx, report, at)
  })
}

/** Under the row's lock, since a request and the timer may see the same change at once. */
async function recordChange(
  tx: Tx<Tables>,
  { service, status, checks }: HealthReport,
  at: Temporal.Instant,
): Promise<void> {
  const last = await tx.query
    .selectFrom('states')
    .select(['status', 'version'])
    .where('service', '=', service)
    .forUpdate()
    .executeTakeFirst()
  if (last?.status === status) return
  const version = (last?.version ?? 0) + 1
  const state = { status, since: at, version }
  const { numInsertedOrUpdatedRows } = await tx.query
    .insertInto('states')
    .values({ service, ...state })
    .onConflict((conflict) =>
      conflict.column('service').doUpdateSet(state).where('states.version', '<', version),
    )
    .executeTakeFirstOrThrow()
  // Somebody else saw this service for the first time a moment ago.
  if (numInsertedOrUpdatedRows === 0n) return
  const from = last ? HealthStatus.parse(last.status) : null
  await tx.query
    .insertInto('changes')
    .values({ service, from_status: from, to_status: status, at, detail: detailOf(checks) })
    .execute()
  await tx.publish(
    healthChanged,
    { service, from, to: status, version },
    { subject: `service:${service}`, reason: 'probe' },
  )
}

function detailOf(checks: HealthReport['checks']): string | null {
  const failed = Object.entries(checks).filter(([, check]) => check.status !== 'healthy')
  const texts = failed.map(([name, { status, detail }]) => `${name}: ${detail ?? status}`)
  return texts.length > 0 ? texts.join('; ').slice(0, detailLimit) : null
}
