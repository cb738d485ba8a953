import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeInstantCursor, derivedId, errorOccurred, notFound, Problem, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { type payment, paymentRefunded, type Refund } from './contract.ts'
import { requireGateway } from './gateways.ts'
import { giveBack } from './jobs.ts'
import type { GatewayName, PaymentGateway, RefundOrder, RefundOutcome } from './providers/types.ts'
import type { Tables } from './tables.ts'

type Row = Selectable<Tables['refunds']>

/**
 * Makes a refund, or learns what has become of it. The key is stable within a round, and whatever may have been sent
 * before is looked for first: killed after the call, the next run finds the refund instead of making another.
 *
 * @throws OutboundError when the gateway does not say; the job, and later the sweeper, tries again
 */
export async function runGiveBack(ctx: Ctx, { refundId }: { refundId: string }): Promise<void> {
  const before = await claimTry(ctx, refundId)
  if (!before) return
  const gateway = requireGateway(ctx, before.gateway as GatewayName)
  const order: RefundOrder = {
    key: derivedId('refund', before.id, before.round),
    id: before.id,
    capture: before.capture!,
    amount: before.amount,
    currency: before.currency,
  }
  await recordRefund(ctx, refundId, await makeOrFind(gateway, order, before.tries > 1))
}

async function makeOrFind(gateway: PaymentGateway, order: RefundOrder, triedBefore: boolean) {
  const found = triedBefore ? await gateway.findRefund(order) : undefined
  return found ?? (await gateway.refund(order))
}

/** Counts the try before it is made: a dead process leaves a count behind, never an uncounted call. */
async function claimTry(ctx: Ctx, refundId: string) {
  return await ctx.db.query
    .updateTable('refunds as r')
    .from('transactions as t')
    .set({ tries: sql`r.tries + 1` })
    .whereRef('t.id', '=', 'r.transaction_id')
    .where('r.id', '=', refundId)
    .where('r.state', '=', 'pending')
    .returning([
      'r.id',
      'r.round',
      'r.tries',
      'r.amount',
      'r.currency',
      't.gateway',
      't.reference as capture',
    ])
    .executeTakeFirst()
}

/** Told twice, or by two at once, it counts once. One that was refused for good needs a person, who is told. */
export async function recordRefund(ctx: Ctx, refundId: string, outcome: RefundOutcome): Promise<void> {
  const reference = outcome.reference
  await ctx.db.transaction(async (tx) => {
    const paymentId = await lockPayment(tx, refundId)
    const refund = await tx.query
      .updateTable('refunds')
      .set({
        state: outcome.state,
        ...(reference ? { reference } : {}),
        failure_code: outcome.state === 'failed' ? outcome.code : null,
        ...(outcome.state === 'pending' ? {} : { due_at: null }),
        completed_at: outcome.state === 'completed' ? sql`payment.now()` : null,
      })
      .where('id', '=', refundId)
      .where('state', '=', 'pending')
      .returningAll()
      .executeTakeFirst()
    if (refund && outcome.state === 'completed') await countRefund(tx, paymentId, refund)
    if (refund && outcome.state === 'failed') await reportRefused(tx, refund, outcome.code)
  })
  count(ctx, outcome.state)
}

/** Payment before refund, as everywhere: two who record never wait for each other in a circle. */
async function lockPayment({ query }: Tx<Tables>, refundId: string): Promise<string> {
  const { id } = await query
    .selectFrom('payments')
    .select('id')
    .where('id', '=', (row) => row.selectFrom('refunds').select('payment_id').where('id', '=', refundId))
    .forUpdate()
    .executeTakeFirstOrThrow()
  return id
}

async function countRefund(tx: Tx<Tables>, paymentId: string, refund: Row): Promise<void> {
  const { state } = await tx.query
    .updateTable('payments as p')
    .set({ refunded: sql`p.refunded + ${refund.amount}`, version: sql`p.version + 1` })
    .where('p.id', '=', paymentId)
    .returning(sql<z.input<typeof paymentRefunded.data>>`public_state(p)`.as('state'))
    .executeTakeFirstOrThrow()
  const told = { ...state, refundId: refund.id, refundAmount: refund.amount }
  await tx.publish(paymentRefunded, told, {
    subject: `booking:${refund.booking_id}`,
    reason: refund.reason,
  })
}

/** The gateway will not do it: money that is not ours stays with us until somebody acts. */
async function reportRefused(tx: Tx<Tables>, refund: Row, code: string): Promise<void> {
  await tx.publish(errorOccurred, {
    operation: 'payment.refund',
    code: 'payment.refund-refused',
    message: `The gateway has refused refund ${refund.id} of booking ${refund.booking_id}: ${code}`.slice(
      0,
      2000,
    ),
    userId: null,
  })
}

const count = (ctx: Ctx, outcome: string) =>
  ctx.metrics.counter('payment_refunds_total', 'Answers of gateways to refunds', ['outcome']).inc({ outcome })

/** Tries a refused refund again, under a new key: the gateway would repeat its refusal under the old one. */
export async function retryRefund(ctx: Ctx, { refundId }: { refundId: string }) {
  return await ctx.db.transaction(async (tx) => {
    const retried = await tx.query
      .updateTable('refunds')
      .set({
        state: 'pending',
        round: sql`round + 1`,
        tries: 0,
        failure_code: null,
        due_at: sql`payment.now() + interval '60 s'`,
      })
      .where('id', '=', refundId)
      .where('state', '=', 'failed')
      .returningAll()
      .executeTakeFirst()
    if (!retried) {
      const other = await tx.query
        .selectFrom('refunds')
        .select('id')
        .where('id', '=', refundId)
        .executeTakeFirst()
      if (!other) throw notFound('refund')
      throw new Problem(409, 'payment.refund-not-failed', 'Only a refund that was refused can be tried again')
    }
    await tx.enqueue(giveBack, { refundId }, { id: derivedId('giveBack', refundId, retried.round) })
    await tx.audit({ action: 'refund.retried', target: `refund:${refundId}` })
    return presentRefund(retried)
  })
}

type ListInput = z.output<typeof payment.routes.refunds.input>

export async function listRefunds(ctx: Ctx, { limit, cursor, bookingId, state }: ListInput) {
  const after = decodeInstantCursor(cursor)
  const found = await ctx.db.query
    .selectFrom('refunds')
    .selectAll()
    .$if(bookingId !== undefined, (query) => query.where('booking_id', '=', bookingId!))
    .$if(state !== undefined, (query) => query.where('state', '=', state!))
    .$if(after !== undefined, (query) =>
      query.where((row) => row(row.refTuple('created_at', 'id'), '<', row.tuple(after!.at, after!.id))),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(found, limit, (row) => ({ key: row.created_at.toString(), id: row.id }), presentRefund)
}

export const presentRefund = (row: Row): z.output<typeof Refund> => ({
  id: row.id,
  paymentId: row.payment_id,
  bookingId: row.booking_id,
  amount: row.amount,
  currency: row.currency,
  state: row.state as Row['state'] & z.output<typeof Refund>['state'],
  reason: row.reason,
  createdAt: row.created_at,
  completedAt: row.completed_at,
})
