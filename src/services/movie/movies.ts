import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { cutPage, decodeCursor, notFound, Problem, type WholeAnswer } from '#kernel'
import type { Ctx, Input, Meta, Output, Tx } from './context.ts'
import { movieChanged } from './contract.ts'
import { searchKey, sortKey } from './keys.ts'
import { announce, publicLists } from './public-lists.ts'
import {
  hasShowtimesAhead,
  type MovieRow,
  movieConditions,
  presentMovie,
  showtimeConditions,
} from './queries.ts'

/** The thing changed since the editor looked: whoever writes over it must have seen it. */
export const changedMeanwhile = (version: number) =>
  new Problem(409, 'movie.changed-meanwhile', 'Somebody changed this meanwhile; look again', {
    fields: { version },
  })
export const hasShowtimes = (detail: string) => new Problem(409, 'movie.has-showtimes', detail)

export const listMovies = (ctx: Ctx, input: Input<'listMovies'>): Promise<WholeAnswer> =>
  publicLists(ctx).answer('listMovies', input, () => readMovies(ctx, input))

async function readMovies(ctx: Ctx, input: Input<'listMovies'>): Promise<Output<'listMovies'>> {
  const after = decodeCursor(input.cursor)
  const { date, city, theaterId, format } = input
  const byShowtime = [date, city, theaterId, format].some((each) => each !== undefined)
  let query = ctx.db.query.selectFrom('movies').selectAll()
  if (!input.withdrawn) query = query.where('withdrawn', '=', false)
  for (const condition of movieConditions(input)) query = query.where(condition)
  if (byShowtime)
    query = query.where(sql<boolean>`exists (
      select from showtimes join theaters on theaters.id = showtimes.theater_id
      where showtimes.movie_id = movies.id and ${showtimeConditions({ date, city, theaterId, format })})`)
  if (after) query = query.where(sql<boolean>`(sort_key, id::text) > (${after.key}, ${after.id})`)
  const rows = await query
    .orderBy('sort_key')
    .orderBy(sql`id::text`)
    .limit(input.limit + 1)
    .execute()
  return cutPage(rows, input.limit, (row) => ({ key: row.sort_key, id: row.id }), presentMovie)
}

export async function getMovie(ctx: Ctx, { movieId }: Input<'getMovie'>): Promise<Output<'getMovie'>> {
  const row = await ctx.db.query.selectFrom('movies').selectAll().where('id', '=', movieId).executeTakeFirst()
  if (!row) throw notFound('movie')
  return presentMovie(row)
}

/** Of the movies that are offered, the most frequent first. */
export const genres = (ctx: Ctx): Promise<WholeAnswer> =>
  publicLists(ctx).answer('genres', {}, () => readGenres(ctx))

async function readGenres(ctx: Ctx): Promise<Output<'genres'>> {
  const { rows } = await sql<{ genre: string; movies: number }>`
    select genre, count(*)::int as movies from movies, unnest(genres) genre
    where not withdrawn group by genre order by movies desc, genre limit 200`.execute(ctx.db.query)
  return { items: rows }
}

export async function addMovie(
  ctx: Ctx,
  input: Input<'addMovie'>,
  { tx }: Meta,
): Promise<Output<'addMovie'>> {
  const row = await tx.query
    .insertInto('movies')
    .values({ id: randomUUID(), ...columnsOf(input) })
    .returningAll()
    .executeTakeFirstOrThrow()
  await announceMovie(ctx, tx, row)
  return presentMovie(row)
}

export async function changeMovie(
  ctx: Ctx,
  input: Input<'changeMovie'>,
  { tx }: Meta,
): Promise<Output<'changeMovie'>> {
  const before = await lockMovie(tx, input.movieId)
  if (before.version !== input.version) throw changedMeanwhile(before.version)
  const row = await tx.query
    .updateTable('movies')
    .set({ ...columnsOf(input), version: before.version + 1, withdrawn: false, changed_at: sql`movie.now()` })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await announceMovie(ctx, tx, row)
  return presentMovie(row)
}

/** Its past showtimes and their tickets keep it, so it is hidden, not deleted; again changes nothing. */
export async function withdrawMovie(ctx: Ctx, { movieId }: Input<'withdrawMovie'>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const before = await lockMovie(tx, movieId)
    if (before.withdrawn) return
    if (await hasShowtimesAhead(tx.query, 'movie_id', movieId))
      throw hasShowtimes('This movie has showtimes to come: cancel them first')
    const row = await tx.query
      .updateTable('movies')
      .set({ withdrawn: true, version: before.version + 1, changed_at: sql`movie.now()` })
      .where('id', '=', movieId)
      .returningAll()
      .executeTakeFirstOrThrow()
    await announceMovie(ctx, tx, row)
  })
}

/** Held while a showtime of it is scheduled, so that a withdrawal cannot pass between. */
export async function lockMovie({ query }: Tx, movieId: string): Promise<MovieRow> {
  const row = await query
    .selectFrom('movies')
    .selectAll()
    .where('id', '=', movieId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('movie')
  return row
}

function columnsOf(input: Input<'addMovie'>) {
  return {
    title: input.title,
    title_key: searchKey(`${input.title} ${input.originalTitle ?? ''}`),
    sort_key: sortKey(input.title),
    original_title: input.originalTitle,
    genres: input.genres,
    rating: input.rating,
    runtime_minutes: input.runtimeMinutes,
    release_date: input.releaseDate,
    synopsis: input.synopsis,
    poster_url: input.posterUrl,
    directors: input.directors,
    cast_names: input.cast,
    language: input.language,
    subtitles: input.subtitles,
  }
}

async function announceMovie(ctx: Ctx, tx: Tx, row: MovieRow): Promise<void> {
  await announce(ctx, tx, movieChanged, movieState(row), { subject: `movie:${row.id}` })
}

/** What others keep of a movie. */
export function movieState(row: MovieRow) {
  return {
    movieId: row.id,
    version: row.version,
    title: row.title,
    genres: row.genres,
    rating: row.rating,
    runtimeMinutes: row.runtime_minutes,
    language: row.language,
    subtitles: row.subtitles,
    withdrawn: row.withdrawn,
  }
}
