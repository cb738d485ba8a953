import type { Meta } from '#kernel'
import type { Ctx } from './context.ts'
import { requireGateway } from './gateways.ts'
import { askGateway, giveBack } from './jobs.ts'
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
  const report = requireGateway(ctx, name).readReport(body, meta.request.headers, ctx.clock.now())
  await ctx.db.transaction(async (tx) => {
    const fresh = await tx.query
      .insertInto('webhook_events')
      .values({ gateway: name, event_id: report.eventId })
      .onConflict((conflict) => conflict.doNothing())
      .returning('event_id')
      .executeTakeFirst()
    if (!fresh || !report.about) return
    const { transactionId, refundId } = await subjectOf(tx.query, name, report.about)
    if (transactionId) await tx.enqueue(askGateway, { transactionId })
    if (refundId) await tx.enqueue(giveBack, { refundId })
  })
  return new Response(null, { status: 204 })
}

/** What of ours the gateway's id means; nothing for what is not ours or whose id we have not learned yet. */
async function subjectOf(
  query: Ctx['db']['query'],
  gateway: GatewayName,
  { kind, reference, key }: NonNullable<Report['about']>,
): Promise<{ transactionId?: string; refundId?: string }> {
  if (kind === 'refund') {
    const found = await query
      .selectFrom('refunds')
      .select('id')
      .where((row) => row.or([row('reference', '=', reference), ...(key ? [row('id', '=', key)] : [])]))
      .executeTakeFirst()
    return found ? { refundId: found.id } : {}
  }
  const found = await query
    .selectFrom('transactions')
    .select('id')
    .where('gateway', '=', gateway)
    .where((row) => row.or([row('reference', '=', reference), ...(key ? [row('id', '=', key)] : [])]))
    .executeTakeFirst()
  return found ? { transactionId: found.id } : {}
}

/** Every hour: what is older than any gateway repeats it. */
export async function forgetWebhooks(ctx: Ctx): Promise<void> {
  await ctx.db.query
    .deleteFrom('webhook_events')
    .where('received_at', '<', ctx.clock.now().subtract({ hours: 30 * 24 }))
    .execute()
}
