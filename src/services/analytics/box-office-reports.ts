import { type Kysely, sql } from 'kysely'
import type { z } from 'zod'
import { Problem } from '#kernel'
import type {
  BookingCount,
  BoxOfficeRange,
  boxOfficeRoutes,
  Occupancy,
  PaymentRate,
  Popular,
  Revenue,
} from './contract/box-office.ts'
import { checkRange } from './reports.ts'
import type { Tables } from './tables.ts'

type Db = Kysely<Tables>
const mostDaysByHour = 31
const mostShowtimes = 2000

/** The instants between which a range of days lies. @throws Problem 422 as `checkRange` */
function bounds(range: BoxOfficeRange) {
  checkRange(range)
  const { from, to, timeZone } = range
  return {
    since: from.toZonedDateTime(timeZone).toInstant(),
    until: to.add({ days: 1 }).toZonedDateTime(timeZone).toInstant(),
  }
}

export async function bookingCounts(db: Db, input: BoxOfficeRange & { by: 'hour' | 'day' }) {
  const { since, until } = bounds(input)
  if (input.by === 'hour' && input.from.until(input.to, { largestUnit: 'days' }).days >= mostDaysByHour)
    throw new Problem(422, 'analytics.range-too-long', `By hour at most ${mostDaysByHour} days`)
  const { rows } = await sql<z.output<typeof BookingCount>>`
    select date_trunc(${input.by}, created_at, ${input.timeZone}) as "from", count(*)::int as bookings,
      coalesce(sum(seats) filter (where state in ('confirmed', 'admitted')), 0)::int as seats,
      count(*) filter (where state in ('confirmed', 'admitted'))::int as confirmed,
      count(*) filter (where state = 'cancelled')::int as cancelled,
      count(*) filter (where state = 'expired')::int as expired
    from box_bookings where created_at >= ${since} and created_at < ${until} group by 1 order by 1`.execute(
    db,
  )
  return rows
}

export async function revenue(db: Db, input: BoxOfficeRange) {
  const { since, until } = bounds(input)
  const { rows } = await sql<z.output<typeof Revenue>>`
    select (at at time zone ${input.timeZone})::date as date, currency,
      coalesce(sum(amount) filter (where kind = 'captured'), 0)::bigint as captured,
      coalesce(sum(amount) filter (where kind = 'refunded'), 0)::bigint as refunded,
      sum(case kind when 'captured' then amount else -amount end)::bigint as revenue
    from box_money where kind <> 'failed' and at >= ${since} and at < ${until} group by 1, 2 order by 1, 2`.execute(
    db,
  )
  return rows
}

export async function paymentRates(db: Db, input: BoxOfficeRange) {
  const { since, until } = bounds(input)
  const { rows } = await sql<Omit<z.output<typeof PaymentRate>, 'successRate'>>`
    select (at at time zone ${input.timeZone})::date as date,
      count(*) filter (where kind = 'captured')::int as succeeded,
      count(*) filter (where kind = 'failed')::int as failed
    from box_money where kind <> 'refunded' and at >= ${since} and at < ${until} group by 1 order by 1`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, successRate: row.succeeded / (row.succeeded + row.failed) }))
}

/** Of showtimes that take place; one whose plan has not been heard of yet is left out until it has. */
export async function occupancy(db: Db, input: BoxOfficeRange) {
  const { since, until } = bounds(input)
  const { rows } = await sql<Omit<z.output<typeof Occupancy>, 'occupancy'>>`
    select s.showtime_id as "showtimeId", s.starts_at as "startsAt", m.name as movie, t.name as theater, l.capacity,
      (select coalesce(sum(b.seats), 0)::int from box_bookings b
       where b.showtime_id = s.showtime_id and b.state in ('confirmed', 'admitted')) as sold
    from box_showtimes s join box_layouts l using (layout_id)
      left join box_names m on m.id = s.movie_id left join box_names t on t.id = s.theater_id
    where s.state = 'scheduled' and s.starts_at >= ${since} and s.starts_at < ${until}
    order by s.starts_at, s.showtime_id limit ${mostShowtimes}`.execute(db)
  return rows.map((row) => ({ ...row, occupancy: row.sold / row.capacity }))
}

export async function popular(
  db: Db,
  input: BoxOfficeRange & { of: 'movie' | 'showtime'; limit: number },
): Promise<z.output<typeof Popular>[]> {
  const { since, until } = bounds(input)
  const id = input.of === 'movie' ? sql`b.movie_id` : sql`b.showtime_id`
  const startsAt = input.of === 'movie' ? sql`null::timestamptz` : sql`max(b.starts_at)`
  const { rows } = await sql<z.output<typeof Popular>>`
    select ${id} as id, max(m.name) as movie, ${startsAt} as "startsAt", count(*)::int as bookings,
      sum(b.seats)::int as seats
    from box_bookings b left join box_names m on m.id = b.movie_id
    where b.state in ('confirmed', 'admitted') and b.created_at >= ${since} and b.created_at < ${until}
    group by 1 order by seats desc, bookings desc, id limit ${input.limit}`.execute(db)
  return rows
}

type CsvInput = z.output<(typeof boxOfficeRoutes)['boxOfficeCsv']['input']>

export async function boxOfficeCsv(db: Db, { report, ...input }: CsvInput): Promise<Response> {
  const { columns, read } = reports[report]
  const lines = [columns, ...(await read(db, input)).map((row) => columns.map((name) => row[name]))]
  const text = lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${report}-${input.from}-${input.to}.csv"`,
    },
  })
}

interface Report {
  readonly columns: readonly string[]
  readonly read: (db: Db, input: Omit<CsvInput, 'report'>) => Promise<readonly Record<string, unknown>[]>
}

/** Rows are read as records: a column is found by its name. */
const asRows =
  <R extends object>(read: (db: Db, input: Omit<CsvInput, 'report'>) => Promise<readonly R[]>) =>
  async (db: Db, input: Omit<CsvInput, 'report'>) =>
    (await read(db, input)).map((row) => Object.fromEntries(Object.entries(row)))

const reports: Readonly<Record<CsvInput['report'], Report>> = {
  bookings: {
    columns: ['from', 'bookings', 'seats', 'confirmed', 'cancelled', 'expired'],
    read: asRows(bookingCounts),
  },
  revenue: { columns: ['date', 'currency', 'captured', 'refunded', 'revenue'], read: asRows(revenue) },
  payments: { columns: ['date', 'succeeded', 'failed', 'successRate'], read: asRows(paymentRates) },
  occupancy: {
    columns: ['showtimeId', 'startsAt', 'movie', 'theater', 'capacity', 'sold', 'occupancy'],
    read: asRows(occupancy),
  },
  popular: { columns: ['id', 'movie', 'startsAt', 'bookings', 'seats'], read: asRows(popular) },
}

/** A text that a spreadsheet would run as a formula is kept a text by an apostrophe. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
