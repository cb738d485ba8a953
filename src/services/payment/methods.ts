import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { z } from 'zod'
import {
  cutPage,
  decodeInstantCursor,
  derivedId,
  type Meta,
  notFound,
  Problem,
  type Tx,
  unauthorized,
} from '#kernel'
import type { Ctx } from './context.ts'
import type { PaymentMethod, payment } from './contract.ts'
import { requireGateway } from './gateways.ts'
import { detachMethod, forgetCustomer } from './jobs.ts'
import { methodAad } from './outcomes.ts'
import type { GatewayName, PaymentGateway } from './providers/types.ts'
import type { Tables } from './tables.ts'

type MethodInput = z.output<typeof payment.routes.pay.input>['method']

/** Saved methods of one person. */
const mostMethods = 20

/** What an attempt is paid with: the gateway's token, and for a saved method or one to be saved the payer. */
export async function meansOf(
  ctx: Ctx,
  gateway: PaymentGateway,
  method: MethodInput,
  meta: Meta<Tables>,
): Promise<{ token: string; customer: string | null; savesAs: string | null }> {
  if ('methodId' in method) {
    const { token, customer } = await savedMethod(ctx, gateway.name, method.methodId, meta.userId)
    return { token, customer, savesAs: null }
  }
  if (!method.save) return { token: method.token, customer: null, savesAs: null }
  if (meta.actor.kind !== 'user') throw unauthorized('Sign in to keep a payment method')
  const customer = await customerOf(ctx, gateway, meta.userId)
  return { token: method.token, customer, savesAs: randomUUID() }
}

async function savedMethod(ctx: Ctx, gateway: GatewayName, methodId: string, userId: string) {
  const found = await ctx.db.query
    .selectFrom('payment_methods as m')
    .innerJoin('customers as c', (on) =>
      on.onRef('c.user_id', '=', 'm.user_id').onRef('c.gateway', '=', 'm.gateway'),
    )
    .select(['m.token', 'c.reference as customer'])
    .where('m.id', '=', methodId)
    .where('m.user_id', '=', userId)
    .where('m.gateway', '=', gateway)
    .where('m.forgotten_at', 'is', null)
    .executeTakeFirst()
  if (!found) throw notFound('payment method')
  const cipher = await ctx.secrets.person(userId)
  return { token: cipher.open(found.token, methodAad(methodId)), customer: found.customer }
}

/** Whom the gateway knows this user as; made known at the first saved method. The gateway learns no id of ours. */
async function customerOf(ctx: Ctx, gateway: PaymentGateway, userId: string): Promise<string> {
  const known = await ctx.db.query
    .selectFrom('customers')
    .select('reference')
    .where('user_id', '=', userId)
    .where('gateway', '=', gateway.name)
    .executeTakeFirst()
  if (known) return known.reference
  const reference = await gateway.customer(derivedId('customer', userId))
  await ctx.db.query
    .insertInto('customers')
    .values({ user_id: userId, gateway: gateway.name, reference })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return reference
}

/** @throws Problem 422 when the gateway does not know the token or will not keep it, 409 over the limit */
export async function saveMethod(
  ctx: Ctx,
  { token }: { token: string },
  meta: Meta<Tables>,
): Promise<z.output<typeof PaymentMethod>> {
  const gateway = await requireGateway(ctx)
  const { userId } = meta
  await refuseTooMany(ctx, userId)
  const known = await gateway.attach(token, await customerOf(ctx, gateway, userId))
  if (!known)
    throw new Problem(422, 'payment.method-unknown', 'The payment gateway does not take this method')
  const id = derivedId('method', gateway.name, userId, known.token)
  const sealed = (await ctx.secrets.person(userId)).seal(known.token, methodAad(id))
  const row = await ctx.db.transaction(async (tx) => {
    const saved = await tx.query
      .insertInto('payment_methods')
      .values({
        id,
        user_id: userId,
        gateway: gateway.name,
        token: sealed,
        brand: known.brand,
        last4: known.last4,
        expires: known.expires,
        created_at: sql`payment.now()`,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ token: sealed, forgotten_at: null }))
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx.audit({ action: 'payment-method.saved', target: `payment-method:${id}` })
    return saved
  })
  return presentMethod(row)
}

async function refuseTooMany(ctx: Ctx, userId: string): Promise<void> {
  const { count } = await ctx.db.query
    .selectFrom('payment_methods')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('forgotten_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= mostMethods)
    throw new Problem(409, 'payment.too-many-methods', `At most ${mostMethods} methods are kept for you`)
}

/** Forgotten here at once, at the gateway by a job. */
export async function forgetMethod(ctx: Ctx, { methodId }: { methodId: string }, meta: Meta<Tables>) {
  const { userId } = meta
  await ctx.db.transaction(async (tx) => {
    const forgotten = await tx.query
      .updateTable('payment_methods')
      .set({ forgotten_at: sql`payment.now()` })
      .where('id', '=', methodId)
      .where('user_id', '=', userId)
      .where('forgotten_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!forgotten) throw notFound('payment method')
    await tx.enqueue(detachMethod, { methodId })
    await tx.audit({ action: 'payment-method.forgotten', target: `payment-method:${methodId}` })
  })
}

/** The job after it. Erased meanwhile, the method went with its owner's payer. */
export async function runDetach(ctx: Ctx, { methodId }: { methodId: string }): Promise<void> {
  const method = await ctx.db.query
    .selectFrom('payment_methods')
    .select(['token', 'user_id', 'gateway'])
    .where('id', '=', methodId)
    .where('forgotten_at', 'is not', null)
    .executeTakeFirst()
  if (!method) return
  const cipher = await ctx.secrets.person(method.user_id)
  const gateway = await requireGateway(ctx, method.gateway as GatewayName)
  await gateway.detach(cipher.open(method.token, methodAad(methodId)))
  await ctx.db.query
    .deleteFrom('payment_methods')
    .where('id', '=', methodId)
    .where('forgotten_at', 'is not', null)
    .execute()
}

/** Inside the erasure of a person: their payer at the gateway goes, and all its methods with it. */
export async function forgetPerson(tx: Tx<Tables>, userId: string): Promise<void> {
  await tx.query.deleteFrom('payment_methods').where('user_id', '=', userId).execute()
  const customers = await tx.query
    .deleteFrom('customers')
    .where('user_id', '=', userId)
    .returningAll()
    .execute()
  for (const { gateway, reference } of customers)
    await tx.enqueue(forgetCustomer, { gateway: gateway as GatewayName, customer: reference })
}

export async function listMethods(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  meta: Meta<Tables>,
) {
  const after = decodeInstantCursor(cursor)
  const found = await ctx.db.query
    .selectFrom('payment_methods')
    .selectAll()
    .where('user_id', '=', meta.userId)
    .where('forgotten_at', 'is', null)
    .$if(after !== undefined, (query) =>
      query.where((row) => row(row.refTuple('created_at', 'id'), '<', row.tuple(after!.at, after!.id))),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(found, limit, (row) => ({ key: row.created_at.toString(), id: row.id }), presentMethod)
}

export const presentMethod = (
  row: Selectable<Tables['payment_methods']>,
): z.output<typeof PaymentMethod> => ({
  id: row.id,
  gateway: row.gateway as GatewayName,
  brand: row.brand,
  last4: row.last4,
  expires: row.expires,
  createdAt: row.created_at,
})
