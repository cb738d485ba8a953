import { z } from 'zod'
import { event } from '#kernel'

export const SeatType = z.enum(['standard', 'vip', 'wheelchair', 'companion']).meta({ id: 'SeatType' })
export type SeatType = z.output<typeof SeatType>

/** Row letters and seat number as printed on the seat: `A1`, `AB12`. Unique on its screen. */
export const SeatId = z
  .string()
  .regex(/^[A-Z]{1,2}[1-9]\d{0,2}$/)
  .meta({ id: 'SeatId', description: 'Row and number, as printed on the seat', example: 'F12' })

/**
 * One seat of a layout. `x` and `y` are its column and line in the grid, from 0, the screen above line 0. `block`
 * numbers the runs of neighbouring seats: seats of one block in one row with no aisle between them stand in `left`
 * and `right` of each other.
 */
export const Seat = z
  .object({
    id: SeatId,
    row: z.string(),
    number: z.int(),
    type: SeatType,
    x: z.int(),
    y: z.int(),
    block: z.int().describe('Runs of seats without an aisle between them, numbered over the layout'),
    left: SeatId.nullable().describe('The neighbour with the next lower `x` in the same block'),
    right: SeatId.nullable(),
  })
  .meta({ id: 'Seat' })
export type Seat = z.output<typeof Seat>

/**
 * A seat plan as people draw it: a line for each row from the screen backwards; `s` standard, `v` vip,
 * `w` wheelchair, `c` companion, `_` no seat (an aisle); an empty line is an aisle across. Rows are lettered A, B, ...
 * over the lines that have seats, seats numbered from 1 on the left.
 */
export const SeatGrid = z
  .string()
  .min(1)
  .max(10_000)
  .regex(/^[svwc_]*(\n[svwc_]*)*\n?$/, { error: 'Only the letters s, v, w, c and _ and line ends' })
  .meta({ id: 'SeatGrid', example: 'ssss_ssss\nssss_ssss\n\nvvvv_vvvv\nwc_____cw' })

/** A seat plan never changes: editing a screen draws a new one, and showtimes keep the one they were sold with. */
export const Layout = z
  .object({
    id: z.uuid(),
    screenId: z.uuid(),
    version: z.int().describe('Grows by one with each plan of this screen'),
    grid: SeatGrid,
    columns: z.int(),
    lines: z.int(),
    capacity: z.int(),
    seats: z.array(Seat),
  })
  .meta({ id: 'Layout' })
export type Layout = z.output<typeof Layout>

export const Screen = z
  .object({
    id: z.uuid(),
    theaterId: z.uuid(),
    name: z.string(),
    version: z.int(),
    layoutId: z.uuid().describe('The plan that new showtimes are sold with'),
    capacity: z.int(),
    turnaroundMinutes: z.int().describe('Kept free between two showtimes'),
    closed: z.boolean(),
  })
  .meta({ id: 'Screen' })
export type Screen = z.output<typeof Screen>

/** Full public state of a screen; the seats come with `layout.drawn`. */
export const screenChanged = event(
  'movie',
  'screen.changed',
  z.object({
    screenId: z.uuid(),
    theaterId: z.uuid(),
    version: z.int(),
    name: z.string(),
    closed: z.boolean(),
    layoutId: z.uuid(),
  }),
)
/** A new plan, complete. Plans never change, so its version is always 1. */
export const layoutDrawn = event(
  'movie',
  'layout.drawn',
  z.object({
    layoutId: z.uuid(),
    screenId: z.uuid(),
    version: z.literal(1),
    capacity: z.int(),
    seats: z.array(Seat),
  }),
)
