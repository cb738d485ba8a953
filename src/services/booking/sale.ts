import type { RouteHandler } from '#kernel'
import { blockSeats } from './block-seats.ts'
import type { Ctx } from './context.ts'
import type { saleRoutes } from './contract/routes-sale.ts'
import { hold } from './hold/hold.ts'
import { answerSeatMap, availabilityOf, findBest, seatsTaken } from './seat-map/answers.ts'
import { streamSeats } from './seat-map/stream.ts'
import type { Tables } from './tables.ts'
import { joinQueue, queuePosition } from './waiting-room/queue.ts'

type Handlers = { readonly [K in keyof typeof saleRoutes]: RouteHandler<Ctx, Tables, (typeof saleRoutes)[K]> }

/** Up to the hold: what is free, and taking it. */
export const saleHandlers: Handlers = {
  hold,
  seatMap: (ctx, { showtimeId }) => answerSeatMap(ctx, showtimeId),
  seatsTaken: (ctx, { showtimeId }) => seatsTaken(ctx, showtimeId),
  seatMapStream: (ctx, { showtimeId }, { request, signal }) => streamSeats(ctx, showtimeId, request, signal),
  availability: async (ctx, { showtimeId }) => ({ items: await availabilityOf(ctx, showtimeId) }),
  best: findBest,
  blockSeats: (ctx, input, { tx }) => blockSeats(ctx, input, tx),
  joinQueue: (ctx, { showtimeId }) => joinQueue(ctx, showtimeId),
  queuePosition: (ctx, { queueToken }) => queuePosition(ctx, queueToken),
}
