import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Claim, KeptAnswer, type Meta, notFound, Problem, type WholeAnswer, wireJson } from '#kernel'
import { attemptsOf, capture, settle } from './attempts.ts'
import { type Begun, begin, patienceSeconds, type Wish } from './begin.ts'
import { buyerOf } from './buyer.ts'
import type { Ctx } from './context.ts'
import type { payment } from './contract.ts'
import { requireGateway } from './gateways.ts'
import { askBooking, handOver, keepWord, wordOfBooking } from './hear.ts'
import { handling } from './in-hand.ts'
import { meansOf } from './methods.ts'
import { type Recorded, record, refused } from './outcomes.ts'
import type { RefusalCode } from './providers/types.ts'
import type { Tables } from './tables.ts'

type PayInput = z.output<typeof payment.routes.pay.input>

/**
 * Pays a booking: our books first (`begin_payments`), then the gateway under the attempt's key, then our books again
 * (`record_outcomes`). Killed between any two, the sweeper finds the attempt by its key; nothing here takes money twice.
 *
 * @throws Problem 402 with the reason when the bank says no; 404, 409, 422, 503 before anything was tried
 * @throws KeptAnswer 202 when the gateway has not said anything, and for whatever was answered before
 */
export async function pay(ctx: Ctx, input: PayInput, meta: Meta<Tables>): Promise<WholeAnswer> {
  const claim = meta.idempotency
  const gateway = await requireGateway(ctx)
  const means = await meansOf(ctx, gateway, input.method, meta).catch(async (refusal: unknown) => {
    await answerKeptFor(ctx, claim)
    throw refusal
  })
  const wish: Wish = {
    bookingId: input.bookingId,
    buyer: buyerOf(meta),
    transactionId: randomUUID(),
    gateway: gateway.name,
    customer: means.customer,
    savesAs: means.savesAs,
    claim,
  }
  const begun = await clearedWay(ctx, wish)
  if (begun.outcome === 'answered') throw new KeptAnswer({ ...begun, replayed: true })
  if (begun.outcome === 'twin') return await answerOfTwin(ctx, begun.transactionId, claim!)
  if (begun.outcome !== 'begun') throw refusalOf(begun.outcome)
  const booked = {
    attempt: {
      key: wish.transactionId,
      bookingId: wish.bookingId,
      amount: begun.amount,
      currency: begun.currency,
      customer: wish.customer,
      saves: wish.savesAs !== null,
      startedAt: ctx.clock.now(),
      reference: null,
    },
    userId: wish.buyer.userId,
    savesAs: wish.savesAs,
    correlationId: meta.correlationId,
  }
  const returnUrl = input.returnUrl ?? ctx.publicUrl
  const recorded = await handling(ctx, wish.transactionId, async () => {
    const known = await capture(ctx, gateway, booked, { token: means.token, returnUrl })
    return await record(ctx, booked, known, claim)
  })
  if (recorded.state === 'succeeded') await handOver(ctx, recorded)
  return answer(recorded, false)
}

/**
 * Begins, after whatever stands in the way and can be cleared: of a hold that was let go a moment ago, and of a booking
 * that no event has told of yet, booking is heard first, since nobody is to be charged for seats that they let go only
 * to be given the money back; an attempt that waits for the bank makes room, since its buyer
 * evidently wants another method.
 */
async function clearedWay(ctx: Ctx, wish: Wish): Promise<Begun> {
  const said = await wordOfBooking(ctx, wish.bookingId)
  if (said && said.state !== 'held') await keepWord(ctx, said)
  let begun = await begin(ctx, wish, said)
  if (begun.outcome === 'not-heard-of') {
    await keepWord(ctx, said ?? (await askBooking(ctx, wish.bookingId)))
    begun = await begin(ctx, wish)
  }
  if (begun.outcome === 'in-progress' && begun.state === 'action-needed') {
    const [waiting] = await attemptsOf(ctx.db.query, [begun.transactionId])
    await settle(ctx, waiting!, 'close').catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'A payment that waits for the bank cannot be ended now')
    })
    begun = await begin(ctx, wish)
  }
  return begun
}

function refusalOf(outcome: Exclude<Begun['outcome'], 'begun' | 'answered' | 'twin'>): Problem {
  switch (outcome) {
    case 'not-heard-of':
    case 'not-found':
      return notFound('booking')
    case 'key-reused':
      return new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used with another request')
    case 'already-paid':
      return new Problem(409, 'payment.already-paid', 'This booking is paid already')
    case 'in-progress':
      return new Problem(
        409,
        'payment.in-progress',
        'A payment of this booking is under way; ask for its state before you try again',
      )
    case 'nothing-to-pay':
      return new Problem(409, 'payment.nothing-to-pay', 'This booking costs nothing; confirm it instead')
    case 'over':
      return new Problem(409, 'payment.booking-over', 'These seats are no longer held for you')
  }
}

/** @throws KeptAnswer for all but a fresh 201 */
function answer(recorded: Recorded, replayed: boolean): WholeAnswer {
  const { status, body } = recorded.status === null ? answerBy(recorded) : recorded
  if (status !== 201 || replayed) throw new KeptAnswer({ status: status!, body, replayed })
  return wireJson(body, status)
}

/** What `record_outcomes` keeps for a key, for a caller without one. */
function answerBy({ state, payment: paid, failureCode, failureMessage }: Recorded) {
  if (state === 'failed')
    return { status: 402, body: refused(failureCode as RefusalCode, failureMessage ?? '').document() }
  return { status: state === 'succeeded' || state === 'action-needed' ? 201 : 202, body: paid }
}

/** First looks after so many milliseconds; then every second. */
const twinLooksMs = [50, 100, 200, 400]

/** The same request is being worked on, here or elsewhere, or was when its process died: one answer for both. */
async function answerOfTwin(ctx: Ctx, transactionId: string, claim: Claim): Promise<WholeAnswer> {
  const endMs = performance.now() + patienceSeconds(ctx) * 1000
  for (let look = 0; ; look += 1) {
    await answerKeptFor(ctx, claim)
    const [living] = await attemptsOf(ctx.db.query, [transactionId])
    if (!living) throw notFound('booking')
    const givenUp = performance.now() > endMs
    if (living.state !== 'pending' || givenUp) {
      const state = living.state === 'pending' ? 'unknown' : 'unchanged'
      return answer(await record(ctx, living.booked, { state }, claim), true)
    }
    await sleep(twinLooksMs[look] ?? 1000)
  }
}

/** @throws KeptAnswer when this key has been answered */
async function answerKeptFor(ctx: Ctx, claim: Claim | null): Promise<void> {
  if (!claim) return
  const { rows } = await sql<{ status: number; answer: unknown }>`
    select status, answer from idempotency
    where caller = ${claim.caller} and route = ${claim.route} and key = ${claim.key}
      and input_hash = ${claim.inputHash} and status is not null`.execute(ctx.db.query)
  const [kept] = rows
  if (kept) throw new KeptAnswer({ status: kept.status, body: kept.answer, replayed: true })
}
