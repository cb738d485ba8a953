import { sql } from 'kysely'
import { type Claim, currentScope } from '#kernel'
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

/** One statement: who may, whether it is paid or being paid, the hold by database time, the attempt under its key. */
export async function begin(ctx: Ctx, wish: Wish): Promise<Begun> {
  const { buyer, claim, ...rest } = wish
  const wanted = {
    ...rest,
    ...buyer,
    claim: claim && wireClaim(claim),
    correlationId: currentScope().correlationId,
    patienceSeconds: patienceSeconds(ctx),
  }
  const { rows } = await sql<{ begun: Begun }>`
    select begin_payment(${JSON.stringify(wanted)}::jsonb) as begun`.execute(ctx.db.query)
  return rows[0]!.begun
}
