import { createHash } from 'node:crypto'
import { canonicalJson } from '#kernel'

/** What of an event goes into the log, before it gets its place in the chain. */
export interface Happening {
  readonly event_id: string
  readonly at: Temporal.Instant
  readonly service: string
  readonly type: string
  readonly action: string
  readonly actor: string
  readonly target: string | null
  readonly reason: string
  readonly correlation_id: string
  readonly causation_id: string | null
  readonly details: unknown
}

/** What the hash covers: every field that says something, so that none can be changed unseen. */
export interface ChainedRecord extends Happening {
  readonly seq: number
  readonly recorded_at: Temporal.Instant
}

/** What stands before the first record of all. */
export const genesis = Buffer.alloc(32)

/** SHA-256 over the hash before it and the record's canonical JSON. */
export function hashOf(previous: Uint8Array, record: ChainedRecord): Buffer {
  const { seq, recorded_at, event_id, at, service, type, action, actor, target, reason } = record
  const covered = {
    seq,
    event_id,
    service,
    type,
    action,
    actor,
    target,
    reason,
    recorded_at: canonicalTime(recorded_at),
    at: canonicalTime(at),
    correlation_id: record.correlation_id,
    causation_id: record.causation_id,
    details: record.details,
  }
  return createHash('sha256').update(previous).update(canonicalJson(covered)).digest()
}

/** UTC with exactly six digits after the second: what PostgreSQL keeps, whatever the sender wrote. */
const canonicalTime = (at: Temporal.Instant) => at.toString({ fractionalSecondDigits: 6 })
