import { randomUUID } from 'node:crypto'
import type { SqlPool } from './database.ts'
import { keepDays } from './maintenance.ts'

/** Events a transaction: a replay of months neither holds its locks for long nor fills memory. */
const batchSize = 500

/** Which of a service's relayed events to send again; without any of these, all that are kept (90 days). */
export interface ReplaySelection {
  readonly type?: string | undefined
  /** When it was first relayed: not before `from`, before `to`. */
  readonly from?: Temporal.Instant | undefined
  readonly to?: Temporal.Instant | undefined
}

/** Where a batch ended. The text of the database's own microseconds, since it is compared again. */
interface Position {
  readonly relayedAt: string
  readonly seq: string
  readonly id: string
}

/**
 * Puts relayed events of `service` into its outbox again, in the order of their first delivery, a batch a transaction.
 * The relay of a running process carries them to the listeners, whose inboxes pass over what they have handled: what
 * became a dead letter or was lost has its effect, and nothing has it twice. Whole months of the log are dropped at
 * once, so some of it is older than the inboxes' marks: that would have its effect again and stays where it is.
 *
 * @param owner Connected as the owner of the schemas.
 * @param service A name from the catalogue.
 * @returns how many events were put back
 */
export async function replayEvents(
  owner: SqlPool,
  service: string,
  selection: ReplaySelection = {},
): Promise<number> {
  const replayId = randomUUID()
  let position: Position = {
    relayedAt: '-infinity',
    seq: '0',
    id: '00000000-0000-0000-0000-000000000000',
  }
  for (let count = 0; ; ) {
    const batch = await putBack(owner, service, selection, replayId, position)
    count += batch.length
    if (batch.length < batchSize) return count
    position = batch.at(-1)!
  }
}

async function putBack(
  owner: SqlPool,
  service: string,
  { type, from, to }: ReplaySelection,
  replayId: string,
  after: Position,
): Promise<Position[]> {
  const { rows } = await owner.query(
    `with batch as (
       select relayed_at, seq, id, type, event from "${service}".event_log
       where (relayed_at, seq, id) > ($1::timestamptz, $2::bigint, $3::uuid)
         and relayed_at >= coalesce($4::timestamptz, '-infinity') and relayed_at < coalesce($5::timestamptz, 'infinity')
         and relayed_at >= pg_catalog.now() - interval '${keepDays} days'
         and type = coalesce($6::text, type)
       order by relayed_at, seq, id limit ${batchSize}
     ), put as (
       insert into "${service}".outbox (id, type, event)
       select id, type, event || jsonb_build_object('replayid', $7::text) from batch order by relayed_at, seq, id
     )
     select relayed_at::text as relayed_at, seq::text as seq, id::text as id from batch
     order by batch.relayed_at, batch.seq, batch.id`,
    [after.relayedAt, after.seq, after.id, from?.toString(), to?.toString(), type, replayId],
  )
  return rows.map((row) => ({
    relayedAt: String(row.relayed_at),
    seq: String(row.seq),
    id: String(row.id),
  }))
}
