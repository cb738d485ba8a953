import type { Kysely } from 'kysely'
import { genesis, hashOf } from './chain.ts'
import type { Tables } from './tables.ts'

const pageSize = 250

export interface Verdict {
  whole: boolean
  records: number
  /** The first record that is changed, missing or not linked to the one before. */
  brokenAt: number | null
  /** Where to go on; null at the end of the chain and after a break. */
  next: number | null
}

/**
 * Hashes the chain anew from `from`, or from the oldest record kept. Where older months are gone, the checkpoint of
 * the first month kept must say what stood before; at the end, the head must be the last record. Stops after `limit`
 * records; between pages other requests get their turn.
 */
export async function verify(
  db: Kysely<Tables>,
  { from, limit }: { from?: number | undefined; limit: number },
  signal: AbortSignal,
): Promise<Verdict> {
  const head = await db.selectFrom('chain_head').select(['seq', 'hash']).executeTakeFirstOrThrow()
  if (from !== undefined && from > head.seq) return { whole: true, records: 0, brokenAt: null, next: null }
  for (;;) {
    const start = await startOf(db, from)
    const verdict = await walk(db, start, { head, limit }, signal)
    if (verdict.whole || !(await isDropped(db, start))) return verdict
  }
}

/** Has retention taken the month in which a walk began, while it went on? Then what it missed is no break. */
async function isDropped(db: Kysely<Tables>, start: Start): Promise<boolean> {
  const oldest = await startOf(db, undefined)
  return oldest.known && oldest.seq > start.seq
}

/** From a record on to the head, as the head stood when the walk began: what replicas append meanwhile comes after it. */
async function walk(
  db: Kysely<Tables>,
  start: Start,
  { head, limit }: { head: Pick<Start, 'seq' | 'hash'>; limit: number },
  signal: AbortSignal,
): Promise<Verdict> {
  let { seq, hash } = start
  let records = 0
  const broken = (brokenAt: number): Verdict => ({ whole: false, records, brokenAt, next: null })
  if (!start.known) return broken(seq)
  while (seq < head.seq && records < limit) {
    signal.throwIfAborted()
    const page = await recordsAfter(db, seq, Math.min(head.seq, seq + limit - records))
    // Nothing between here and the head: the end is missing.
    if (page.length === 0) return broken(seq + 1)
    for (const record of page) {
      const linked = record.seq === seq + 1 && record.previous_hash.equals(hash)
      if (!linked || !record.hash.equals(hashOf(hash, record))) return broken(seq + 1)
      seq = record.seq
      hash = record.hash
      records += 1
    }
  }
  if (seq < head.seq) return { whole: true, records, brokenAt: null, next: seq + 1 }
  return hash.equals(head.hash) ? { whole: true, records, brokenAt: null, next: null } : broken(seq)
}

function recordsAfter(db: Kysely<Tables>, seq: number, last: number) {
  return db
    .selectFrom('records')
    .selectAll()
    .where('seq', '>', seq)
    .where('seq', '<=', last)
    .orderBy('seq')
    .limit(pageSize)
    .execute()
}

interface Start {
  /** The record before the first to look at. */
  readonly seq: number
  readonly hash: Buffer
  /** False when nothing says what stood there. */
  readonly known: boolean
}

async function startOf(db: Kysely<Tables>, from: number | undefined): Promise<Start> {
  const before =
    from &&
    (await db
      .selectFrom('records')
      .select(['seq', 'hash'])
      .where('seq', '=', from - 1)
      .executeTakeFirst())
  if (before) return { ...before, known: true }
  const first = await db.selectFrom('records').select('seq').orderBy('seq').limit(1).executeTakeFirst()
  if (!first || first.seq === 1) return { seq: 0, hash: genesis, known: true }
  const checkpoint = await db
    .selectFrom('checkpoints')
    .select(['seq', 'hash'])
    .where('seq', '=', first.seq - 1)
    .executeTakeFirst()
  return checkpoint ? { ...checkpoint, known: true } : { seq: first.seq - 1, hash: genesis, known: false }
}
