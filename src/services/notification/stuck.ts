import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { deliveryInHand } from './deliveries.ts'
import { settle } from './settle.ts'

/** Longer than all tries of the delivery job together. */
const stuckAfter = '3 hours'
const batch = 100

/**
 * A process that is killed during a job's last try leaves a delivery that nobody works on any more: it failed, and says
 * so, rather than being on its way for ever.
 */
export async function giveUpStuck(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from deliveries where state = 'queued' and due_at < notification.now() - ${stuckAfter}::interval
    order by due_at limit ${batch}`.execute(ctx.db.query)
  await Promise.all(rows.map(({ id }) => giveUp(ctx, id)))
}

async function giveUp(ctx: Ctx, deliveryId: string): Promise<void> {
  const delivery = await deliveryInHand(ctx, deliveryId)
  if (!delivery) return
  await settle(ctx, delivery, {
    state: 'failed',
    provider: null,
    error: 'given-up',
    permanent: false,
    off: [],
  })
}
