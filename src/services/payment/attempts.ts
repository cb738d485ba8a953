import { type Kysely, type Selectable, sql } from 'kysely'
import type { Ctx } from './context.ts'
import { requireGateway } from './gateways.ts'
import { type Booked, type Known, type Recorded, record } from './outcomes.ts'
import type { GatewayName, PaymentGateway } from './providers/types.ts'
import type { Tables } from './tables.ts'

interface Living {
  readonly booked: Booked
  readonly gateway: GatewayName
  readonly state: Recorded['state']
  /** Is there nothing left to pay for? */
  readonly over: boolean
}

/** Attempts with these ids, as our books have them. */
export async function attemptsOf(db: Kysely<Tables>, ids: readonly string[]): Promise<Living[]> {
  const rows = await db
    .selectFrom('transactions as t')
    .innerJoin('payments as p', 'p.id', 't.payment_id')
    .innerJoin('bookings as b', 'b.booking_id', 'p.booking_id')
    .selectAll('t')
    .select(['p.booking_id', 'p.user_id', sql<boolean>`is_over(b, payment.now())`.as('over')])
    .where('t.id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  return rows.map((row) => ({
    booked: {
      attempt: attemptFrom(row),
      userId: row.user_id,
      savesAs: row.saves_as,
      correlationId: row.correlation_id,
    },
    gateway: row.gateway as GatewayName,
    state: row.state as Recorded['state'],
    over: row.over,
  }))
}

const attemptFrom = (row: Selectable<Tables['transactions']> & { booking_id: string }) => ({
  key: row.id,
  bookingId: row.booking_id,
  amount: row.amount,
  currency: row.currency,
  customer: row.customer,
  saves: row.saves_as !== null,
  startedAt: row.created_at,
  reference: row.reference,
})

/**
 * Asks the gateway how an attempt stands and records it.
 *
 * @param resolve `find` only looks (a request may still be on its way); `close` ends what has taken no money
 * @throws OutboundError when the gateway does not say
 */
export async function settle(
  ctx: Ctx,
  living: Living,
  resolve: 'find' | 'close',
): Promise<Recorded | undefined> {
  const gateway = await requireGateway(ctx, living.gateway)
  const outcome = await gateway[resolve](living.booked.attempt)
  if (outcome.state === 'absent') return undefined
  return await record(ctx, living.booked, outcome, null)
}

/** For the sweeper: nobody works on this attempt any more, so that what has taken no money is ended. */
export async function settleForGood(ctx: Ctx, living: Living): Promise<void> {
  const seen = await settle(ctx, living, 'find')
  const waitsInVain = seen?.state === 'action-needed' && living.over
  if (!seen || waitsInVain) await settle(ctx, living, 'close')
}

/** For reports of the gateway, at any time, also while the request is under way: only looks. */
export async function lookAgain(ctx: Ctx, transactionId: string): Promise<void> {
  const [living] = await attemptsOf(ctx.db.query, [transactionId])
  if (living) await lookAt(ctx, living)
}

export async function lookAt(ctx: Ctx, living: Living): Promise<void> {
  if (living.state !== 'succeeded' && living.state !== 'failed') await settle(ctx, living, 'find')
}

/** Takes the money, or learns that it does not come. What nobody can tell now is `unknown`, and the sweeper asks on. */
export async function capture(
  ctx: Ctx,
  gateway: PaymentGateway,
  { attempt }: Booked,
  means: { token: string; returnUrl: string },
): Promise<Known> {
  const started = performance.now()
  try {
    const outcome = await gateway.capture(attempt, means)
    if (outcome.state === 'absent') return { state: 'unknown' }
    return outcome
  } catch (error) {
    ctx.log.warn({ err: error, transactionId: attempt.key }, 'The outcome of a payment is not known yet')
    return { state: 'unknown' }
  } finally {
    ctx.metrics.operationDuration.observe(
      { service: 'payment', operation: 'capture' },
      (performance.now() - started) / 1000,
    )
  }
}
