import { z } from 'zod'
import { defineService, type EventDefinition, Problem, rows, type Service } from '#kernel'
import { layoutDrawn, movie, type Seat, showtimeScheduled } from '#services/movie'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import service from './service.ts'

/** Speaks movie's contract and answers nothing: booking only hears it. */
const catalogueStandIn: Service = {
  ...defineService({
    contract: { ...movie, routes: {} },
    tables: rows<object>(),
    settings: z.object({}),
    migrations: new URL('../../kernel/testing/migrations/', import.meta.url),
    routes: {},
    personal: { export: async () => ({}), erase: async () => {} },
  }),
  contract: movie,
  routes: Object.fromEntries(
    Object.keys(movie.routes).map((name) => [
      name,
      () => {
        throw new Problem(503, 'not-here', 'This neighbour stands in for the real one')
      },
    ]),
  ) as unknown as Service['routes'],
}

export type ShowtimeFacts = z.input<typeof showtimeScheduled.data>

export interface BookingHouse extends TestHouse {
  /** Puts an event on the bus as movie would. */
  publish<D extends EventDefinition>(definition: D, data: z.input<D['data']>): Promise<void>
  /** A showtime on sale, heard of: a seat plan drawn as movie's grids are, everything 25.00 PLN (vip 40.00). */
  showtime(options?: { grid?: string } & Partial<ShowtimeFacts>): Promise<ShowtimeFacts>
}

export async function openBookingHouse(
  options: Parameters<typeof openTestHouse>[0] = {},
): Promise<BookingHouse> {
  const house = await openTestHouse({ services: [catalogueStandIn, service], ...options })
  const publish: BookingHouse['publish'] = async (definition, data) => {
    const { db } = house.house.host.runtimes.get('movie')!
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
