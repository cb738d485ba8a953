import { sql } from 'kysely'
import { type Claim, currentScope, gathered } from '#kernel'
import type { PublicBooking } from '#services/booking'
import type { Buyer } from './buyer.ts'
import type { Ctx } from './context.ts'
import { wireClaim } from './outcomes.ts'
import type { GatewayName } from './providers/types.ts'

/** What somebody wants to pay for, before anything is written. */
export interface Wish {
  readonly bookingId: string
  readonly buyer: Buyer
  readonly transactionId: string
  readonly gateway: GatewayName
  readonly customer: string | null
  readonly savesAs: string | null
  readonly claim: Claim | null
}

/** How the wish was met by our books; `begun` is the only one that has written anything. */
export type Begun =
  | { readonly outcome: 'begun'; readonly amount: number; readonly currency: string }
  | { readonly outcome: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly outcome: 'twin'; readonly transactionId: string }
  | { readonly outcome: 'in-progress'; readonly state: string; readonly transactionId: string }
  | {
      readonly outcome:
        | 'not-heard-of'
        | 'not-found'
        | 'key-reused'
        | 'already-paid'
        | 'nothing-to-pay'
        | 'over'
    }

/** How long the request that begins an attempt works on it, seconds: afterwards others ask the gateway. */
export const patienceSeconds = ({ settings }: Ctx): number =>
  Math.ceil(settings.PAYMENT_TIMEOUT_SECONDS * 2) + 5

/** Wishes of one call. */
const most = 64

/**
 * Who may, whether it is paid or being paid, the hold by database time, the attempt under its key: see begin_payments.
 *
 * @param said What booking says, for a booking that no event has told of yet.
 */
export async function begin(ctx: Ctx, wish: Wish, said?: PublicBooking): Promise<Begun> {
  const { buyer, claim, ...rest } = wish
  return await beginTogether(ctx, {
    ...rest,
    ...buyer,
    said: said ?? null,
    claim: claim && wireClaim(claim),
    correlationId: currentScope().correlationId,
    patienceSeconds: patienceSeconds(ctx),
  })
}

/** Buyers who come while others are on their way share a call and a commit. */
const beginTogether = gathered(most, async (ctx: Ctx, wanted: readonly object[]): Promise<Begun[]> => {
  const { rows } = await sql<{ begun: Begun }>`
    select begun from begin_payments(${JSON.stringify(wanted)}::jsonb) order by place`.execute(ctx.db.query)
  return rows.map(({ begun }) => begun)
})
