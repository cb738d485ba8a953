import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from './actor.ts'
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

/** A request under its `Idempotency-Key`: what the record of its answer is found by. */
export interface Claim {
  /** `user:<id>`, `service:<name>` or `guest`: whose keys these are. */
  readonly caller: string
  /** Method and path pattern. */
  readonly route: string
  readonly key: string
  /** SHA-256 of the validated input: what the same key must come with. */
  readonly inputHash: Buffer
}

/** The fewest characters of a key that a caller without a name must give: as many as nobody guesses. */
export const guestKeyLength = 16

/**
 * The claim of a request; null without a key. Strangers share one key space, whatever address they come from: a guest
 * who moves from one network to another is still answered, and two guests behind one router never meet, since a key is
 * long enough to be one's own secret and the answer is given only to the very same input.
 *
 * @param input After validation, so that spelling (a default left out or written, the order of fields) makes no
 *   difference.
 * @throws Problem 422 for a key that cannot be one.
 */
export function claimOf(actor: Actor, route: string, key: string | undefined, input: unknown): Claim | null {
  if (key === undefined) return null
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalidKey('Idempotency-Key takes 1 to 255 visible ASCII characters')
  if (actor.kind === 'anonymous' && key.length < guestKeyLength)
    throw invalidKey(
      `Without signing in, Idempotency-Key takes at least ${guestKeyLength} characters that nobody guesses, such as a random UUID`,
    )
  const inputHash = hash('sha256', canonicalJson(input), 'buffer')
  return { caller: callerName(actor), route, key, inputHash }
}

const invalidKey = (detail: string) => new Problem(422, 'invalid-idempotency-key', detail)

function callerName(actor: Actor): string {
  if (actor.kind === 'user') return `user:${actor.id}`
  return actor.kind === 'service' ? `service:${actor.name}` : 'guest'
}

/**
 * Runs `work` in a transaction and records its answer in the same one, so that the effect and the answer exist
 * together or not at all. The same key gives the same answer (2xx and deterministic 4xx); with another input 422; a
 * parallel twin waits on the unique row, then gets the first one's answer. 401, 403, 429 and 5xx are not kept.
 */
export async function answerOnce(
  db: Database,
  claim: Claim | null,
  work: (tx: Tx) => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  if (!claim) return await db.transaction(async (tx) => ({ ...(await work(tx)), replayed: false }))
  const { caller, route, key, inputHash } = claim
  return await db.transaction(async (tx) => {
    const taken = await sql`
      insert into idempotency (caller, route, key, input_hash) values (${caller}, ${route}, ${key}, ${inputHash})
      on conflict (caller, route, key) do nothing returning 1`.execute(tx.query)
    if (taken.rows.length === 0) return await replay(tx, claim)
    const answer = await attempt(tx, work)
    await sql`update idempotency set status = ${answer.status}, answer = ${JSON.stringify(answer.body ?? null)}
      where caller = ${caller} and route = ${route} and key = ${key}`.execute(tx.query)
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

async function replay(tx: Tx, claim: Claim): Promise<Answer> {
  const { rows } = await sql<Kept>`
    select input_hash, status, answer from idempotency
    where caller = ${claim.caller} and route = ${claim.route} and key = ${claim.key}`.execute(tx.query)
  const row = rows[0]
  if (!row)
    throw new Problem(
      409,
      'idempotency-in-doubt',
      'The first request with this key was undone; send it again',
    )
  return answerFrom(row, claim)
}

/** A record as it stands in the table. */
export interface Kept {
  readonly input_hash: Buffer
  readonly status: number
  readonly answer: unknown
}

/** @throws Problem 422 when the key came with other input before. */
export function answerFrom(row: Kept, claim: Claim): Answer {
  if (!row.input_hash.equals(claim.inputHash))
    throw new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used with another request')
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
