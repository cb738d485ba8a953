import { sql } from 'kysely'
import { z } from 'zod'
import { derivedId, type Envelope, type EventDefinition, type EventOf, type Tx } from '#kernel'
import {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
} from '#services/booking'
import {
  layoutDrawn,
  movieChanged,
  showtimeCancelled,
  showtimeChanged,
  showtimeScheduled,
  theaterChanged,
} from '#services/movie'
import { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed } from '#services/payment'
import type { Tables } from './tables.ts'

interface BookingRow {
  readonly booking_id: string
  readonly version: number
  readonly state: string
  readonly showtime_id: string
  readonly movie_id: string
  readonly seats: number
  readonly starts_at: string
  readonly created_at: string
  readonly confirmed_at: string | null
}

const ofBookings = [bookingCreated, bookingConfirmed, bookingChanged, bookingCancelled, bookingExpired]
const ofShowtimes = [showtimeScheduled, showtimeChanged, showtimeCancelled]

/**
 * Takes what a batch says of the box office into the copies that its reports are counted from.
 *
 * @returns whether any of it was news
 */
export async function followBoxOffice(tx: Tx<Tables>, events: readonly Envelope[]): Promise<boolean> {
  const news = [
    await keepBookings(tx, events.flatMap(bookingOf)),
    await keepMoney(tx, events.flatMap(moneyOf)),
    await keepLayouts(tx, events),
    await keepShowtimes(tx, events),
    await keepNames(tx, events),
  ]
  return news.includes(true)
}

/** For what a snapshot tells: the state goes the way of the event that would tell of it. */
export const heals =
  <D extends z.ZodType>({ data: schema }: EventDefinition<D>) =>
  (_ctx: unknown, data: z.output<D>, tx: Tx<Tables>, event: EventOf<D>): Promise<boolean> =>
    followBoxOffice(tx, [{ ...event, data: z.encode(schema, data) }])

/** An event of an older or newer shape is passed over, as everywhere in this service. */
function bookingOf({ type, time, data }: Envelope): BookingRow[] {
  if (!ofBookings.some((each) => each.type === type)) return []
  const said = bookingCreated.data.safeParse(data).data
  if (!said) return []
  return [
    {
      booking_id: said.bookingId,
      version: said.version,
      state: said.state,
      showtime_id: said.showtimeId,
      movie_id: said.movieId,
      seats: said.seats.filter(({ state }) => state === 'live').length,
      starts_at: said.startsAt,
      created_at: time,
      confirmed_at: type === bookingConfirmed.type ? time : null,
    },
  ]
}

/** The newest state of each, with the earliest time; what is in the table may be newer still. */
async function keepBookings(tx: Tx<Tables>, rows: readonly BookingRow[]): Promise<boolean> {
  if (rows.length === 0) return false
  const kept = await sql<{ is_news: boolean }>`
    insert into box_bookings as b
    select distinct on (booking_id) booking_id, version, state, showtime_id, movie_id, seats, starts_at,
      min(created_at) over same, max(confirmed_at) over same
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(booking_id uuid, version int, state text,
      showtime_id uuid, movie_id uuid, seats int, starts_at timestamptz, created_at timestamptz, confirmed_at timestamptz)
    window same as (partition by booking_id)
    order by booking_id, version desc
    on conflict (booking_id) do update set
      created_at = least(b.created_at, excluded.created_at),
      confirmed_at = coalesce(b.confirmed_at, excluded.confirmed_at),
      version = greatest(b.version, excluded.version),
      state = case when excluded.version > b.version then excluded.state else b.state end,
      seats = case when excluded.version > b.version then excluded.seats else b.seats end,
      starts_at = case when excluded.version > b.version then excluded.starts_at else b.starts_at end
    where excluded.version > b.version or excluded.created_at < b.created_at
      or (b.confirmed_at is null and excluded.confirmed_at is not null)
    returning old.version is distinct from new.version as is_news`.execute(tx.query)
  return kept.rows.some((row) => row.is_news)
}

interface MoneyRow {
  readonly id: string
  readonly kind: 'captured' | 'refunded' | 'failed'
  /** Of the payment: a refund may be told of several times, and the last word counts. */
  readonly version: number
  readonly at: string
  readonly currency: string
  readonly amount: number
}

function moneyOf({ type, time: at, data }: Envelope): MoneyRow[] {
  switch (type) {
    case paymentCompleted.type: {
      const said = paymentCompleted.data.safeParse(data).data
      return said ? [{ ...moved(said, at), id: said.paymentId, kind: 'captured', amount: said.captured }] : []
    }
    case paymentFailed.type: {
      const said = paymentFailed.data.safeParse(data).data
      const id = said && derivedId('payment failed', said.paymentId, said.version)
      return id ? [{ ...moved(said, at), id, kind: 'failed', amount: said.amount }] : []
    }
    case paymentRefunded.type: {
      const said = paymentRefunded.data.safeParse(data).data
      return said
        ? [{ ...moved(said, at), id: said.refundId, kind: 'refunded', amount: said.refundAmount }]
        : []
    }
    // What was not given back, or came back, is no refund; made again it is one.
    case paymentRefundFailed.type: {
      const said = paymentRefundFailed.data.safeParse(data).data
      return said ? [{ ...moved(said, at), id: said.refundId, kind: 'refunded', amount: 0 }] : []
    }
    default:
      return []
  }
}

const moved = ({ version, currency }: { version: number; currency: string }, at: string) => ({
  version,
  at,
  currency,
})

/** The time of a movement is that of the event that gave it its amount. */
async function keepMoney(tx: Tx<Tables>, rows: readonly MoneyRow[]): Promise<boolean> {
  if (rows.length === 0) return false
  const kept = await sql<{ is_news: boolean }>`
    insert into box_money as m (id, kind, version, at, currency, amount)
    select distinct on (id) id, kind, version, at, currency, amount
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(id uuid, kind text, version int, at timestamptz, currency text, amount bigint)
    order by id, version desc
    on conflict (id) do update set version = excluded.version, amount = excluded.amount,
      at = case when m.amount = excluded.amount then m.at else excluded.at end
    where m.version < excluded.version
    returning old.amount is distinct from new.amount as is_news`.execute(tx.query)
  return kept.rows.some((row) => row.is_news)
}

async function keepLayouts(tx: Tx<Tables>, events: readonly Envelope[]): Promise<boolean> {
  const layouts = events.flatMap(({ type, data }) => {
    const said = type === layoutDrawn.type && layoutDrawn.data.safeParse(data).data
    return said ? [{ layout_id: said.layoutId, capacity: said.capacity }] : []
  })
  if (layouts.length === 0) return false
  const { rows } = await sql`
    insert into box_layouts select * from jsonb_to_recordset(${JSON.stringify(layouts)}::jsonb)
      as given(layout_id uuid, capacity int)
    order by layout_id on conflict do nothing returning 1`.execute(tx.query)
  return rows.length > 0
}

async function keepShowtimes(tx: Tx<Tables>, events: readonly Envelope[]): Promise<boolean> {
  const showtimes = events.flatMap(({ type, data }) => {
    const said = ofShowtimes.some((each) => each.type === type) && showtimeScheduled.data.safeParse(data).data
    return said ? [said] : []
  })
  if (showtimes.length === 0) return false
  const { rows } = await sql`
    insert into box_showtimes as s
    select distinct on ("showtimeId") "showtimeId", version, state, "movieId", "theaterId", "layoutId", "startsAt"
    from jsonb_to_recordset(${JSON.stringify(showtimes)}::jsonb) as given("showtimeId" uuid, version int, state text,
      "movieId" uuid, "theaterId" uuid, "layoutId" uuid, "startsAt" timestamptz)
    order by "showtimeId", version desc
    on conflict (showtime_id) do update set version = excluded.version, state = excluded.state,
      movie_id = excluded.movie_id, layout_id = excluded.layout_id, starts_at = excluded.starts_at
    where s.version < excluded.version returning 1`.execute(tx.query)
  return rows.length > 0
}

async function keepNames(tx: Tx<Tables>, events: readonly Envelope[]): Promise<boolean> {
  const names = events.flatMap(({ type, data }) => {
    const film = type === movieChanged.type && movieChanged.data.safeParse(data).data
    if (film) return [{ id: film.movieId, version: film.version, name: film.title }]
    const theater = type === theaterChanged.type && theaterChanged.data.safeParse(data).data
    return theater ? [{ id: theater.theaterId, version: theater.version, name: theater.name }] : []
  })
  if (names.length === 0) return false
  const { rows } = await sql`
    insert into box_names as n
    select distinct on (id) id, version, name
    from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as given(id uuid, version int, name text)
    order by id, version desc
    on conflict (id) do update set version = excluded.version, name = excluded.name
    where n.version < excluded.version returning 1`.execute(tx.query)
  return rows.length > 0
}
