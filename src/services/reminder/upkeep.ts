import type { Ctx } from './context.ts'

/** How long what is over is kept, days. */
const keepDays = { occurrences: 400, reminders: 400 } as const

/** Nightly: drops what nobody asks for any more. */
export async function dropOld(ctx: Ctx): Promise<void> {
  const before = (days: number) => ctx.clock.now().subtract({ hours: days * 24 })
  await ctx.db.query.deleteFrom('occurrences').where('rang_at', '<', before(keepDays.occurrences)).execute()
  await ctx.db.query
    .deleteFrom('reminders')
    .where('state', '<>', 'active')
    .where('updated_at', '<', before(keepDays.reminders))
    .execute()
}
