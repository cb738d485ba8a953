import { sql } from 'kysely'
import type { z } from 'zod'
import { notFound, Problem } from '#kernel'
import type { Ctx } from '../context.ts'
import type { WaitingRoomTicket } from '../contract.ts'
import { openRoom } from './room.ts'

type Ticket = z.output<typeof WaitingRoomTicket>

/** Who has no place yet is counted so far at most: their number only has to say "many". */
const COUNTED = 1_000
/** How often to ask again, seconds. */
const ASK_AGAIN = { least: 1, most: 30 }

/**
 * A place in the queue of a showtime. Before its sale begins everybody waits; afterwards only where there is a waiting
 * room, else the admission comes at once.
 */
export async function joinQueue(ctx: Ctx, showtimeId: string): Promise<Ticket> {
  const { rows } = await sql<{ is_over: boolean; is_early: boolean }>`
    select state <> 'scheduled' or booking.now() >= sale_ends_at as is_over, booking.now() < on_sale_at as is_early
    from showtimes where showtime_id = ${showtimeId}`.execute(ctx.db.query)
  const showtime = rows[0]
  if (!showtime) throw notFound('showtime')
  if (showtime.is_over) throw new Problem(409, 'booking.sale-over', 'This showtime is not sold any more')
  if (showtime.is_early) await openRoom(ctx.db.query, showtimeId)
  const queueToken = crypto.randomUUID()
  await sql`
    insert into waiting_tickets (queue_token, showtime_id, joined_at) values (${queueToken}, ${showtimeId}, booking.now())`.execute(
    ctx.db.query,
  )
  return await queuePosition(ctx, queueToken)
}

interface Row {
  showtime_id: string
  place: number | null
  admitted_through: number | null
  last_place: number | null
  admitted_until: Temporal.Instant | null
  is_admitted: boolean | null
  is_over: boolean
  is_early: boolean
  early_seconds: number
  unplaced_before: number
}

/**
 * Whoever came in the same moment is counted once their row is committed: the number told on arrival may be a few short.
 *
 * @throws Problem 404 for a token that was never given or long ago
 */
export async function queuePosition(ctx: Ctx, queueToken: string): Promise<Ticket> {
  const { rows } = await sql<Row>`
    select n.showtime_id, n.place, w.admitted_through, w.last_place, n.admitted_until,
      n.admitted_until > booking.now() as is_admitted,
      t.state <> 'scheduled' or booking.now() >= t.sale_ends_at as is_over,
      booking.now() < t.on_sale_at as is_early,
      ceil(extract(epoch from t.on_sale_at - booking.now()))::float8 as early_seconds,
      case when n.place is null then (select count(*) from (
        select from waiting_tickets o where o.showtime_id = n.showtime_id and o.place is null
          and o.admitted_until is null and o.arrival < n.arrival limit ${COUNTED}) o)::int else 0 end as unplaced_before
    from waiting_tickets n join showtimes t on t.showtime_id = n.showtime_id
    left join waiting_rooms w on w.showtime_id = n.showtime_id
    where n.queue_token = ${queueToken}`.execute(ctx.db.query)
  const row = rows[0]
  if (!row) throw notFound('queue ticket')
  // The room has gone and the sale is on: nobody is before.
  const isFree = row.admitted_until === null && row.last_place === null && !row.is_early && !row.is_over
  return isFree ? await admitNow(ctx, queueToken, row) : present(ctx, queueToken, row)
}

async function admitNow(ctx: Ctx, queueToken: string, row: Row): Promise<Ticket> {
  const { rows } = await sql<{ admitted_until: Temporal.Instant }>`
    update waiting_tickets
    set admitted_until = coalesce(admitted_until, booking.now() + make_interval(secs => ${ctx.settings.BOOKING_ADMISSION_SECONDS}))
    where queue_token = ${queueToken} returning admitted_until`.execute(ctx.db.query)
  const { admitted_until } = rows[0]!
  return present(ctx, queueToken, { ...row, admitted_until, is_admitted: true })
}

function present(ctx: Ctx, queueToken: string, row: Row): Ticket {
  const position = before(row)
  const isWaiting = row.admitted_until === null && !row.is_over
  const seconds = row.is_early ? row.early_seconds : position / ctx.settings.BOOKING_QUEUE_PER_SECOND
  return {
    queueToken,
    showtimeId: row.showtime_id,
    state: isWaiting ? 'waiting' : row.is_admitted && !row.is_over ? 'admitted' : 'over',
    position: isWaiting ? position : 0,
    admittedUntil: row.admitted_until,
    retryAfterSeconds: isWaiting
      ? Math.min(ASK_AGAIN.most, Math.max(ASK_AGAIN.least, Math.ceil(seconds)))
      : 0,
  }
}

function before({ place, admitted_through, last_place, unplaced_before }: Row): number {
  const through = admitted_through ?? 0
  if (place !== null) return Math.max(0, place - through - 1)
  return Math.max(0, (last_place ?? 0) - through) + unplaced_before
}
