import { type RawBuilder, sql } from 'kysely'
import { type Answer, answerFrom, type Claim } from './idempotency.ts'

/** The one row of `claimAnswer`. */
export interface ClaimedRow {
  /** Is this the first request under its key (or one without a key)? Only then is there something to do. */
  readonly fresh: boolean
  readonly input_hash: Buffer | null
  readonly status: number | null
  readonly answer: unknown
}

/**
 * For the statement of a route with `idempotent: 'own'`: a query that records the answer and says whether to do the
 * effect. It stands in a `with` and the effect depends on it, so that record, effect and event are one round trip and
 * commit together:
 *
 * ```ts
 * const { rows } = await sql<ClaimedRow>`
 *   with claim as (${claimAnswer(meta.idempotency, 201, JSON.stringify(body))}),
 *   held as (insert into holds (...) select ... where (select fresh from claim))
 *   select fresh, input_hash, status, answer from claim`.execute(ctx.db.query)
 * answerKept(meta.idempotency, rows[0]!)
 * ```
 *
 * A parallel twin waits here for the first one's commit and then reads its record. What fails is undone with its
 * record: refusals (a seat that is taken) are not kept, the next try is a new one.
 *
 * @param status Of the answer: the route's own.
 * @param answer The body as it goes over the wire (encoded by the route's output schema): JSON text, or an expression of
 *   type jsonb for what only the database knows.
 */
export function claimAnswer(
  claim: Claim | null,
  status: number,
  answer: string | RawBuilder<unknown>,
): RawBuilder<ClaimedRow> {
  if (!claim)
    return sql`select true as fresh, null::bytea as input_hash, null::int as status, null::jsonb as answer`
  const { caller, route, key, inputHash } = claim
  const body = typeof answer === 'string' ? sql`${answer}::jsonb` : answer
  // An update that changes nothing: unlike `do nothing` it returns the row that stood there, a twin's included.
  return sql`
    insert into idempotency as kept (caller, route, key, input_hash, status, answer)
    values (${caller}, ${route}, ${key}, ${inputHash}, ${status}, ${body})
    on conflict (caller, route, key) do update set key = kept.key
    returning xmax = 0 as fresh, input_hash, status, answer`
}

/**
 * Ends the request with the answer that was kept, if there was one; returns when the request was fresh.
 *
 * @throws Problem 422 when the key came with other input before
 */
export function answerKept(claim: Claim | null, row: ClaimedRow): void {
  if (!claim || row.fresh) return
  throw new KeptAnswer(
    answerFrom({ input_hash: row.input_hash!, status: row.status!, answer: row.answer }, claim),
  )
}

/** Not a fault: the handler is done, since the answer is known. Whoever dispatches the call gives it. */
export class KeptAnswer extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('Answered before')
    this.answer = answer
  }
}
