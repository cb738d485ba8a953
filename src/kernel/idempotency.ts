import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from './canonical-json.ts'
import type { Database, Tx } from './database.ts'
import { Problem, ProblemDocument } from './problem.ts'

/** How long an answer is kept for replay. */
export const idempotencyHours = 24

export interface Answer {
  readonly status: number
  readonly body: unknown
  /** Was this answer given before and only repeated now? */
  readonly replayed: boolean
}

interface Request {
  /** User id, guest token or address: keys of different callers never meet. */
  readonly caller: string
  readonly route: string
  readonly key: string | undefined
  readonly input: unknown
}

/**
 * Runs `work` in a transaction and records its answer in the same one, so that the effect and the answer exist
 * together or not at all. The same key gives the same answer (2xx and deterministic 4xx); with another input 422; a
 * parallel twin waits on the unique row, then gets the first one's answer. 401, 403, 429 and 5xx are not kept.
 */
export async function answerOnce(
  db: Database,
  request: Request,
  work: (tx: Tx) => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  const { key } = request
  if (key === undefined) return await db.transaction(async (tx) => ({ ...(await work(tx)), replayed: false }))
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Problem(
      422,
      'invalid-idempotency-key',
      'Idempotency-Key takes 1 to 255 visible ASCII characters',
    )
  const hash = createHash('sha256').update(canonicalJson(request.input)).digest()
  return await db.transaction(async (tx) => {
    const taken = await sql`
      insert into idempotency (caller, route, key, input_hash) values (${request.caller}, ${request.route}, ${key}, ${hash})
      on conflict (caller, route, key) do nothing returning 1`.execute(tx.query)
    if (taken.rows.length === 0) return await replay(tx, request, hash)
    const answer = await attempt(tx, work)
    await sql`update idempotency set status = ${answer.status}, answer = ${JSON.stringify(answer.body ?? null)}
      where caller = ${request.caller} and route = ${request.route} and key = ${key}`.execute(tx.query)
    return { ...answer, replayed: false }
  })
}

/** A deterministic refusal undoes the effect but is itself an answer worth keeping. */
async function attempt(tx: Tx, work: (tx: Tx) => Promise<{ status: number; body: unknown }>) {
  try {
    return await tx.savepoint(() => work(tx))
  } catch (error) {
    if (!(error instanceof Problem) || !isDeterministic(error.status)) throw error
    return { status: error.status, body: error.document() }
  }
}

async function replay(tx: Tx, request: Request, hash: Buffer): Promise<Answer> {
  const { rows } = await sql<{ input_hash: Buffer; status: number; answer: unknown }>`
    select input_hash, status, answer from idempotency
    where caller = ${request.caller} and route = ${request.route} and key = ${request.key}`.execute(tx.query)
  const row = rows[0]
  if (!row)
    throw new Problem(
      409,
      'idempotency-in-doubt',
      'The first request with this key was undone; send it again',
    )
  if (!row.input_hash.equals(hash)) {
    throw new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used with another request')
  }
  // Nothing was said, and a 204 with a body, be it null, is no answer at all.
  return { status: row.status, body: row.status === 204 ? undefined : row.answer, replayed: true }
}

const isDeterministic = (status: number) =>
  status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status)

/** A kept answer that was a refusal becomes the refusal again. */
export function problemOf(answer: Answer): Problem | undefined {
  if (answer.status < 400) return undefined
  return Problem.fromDocument(ProblemDocument.parse(answer.body))
}
