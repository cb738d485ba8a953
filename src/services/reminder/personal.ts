import type { Personal } from '#kernel'
import type { Ctx } from './context.ts'
import { openText } from './queries.ts'
import type { Tables } from './tables.ts'

/** Everything the service knows about a person. The erased person's key goes with the kernel. */
export const personal: Personal<Ctx, Tables> = {
  export: async (ctx, userId) => {
    const cipher = await ctx.secrets.person(userId)
    const of = (table: 'reminders' | 'occurrences' | 'digests') =>
      ctx.db.query.selectFrom(table).selectAll().where('user_id', '=', userId).execute()
    const [occurrences, digests] = await Promise.all([of('occurrences'), of('digests')])
    const reminders = await ctx.db.query
      .selectFrom('reminders')
      .selectAll()
      .where('user_id', '=', userId)
      .execute()
    const opened = reminders.map((row) => ({ ...row, text: openText(cipher, row) }))
    return JSON.parse(JSON.stringify({ reminders: opened, occurrences, digests })) as Record<string, unknown>
  },
  erase: async (_ctx, userId, tx) => {
    for (const table of ['occurrences', 'reminders', 'digests'] as const)
      await tx.query.deleteFrom(table).where('user_id', '=', userId).execute()
  },
}
