import { sql } from 'kysely'
import type { Ctx } from './context.ts'

/** Rows of one statement. */
const BATCH = 1000
/** How long a device may send its scans again and hear the same. */
const scansKept = sql`interval '30 days'`

/** Every night: names and addresses of guests whose showtime is long over, and what was scanned. */
export async function forget(ctx: Ctx): Promise<void> {
  while ((await forgetGuests(ctx)) === BATCH);
  while ((await forgetScans(ctx)) === BATCH);
}

/** Who never bought (the hold ended) is forgotten after a day. The booking stays, as the law asks of what was sold. */
async function forgetGuests(ctx: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`
    update bookings set guest = null, buyer = null where booking_id in (
      select b.booking_id from bookings b left join showtimes s on s.showtime_id = b.showtime_id
      where b.guest is not null and (
        coalesce(s.ends_at, b.held_until) + make_interval(days => ${ctx.settings.BOOKING_GUEST_DAYS}) <= booking.now()
        or (b.confirmed_at is null and b.state <> 'held' and b.held_until + interval '1 day' <= booking.now()))
      order by b.created_at limit ${BATCH} for update of b skip locked)`.execute(ctx.db.query)
  return Number(numAffectedRows ?? 0)
}

async function forgetScans(ctx: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from admission_scans where ctid in (
      select ctid from admission_scans where recorded_at + ${scansKept} <= booking.now()
      order by recorded_at limit ${BATCH})`.execute(ctx.db.query)
  return Number(numAffectedRows ?? 0)
}
