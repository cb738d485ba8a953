import type { Client } from 'pg'
import type { Envelope } from '../../src/kernel/index.ts'
import { hashOf } from '../../src/services/audit/chain.ts'
import { happeningOf } from '../../src/services/audit/facts.ts'
import { copyIn } from './copy-in.ts'

/**
 * Goes on with the audit log's chain as the service would, so that verifying it still finds it whole. All of them are
 * recorded at once, and happened when their events say.
 */
export async function appendRecords(client: Client, events: Iterable<Envelope>): Promise<number> {
  await client.query('begin')
  const head = await client.query<{ seq: string; hash: string; now: string }>(
    `select seq, hash, greatest(recorded_at, pg_catalog.clock_timestamp()) as now from audit.chain_head for update`,
  )
  const { seq: last, hash: lastHash, now } = head.rows[0]!
  const recordedAt = Temporal.Instant.from(now)
  let seq = Number(last)
  let hash: Buffer = Buffer.from(lastHash.slice(2), 'hex')
  let batch: Record<string, string | null>[] = []
  for (const event of events) {
    const happening = happeningOf(event)
    const previous = hash
    seq += 1
    hash = hashOf(previous, { ...happening, seq, recorded_at: recordedAt })
    batch.push({
      ...happening,
      seq: String(seq),
      recorded_at: now,
      at: happening.at.toString(),
      details: JSON.stringify(happening.details),
      previous_hash: `\\x${previous.toString('hex')}`,
      hash: `\\x${hash.toString('hex')}`,
    })
    if (batch.length < batchSize) continue
    await copyIn(client, 'audit.records', batch)
    batch = []
  }
  await copyIn(client, 'audit.records', batch)
  await client.query('update audit.chain_head set seq = $1, hash = $2, recorded_at = $3', [
    seq,
    `\\x${hash.toString('hex')}`,
    now,
  ])
  await client.query('commit')
  return seq - Number(last)
}

const batchSize = 2000
