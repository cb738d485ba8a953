import { sql } from 'kysely'
import { type Repeat, repeat } from '#kernel'
import type { Ctx } from '../context.ts'

/** One element of what the SQL function `hold` takes, except its place in the batch. */
export interface HoldRequestRow {
  readonly booking_id: string
  readonly reference: string
  readonly showtime_id: string
  readonly seats: readonly { readonly seat_id: string; readonly category: string }[]
  readonly user_id: string | null
  readonly buyer: string
  readonly guest_token_hash: string | null
  readonly guest: string | null
  readonly language: string
  readonly voucher_hash: string | null
  readonly queue_token: string | null
  readonly allow_orphan: boolean
  readonly caller: string | null
  readonly route: string | null
  readonly key: string | null
  readonly input_hash: string | null
  readonly event_id: string
  readonly actor: string
  readonly reason: string
  readonly correlation_id: string
}

/** What became of a request; `facts` are the seats (or the limit) that a refusal is about. */
export type HoldAnswer =
  | { readonly outcome: 'held'; readonly answer: unknown }
  | { readonly outcome: 'kept'; readonly answer: unknown; readonly inputHash: Buffer }
  | { readonly outcome: Refusal; readonly facts: unknown }

export type Refusal =
  | 'no-such-showtime'
  | 'not-on-sale'
  | 'queue'
  | 'no-such-seat'
  | 'category-not-sold'
  | 'seats-taken'
  | 'leaves-orphan'
  | 'buyer-limit'
  | 'voucher-unknown'
  | 'voucher-spent'

interface Row {
  n: number
  outcome: Refusal | 'held' | 'kept' | 'again'
  facts: unknown
  input_hash: Buffer | null
  answer: unknown
}

/** One call of `hold`: one round trip, one transaction, an answer for each. */
export async function runHolds(
  ctx: Ctx,
  requests: readonly HoldRequestRow[],
  holdSeconds: number,
): Promise<(HoldAnswer | Repeat)[]> {
  const numbered = JSON.stringify(requests.map((request, index) => ({ ...request, n: index + 1 })))
  const { rows } = await sql<Row>`select * from hold(${numbered}::jsonb, ${holdSeconds})`.execute(
    ctx.db.query,
  )
  if (rows.some(({ outcome }) => outcome === 'held')) ctx.db.wakeRelay()
  const answers: (HoldAnswer | Repeat)[] = []
  for (const row of rows) answers[row.n - 1] = answerOf(row)
  return answers
}

function answerOf({ outcome, facts, input_hash, answer }: Row): HoldAnswer | Repeat {
  if (outcome === 'again') return repeat
  if (outcome === 'held') return { outcome, answer }
  if (outcome === 'kept') return { outcome, answer, inputHash: input_hash! }
  return { outcome, facts }
}

/**
 * Is it an error that PostgreSQL gives for a statement's own data or locks? Classes 21 (cardinality), 22 (data),
 * 23 (constraints), 40 (deadlock, serialisation), P0 (PL/pgSQL), and a lock that was not to be had in time.
 */
export const isOfOneHold = (error: unknown) =>
  /^(21|22|23|40|P0)[0-9A-Z]{3}$/.test(codeOf(error)) || isLockTimeout(error)

/** Somebody else's transaction keeps a row locked for longer than a hold waits. */
export const isLockTimeout = (error: unknown) => codeOf(error) === '55P03'

const codeOf = (error: unknown): string => String(Reflect.get(Object(error), 'code'))
