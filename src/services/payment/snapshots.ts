import { sql } from 'kysely'
import type { z } from 'zod'
import { cutSnapshot, type SnapshotPage, type SnapshotQuery, stateOf } from '#kernel'
import type { Ctx } from './context.ts'
import { paymentCompleted, paymentRefunded, paymentRefundFailed } from './contract.ts'

/** What this service told last of money that moved, as far back as somebody may have missed it. */

const nobody = '00000000-0000-0000-0000-000000000000'
const recent = sql`payment.now() - interval '30 days'`

type Completed = z.output<typeof paymentCompleted.data>

/** Payments that were captured within the last month. */
export async function paymentStates(
  ctx: Ctx,
  { after = nobody, limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const { rows } = await sql<{ id: string; at: Temporal.Instant; state: Completed }>`
    select p.id, p.completed_at as at, public_state(p) as state from payments p
    where p.id > ${after} and p.completed_at > ${recent} order by p.id limit ${limit + 1}`.execute(
    ctx.db.query,
  )
  return cutSnapshot(
    rows.map(({ id, at, state }) => stateOf(paymentCompleted, id, at, state)),
    limit,
  )
}

interface RefundRow {
  readonly id: string
  readonly at: Temporal.Instant
  readonly amount: number
  readonly failure: string | null
  readonly was_done: boolean
  readonly state: Completed
}

/** Refunds that were done or failed, of those that were asked for within the last month. */
export async function refundStates(
  ctx: Ctx,
  { after = nobody, limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const { rows } = await sql<RefundRow>`
    select r.id, coalesce(r.completed_at, r.created_at) as at, r.amount, r.failure_code as failure,
      r.was_done, public_state(p) as state
    from refunds r join payments p on p.id = r.payment_id
    where r.id > ${after} and r.state <> 'pending' and r.created_at > ${recent}
    order by r.id limit ${limit + 1}`.execute(ctx.db.query)
  return cutSnapshot(
    rows.map(({ id, at, amount, failure, was_done: wasDone, state }) => {
      const said = { ...state, refundId: id, refundAmount: amount }
      return failure === null
        ? stateOf(paymentRefunded, id, at, said)
        : stateOf(paymentRefundFailed, id, at, { ...said, wasDone, code: failure })
    }),
    limit,
  )
}
