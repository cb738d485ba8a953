import { type Kysely, sql } from 'kysely'
import type { Envelope, Tx } from '#kernel'
import { hashOf } from './chain.ts'
import type { Ctx } from './context.ts'
import { happeningOf } from './facts.ts'
import type { Tables } from './tables.ts'

/**
 * Appends events, those that come together in the order of their times. The lock on the head makes the numbers gapless
 * over replicas.
 */
export async function append(_ctx: Ctx, events: readonly Envelope[], tx: Tx<Tables>): Promise<void> {
  const head = await lockHead(tx.query)
  let { seq, hash } = head
  const happenings = events.map(happeningOf).toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
  const records = happenings.map((happening) => {
    const record = { ...happening, seq: seq + 1, recorded_at: head.now }
    const previous = hash
    seq = record.seq
    hash = hashOf(previous, record)
    return { ...record, previous_hash: hex(previous), hash: hex(hash) }
  })
  if (records.length === 0) return
  await openMonth(tx.query, head)
  await sql`
    insert into records (seq, recorded_at, event_id, at, service, type, action, actor, target, reason, correlation_id,
      causation_id, details, previous_hash, hash)
    select seq, recorded_at, event_id, at, service, type, action, actor, target, reason, correlation_id, causation_id,
      details, decode(previous_hash, 'hex'), decode(hash, 'hex')
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as record(seq bigint, recorded_at timestamptz,
      event_id uuid, at timestamptz, service text, type text, action text, actor text, target text, reason text,
      correlation_id text, causation_id text, details jsonb, previous_hash text, hash text)`.execute(tx.query)
  await tx.query.updateTable('chain_head').set({ seq, hash, recorded_at: head.now }).execute()
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

type Head = Awaited<ReturnType<typeof lockHead>>

/**
 * `now` is read after the lock is held and never goes back, so that the months are in the chain's order. It is real
 * time, not the sandbox's: partitions are made and dropped by it.
 */
async function lockHead(db: Kysely<Tables>) {
  const head = await db.selectFrom('chain_head').selectAll().forUpdate().executeTakeFirstOrThrow()
  const clock = await sql<{ now: Temporal.Instant }>`select pg_catalog.clock_timestamp() as now`.execute(db)
  const now = clock.rows[0]!.now
  return { ...head, now: Temporal.Instant.compare(now, head.recorded_at) < 0 ? head.recorded_at : now }
}

/** The first append of a month keeps the hash before it: dropping older months leaves a chain that can be verified. */
async function openMonth(db: Kysely<Tables>, { seq, hash, recorded_at, now }: Head): Promise<void> {
  const month = monthOf(now)
  if (seq > 0 && monthOf(recorded_at).equals(month)) return
  await db.insertInto('checkpoints').values({ month, seq, hash }).execute()
}

export const monthOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 })
