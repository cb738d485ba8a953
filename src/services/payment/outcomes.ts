import { sql } from 'kysely'
import { type Claim, type EventDraft, errorOccurred, gathered, inScope, Problem } from '#kernel'
import type { Ctx } from './context.ts'
import { paymentCompleted, paymentFailed } from './contract.ts'
import { refusalMessage } from './providers/refusals.ts'
import type { Attempt, KnownMethod, Outcome, RefusalCode } from './providers/types.ts'

/** An attempt as it stands in our books. */
export interface Booked {
  readonly attempt: Attempt
  readonly userId: string | null
  /** Id of the payment method that a success leaves behind. */
  readonly savesAs: string | null
  readonly correlationId: string
}

/** What is known of an attempt; `unknown` while the gateway has not said anything, `unchanged`: nothing new. */
export type Known = Exclude<Outcome, { state: 'absent' }> | { readonly state: 'unknown' | 'unchanged' }

export interface Recorded {
  readonly changed: boolean
  /** Of the attempt, by our books: what ended first stays. */
  readonly state: 'pending' | 'unknown' | 'action-needed' | 'succeeded' | 'failed'
  readonly failureCode: RefusalCode | null
  readonly failureMessage: string | null
  readonly payment: unknown
  /** The answer that is kept for the caller's key, if a key was given. */
  readonly status: number | null
  readonly body: unknown
}

/** The refusal of an attempt, as the caller gets it. */
export const refused = (code: RefusalCode, message: string) =>
  new Problem(402, 'payment.refused', message, { fields: { failure: code } })

/** The same as the database keeps it for a key: it puts its own reason in. */
const refusalDocument = refused('declined', '').document()

/**
 * Writes down how an attempt stands: payment, event, saved method and the answer kept for the caller's key, in one
 * commit. Told again, or told by two at once, it does the same once.
 */
export async function record(ctx: Ctx, booked: Booked, known: Known, claim: Claim | null): Promise<Recorded> {
  const { attempt, userId, savesAs } = booked
  const method = known.state === 'succeeded' ? known.method : null
  const told = {
    transactionId: attempt.key,
    bookingId: attempt.bookingId,
    state: known.state,
    reference: 'reference' in known ? known.reference : null,
    ...(method ? { brand: method.brand, last4: method.last4, expires: method.expires } : {}),
    ...(method && userId && savesAs ? { token: await seal(ctx, userId, savesAs, method) } : {}),
    ...(known.state === 'failed' ? { code: known.code, message: refusalMessage(known.code) } : {}),
    actionUrl: known.state === 'action-needed' ? known.url : null,
    envelope: envelopeOf(ctx, booked, known),
    claim: claim && wireClaim(claim),
    refusal: refusalDocument,
  }
  const recorded = await recordTogether(ctx, told)
  if (recorded.changed) noteChange(ctx, booked, recorded)
  if (known.state === 'succeeded' && recorded.state === 'failed') await reportStray(ctx, attempt)
  return recorded
}

const endings = { succeeded: paymentCompleted, failed: paymentFailed }

/** Of the event that tells of an end, if this is one. */
function envelopeOf(ctx: Ctx, { attempt, correlationId }: Booked, { state }: Known): EventDraft | null {
  if (state !== 'succeeded' && state !== 'failed') return null
  return inScope({ correlationId }, () =>
    ctx.db.draft(endings[state], { subject: `booking:${attempt.bookingId}` }),
  )
}

/** Outcomes that come while others are on their way share a call and a commit. */
const recordTogether = gathered(64, async (ctx: Ctx, told: readonly object[]): Promise<Recorded[]> => {
  const { rows } = await sql<{ recorded: Recorded }>`
    select recorded from record_outcomes(${JSON.stringify(told)}::jsonb) order by place`.execute(ctx.db.query)
  return rows.map(({ recorded }) => recorded)
})

export const wireClaim = ({ caller, route, key, inputHash }: Claim) => ({
  caller,
  route,
  key,
  inputHash: inputHash.toString('hex'),
})

async function seal(ctx: Ctx, userId: string, methodId: string, { token }: KnownMethod): Promise<string> {
  return (await ctx.secrets.person(userId)).seal(token, methodAad(methodId))
}

export const methodAad = (methodId: string) => `payment:payment_methods.token:${methodId}`

function noteChange(ctx: Ctx, { attempt }: Booked, { state, failureCode }: Recorded): void {
  if (state === 'succeeded' || state === 'failed') ctx.db.wakeRelay()
  ctx.metrics
    .counter('payment_outcomes_total', 'Attempts to capture, by what became of them', ['outcome', 'reason'])
    .inc({ outcome: state, reason: failureCode ?? 'none' })
  if (failureCode === 'gateway-error')
    ctx.log.error({ transactionId: attempt.key }, 'The gateway refuses our requests')
}

/** Gateways promise that this cannot be; if it is, money was taken that no rule of ours gives back. */
async function reportStray(ctx: Ctx, attempt: Attempt): Promise<void> {
  await ctx.db.transaction((tx) =>
    tx.publish(errorOccurred, {
      operation: 'payment.capture',
      code: 'payment.captured-after-failure',
      message: `The gateway has captured transaction ${attempt.key}, which it had reported as failed`,
      userId: null,
    }),
  )
}
