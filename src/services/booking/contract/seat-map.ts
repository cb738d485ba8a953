import { z } from 'zod'
import { Instant } from '#kernel'
import { SeatId, SeatType } from '#services/movie'

export const SeatState = z.enum(['free', 'held', 'sold', 'blocked']).meta({ id: 'SeatState' })
export type SeatState = z.output<typeof SeatState>

const counts = {
  capacity: z.int(),
  free: z.int(),
  held: z.int(),
  sold: z.int(),
  blocked: z.int(),
}

/**
 * Everything that is not free on a showtime. Where the seats stand is in the layout, which never changes. `version`
 * orders the states of one showtime: a change later than it is sent by the stream.
 */
export const SeatMap = z
  .object({
    showtimeId: z.uuid(),
    layoutId: z.uuid(),
    version: z.string().regex(/^\d{1,20}$/),
    onSale: z.boolean(),
    ...counts,
    taken: z.record(SeatId, SeatState.exclude(['free'])),
  })
  .meta({ id: 'SeatMap' })
export type SeatMap = z.output<typeof SeatMap>

export const Availability = z
  .object({ showtimeId: z.uuid(), onSale: z.boolean(), ...counts })
  .meta({ id: 'Availability' })
export type Availability = z.output<typeof Availability>

export const BestRequest = z.object({
  showtimeId: z.uuid(),
  seats: z.int().min(1).max(10),
  type: SeatType.default('standard').describe(
    '`wheelchair` counts the places; a companion seat comes with each',
  ),
})
export const Best = z
  .object({
    seatIds: z.array(SeatId).describe('Empty when there are not so many free seats of that type'),
    together: z.boolean().describe('All in one row without an aisle between them'),
    leavesOrphan: z
      .boolean()
      .describe('A single free seat stays between them and the next: it could not be avoided'),
  })
  .meta({ id: 'BestSeats' })

export const WaitingRoomTicket = z
  .object({
    queueToken: z.uuid(),
    showtimeId: z.uuid(),
    state: z.enum(['waiting', 'admitted', 'over']),
    position: z.int().min(0).describe('How many are before you; 0 once admitted'),
    admittedUntil: Instant.nullable().describe('How long the admission holds'),
    retryAfterSeconds: z.int().describe('When to ask again'),
  })
  .meta({ id: 'WaitingRoomTicket' })
