import { sql } from 'kysely'
import { defineService, rows } from '#kernel'
import { type Ctx, settings } from './context.ts'
import { analytics } from './contract.ts'
import { count } from './count.ts'
import { daily, summary } from './reports.ts'
import type { Tables } from './tables.ts'

export default defineService({
  contract: analytics,
  tables: rows<Tables>(),
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    daily: async (ctx: Ctx, { metric, ...range }) => ({ items: await daily(ctx.db.query, range, metric) }),
    summary: (ctx, range) => summary(ctx.db.query, range),
  },
  batch: count,
  jobs: { forgetStories: { cron: '20 3 * * *', run: forgetStories } },
  // Numbers of a day name nobody; a story is a correlation id and three times, gone after 30 days.
  personal: { export: async () => ({}), erase: async () => {} },
})

/** A story that has not come to its end in 30 days will not be counted any more. */
async function forgetStories(ctx: Ctx): Promise<void> {
  await sql`delete from stories where seen_at < pg_catalog.now() - interval '30 days'`.execute(ctx.db.query)
}
