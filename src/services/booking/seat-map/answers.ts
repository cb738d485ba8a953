import type { z } from 'zod'
import { Problem, type WholeAnswer } from '#kernel'
import type { Ctx } from '../context.ts'
import type { Availability, Best, BestRequest, SeatMap } from '../contract.ts'
import { deskOf } from '../desk.ts'
import { bestOf } from './best-of.ts'

/** The map from memory. */
export async function answerSeatMap(ctx: Ctx, showtimeId: string): Promise<WholeAnswer> {
  const { answer } = await deskOf(ctx).seatMaps.view(showtimeId)
  return answer
}

export async function seatsTaken(ctx: Ctx, showtimeId: string): Promise<SeatMap> {
  const view = await deskOf(ctx).seatMaps.view(showtimeId)
  const { layoutId, version, onSale, counts, taken } = view
  return { showtimeId, layoutId, version, onSale, ...counts, taken: Object.fromEntries(taken) }
}

/** In the order asked for; showtimes that nobody has heard of are left out. */
export async function availabilityOf(
  ctx: Ctx,
  showtimeIds: readonly string[],
): Promise<z.output<typeof Availability>[]> {
  const { seatMaps } = deskOf(ctx)
  const views = await Promise.all(
    [...new Set(showtimeIds)].map((showtimeId) =>
      seatMaps.view(showtimeId).catch((error: unknown) => {
        if (error instanceof Problem && error.status === 404) return undefined
        throw error
      }),
    ),
  )
  return views.flatMap((view) =>
    view ? [{ showtimeId: view.showtimeId, onSale: view.onSale, ...view.counts }] : [],
  )
}

export async function findBest(
  ctx: Ctx,
  { showtimeId, seats, type }: z.output<typeof BestRequest>,
): Promise<z.output<typeof Best>> {
  const { seatMaps } = deskOf(ctx)
  const view = await seatMaps.view(showtimeId)
  if (!view.onSale) throw new Problem(409, 'booking.not-on-sale', 'This showtime is not on sale')
  return await bestOf(seatMaps, view, seats, type)
}
