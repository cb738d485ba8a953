import { sql } from 'kysely'
import { type Cause, currentStory, gathered, type Meta, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { requireGateway } from './gateways.ts'
import { askGateway, giveBack } from './jobs.ts'
import { lookSoon } from './look-soon.ts'
import type { GatewayName, Report } from './providers/types.ts'
import type { Tables } from './tables.ts'

/**
 * A report of the gateway. It is only a reason to ask: what it says is not read, so late, repeated, reordered and old
 * reports do no harm. Each event is taken once (its id is kept for 30 days).
 *
 * @throws Problem 400 for a signature that does not fit
 */
export async function receiveWebhook(
  ctx: Ctx,
  { gateway: name }: { gateway: GatewayName },
  meta: Meta<Tables>,
): Promise<Response> {
  const body = await meta.request.text()
  const gateway = await requireGateway(ctx, name)
  const report = gateway.readReport(body, meta.request.headers, ctx.clock.now())
  await receiveTogether(ctx, { gateway: name, report, because: currentStory() })
  return new Response(null, { status: 204 })
}

interface Received {
  readonly gateway: GatewayName
  readonly report: Report
  readonly because: Cause
}

/** Most reports of one transaction. */
const most = 64
const receiveTogether = gathered(most, async (ctx: Ctx, received: readonly Received[]) => {
  await ctx.db.transaction(async (tx) => {
    for (const gateway of new Set(received.map((each) => each.gateway)))
      await receive(
        ctx,
        tx,
        gateway,
        received.filter((each) => each.gateway === gateway),
      )
  })
  return received.map(() => undefined)
})

async function receive(
  ctx: Ctx,
  tx: Tx<Tables>,
  gateway: GatewayName,
  received: readonly Received[],
): Promise<void> {
  const reports = received.map(({ report: { eventId, about } }) => ({ eventId, ...about }))
  const { rows } = await sql<{
    event_id: string
    transaction_id: string | null
    is_young: boolean
    refund_id: string | null
  }>`
    select * from receive_reports(${gateway}, ${JSON.stringify(reports)}::jsonb)`.execute(tx.query)
  const causes = new Map(received.map(({ report, because }) => [report.eventId, because]))
  await tx.enqueueAll(
    askGateway,
    rows.flatMap(({ event_id, transaction_id: transactionId, is_young }) =>
      transactionId && !is_young ? [{ data: { transactionId }, because: causes.get(event_id)! }] : [],
    ),
  )
  await tx.enqueueAll(
    giveBack,
    rows.flatMap(({ event_id, refund_id: refundId }) =>
      refundId ? [{ data: { refundId }, because: causes.get(event_id)! }] : [],
    ),
  )
  const young = rows.flatMap((row) => (row.is_young && row.transaction_id ? [row.transaction_id] : []))
  tx.afterCommit(() => lookSoon(ctx, young))
}

/** Every hour: what is older than any gateway repeats it. */
export async function forgetWebhooks(ctx: Ctx): Promise<void> {
  await ctx.db.query
    .deleteFrom('webhook_events')
    .where('received_at', '<', ctx.clock.now().subtract({ hours: 30 * 24 }))
    .execute()
}
