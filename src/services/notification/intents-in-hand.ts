import { type Selectable, sql } from 'kysely'
import { gathered } from '#kernel'
import type { Ctx } from './context.ts'
import type { IntentsRow } from './tables.ts'

/** Intents of one statement. */
const most = 128

/** Undefined for one that was dropped. */
export const intentById = gathered(most, async (ctx: Ctx, ids: readonly string[]) => {
  const rows = await ctx.db.query
    .selectFrom('intents')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id): Selectable<IntentsRow> | undefined => byId.get(id))
})

interface Composed {
  readonly id: string
  /** `notified`, or why nothing was said. */
  readonly outcome: string
}

export const markComposed = gathered(most, async (ctx: Ctx, done: readonly Composed[]) => {
  await sql`
    update intents set composed_at = ${ctx.clock.now()}, outcome = done.outcome
    from jsonb_to_recordset(${JSON.stringify(done)}::jsonb) as done(id uuid, outcome text)
    where intents.id = done.id`.execute(ctx.db.query)
  return done.map(() => undefined)
})
