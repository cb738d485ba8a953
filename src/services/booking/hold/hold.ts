import { createHash, randomFillSync, randomUUIDv7 } from 'node:crypto'
import type { z } from 'zod'
import {
  Abandoned,
  actorName,
  answerKept,
  currentScope,
  type Meta,
  Overloaded,
  Problem,
  type WholeAnswer,
  wireJson,
} from '#kernel'
import type { Ctx } from '../context.ts'
import type { HeldBooking, HoldRequest } from '../contract.ts'
import { type Desk, deskOf } from '../desk.ts'
import { guestBuyer, guestKey, guestToken, sealGuest, tokenHash } from '../guests.ts'
import { canAvoidOrphans } from '../seating/best.ts'
import type { Tables } from '../tables.ts'
import { type HoldAnswer, type HoldRequestRow, isLockTimeout } from './batch.ts'
import { busy, refusalOf } from './refusals.ts'

type Input = z.output<typeof HoldRequest>

/**
 * Holds seats, all or none. The statement decides alone (docs/seat-lock.md); this prepares what it is asked and says
 * in words what it answered. A refusal is kept under no key: the same request again is a new try.
 */
export async function hold(ctx: Ctx, input: Input, meta: Meta<Tables>): Promise<WholeAnswer> {
  const desk = deskOf(ctx)
  const { request, tokenOf } = await prepare(ctx, input, meta)
  const first = await send(desk, request, meta.signal)
  const answer = await reconsider(desk, input, request, first, meta.signal)
  if (answer.outcome === 'held') {
    desk.changed(input.showtimeId)
    return wireJson(withToken(answer.answer, tokenOf), 201)
  }
  if (answer.outcome !== 'kept') throw await refusalOf(ctx, desk, input, answer)
  answerKept(meta.idempotency, {
    fresh: false,
    input_hash: answer.inputHash,
    status: 201,
    answer: withToken(answer.answer, tokenOf),
  })
  throw new Error('An answer was kept for a request without a key')
}

type TokenOf = (bookingId: string) => string | null
type Held = z.input<typeof HeldBooking>

/** The token is in no record: it is worked out each time the booking is answered. */
function withToken(answer: unknown, tokenOf: TokenOf): Held {
  const held = answer as Held
  return { ...held, bookingToken: tokenOf(held.id) }
}

async function send(desk: Desk, request: HoldRequestRow, signal: AbortSignal): Promise<HoldAnswer> {
  try {
    return await desk.lanes.send(request.showtime_id, request, signal)
  } catch (error) {
    if (error instanceof Overloaded) desk.overloads.note(request.showtime_id)
    if (error instanceof Overloaded || error instanceof Abandoned || isLockTimeout(error)) throw busy()
    throw error
  }
}

/** A choice that leaves an orphan stands where every other choice of so many seats would leave one too. */
async function reconsider(
  desk: Desk,
  { showtimeId, seats }: Input,
  request: HoldRequestRow,
  answer: HoldAnswer,
  signal: AbortSignal,
): Promise<HoldAnswer> {
  if (answer.outcome !== 'leaves-orphan') return answer
  desk.seatMaps.drop(showtimeId)
  const view = await desk.seatMaps.view(showtimeId)
  const plan = await desk.seatMaps.plan(view.layoutId)
  const types = seats.map(({ seatId }) => plan.seats.get(seatId)?.type ?? '')
  if (canAvoidOrphans(plan, new Set(view.taken.keys()), types)) return answer
  return await send(desk, { ...request, allow_orphan: true }, signal)
}

async function prepare(
  ctx: Ctx,
  input: Input,
  meta: Meta<Tables>,
): Promise<{ request: HoldRequestRow; tokenOf: TokenOf }> {
  const bookingId = randomUUIDv7()
  const buyer = await buyerOf(ctx, input, meta, bookingId)
  const claim = meta.idempotency
  const { tokenOf, ...columns } = buyer
  const request: HoldRequestRow = {
    ...columns,
    booking_id: bookingId,
    reference: newReference(),
    showtime_id: input.showtimeId,
    seats: input.seats.map(({ seatId, category }) => ({ seat_id: seatId, category })),
    language: input.language,
    voucher_hash: input.voucher ? createHash('sha256').update(input.voucher).digest('hex') : null,
    queue_token: input.queueToken ?? null,
    allow_orphan: false,
    caller: claim?.caller ?? null,
    route: claim?.route ?? null,
    key: claim?.key ?? null,
    input_hash: claim?.inputHash.toString('hex') ?? null,
    event_id: randomUUIDv7(),
    actor: actorName(meta.actor),
    reason: currentScope().reason,
    correlation_id: meta.correlationId,
  }
  return { request, tokenOf }
}

/** Signed in, nothing about the person is kept but their id; a guest has an address, sealed, and a token. */
async function buyerOf(ctx: Ctx, { guest }: Input, { actor }: Meta<Tables>, bookingId: string) {
  if (actor.kind === 'user')
    return { user_id: actor.id, buyer: actor.id, guest_token_hash: null, guest: null, tokenOf: () => null }
  if (!guest)
    throw new Problem(422, 'booking.guest-needed', 'Sign in, or say as a guest where the tickets go')
  const key = await guestKey(ctx)
  return {
    user_id: null,
    buyer: guestBuyer(key, guest.email),
    guest_token_hash: tokenHash(guestToken(key, bookingId)),
    guest: sealGuest(ctx, bookingId, { email: guest.email, name: guest.name ?? null }),
    tokenOf: (id: string) => guestToken(key, id),
  }
}

/** Without letters and digits that are mistaken for each other on the phone: 32 of them, so that a byte's five bits fit. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const REFERENCE_LETTERS = 8
/** Drawn for many references at a time: asking the system for eight bytes takes longer than all the rest of one. */
const drawn = Buffer.alloc(512 * REFERENCE_LETTERS)
let used = drawn.length

/** Eight letters are 40 bits: a second booking with one's reference is refused by the table, and the hold tried again. */
function newReference(): string {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const bytes = drawn.subarray(used, used + REFERENCE_LETTERS)
  used += REFERENCE_LETTERS
  return Array.from(bytes, (byte) => letters[byte & 31]).join('')
}
