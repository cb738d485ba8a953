import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import {
  cutPage,
  decodeInstantCursor,
  derivedId,
  errorOccurred,
  notFound,
  OutboundError,
  Problem,
  type Tx,
} from '#kernel'
import type { Ctx } from './context.ts'
import { type payment, paymentRefunded, paymentRefundFailed, type Refund } from './contract.ts'
import { requireGateway, restSeconds } from './gateways.ts'
import { giveBack } from './jobs.ts'
import type { GatewayName, PaymentGateway, RefundOrder, RefundOutcome } from './providers/types.ts'
import type { Tables } from './tables.ts'

type Row = Selectable<Tables['refunds']>

/**
 * Makes a refund, or learns what has become of it, also of one that is done: a bank may send the money back. The key is
 * stable within a round, and whatever may have been sent before is looked for first: killed after the call, the next run
 * finds the refund instead of making another. While the gateway is left alone, because it has failed repeatedly, the sweeper
 * is asked to come back after that: no try is spent on it.
 *
 * @throws OutboundError when the gateway does not say; the job, and later the sweeper, tries again
 */
export async function runGiveBack(ctx: Ctx, { refundId }: { refundId: string }): Promise<void> {
  const before = await claimTry(ctx, refundId)
  if (!before) return
  const gateway = await requireGateway(ctx, before.gateway as GatewayName)
  try {
    await recordRefund(ctx, refundId, await outcomeOf(gateway, before))
  } catch (error) {
    if (!(error instanceof OutboundError && error.kind === 'circuit-open')) throw error
    await putOff(ctx, refundId)
  }
}

async function outcomeOf(gateway: PaymentGateway, before: Tried): Promise<RefundOutcome> {
  const order: RefundOrder = {
    key: derivedId('refund', before.id, before.round),
    id: before.id,
    capture: before.capture!,
    amount: before.amount,
    currency: before.currency,
  }
  const { reference } = before
  if (reference) return await gateway.refundState({ ...order, reference })
  return await makeOrFind(gateway, order, before.tries > 1)
}

async function makeOrFind(gateway: PaymentGateway, order: RefundOrder, triedBefore: boolean) {
  const found = triedBefore ? await gateway.findRefund(order) : undefined
  return found ?? (await gateway.refund(order))
}

/**
 * Comes back when the gateway is asked again. The try is taken back, since what counts them waits longer after each; but one
 * is left, because something may have been sent before the gateway was left alone, and has to be looked for.
 */
async function putOff(ctx: Ctx, refundId: string): Promise<void> {
  await ctx.db.query
    .updateTable('refunds')
    .set({
      tries: sql`greatest(tries - 1, 1)`,
      due_at: sql<Temporal.Instant>`payment.now() + make_interval(secs => ${restSeconds})`,
    })
    .where('id', '=', refundId)
    .where('state', '<>', 'failed')
    .execute()
}

type Tried = NonNullable<Awaited<ReturnType<typeof claimTry>>>

/** Counts the try before it is made: a dead process leaves a count behind, never an uncounted call. */
async function claimTry(ctx: Ctx, refundId: string) {
  return await ctx.db.query
    .updateTable('refunds as r')
    .from('transactions as t')
    .set({ tries: sql`r.tries + 1` })
    .whereRef('t.id', '=', 'r.transaction_id')
    .where('r.id', '=', refundId)
    .where('r.state', '<>', 'failed')
    .returning([
      'r.id',
      'r.reference',
      'r.round',
      'r.tries',
      'r.amount',
      'r.currency',
      't.gateway',
      't.reference as capture',
    ])
    .executeTakeFirst()
}

/**
 * Told twice, or by two at once, it counts once. Pending may become anything, completed only failed: that was reported
 * done and is not. One that has failed needs a person, who is told.
 */
export async function recordRefund(ctx: Ctx, refundId: string, outcome: RefundOutcome): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockPayment(tx, refundId)
    const before = await tx.query
      .selectFrom('refunds')
      .selectAll()
      .where('id', '=', refundId)
      .executeTakeFirstOrThrow()
    const wasDone = before.state === 'completed'
    if (before.state !== 'pending' && !(wasDone && outcome.state === 'failed')) return
    const refund = await tx.query
      .updateTable('refunds')
      .set(columnsOf(outcome, wasDone))
      .where('id', '=', refundId)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (outcome.state === 'completed') await tellDone(tx, refund)
    if (outcome.state === 'failed') await tellFailed(tx, refund, wasDone, outcome.code.slice(0, 200))
  })
  count(ctx, outcome.state)
}

/** A completed one is looked at again a day later, and then ever more rarely (`sweepRest`). */
function columnsOf(outcome: RefundOutcome, wasDone: boolean) {
  const { state, reference } = outcome
  const told = { state, ...(reference ? { reference } : {}) }
  if (outcome.state === 'pending') return told
  if (outcome.state === 'failed')
    return { ...told, failure_code: outcome.code, was_done: wasDone, due_at: null, completed_at: null }
  return {
    ...told,
    failure_code: null,
    due_at: sql<Temporal.Instant>`payment.now() + interval '1 day'`,
    completed_at: sql<Temporal.Instant>`payment.now()`,
  }
}

/** Payment before refund, as everywhere: two who record never wait for each other in a circle. */
async function lockPayment({ query }: Tx<Tables>, refundId: string): Promise<void> {
  await query
    .selectFrom('payments')
    .select('id')
    .where('id', '=', (row) => row.selectFrom('refunds').select('payment_id').where('id', '=', refundId))
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** @param change What this refund adds to what the buyer has been given back, minor units; below zero when it came back. */
async function countRefund({ query }: Tx<Tables>, refund: Row, change: number) {
  const { state } = await query
    .updateTable('payments as p')
    .set({ refunded: sql`p.refunded + ${change}`, version: sql`p.version + 1` })
    .where('p.id', '=', refund.payment_id)
    .returning(
      sql<Omit<z.input<typeof paymentRefunded.data>, 'refundId' | 'refundAmount'>>`public_state(p)`.as(
        'state',
      ),
    )
    .executeTakeFirstOrThrow()
  return { ...state, refundId: refund.id, refundAmount: refund.amount }
}

async function tellDone(tx: Tx<Tables>, refund: Row): Promise<void> {
  const about = { subject: `booking:${refund.booking_id}`, reason: refund.reason }
  await tx.publish(paymentRefunded, await countRefund(tx, refund, refund.amount), about)
}

/** The gateway will not do it, or has not done what it said: money that is not ours is with us until somebody acts. */
async function tellFailed(tx: Tx<Tables>, refund: Row, wasDone: boolean, code: string): Promise<void> {
  const state = await countRefund(tx, refund, wasDone ? -refund.amount : 0)
  await tx.publish(
    paymentRefundFailed,
    { ...state, wasDone, code },
    { subject: `booking:${refund.booking_id}`, reason: refund.reason },
  )
  await tx.publish(errorOccurred, {
    operation: 'payment.refund',
    code: wasDone ? 'payment.refund-returned' : 'payment.refund-refused',
    message: `The gateway ${wasDone ? 'reports back' : 'has refused'} refund ${refund.id} of booking ${refund.booking_id}: ${code}`,
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
        reference: null,
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
  failure: row.failure_code,
  createdAt: row.created_at,
  completedAt: row.completed_at,
})
