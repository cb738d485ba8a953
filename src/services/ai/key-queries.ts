import type { Kysely, Selectable } from 'kysely'
import type { KeysRow, Tables } from './tables.ts'

export type KeyRow = Selectable<KeysRow>

/** A key that is good, by its hash. */
export const keyOfHash = (db: Kysely<Tables>, hash: Buffer) =>
  db
    .selectFrom('keys')
    .selectAll()
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()

/** Newest first. @param ownerId undefined for those of everybody */
export function keysPage(
  db: Kysely<Tables>,
  ownerId: string | undefined,
  after: { at: Temporal.Instant; id: string } | undefined,
  limit: number,
) {
  let query = db.selectFrom('keys').selectAll()
  if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId)
  if (after)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), '<', tuple(after.at, after.id)),
    )
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
