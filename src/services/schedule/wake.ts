import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx, Tx } from './context.ts'
import { settle } from './settle.ts'

/** How long a plan waits for route and weather before it is told with what there is. */
export const PATIENCE = Temporal.Duration.from({ seconds: 1 })
/** Timers may fire a moment before their time; the row decides, so come a moment after it. */
const GRACE_MS = 10

/**
 * Lets the plan be decided as soon as its time has passed. The row with its `due_at` is the truth and is swept every
 * second; this only saves the wait for the sweep.
 */
export function wakeLater(ctx: Ctx, tx: Tx, planId: string): void {
  tx.afterCommit(() => {
    void sleep(PATIENCE.total('milliseconds') + GRACE_MS, undefined, { ref: false, signal: ctx.stopping })
      .then(() => ctx.db.transaction((later) => settle(ctx, later, planId)))
      .catch((error: unknown) => {
        if (!ctx.stopping.aborted) ctx.log.warn({ err: error, planId }, 'A plan is left to the sweep')
      })
  })
}
