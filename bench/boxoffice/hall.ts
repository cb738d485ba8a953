import { Client } from 'pg'

/** Fresh seats for one measurement, asked for in pairs side by side, so that every hold of it can succeed. */
export interface Sale {
  readonly showtimeIds: readonly string[]
  readonly rows: readonly string[]
  readonly seatsInRow: number
}

/** How many pairs a sale has. */
export const pairsOf = ({ showtimeIds, rows, seatsInRow }: Sale) =>
  (showtimeIds.length * rows.length * seatsInRow) / 2

interface Layout {
  readonly id: string
  readonly rows: readonly string[]
  readonly seatsInRow: number
}

const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
/** A hall of 200 seats. */
const hall: Layout = { id: idOf(1), rows: letters.slice(0, 10), seatsInRow: 20 }
/** A place of 70,200 seats: one showtime that sells for seconds on end. */
const arena: Layout = {
  id: idOf(2),
  rows: [...letters, ...letters.flatMap((first) => letters.map((second) => first + second))],
  seatsInRow: 100,
}

/** Showtimes of the hall, and of the arena, that a run may use up. */
const HALLS = 12_000
const ARENAS = 24

/**
 * Showtimes on sale, written where booking keeps its copies of what movie tells: so many would take minutes through the
 * API, and holding seats reads nothing else. The rules are movie's defaults: no limit for a buyer, no orphans.
 */
export class Halls {
  readonly #databaseUrl: string
  #nextHall = 0
  #nextArena = 0

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl
  }

  async fill(): Promise<void> {
    const client = new Client({ connectionString: this.#databaseUrl, query_timeout: 60_000 })
    await client.connect()
    try {
      for (const layout of [hall, arena]) await addLayout(client, layout)
      await addShowtimes(client, hall, 0, HALLS)
      await addShowtimes(client, arena, HALLS, ARENAS)
      await client.query(
        'analyze booking.layout_seats; analyze booking.showtimes; analyze booking.showtime_prices',
      )
    } finally {
      await client.end()
    }
  }

  /** The next `count` halls that nobody has used; consecutive numbers, see `showtimeIdOf`. */
  spread(count: number): Sale & { readonly first: number } {
    const first = this.#nextHall
    this.#nextHall += count
    if (this.#nextHall > HALLS) throw new Error(`The ${HALLS} showtimes of the benchmark are used up`)
    const showtimeIds = Array.from({ length: count }, (_, index) => showtimeIdOf(first + index))
    return { first, showtimeIds, rows: hall.rows, seatsInRow: hall.seatsInRow }
  }

  /** One showtime that everybody wants. */
  hot(): Sale {
    const number = this.#nextArena++
    if (number >= ARENAS) throw new Error(`The ${ARENAS} arenas of the benchmark are used up`)
    return { showtimeIds: [showtimeIdOf(HALLS + number)], rows: arena.rows, seatsInRow: arena.seatsInRow }
  }
}

/** Version and variant are those of a random UUID; the rest counts, so that pgbench can make them from a number. */
export const showtimeIdOf = (number: number) => idOf(100_000_000_000 + number)

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

async function addLayout(client: Client, { id, rows, seatsInRow }: Layout): Promise<void> {
  await client.query(
    'insert into booking.layouts (layout_id, screen_id, capacity) values ($1, gen_random_uuid(), $2)',
    [id, rows.length * seatsInRow],
  )
  await client.query(
    `insert into booking.layout_seats (layout_id, seat_id, type, "row", number, x, y, block, left_id, right_id)
     select $1, r || n, 'standard', r, n, n - 1, y - 1, y,
       case when n > 1 then r || n - 1 end, case when n < $3::int then r || n + 1 end
     from unnest($2::text[]) with ordinality as rows (r, y) cross join generate_series(1, $3::int) n`,
    [id, rows, seatsInRow],
  )
}

async function addShowtimes(client: Client, { id }: Layout, first: number, count: number): Promise<void> {
  await client.query(
    `insert into booking.showtimes (showtime_id, version, state, movie_id, screen_id, theater_id, layout_id, starts_at,
       ends_at, on_sale_at, sale_ends_at, per_buyer_limit, refuse_orphans, currency, vat_percent)
     select ('00000000-0000-4000-8000-' || 100000000000 + n)::uuid, 1, 'scheduled', gen_random_uuid(), gen_random_uuid(),
       gen_random_uuid(), $1, now() + interval '30 days', now() + interval '30 days 2 hours', now() - interval '1 hour',
       now() + interval '30 days', null, true, 'PLN', 8
     from generate_series($2::bigint, $2 + $3 - 1) n`,
    [id, first, count],
  )
  await client.query(
    `insert into booking.showtime_prices (showtime_id, category, seat_type, amount)
     select ('00000000-0000-4000-8000-' || 100000000000 + n)::uuid, category, 'standard', amount
     from generate_series($1::bigint, $1 + $2 - 1) n
     cross join (values ('normal', 2500), ('student', 1900)) as p (category, amount)`,
    [first, count],
  )
}
