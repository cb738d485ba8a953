import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** What people go to, as it stands on tickets and in messages. */
export interface Occasion {
  readonly movieTitle: string
  readonly theaterName: string
  readonly theaterAddress: string
  readonly screenName: string
  readonly timeZone: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** What an occasion is made of, from our own copies: names that no event has told of yet are missing. */
export interface OccasionRow {
  readonly starts_at: Temporal.Instant
  readonly ends_at: Temporal.Instant
  readonly title: string | null
  readonly name: string | null
  readonly address: string | null
  readonly city: string | null
  readonly time_zone: string | null
  readonly screen: string | null
}

/** Missing names are empty, and the time is then UTC: never a failure. */
export const occasionFrom = (row: OccasionRow): Occasion => ({
  movieTitle: row.title ?? '',
  theaterName: row.name ?? '',
  theaterAddress: addressOf(row.address ?? '', row.city ?? ''),
  screenName: row.screen ?? '',
  timeZone: row.time_zone ?? 'UTC',
  startsAt: row.starts_at,
  endsAt: row.ends_at,
})

/** By showtime. */
export async function occasionsOf(
  db: Kysely<Tables>,
  showtimeIds: readonly string[],
): Promise<Map<string, Occasion>> {
  const rows = await db
    .selectFrom('showtimes as s')
    .leftJoin('movies as m', 'm.movie_id', 's.movie_id')
    .leftJoin('theaters as t', 't.theater_id', 's.theater_id')
    .leftJoin('screens as r', 'r.screen_id', 's.screen_id')
    .select(['s.showtime_id', 's.starts_at', 's.ends_at'])
    .select(['m.title', 't.name', 't.address', 't.city', 't.time_zone', 'r.name as screen'])
    .where('s.showtime_id', '=', sql<string>`any(${[...showtimeIds]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.showtime_id, occasionFrom(row)]))
}

/** Some write the city into the address, some do not; it is told once. */
const addressOf = (address: string, city: string) =>
  address.includes(city) ? address : [address, city].filter(Boolean).join(', ')
