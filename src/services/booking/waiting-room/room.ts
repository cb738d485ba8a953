import { type Kysely, sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { Tables } from '../tables.ts'

/** Rooms that one tick looks after. */
const ROOMS = 100
/** After a pause (no process led the ticks) no more are admitted at once than in this time, seconds. */
const CATCH_UP_SECONDS = 5
/** A room stays open so long at least: a rush that paused for a moment is not over, seconds. */
const STAYS_SECONDS = 10
/** Tickets are forgotten so long after they were drawn, hours. */
const FORGOTTEN_HOURS = 48

/** From now on a hold needs an admission. Open already is as good. */
export async function openRoom(db: Kysely<Tables>, showtimeId: string): Promise<void> {
  await sql`
    insert into waiting_rooms (showtime_id, opened_at, last_tick)
    values (${showtimeId}, booking.now(), booking.now()) on conflict do nothing`.execute(db)
}

/** Since when there is a room to look after. */
export const openRooms = sql`select min(opened_at) from waiting_rooms`

/**
 * Gives those who came since the last tick their places (who came before the sale began: in a random order, once it
 * has), admits the next ones at a steady rate, and closes rooms in which nobody waits. Run by two replicas at once,
 * each room is in one's hands.
 */
export async function tickRooms(ctx: Ctx): Promise<void> {
  const { rows: some } = await sql`select 1 from waiting_rooms limit 1`.execute(ctx.db.query)
  if (some.length === 0) return
  await ctx.db.transaction(async ({ query }) => {
    const { rows } = await sql<{ showtime_id: string; is_over: boolean; is_on_sale: boolean }>`
      select w.showtime_id, t.state <> 'scheduled' or booking.now() >= t.sale_ends_at as is_over,
        booking.now() >= t.on_sale_at as is_on_sale
      from waiting_rooms w join showtimes t on t.showtime_id = w.showtime_id
      order by w.last_tick limit ${ROOMS} for update of w skip locked`.execute(query)
    for (const { showtime_id: showtimeId, is_over: isOver, is_on_sale: isOnSale } of rows) {
      if (isOver) await closeRoom(query, showtimeId)
      else if (isOnSale) await serveRoom(ctx, query, showtimeId)
      else
        await sql`update waiting_rooms set last_tick = booking.now() where showtime_id = ${showtimeId}`.execute(
          query,
        )
    }
  })
}

async function serveRoom(ctx: Ctx, query: Kysely<Tables>, showtimeId: string): Promise<void> {
  await placeNewcomers(query, showtimeId)
  const { BOOKING_QUEUE_PER_SECOND: rate, BOOKING_ADMISSION_SECONDS: seconds } = ctx.settings
  // Fractions of a buyer are carried over by moving last_tick only as far as whole ones were admitted.
  const { rows } = await sql<{ before: number; through: number; waits: boolean; opened: boolean }>`
    with due as (
      select showtime_id, admitted_through as before, last_place, opened_at,
        least(floor(extract(epoch from least(booking.now() - last_tick, make_interval(secs => ${CATCH_UP_SECONDS})))
          * ${rate}::float8), last_place - admitted_through)::bigint as admitted
      from waiting_rooms where showtime_id = ${showtimeId}
    )
    update waiting_rooms w set admitted_through = due.before + greatest(due.admitted, 0),
      last_tick = case
        when due.before + greatest(due.admitted, 0) = due.last_place then booking.now()
        else greatest(w.last_tick, booking.now() - make_interval(secs => ${CATCH_UP_SECONDS}))
          + make_interval(secs => greatest(due.admitted, 0) / ${rate}::float8)
      end
    from due where w.showtime_id = due.showtime_id
    returning due.before, w.admitted_through as through, w.admitted_through < w.last_place as waits,
      w.opened_at + make_interval(secs => ${STAYS_SECONDS}) > booking.now() as opened`.execute(query)
  const room = rows[0]!
  if (room.through > room.before)
    await sql`
      update waiting_tickets set admitted_until = booking.now() + make_interval(secs => ${seconds})
      where showtime_id = ${showtimeId} and place > ${room.before} and place <= ${room.through} and admitted_until is null`.execute(
      query,
    )
  if (!room.waits && !room.opened) await closeRoom(query, showtimeId)
}

async function placeNewcomers(query: Kysely<Tables>, showtimeId: string): Promise<void> {
  await sql`
    with newcomers as (
      select queue_token, row_number() over (
        order by joined_at >= on_sale_at, case when joined_at < on_sale_at then random() end, arrival) as nth
      from waiting_tickets n join showtimes using (showtime_id)
      where n.showtime_id = ${showtimeId} and place is null and admitted_until is null
    ), placed as (
      update waiting_tickets t set place = w.last_place + n.nth
      from newcomers n, waiting_rooms w
      where w.showtime_id = ${showtimeId} and t.queue_token = n.queue_token
      returning 1
    )
    update waiting_rooms set last_place = last_place + (select count(*) from placed),
      drawn_at = coalesce(drawn_at, booking.now())
    where showtime_id = ${showtimeId}`.execute(query)
}

/** Who waits still (they came in this very moment, or the sale is over) is told by `queuePosition`. */
async function closeRoom(query: Kysely<Tables>, showtimeId: string): Promise<void> {
  await sql`delete from waiting_rooms where showtime_id = ${showtimeId}`.execute(query)
}

/** Tickets of showtimes long on sale or over. */
export async function forgetTickets(ctx: Ctx): Promise<void> {
  await sql`
    delete from waiting_tickets n using showtimes t
    where t.showtime_id = n.showtime_id and greatest(n.joined_at, t.on_sale_at)
      < booking.now() - make_interval(hours => ${FORGOTTEN_HOURS})
      and not exists (select from waiting_rooms w where w.showtime_id = n.showtime_id)`.execute(ctx.db.query)
}
