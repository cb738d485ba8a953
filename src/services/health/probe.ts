import type { HealthReport } from '#kernel'
import type { Ctx } from './context.ts'
import { recordChanges } from './record.ts'

export interface Probe {
  readonly checkedAt: Temporal.Instant
  readonly reports: readonly HealthReport[]
}

/** How long an answer serves everybody who asks: strangers may ask, and a look costs every service a little. */
const freshSeconds = 2

/** The state of every service, at most two seconds old. Of many who ask at once, one looks. */
export async function currentHealth(ctx: Ctx): Promise<Probe> {
  return await ctx.cache.getOrSet('probe', { ttlSeconds: freshSeconds }, async () => await look(ctx))
}

/** Looks at every service now and records what has changed. */
export async function look(ctx: Ctx): Promise<Probe> {
  const reports = (await ctx.peers.health()).toSorted((a, b) => (a.service < b.service ? -1 : 1))
  const checkedAt = ctx.clock.now()
  try {
    await recordChanges(ctx, reports, checkedAt)
  } catch (error) {
    // A lost database is exactly what people ask about: they are answered, and the change is recorded later.
    ctx.log.warn({ err: error }, 'A change of health could not be recorded')
  }
  return { checkedAt, reports }
}

/** As bad as the worst: unhealthy, then degraded, else healthy. */
export function worstOf(reports: readonly HealthReport[]): HealthReport['status'] {
  const states = new Set(reports.map((report) => report.status))
  if (states.has('unhealthy')) return 'unhealthy'
  return states.has('degraded') ? 'degraded' : 'healthy'
}
