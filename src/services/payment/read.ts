import { sql } from 'kysely'
import { z } from 'zod'
import { cutPage, decodeInstantCursor, type Meta } from '#kernel'
import { visiblePayment } from './buyer.ts'
import type { Ctx } from './context.ts'
import { Payment } from './contract.ts'
import type { Tables } from './tables.ts'

/** The database presents payments (`present`), so that kept answers and fresh ones are the same. */
export const decodePayment = (shown: unknown): Payment => z.decode(Payment, shown as z.input<typeof Payment>)

export const getPayment = async (ctx: Ctx, { paymentId }: { paymentId: string }, meta: Meta<Tables>) =>
  decodePayment(await visiblePayment(ctx.db.query, 'id', paymentId, meta))

export const paymentOfBooking = async (ctx: Ctx, { bookingId }: { bookingId: string }, meta: Meta<Tables>) =>
  decodePayment(await visiblePayment(ctx.db.query, 'booking_id', bookingId, meta))

export async function listPayments(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  meta: Meta<Tables>,
) {
  const after = decodeInstantCursor(cursor)
  const found = await ctx.db.query
    .selectFrom('payments as p')
    .select(['p.id', 'p.created_at', sql<unknown>`present(p)`.as('shown')])
    .where('p.user_id', '=', meta.userId)
    .$if(after !== undefined, (query) =>
      query.where((row) => row(row.refTuple('p.created_at', 'p.id'), '<', row.tuple(after!.at, after!.id))),
    )
    .orderBy('p.created_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(
    found,
    limit,
    (row) => ({ key: row.created_at.toString(), id: row.id }),
    (row) => decodePayment(row.shown),
  )
}
