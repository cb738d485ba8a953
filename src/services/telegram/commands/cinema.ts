import type { Showtime } from '#services/movie'
import { clock, longDate, shortDate } from '../format.ts'
import { bold, escaped } from '../markup.ts'
import type { Button } from '../outgoing.ts'
import { type Ability, type Answer, say, type Talk } from '../talk.ts'

/** What is on: movie, day, showtime. Anybody may look. */
export const cinemaCommands: Readonly<Record<string, Ability>> = {
  movies: { forLinked: false, run: (talk) => movies(talk) },
  showtimes: { forLinked: false, run: (talk) => showtimesToday(talk) },
  book: { forLinked: true, run: (talk) => movies(talk) },
}

export const cinemaPresses: Readonly<Record<string, Ability>> = {
  movies: { forLinked: false, run: (talk) => movies(talk) },
  movie: { forLinked: false, run: (talk, [movieId = '']) => dates(talk, movieId) },
  date: { forLinked: false, run: (talk, [date = '', movieId = '']) => showtimes(talk, date, movieId) },
}

/** Buttons of one message: Telegram takes a hundred, people fewer. */
const mostButtons = 40
const daysAhead = 14

async function movies(talk: Talk): Promise<Answer> {
  const { ctx, texts } = talk
  const { items } = await ctx.call.movie.listMovies({ limit: mostButtons })
  if (items.length === 0) return say(talk, texts.noMovies)
  return say(
    talk,
    bold(texts.pickMovie),
    items.map((movie) => [{ text: movie.title, does: `movie:${movie.id}` }]),
  )
}

/** The days on which a movie is shown, as a calendar of two weeks. */
async function dates(talk: Talk, movieId: string): Promise<Answer> {
  const { ctx, texts } = talk
  const now = ctx.clock.now()
  const [movie, { items }] = await Promise.all([
    ctx.call.movie.getMovie({ movieId }),
    ctx.call.movie.listShowtimes({
      movieId,
      from: now,
      until: now.add({ hours: 24 * daysAhead }),
      limit: 200,
    }),
  ])
  const zones = await zonesOf(talk, items)
  const days = new Map(items.map((each) => [String(dateOf(each, zones)), dateOf(each, zones)]))
  if (days.size === 0) return say(talk, escaped(texts.noShowtimes), [backTo(talk, 'movies')])
  const buttons = [...days].map(([key, date]) => ({
    text: shortDate(texts, date),
    does: `date:${key}:${movieId}`,
  }))
  return say(talk, `${bold(movie.title)}\n${escaped(texts.pickDate)}`, [
    ...rowsOf(buttons, 3),
    backTo(talk, 'movies'),
  ])
}

async function showtimesToday(talk: Talk): Promise<Answer> {
  const { ctx, texts } = talk
  const now = ctx.clock.now()
  const { items } = await ctx.call.movie.listShowtimes({
    from: now,
    until: now.add({ hours: 24 }),
    limit: mostButtons,
  })
  if (items.length === 0) return say(talk, escaped(texts.noShowtimes))
  const zones = await zonesOf(talk, items)
  return say(
    talk,
    bold(texts.movies),
    items.map((each) => [showtimeButton(each, zones, each.movieTitle)]),
  )
}

async function showtimes(talk: Talk, day: string, movieId: string): Promise<Answer> {
  const { ctx, texts } = talk
  const date = Temporal.PlainDate.from(day)
  const { items } = await ctx.call.movie.listShowtimes({ movieId, date, limit: mostButtons })
  const ahead = items.filter((each) => Temporal.Instant.compare(each.startsAt, ctx.clock.now()) > 0)
  const back = backTo(talk, `movie:${movieId}`)
  if (ahead.length === 0) return say(talk, escaped(texts.noShowtimes), [back])
  const zones = await zonesOf(talk, ahead)
  return say(talk, bold(texts.pickShowtime(ahead[0]!.movieTitle, longDate(texts, date))), [
    ...ahead.map((each) => [showtimeButton(each, zones, each.theaterName)]),
    back,
  ])
}

/** Time zones of the theaters of showtimes, by theater. */
export async function zonesOf(
  { ctx }: Talk,
  list: readonly Showtime[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(list.map((each) => each.theaterId))]
  const theaters = await Promise.all(ids.map((theaterId) => ctx.call.movie.getTheater({ theaterId })))
  return new Map(theaters.map((theater) => [theater.id, theater.timeZone]))
}

type Zones = ReadonlyMap<string, string>
const dateOf = ({ startsAt, theaterId }: Showtime, zones: Zones) =>
  startsAt.toZonedDateTimeISO(zones.get(theaterId) ?? 'UTC').toPlainDate()

function showtimeButton(each: Showtime, zones: Zones, name: string): Button {
  const at = clock(each.startsAt, zones.get(each.theaterId))
  const words = [at, name, each.screenName, each.format.toUpperCase()]
  return { text: words.join(' · '), does: `showtime:${each.id}` }
}

export function rowsOf(buttons: readonly Button[], width: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / width) }, (_, row) =>
    buttons.slice(row * width, (row + 1) * width),
  )
}

const backTo = ({ texts }: Talk, does: string): Button[] => [{ text: texts.back, does }]
