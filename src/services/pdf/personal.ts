import type { Ctx, Tx } from './context.ts'
import { presentSummary } from './present.ts'
import { currentSheet } from './queries.ts'

/** Every document with what it says and what was corrected. */
export async function exportPerson(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const cipher = await ctx.secrets.person(userId)
  const rows = await ctx.db.query
    .selectFrom('documents')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  const documents: object[] = []
  for (const row of rows)
    documents.push({
      ...presentSummary(cipher, row),
      ...(await currentSheet(ctx.db.query, cipher, row)),
    })
  return JSON.parse(JSON.stringify({ documents })) as Record<string, unknown>
}

export async function erasePerson(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('documents').where('user_id', '=', userId).execute()
}
