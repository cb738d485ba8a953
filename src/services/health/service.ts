import { sql } from 'kysely'
import { defineService, HealthStatus, rows } from '#kernel'
import { type Ctx, settings } from './context.ts'
import { health } from './contract.ts'
import { currentHealth, look, worstOf } from './probe.ts'
import type { Tables } from './tables.ts'

export default defineService({
  contract: health,
  tables: rows<Tables>(),
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: { status, services, history },
  jobs: {
    probe: { every: 'PT10S', run: async (ctx: Ctx) => void (await look(ctx)) },
    forgetChanges: { cron: '40 3 * * *', run: forgetChanges },
  },
  // States of machines; nobody is named.
  personal: { export: async () => ({}), erase: async () => {} },
})

async function status(ctx: Ctx) {
  const { checkedAt, reports } = await currentHealth(ctx)
  const services = Object.fromEntries(reports.map((report) => [report.service, report.status]))
  return { status: worstOf(reports), checkedAt, services }
}

async function services(ctx: Ctx) {
  const { checkedAt, reports } = await currentHealth(ctx)
  return { checkedAt, services: [...reports] }
}

async function history(ctx: Ctx, { limit }: { limit: number }) {
  const changes = await ctx.db.query
    .selectFrom('changes')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return {
    items: changes.map((change) => ({
      service: change.service,
      from: HealthStatus.nullable().parse(change.from_status),
      to: HealthStatus.parse(change.to_status),
      at: change.at,
      detail: change.detail,
    })),
  }
}

async function forgetChanges(ctx: Ctx): Promise<void> {
  await sql`delete from changes where at < health.now() - interval '90 days'`.execute(ctx.db.query)
}
