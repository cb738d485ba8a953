import type { Ctx, Tx } from './context.ts'
import { openLearned, presentSummary } from './present.ts'
import { currentSheet } from './queries.ts'

/** Every document with what it says, what was corrected and what that taught. */
export async function exportPerson(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const cipher = await ctx.secrets.person(userId)
  const rows = await ctx.db.query
    .selectFrom('documents')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  const documents: object[] = []
  for (const row of rows) {
    const { sheet, changes } = await currentSheet(ctx.db.query, cipher, row)
    documents.push({ ...presentSummary(cipher, row), sheet, changes })
  }
  const places = await ctx.db.query
    .selectFrom('learned')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('correction_id')
    .execute()
  const learned = places.map(({ correction_id: id, position, place }) =>
    openLearned(cipher, `${id}:${position}`, place),
  )
  return JSON.parse(JSON.stringify({ documents, learned })) as Record<string, unknown>
}

export async function erasePerson(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('documents').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('recognised').where('user_id', '=', userId).execute()
}
