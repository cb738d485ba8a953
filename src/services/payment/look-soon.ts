import { setTimeout as sleep } from 'node:timers/promises'
import { attemptsOf, lookAt } from './attempts.ts'
import type { Ctx } from './context.ts'
import { inHand } from './in-hand.ts'

/** A report usually comes while the request that caused it waits for its own answer, which says the same. */
const afterMs = 1000

const waiting = new WeakMap<Ctx, Set<string>>()

/**
 * Asks the gateway about attempts on which their requests are still at work, if they have no end in a second: one look
 * into our books for all that were reported meanwhile. Kept in memory only, since a report is but a hint: the sweeper
 * asks about every attempt whose request has died.
 */
export function lookSoon(ctx: Ctx, transactionIds: readonly string[]): void {
  if (transactionIds.length === 0) return
  const ids = waiting.getOrInsertComputed(ctx, () => new Set())
  if (ids.size === 0) void lookLater(ctx, ids)
  for (const id of transactionIds) ids.add(id)
}

async function lookLater(ctx: Ctx, ids: Set<string>): Promise<void> {
  try {
    await sleep(afterMs, undefined, { ref: false, signal: ctx.stopping })
    const chosen = [...ids].filter((id) => inHand(ctx, id) !== 'ended')
    ids.clear()
    if (chosen.length === 0) return
    await Promise.all((await attemptsOf(ctx.db.query, chosen)).map((living) => lookAt(ctx, living)))
  } catch (error) {
    ids.clear()
    if (!ctx.stopping.aborted) ctx.log.warn({ err: error }, 'Reported payments are left to the sweeper')
  }
}
