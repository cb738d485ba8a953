import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeCursor, Problem } from '#kernel'
import type { AuditRecord } from './contract.ts'
import type { RecordsRow, Tables } from './tables.ts'

export interface Filters {
  readonly actor?: string | undefined
  readonly type?: string | undefined
  readonly target?: string | undefined
  readonly correlationId?: string | undefined
  readonly from?: Temporal.Instant | undefined
  /** Not included. */
  readonly to?: Temporal.Instant | undefined
}

interface Paging {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of records, newest first (`desc`) or as the story went (`asc`). */
export async function pageOfRecords(
  db: Kysely<Tables>,
  filters: Filters,
  { cursor, limit }: Paging,
  order: 'asc' | 'desc',
) {
  const after = seqOf(cursor)
  let query = db
    .selectFrom('records')
    .selectAll()
    .orderBy('seq', order)
    .limit(limit + 1)
  if (after !== undefined) query = query.where('seq', order === 'asc' ? '>' : '<', after)
  if (filters.actor) query = query.where('actor', '=', filters.actor)
  if (filters.type) query = query.where('type', '=', filters.type)
  if (filters.target) query = query.where('target', '=', filters.target)
  if (filters.correlationId) query = query.where('correlation_id', '=', filters.correlationId)
  if (filters.from) query = query.where('at', '>=', filters.from)
  if (filters.to) query = query.where('at', '<', filters.to)
  const rows = await query.execute()
  return cutPage(rows, limit, ({ seq }) => ({ key: String(seq), id: String(seq) }), present)
}

export function present(row: Selectable<RecordsRow>): z.output<typeof AuditRecord> {
  const { seq, at, service, type, action, actor, target, reason } = row
  const details = row.details as Record<string, unknown>
  const hash = row.hash.toString('hex')
  return {
    seq,
    at,
    service,
    type,
    action,
    actor,
    target,
    reason,
    correlationId: row.correlation_id,
    details,
    hash,
  }
}

/** Everything a person did, for their own archive. */
export async function recordsBy(db: Kysely<Tables>, actor: string) {
  return await db.selectFrom('records').selectAll().where('actor', '=', actor).orderBy('seq').execute()
}

function seqOf(cursor: string | undefined): number | undefined {
  const decoded = decodeCursor(cursor)
  if (decoded === undefined) return undefined
  if (/^\d{1,15}$/.test(decoded.key) && decoded.id === decoded.key) return Number(decoded.key)
  throw new Problem(422, 'invalid-cursor', 'This cursor is not one of ours')
}
