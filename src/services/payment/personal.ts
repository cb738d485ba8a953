import { sql } from 'kysely'
import type { Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { PaymentMethod, Refund } from './contract.ts'
import { forgetPerson, presentMethod } from './methods.ts'
import { presentRefund } from './refunds.ts'
import type { Tables } from './tables.ts'

/** Payments, refunds and saved methods of a person; never the gateway's tokens. */
export async function exportPerson({ db }: Ctx, userId: string): Promise<Record<string, unknown>> {
  const payments = await db.query
    .selectFrom('payments as p')
    .select(sql<unknown>`present(p)`.as('shown'))
    .where('p.user_id', '=', userId)
    .orderBy('p.created_at')
    .execute()
  const refunds = await db.query
    .selectFrom('refunds as r')
    .innerJoin('payments as p', 'p.id', 'r.payment_id')
    .selectAll('r')
    .where('p.user_id', '=', userId)
    .orderBy('r.created_at')
    .execute()
  const methods = await db.query
    .selectFrom('payment_methods')
    .selectAll()
    .where('user_id', '=', userId)
    .where('forgotten_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return {
    payments: payments.map(({ shown }) => shown),
    refunds: refunds.map((row) => Refund.encode(presentRefund(row))),
    methods: methods.map((row) => PaymentMethod.encode(presentMethod(row))),
  }
}

/** Books of money are kept, without a name on them; saved methods go, here and at the gateway. */
export async function erasePerson(userId: string, tx: Tx<Tables>): Promise<void> {
  await forgetPerson(tx, userId)
  await tx.query
    .updateTable('transactions')
    .set({ customer: null, saves_as: null })
    .where('payment_id', 'in', (row) => row.selectFrom('payments').select('id').where('user_id', '=', userId))
    .execute()
  await tx.query.updateTable('bookings').set({ user_id: null }).where('user_id', '=', userId).execute()
  await tx.query
    .updateTable('payments')
    .set({ user_id: null, brand: null, last4: null })
    .where('user_id', '=', userId)
    .execute()
}
