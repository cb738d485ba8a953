import type { z } from 'zod'
import { notFound, Problem } from '#kernel'
import type { Ctx } from '../context.ts'
import type { HoldRequest } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { bestOf } from '../seat-map/best-of.ts'
import { orphansOf } from '../seating/plan.ts'
import type { HoldAnswer, Refusal } from './batch.ts'

type Input = z.output<typeof HoldRequest>
type Refused = Extract<HoldAnswer, { outcome: Refusal }>

const RETRY_SECONDS = { busy: 2, queue: 5 }

/** More ask than can be served: nothing was done, and the next try is as good. */
export const busy = () =>
  new Problem(503, 'booking.busy', 'Too many people book at this moment; try again shortly', {
    headers: { 'Retry-After': String(RETRY_SECONDS.busy) },
  })

/** What a refusal says, with the best free seats instead where seats were the reason. */
export async function refusalOf(ctx: Ctx, desk: Desk, input: Input, refused: Refused): Promise<Problem> {
  const { outcome, facts } = refused
  switch (outcome) {
    case 'no-such-showtime':
      return notFound('showtime')
    case 'not-on-sale':
      return new Problem(409, 'booking.not-on-sale', 'This showtime is not on sale')
    case 'queue':
      return new Problem(503, 'booking.queue', 'This showtime has a waiting room: join it and come back', {
        headers: { 'Retry-After': String(RETRY_SECONDS.queue) },
      })
    case 'no-such-seat':
      return new Problem(422, 'booking.no-such-seat', 'The screen has no such seat', {
        fields: { seats: facts },
      })
    case 'category-not-sold':
      return new Problem(422, 'booking.category-not-sold', 'There is no such price for these seats', {
        fields: { seats: facts },
      })
    case 'buyer-limit':
      return new Problem(
        409,
        'booking.buyer-limit',
        `One buyer gets at most ${facts} seats of this showtime`,
        {
          fields: { limit: facts },
        },
      )
    case 'voucher-unknown':
      return new Problem(422, 'booking.voucher-unknown', 'This voucher cannot be used here')
    case 'voucher-spent':
      return new Problem(409, 'booking.voucher-spent', 'This voucher has been used up')
    case 'seats-taken':
      return new Problem(409, 'booking.seats-taken', 'Somebody else has these seats', {
        fields: { seats: facts, best: await bestInstead(ctx, desk, input, facts as string[]) },
      })
    case 'leaves-orphan':
      return new Problem(409, 'booking.leaves-orphan', 'This choice would leave a single seat alone', {
        fields: await orphanFacts(desk, input),
      })
  }
}

/**
 * A suggestion, no promise: read from the seat map in memory, unless that shows one of the seats refused as free.
 * Nothing where it cannot be read now.
 */
async function bestInstead(
  { log }: Ctx,
  desk: Desk,
  { showtimeId, seats }: Input,
  refused: readonly string[],
) {
  try {
    desk.seatMaps.drop(showtimeId)
    const kept = await desk.seatMaps.view(showtimeId)
    const view = refused.every((seatId) => kept.taken.has(seatId)) ? kept : await desk.seatMaps.after(kept)
    const plan = await desk.seatMaps.plan(view.layoutId)
    const type = plan.seats.get(seats[0]!.seatId)?.type ?? 'standard'
    return await bestOf(desk.seatMaps, view, seats.length, type)
  } catch (error) {
    log.warn({ err: error, showtimeId }, 'No seats could be suggested')
    return null
  }
}

async function orphanFacts(desk: Desk, { showtimeId, seats }: Input) {
  const view = await desk.seatMaps.view(showtimeId)
  const plan = await desk.seatMaps.plan(view.layoutId)
  const taken = new Set(view.taken.keys())
  const chosen = new Set(seats.map(({ seatId }) => seatId))
  const type = plan.seats.get(seats[0]!.seatId)?.type ?? 'standard'
  const best = await bestOf(desk.seatMaps, view, seats.length, type)
  return { orphans: orphansOf(plan, taken, chosen), best }
}
