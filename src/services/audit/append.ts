import { type Kysely, type Selectable, sql } from 'kysely'
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
    return { ...record, previous_hash: previous.toString('hex'), hash: hash.toString('hex') }
  })
  if (records.length === 0) return
  await openMonth(tx.query, head)
  // The text is the same for any number of records: neither we nor PostgreSQL make it anew for each batch.
  await sql`
    with appended as (
      insert into records (seq, recorded_at, event_id, at, service, type, action, actor, target, reason, correlation_id,
        causation_id, details, previous_hash, hash)
      select r.seq, r.recorded_at, r.event_id, r.at, r.service, r.type, r.action, r.actor, r.target, r.reason,
        r.correlation_id, r.causation_id, r.details, decode(r.previous_hash, 'hex'), decode(r.hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r(seq bigint, recorded_at timestamptz, event_id uuid,
        at timestamptz, service text, type text, action text, actor text, target text, reason text, correlation_id text,
        causation_id text, details jsonb, previous_hash text, hash text)
    )
    update chain_head set seq = ${seq}, hash = ${hash}, recorded_at = ${head.now}`.execute(tx.query)
}

type Head = Awaited<ReturnType<typeof lockHead>>

/**
 * `now` is read after the lock is held and never goes back, so that the months are in the chain's order. It is real
 * time, not the sandbox's: partitions are made and dropped by it.
 */
async function lockHead(db: Kysely<Tables>) {
  const { rows } = await sql<Selectable<Tables['chain_head']> & { now: Temporal.Instant }>`
    with head as materialized (select * from chain_head for update)
    select *, greatest(recorded_at, pg_catalog.clock_timestamp()) as now from head`.execute(db)
  return rows[0]!
}

/** The first append of a month keeps the hash before it: dropping older months leaves a chain that can be verified. */
async function openMonth(db: Kysely<Tables>, { seq, hash, recorded_at, now }: Head): Promise<void> {
  const month = monthOf(now)
  if (seq > 0 && monthOf(recorded_at).equals(month)) return
  await db.insertInto('checkpoints').values({ month, seq, hash }).execute()
}

export const monthOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 })
