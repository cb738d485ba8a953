import type { Count } from './buyers.ts'
import type { Calm } from './calm.ts'
import { type Processors, perEach } from './processors.ts'

/** What people buy, and what it costs until they have their tickets and until everything that follows is done. */
export interface Purchases {
  /** At a time, each on a connection of its own. */
  readonly buyers: number
  readonly count: Count
  /** Milliseconds of processor for each purchase, warm-up included: while buyers wait for their tickets. */
  readonly processors: Processors
  /** The same until every event was heard and every message had gone out. */
  readonly inAll: Processors
  /** After the last ticket: until all messages had gone out, milliseconds. */
  readonly messagesOutMs: number
}

/** Buyers at a time. The more there are, the more they share with each other. */
const crowds = [32, 64, 128, 256] as const
/** The crowd that buys most, so far, is measured as often as a goal is, and the others once. */
const MOST = 256
const ROUNDS = 3
/** The compiler needs so long to know this code, seconds; a box office has been open for longer. */
const WARM_SECONDS = 6

/** @param buy Lets so many buyers buy, for so many seconds or for as long as is counted. */
export async function measurePurchases(
  buy: (buyers: number, seconds?: number) => Promise<Count>,
  calm: Calm,
  processors: () => Promise<Processors>,
): Promise<Purchases[]> {
  await buy(MOST, WARM_SECONDS)
  await calm.settled()
  const all: Purchases[] = []
  for (let round = 1; round <= ROUNDS; round++)
    for (const buyers of round === 1 ? crowds : [MOST]) {
      const before = await processors()
      const count = await buy(buyers)
      const bought = await processors()
      const messagesOutMs = await calm.settled()
      const sold = count.statuses[200] ?? 1
      all.push({
        buyers,
        count,
        processors: perEach(before, bought, sold),
        inAll: perEach(before, await processors(), sold),
        messagesOutMs,
      })
    }
  return all
}
