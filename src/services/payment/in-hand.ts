import { LRUCache } from 'lru-cache'
import type { Ctx } from './context.ts'
import type { Recorded } from './outcomes.ts'

/** As many as end in this process while reports of them may still come in. */
const remembered = 10_000

/** `ended` for good: what has ended never changes, so that no report of it has anything to say. */
type Hand = 'at-work' | 'ended'

const hands = new WeakMap<Ctx, LRUCache<string, Hand>>()
const handsOf = (ctx: Ctx) => hands.getOrInsertComputed(ctx, () => new LRUCache({ max: remembered }))

/**
 * How an attempt stands in this process's own hands, if it began here: usually the gateway's report comes while the request
 * waits for the answer that says the same, or right after it. Undefined for all others, and for those that have no end:
 * our books know of them.
 */
export const inHand = (ctx: Ctx, transactionId: string): Hand | undefined => handsOf(ctx).get(transactionId)

/** Works on an attempt of this process until its outcome is recorded, or could not be. */
export async function handling<R extends Recorded>(
  ctx: Ctx,
  transactionId: string,
  work: () => Promise<R>,
): Promise<R> {
  const own = handsOf(ctx)
  own.set(transactionId, 'at-work')
  let hasEnded = false
  try {
    const recorded = await work()
    hasEnded = recorded.state === 'succeeded' || recorded.state === 'failed'
    return recorded
  } finally {
    if (hasEnded) own.set(transactionId, 'ended')
    else own.delete(transactionId)
  }
}
