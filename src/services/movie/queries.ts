import { type Kysely, type Selectable, sql } from 'kysely'
import { Movie, PriceList, Screen, Showtime, Theater } from './contract.ts'
import { literally, searchKey } from './keys.ts'
import type { Tables } from './tables.ts'

export type Query = Kysely<Tables>
export type MovieRow = Selectable<Tables['movies']>
export type TheaterRow = Selectable<Tables['theaters']>
export type ScreenRow = Selectable<Tables['screens']>
export type PriceListRow = Selectable<Tables['price_lists']>

/** A showtime with the names that lists show. */
export type ShowtimeRow = Selectable<Tables['showtimes']> & {
  movie_title: string
  theater_name: string
  city: string
  screen_name: string
  capacity: number
}

export const showtimesWithNames = (db: Query) =>
  db
    .selectFrom('showtimes')
    .innerJoin('movies', 'movies.id', 'showtimes.movie_id')
    .innerJoin('theaters', 'theaters.id', 'showtimes.theater_id')
    .innerJoin('screens', 'screens.id', 'showtimes.screen_id')
    .innerJoin('layouts', 'layouts.id', 'showtimes.layout_id')
    .selectAll('showtimes')
    .select([
      'movies.title as movie_title',
      'theaters.name as theater_name',
      'theaters.city',
      'screens.name as screen_name',
      'layouts.capacity',
    ])

export async function showtimeById(db: Query, id: string): Promise<ShowtimeRow | undefined> {
  return await showtimesWithNames(db).where('showtimes.id', '=', id).executeTakeFirst()
}

/** Has this thing a showtime that is still to come or under way? */
export async function hasShowtimesAhead(
  db: Query,
  column: 'movie_id' | 'theater_id' | 'screen_id',
  id: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('showtimes')
    .select('id')
    .where(column, '=', id)
    .where('state', '=', 'scheduled')
    .where(sql<boolean>`ends_at > movie.now()`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What a search of the public lists asks of showtimes. */
export interface ShowtimeFilter {
  readonly title?: string | undefined
  readonly genre?: string | undefined
  readonly format?: string | undefined
  readonly city?: string | undefined
  readonly theaterId?: string | undefined
  readonly date?: Temporal.PlainDate | undefined
  readonly movieId?: string | undefined
  readonly screenId?: string | undefined
  readonly from?: Temporal.Instant | undefined
  readonly until?: Temporal.Instant | undefined
}

/**
 * Conditions on `showtimes`, `theaters` and `movies`. A date is the theater's own; the two bounds beside it only let
 * the index find it (no zone is further than 14 hours from UTC).
 */
export function showtimeConditions(filter: ShowtimeFilter) {
  const conditions = [sql<boolean>`showtimes.state = 'scheduled'`]
  const add = (given: unknown, condition: ReturnType<typeof sql<boolean>>) => {
    if (given !== undefined) conditions.push(condition)
  }
  const { date } = filter
  add(
    date,
    sql`showtimes.starts_at >= ${date?.toString()}::date::timestamp at time zone 'UTC' - interval '14 hours'`,
  )
  add(
    date,
    sql`showtimes.starts_at < ${date?.toString()}::date::timestamp at time zone 'UTC' + interval '38 hours'`,
  )
  add(date, sql`(showtimes.starts_at at time zone theaters.time_zone)::date = ${date?.toString()}::date`)
  add(filter.format, sql`showtimes.format = ${filter.format}`)
  add(filter.city, sql`theaters.city_key = ${searchKey(filter.city ?? '')}`)
  add(filter.theaterId, sql`showtimes.theater_id = ${filter.theaterId}`)
  add(filter.movieId, sql`showtimes.movie_id = ${filter.movieId}`)
  add(filter.screenId, sql`showtimes.screen_id = ${filter.screenId}`)
  add(filter.from, sql`showtimes.starts_at >= ${filter.from}`)
  add(filter.until, sql`showtimes.starts_at < ${filter.until}`)
  const today = date ?? filter.from ?? filter.until
  if (today === undefined) conditions.push(sql`showtimes.starts_at > movie.now()`)
  conditions.push(...movieConditions(filter))
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

/** Conditions on `movies` alone. */
export function movieConditions(filter: Pick<ShowtimeFilter, 'title' | 'genre'>) {
  const conditions: ReturnType<typeof sql<boolean>>[] = []
  const title = filter.title && searchKey(filter.title)
  if (filter.title !== undefined)
    conditions.push(title ? sql`movies.title_key like ${`%${literally(title)}%`}` : sql`false`)
  if (filter.genre !== undefined)
    conditions.push(
      sql`exists (select from unnest(movies.genres) genre where lower(genre) = lower(${filter.genre}))`,
    )
  return conditions
}

export function presentMovie(row: MovieRow): Movie {
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    originalTitle: row.original_title,
    genres: row.genres,
    rating: row.rating,
    runtimeMinutes: row.runtime_minutes,
    releaseDate: row.release_date,
    synopsis: row.synopsis,
    posterUrl: row.poster_url,
    directors: row.directors,
    cast: row.cast_names,
    language: row.language,
    subtitles: row.subtitles,
    withdrawn: row.withdrawn,
  }
}

export function presentTheater(row: TheaterRow): Theater {
  const { id, version, name, city, address, closed } = row
  return { id, version, name, city, address, timeZone: row.time_zone, closed }
}

export function presentScreen(row: Omit<ScreenRow, 'changed_at'> & { capacity: number }): Screen {
  return {
    id: row.id,
    theaterId: row.theater_id,
    name: row.name,
    version: row.version,
    layoutId: row.layout_id,
    capacity: row.capacity,
    turnaroundMinutes: row.turnaround_minutes,
    closed: row.closed,
  }
}

export function presentPriceList(row: PriceListRow): PriceList {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    currency: row.currency,
    vatPercent: row.vat_percent,
    prices: PriceList.shape.prices.parse(row.prices),
  }
}

export function presentShowtime(row: ShowtimeRow): Showtime {
  return {
    id: row.id,
    version: row.version,
    state: Showtime.shape.state.parse(row.state),
    movieId: row.movie_id,
    screenId: row.screen_id,
    format: Showtime.shape.format.parse(row.format),
    language: row.language,
    subtitles: row.subtitles,
    movieTitle: row.movie_title,
    theaterId: row.theater_id,
    theaterName: row.theater_name,
    city: row.city,
    screenName: row.screen_name,
    layoutId: row.layout_id,
    capacity: row.capacity,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    onSaleAt: row.on_sale_at,
    saleEndsAt: row.sale_ends_at,
    perBuyerLimit: row.per_buyer_limit,
    refuseOrphans: row.refuse_orphans,
    currency: row.currency,
    vatPercent: row.vat_percent,
    prices: Showtime.shape.prices.parse(row.prices),
  }
}
