import { z } from 'zod'
import { type Client, defineService, type EventDefinition, Problem, rows, type Service } from '#kernel'
import { type Booking, booking as contract, type PublicBooking } from '#services/booking'
import { layoutDrawn, movie, type Seat, showtimeScheduled } from '#services/movie'
import { payment, type paymentCompleted } from '#services/payment'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import service from './service.ts'

/** Speaks a neighbour's contract and answers nothing: booking only hears it, or is called by it. */
const standIn = (neighbour: typeof movie | typeof payment): Service => ({
  ...defineService({
    contract: { ...neighbour, routes: {} },
    tables: rows<object>(),
    needs: neighbour === payment ? { booking: contract } : {},
    settings: z.object({}),
    migrations: new URL('../../kernel/testing/migrations/', import.meta.url),
    routes: {},
    personal: { export: async () => ({}), erase: async () => {} },
  }),
  contract: neighbour,
  routes: Object.fromEntries(
    Object.keys(neighbour.routes).map((name) => [
      name,
      () => {
        throw new Problem(503, 'not-here', 'This neighbour stands in for the real one')
      },
    ]),
  ) as unknown as Service['routes'],
})

export type ShowtimeFacts = z.input<typeof showtimeScheduled.data>

export interface BookingHouse extends TestHouse {
  /** Puts an event on the bus as its owner (movie, payment) would. */
  publish<D extends EventDefinition>(definition: D, data: z.input<D['data']>): Promise<void>
  /** A showtime on sale, heard of: a seat plan drawn as movie's grids are, everything 25.00 PLN (vip 40.00). */
  showtime(options?: { grid?: string } & Partial<ShowtimeFacts>): Promise<ShowtimeFacts>
}

type HouseOptions = Parameters<typeof openTestHouse>[0] & {
  /** False: holds that have run out wait for a test to call the sweeper. */
  sweeps?: boolean
}

export async function openBookingHouse({
  sweeps = true,
  ...options
}: HouseOptions = {}): Promise<BookingHouse> {
  const { sweepExpired: _, ...jobs } = service.jobs
  const booking = sweeps ? service : { ...service, jobs }
  const house = await openTestHouse({ services: [standIn(movie), standIn(payment), booking], ...options })
  const publish: BookingHouse['publish'] = async (definition, data) => {
    const { db } = house.house.host.runtimes.get(definition.source)!
    await db.transaction((tx) => tx.publish(definition, z.decode(definition.data, data)))
  }
  return {
    ...house,
    publish,
    showtime: async ({ grid = 'ssss_ssss\nssss_ssss\nvvvv_vvvv', ...changes } = {}) => {
      const seats = seatsOf(grid)
      const [layoutId, screenId] = [crypto.randomUUID(), crypto.randomUUID()]
      await publish(layoutDrawn, { layoutId, screenId, version: 1, capacity: seats.length, seats })
      const showtime = showtimeFacts(house.house.clock.now(), { layoutId, screenId, ...changes })
      await publish(showtimeScheduled, showtime)
      await until('the copy of the showtime', async () => {
        const [row] = await house.rows(
          `select from booking.showtimes join booking.layouts using (layout_id) where showtime_id = $1`,
          [showtime.showtimeId],
        )
        return row
      })
      return showtime
    },
  }
}

function showtimeFacts(now: Temporal.Instant, changes: Partial<ShowtimeFacts>): ShowtimeFacts {
  return {
    showtimeId: crypto.randomUUID(),
    version: 1,
    state: 'scheduled',
    movieId: crypto.randomUUID(),
    screenId: crypto.randomUUID(),
    theaterId: crypto.randomUUID(),
    layoutId: crypto.randomUUID(),
    format: '2d',
    language: 'en',
    subtitles: 'pl',
    startsAt: now.add({ hours: 24 }).toString(),
    endsAt: now.add({ hours: 26 }).toString(),
    onSaleAt: now.subtract({ hours: 1 }).toString(),
    saleEndsAt: now.add({ hours: 24 }).toString(),
    perBuyerLimit: null,
    refuseOrphans: false,
    currency: 'PLN',
    vatPercent: 8,
    prices: [
      { category: 'normal', seatType: 'standard', amount: 2500 },
      { category: 'student', seatType: 'standard', amount: 1800 },
      { category: 'normal', seatType: 'vip', amount: 4000 },
      { category: 'normal', seatType: 'wheelchair', amount: 1500 },
      { category: 'normal', seatType: 'companion', amount: 1500 },
    ],
    ...changes,
  }
}

const types = { s: 'standard', v: 'vip', w: 'wheelchair', c: 'companion' } as const

/** The seats of a grid as movie numbers them: rows from A over the lines that have seats, seats from 1 on the left. */
export function seatsOf(grid: string): Seat[] {
  const seats: Seat[] = []
  let [row, block] = [0, 0]
  for (const [y, line] of grid.split('\n').entries()) {
    if (!/[svwc]/.test(line)) continue
    const letter = rowName(row++)
    let number = 0
    for (const [x, sign] of [...line].entries()) {
      if (sign === '_') continue
      const before = line[x - 1]
      const after = line[x + 1]
      const hasLeft = before !== undefined && before !== '_'
      if (!hasLeft) block++
      number++
      seats.push({
        id: `${letter}${number}`,
        row: letter,
        number,
        type: types[sign as keyof typeof types],
        x,
        y,
        block,
        left: hasLeft ? `${letter}${number - 1}` : null,
        right: after !== undefined && after !== '_' ? `${letter}${number + 1}` : null,
      })
    }
  }
  return seats
}

const rowName = (index: number): string => {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : `${String.fromCharCode(64 + Math.floor(index / 26))}${last}`
}

/** Asks for seats, each by its number alone (normal price) or as `[seat, category]`. */
export function holdSeats(
  person: Person,
  showtimeId: string,
  seats: readonly (string | readonly [string, string])[],
  more: Record<string, unknown> = {},
  key: string = crypto.randomUUID(),
) {
  const wanted = seats.map((seat) =>
    typeof seat === 'string' ? { seatId: seat } : { seatId: seat[0], category: seat[1] },
  )
  return person.post('/bookings', { showtimeId, seats: wanted, ...more }, { 'idempotency-key': key })
}

/** What payment tells of a booking whose price it has captured, with what matters to a test replaced. */
export const capturedFor = (
  { id, total, currency }: Pick<Booking, 'id' | 'total' | 'currency'>,
  changes: Partial<z.input<typeof paymentCompleted.data>> = {},
): z.input<typeof paymentCompleted.data> => ({
  paymentId: crypto.randomUUID(),
  bookingId: id,
  userId: null,
  version: 2,
  state: 'completed',
  gateway: 'simulated',
  amount: total,
  captured: total,
  refunded: 0,
  currency,
  failureCode: null,
  ...changes,
})

/** The client with which services of this house call booking. */
export function bookingClient(house: TestHouse): Client<typeof contract> {
  const { call } = house.house.host.runtimes.get('payment')!.ctx
  return Reflect.get(call, 'booking') as unknown as Client<typeof contract>
}

/** The states of a booking that have been told, oldest first, in their wire form. */
export async function told(
  house: TestHouse,
  bookingId: string,
): Promise<{ type: string; data: PublicBooking }[]> {
  return await house.rows(
    `select type, data from (
      select event->>'type' as type, event->'data' as data from booking.outbox where event->>'subject' = $1
      union all select event->>'type', event->'data' from booking.event_log where event->>'subject' = $1) as events
    where type like 'booking.%' order by (data->>'version')::int`,
    [`booking:${bookingId}`],
  )
}
