import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { notFound, Problem } from '#kernel'
import type { Ctx, Input, Meta, Output, Tx } from './context.ts'
import { type Price, showtimeCancelled, showtimeChanged, showtimeScheduled } from './contract.ts'
import { changedMeanwhile, lockMovie } from './movies.ts'
import { announce } from './public-lists.ts'
import { type MovieRow, presentPriceList, presentShowtime, type ScreenRow, showtimeById } from './queries.ts'
import { lockScreen, seatsOf } from './screens.ts'
import { showtimeState } from './showtimes.ts'

/** Nobody announces further ahead; it also keeps a slip of the year from being sold. */
const furthestAhead = { hours: 2 * 366 * 24 }

type Draft = Omit<Input<'scheduleShowtime'>, 'movieId' | 'screenId'>

/**
 * Puts a showtime on a screen. Two never overlap there, the turnaround included: the screen's row is locked while the
 * gap is looked for.
 */
export async function scheduleShowtime(
  ctx: Ctx,
  input: Input<'scheduleShowtime'>,
  { tx }: Meta,
): Promise<Output<'scheduleShowtime'>> {
  const movie = await lockMovie(tx, input.movieId)
  if (movie.withdrawn) throw new Problem(409, 'movie.withdrawn', 'This movie is not offered any more')
  const screen = await lockScreen(tx, input.screenId)
  if (screen.closed) throw new Problem(409, 'movie.screen-closed', 'This screen is closed')
  const id = randomUUID()
  const columns = await columnsOf(tx, input, { id, movie, screen, layoutId: screen.layout_id })
  await tx.query
    .insertInto('showtimes')
    .values({ id, movie_id: movie.id, theater_id: screen.theater_id, screen_id: screen.id, ...columns })
    .execute()
  const row = (await showtimeById(tx.query, id))!
  await announce(ctx, tx, showtimeScheduled, showtimeState(row), { subject: `showtime:${id}` })
  return presentShowtime(row)
}

/** Movie and screen may change until the sale begins; then buyers have chosen by them. */
export async function changeShowtime(
  ctx: Ctx,
  input: Input<'changeShowtime'>,
  { tx }: Meta,
): Promise<Output<'changeShowtime'>> {
  const seen = await showtimeById(tx.query, input.showtimeId)
  if (!seen) throw notFound('showtime')
  const movie = await lockMovie(tx, input.movieId)
  const screen = await lockScreen(tx, input.screenId)
  const before = await lockShowtime(tx, input.showtimeId)
  if (before.version !== input.version) throw changedMeanwhile(before.version)
  if (before.state === 'cancelled')
    throw new Problem(409, 'movie.showtime-cancelled', 'This showtime is cancelled')
  const elsewhere = movie.id !== before.movie_id || screen.id !== before.screen_id
  const onSale = Temporal.Instant.compare(before.on_sale_at, await databaseTime(tx)) <= 0
  if (elsewhere && onSale)
    throw new Problem(409, 'movie.showtime-fixed', 'It is on sale already: cancel it and schedule another')
  const layoutId = screen.id === before.screen_id ? before.layout_id : screen.layout_id
  const columns = await columnsOf(tx, input, { id: before.id, movie, screen, layoutId })
  await tx.query
    .updateTable('showtimes')
    .set({
      ...columns,
      movie_id: movie.id,
      theater_id: screen.theater_id,
      screen_id: screen.id,
      version: before.version + 1,
      changed_at: sql`movie.now()`,
    })
    .where('id', '=', before.id)
    .execute()
  const row = (await showtimeById(tx.query, before.id))!
  await announce(ctx, tx, showtimeChanged, showtimeState(row), { subject: `showtime:${row.id}` })
  return presentShowtime(row)
}

/** Booking hears of it, ends the holds and gives everybody their money back. Again changes nothing. */
export async function cancelShowtime(
  ctx: Ctx,
  input: Input<'cancelShowtime'>,
  { tx }: Meta,
): Promise<Output<'cancelShowtime'>> {
  const before = await lockShowtime(tx, input.showtimeId)
  if (before.state !== 'cancelled') {
    if (Temporal.Instant.compare(before.ends_at, await databaseTime(tx)) <= 0)
      throw new Problem(409, 'movie.showtime-over', 'This showtime is over')
    await tx.query
      .updateTable('showtimes')
      .set({ state: 'cancelled', version: before.version + 1, changed_at: sql`movie.now()` })
      .where('id', '=', before.id)
      .execute()
  }
  const row = (await showtimeById(tx.query, before.id))!
  if (before.state !== 'cancelled')
    await announce(ctx, tx, showtimeCancelled, showtimeState(row), {
      subject: `showtime:${row.id}`,
      reason: input.reason,
    })
  return presentShowtime(row)
}

/** What is on sale or over is decided by the time that booking sells by, not by the clock of this process. */
async function databaseTime({ query }: Tx): Promise<Temporal.Instant> {
  const { rows } = await sql<{ now: Temporal.Instant }>`select movie.now() as now`.execute(query)
  return rows[0]!.now
}

async function lockShowtime({ query }: Tx, showtimeId: string) {
  const row = await query
    .selectFrom('showtimes')
    .selectAll()
    .where('id', '=', showtimeId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('showtime')
  return row
}

interface Place {
  readonly id: string
  readonly movie: MovieRow
  readonly screen: ScreenRow
  readonly layoutId: string
}

/** The draft as columns, checked against the screen's other showtimes, its seats and the sale's own logic. */
async function columnsOf(tx: Tx, draft: Draft, place: Place) {
  const { startsAt } = draft
  const endsAt = startsAt.add({ minutes: place.movie.runtime_minutes })
  const freeAt = endsAt.add({ minutes: place.screen.turnaround_minutes })
  const sale = saleWindow(await databaseTime(tx), draft, endsAt)
  await refuseOverlap(tx, place, startsAt, freeAt)
  const prices = await pricesFor(tx, draft.priceListId, place.layoutId)
  return {
    layout_id: place.layoutId,
    format: draft.format,
    language: draft.language,
    subtitles: draft.subtitles,
    starts_at: startsAt,
    ends_at: endsAt,
    free_at: freeAt,
    ...sale,
    per_buyer_limit: draft.perBuyerLimit,
    refuse_orphans: draft.refuseOrphans,
    price_list_id: draft.priceListId,
    currency: prices.currency,
    vat_percent: prices.vatPercent,
    prices: JSON.stringify(prices.prices),
  }
}

function saleWindow(now: Temporal.Instant, draft: Draft, endsAt: Temporal.Instant) {
  const { startsAt } = draft
  const on_sale_at = draft.onSaleAt ?? now
  const sale_ends_at = draft.saleEndsAt ?? startsAt
  const later = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0
  const refuse = (detail: string) => new Problem(422, 'movie.sale-window', detail)
  if (!later(startsAt, now)) throw refuse('A showtime starts in the future')
  if (later(startsAt, now.add(furthestAhead))) throw refuse('A showtime starts within two years')
  if (!later(sale_ends_at, on_sale_at)) throw refuse('The sale ends after it began')
  if (later(sale_ends_at, endsAt)) throw refuse('The sale ends before the showtime does')
  return { on_sale_at, sale_ends_at }
}

async function refuseOverlap(
  { query }: Tx,
  place: Place,
  startsAt: Temporal.Instant,
  freeAt: Temporal.Instant,
) {
  const other = await query
    .selectFrom('showtimes')
    .select(['id', 'starts_at', 'free_at'])
    .where('screen_id', '=', place.screen.id)
    .where('state', '=', 'scheduled')
    .where('id', '<>', place.id)
    .where('starts_at', '<', freeAt)
    .where('free_at', '>', startsAt)
    .orderBy('starts_at')
    .limit(1)
    .executeTakeFirst()
  if (!other) return
  throw new Problem(409, 'movie.screen-taken', 'The screen is taken at that time', {
    fields: { showtimeId: other.id, from: other.starts_at.toString(), until: other.free_at.toString() },
  })
}

/** @throws Problem 422 when a type of seat on the plan could not be sold to anybody. */
async function pricesFor({ query }: Tx, priceListId: string, layoutId: string) {
  const row = await query
    .selectFrom('price_lists')
    .selectAll()
    .where('id', '=', priceListId)
    .executeTakeFirst()
  if (!row) throw notFound('price list')
  const list = presentPriceList(row)
  const plan = await query
    .selectFrom('layouts')
    .select('seats')
    .where('id', '=', layoutId)
    .executeTakeFirstOrThrow()
  const missing = unpriced(list.prices, new Set(seatsOf(plan.seats).map((seat) => seat.type)))
  if (missing.length > 0)
    throw new Problem(
      422,
      'movie.seat-type-without-price',
      `The price list has no price for ${missing.join(', ')}`,
      {
        fields: { seatTypes: missing },
      },
    )
  return list
}

const unpriced = (prices: readonly Price[], types: ReadonlySet<string>) =>
  [...types].filter((type) => !prices.some((price) => price.seatType === type))
