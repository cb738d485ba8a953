import type { Count } from './buyers.ts'
import type { Calm } from './calm.ts'
import { type Processors, perEach } from './processors.ts'

/** What people buy, and what it costs until they have their tickets and until everything that follows is done. */
export interface Purchases {
  readonly count: Count
  /** Milliseconds of processor for each purchase, warm-up included: while buyers wait for their tickets. */
  readonly processors: Processors
  /** The same until every event was heard and every message had gone out. */
  readonly inAll: Processors
  /** After the last ticket: until all messages had gone out, milliseconds. */
  readonly messagesOutMs: number
}

/** @param buy Lets the buyers buy, and counts. */
export async function measurePurchases(
  buy: () => Promise<Count>,
  calm: Calm,
  processors: () => Promise<Processors>,
): Promise<Purchases> {
  const before = await processors()
  const count = await buy()
  const bought = await processors()
  const messagesOutMs = await calm.settled()
  const sold = count.statuses[200] ?? 1
  return {
    count,
    processors: perEach(before, bought, sold),
    inAll: perEach(before, await processors(), sold),
    messagesOutMs,
  }
}
