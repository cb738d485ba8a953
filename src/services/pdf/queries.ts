import { type Kysely, sql } from 'kysely'
import type { PersonalCipher } from '#kernel'
import { correctedSheet } from './corrected.ts'
import { type DocumentRow, type KeptChange, openChange, openSheet } from './present.ts'
import type { Tables } from './tables.ts'

export type Query = Kysely<Tables>
export const now = sql<Temporal.Instant>`pdf.now()`

export async function findDocument(db: Query, documentId: string, userId?: string) {
  let query = db.selectFrom('documents').selectAll().where('id', '=', documentId)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  return await query.executeTakeFirst()
}

/** In the order in which they were made: what came later stands. */
export async function changesOf(
  db: Query,
  cipher: PersonalCipher,
  documentId: string,
): Promise<KeptChange[]> {
  const rows = await db
    .selectFrom('corrections')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...openChange(cipher, documentId, row.change),
    by: `user:${row.user_id}`,
    correctedAt: row.corrected_at,
  }))
}

/** What a document says, corrections applied, and what was read in it; null before it is read and when it cannot be. */
export async function currentSheet(db: Query, cipher: PersonalCipher, row: DocumentRow) {
  const changes = await changesOf(db, cipher, row.id)
  const read = row.sheet === null ? null : openSheet(cipher, row.id, row.sheet)
  return { sheet: read && correctedSheet(read, changes), read, changes }
}
