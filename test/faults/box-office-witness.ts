import { type BoxOfficeEvidence, find, type Invariant } from './box-office-evidence.ts'
import { captureOnce, eachEventOnce, moneyEnds, onlyTheirOwn, sameKeySameAnswer } from './box-office-money.ts'

/**
 * Do the 13 invariants of the box office hold, once everything has come to rest (PRODUCT.md, section 2)?
 *
 * @returns what is wrong, a sentence each with the number of its invariant; empty when all is well.
 */
export async function judgeBoxOffice(evidence: BoxOfficeEvidence): Promise<string[]> {
  const complaints: string[] = []
  for (const [number, invariant] of invariants.entries())
    for (const complaint of await invariant(evidence)) complaints.push(`${number + 1}. ${complaint}`)
  return complaints
}

/** A seat that somebody has now: sold, out of sale, or held until a time to come. */
const taken = `(t.state in ('sold', 'blocked') or (t.state = 'held' and t.held_until > booking.now()))`
/** A booking that has its seats now. */
const alive = `(b.state in ('confirmed', 'admitted') or (b.state = 'held' and b.held_until > booking.now()))`
const liveSeats = `booking.bookings b join booking.booking_seats s on s.booking_id = b.booking_id and s.state = 'live'`

/** 1. At most one live row per (showtime, seat), one living booking of it, one ticket that admits. */
const oneLiveRow: Invariant = async (evidence) => [
  ...(await find(
    evidence,
    'booking',
    'a seat has several live rows',
    `select t.showtime_id, t.seat_id, count(*)::int from booking.taken_seats t where ${taken}
     group by 1, 2 having count(*) > 1`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a seat is in several living bookings',
    `select b.showtime_id, s.seat_id, array_agg(b.reference || ' ' || b.state) as bookings from ${liveSeats}
     where ${alive} group by 1, 2 having count(*) > 1`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a seat has several tickets that admit or have admitted',
    `select showtime_id, seat_id, count(*)::int from booking.tickets where state <> 'cancelled'
     group by 1, 2 having count(*) > 1`,
  )),
]

/**
 * 2. All or nothing: a booking has all of its seats, in the state that is its own, and a ticket each once confirmed. Of
 * one that was cancelled with its showtime, those who were inside were inside.
 */
const allOrNothing: Invariant = async (evidence) => [
  ...(await find(
    evidence,
    'booking',
    'a living booking lacks a seat of its own',
    `select b.reference, b.state, s.seat_id from ${liveSeats}
     where ${alive} and not exists (select from booking.taken_seats t
       where t.showtime_id = b.showtime_id and t.seat_id = s.seat_id and t.booking_id = b.booking_id
         and t.state = case b.state when 'held' then 'held' else 'sold' end)`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a booking has no seats',
    `select reference, state from booking.bookings b
     where not exists (select from booking.booking_seats s where s.booking_id = b.booking_id)`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a confirmed booking has a seat without a ticket',
    `select b.reference, s.seat_id from ${liveSeats}
     where b.state in ('confirmed', 'admitted') and not exists (select from booking.tickets t
       where t.booking_id = b.booking_id and t.seat_id = s.seat_id and t.state <> 'cancelled')`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a ticket without a seat that was bought',
    `select t.ticket_id, t.seat_id, t.state, b.state as booking from booking.tickets t
     left join booking.bookings b using (booking_id)
     where t.state <> 'cancelled' and not exists (select from ${liveSeats}
       where b.booking_id = t.booking_id and s.seat_id = t.seat_id and b.state in ('confirmed', 'admitted'))
       and (t.state, b.cancel_reason) is distinct from ('admitted', 'showtime-cancelled')`,
  )),
]

/** 6. Nothing is paid for or confirmed after its time, unless the seats were atomically taken again. */
const inTime: Invariant = async (evidence) => [
  ...(await find(
    evidence,
    'booking',
    'confirmed after it had run out, while somebody else had a seat of it',
    `select b.reference, s.seat_id, o.reference as other from ${liveSeats}
     join booking.bookings o on o.showtime_id = b.showtime_id and o.booking_id <> b.booking_id
     join booking.booking_seats z on z.booking_id = o.booking_id and z.seat_id = s.seat_id and z.state = 'live'
     where b.confirmed_at > b.held_until and b.state in ('confirmed', 'admitted')
       and o.created_at between b.held_until and b.confirmed_at
       and (o.confirmed_at <= b.confirmed_at or (o.state = 'held' and o.held_until > b.confirmed_at))`,
  )),
  ...(await find(
    evidence,
    'payment',
    'an attempt to pay began after the hold had run out',
    `select t.id, b.booking_id from payment.transactions t join payment.payments p on p.id = t.payment_id
     join payment.bookings b on b.booking_id = p.booking_id where t.created_at >= b.held_until`,
  )),
]

/** What may follow a state; `booking.changed` repeats it. */
const moves: Readonly<Record<string, readonly string[]>> = {
  held: ['held', 'confirmed', 'cancelled', 'expired'],
  confirmed: ['confirmed', 'cancelled', 'admitted'],
  cancelled: ['cancelled'],
  expired: ['expired'],
  admitted: ['admitted'],
}

/** 7. Only allowed moves, each version told once and in one piece, the last one being what the row says. */
const allowedMoves: Invariant = async (evidence) => {
  const versions = await evidence.rows<{ id: string; version: number; state: string }>(
    'booking',
    `select event->'data'->>'bookingId' as id, (event->'data'->>'version')::int as version,
       event->'data'->>'state' as state
     from (select event from booking.event_log union all select event from booking.outbox) e
     where event->>'type' like 'booking.%' order by 1, 2`,
  )
  const bookings = await evidence.rows<{ id: string; reference: string; version: number; state: string }>(
    'booking',
    'select booking_id as id, reference, version, state from booking.bookings',
  )
  const history = Map.groupBy(versions, ({ id }) => id)
  return bookings.flatMap(({ id, reference, version, state }) => {
    const all = history.get(id) ?? []
    const complaints: string[] = []
    if (all.some((each, index) => each.version !== index + 1) || all.length !== version)
      complaints.push(`versions of ${reference} are not told one by one: ${all.map((each) => each.version)}`)
    const states = all.map((each) => each.state)
    const wrong = states.findIndex((next, i) => i > 0 && !moves[states[i - 1]!]!.includes(next))
    if (wrong > 0) complaints.push(`${reference} went from ${states[wrong - 1]} to ${states[wrong]}`)
    if (states[0] !== 'held') complaints.push(`${reference} did not begin as a hold`)
    if (states.at(-1) !== state)
      complaints.push(`${reference} is ${state}, but ${states.at(-1)} was told last`)
    return complaints
  })
}

/** 8. An expired hold is bookable at once and told of, and nobody frees what is another's. */
const expiredIsFree: Invariant = async (evidence) => [
  ...(await find(
    evidence,
    'booking',
    'a hold has run out and nobody was told',
    `select reference, held_until from booking.bookings where state = 'held' and held_until <= booking.now()`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a seat belongs to a booking that is over',
    `select b.reference, b.state, t.seat_id, t.state as seat from booking.taken_seats t
     left join booking.bookings b using (booking_id)
     where t.booking_id is not null and coalesce(b.state, 'none') not in ('held', 'confirmed', 'admitted')`,
  )),
]

/** 10. Price, seats and showtime belong together. */
const fitsTogether: Invariant = async (evidence) => [
  ...(await find(
    evidence,
    'booking',
    'a seat is not of the plan of its showtime, or of another type',
    `select b.reference, s.seat_id from booking.bookings b join booking.booking_seats s using (booking_id)
     join booking.showtimes t on t.showtime_id = b.showtime_id
     where not exists (select from booking.layout_seats l
       where l.layout_id = t.layout_id and l.seat_id = s.seat_id and l.type = s.type)`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a seat was not sold at the price of its showtime',
    `select b.reference, s.seat_id, s.full_amount from booking.bookings b join booking.booking_seats s using (booking_id)
     join booking.showtimes t on t.showtime_id = b.showtime_id and t.version = b.showtime_version
     where not exists (select from booking.showtime_prices p where p.showtime_id = b.showtime_id
       and p.category = s.category and p.seat_type = s.type and p.amount = s.full_amount)`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a total is not the sum of its seats',
    `select b.reference, b.total, sum(s.amount)::int from ${liveSeats} group by 1, 2 having b.total <> sum(s.amount)`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a booking names another movie or house than its showtime',
    `select b.reference from booking.bookings b left join booking.showtimes t using (showtime_id)
     where t.showtime_id is null or (t.version = b.showtime_version
       and (t.movie_id, t.theater_id, t.currency) is distinct from (b.movie_id, b.theater_id, b.currency))`,
  )),
]

/** 11. Free, held, sold and blocked seats are all seats of the screen. */
const sumsFit: Invariant = async (evidence) => [
  ...(await find(
    evidence,
    'booking',
    'free, held, sold and blocked are not all seats',
    `select s.showtime_id, l.capacity, n.taken, n.free from booking.showtimes s
     join booking.layouts l using (layout_id)
     cross join lateral (select
       (select count(*)::int from booking.taken_seats t where t.showtime_id = s.showtime_id and ${taken}) as taken,
       (select count(*)::int from booking.layout_seats q where q.layout_id = s.layout_id and not exists (
         select from booking.taken_seats t
         where t.showtime_id = s.showtime_id and t.seat_id = q.seat_id and ${taken})) as free) n
     where n.taken + n.free <> l.capacity`,
  )),
]

/** 12. A ticket admits once, a cancelled one never. */
const admitsOnce: Invariant = async (evidence) => [
  ...(await find(
    evidence,
    'booking',
    'a ticket admitted not exactly once',
    `select t.ticket_id, t.state, count(a.*)::int as times from booking.tickets t
     left join booking.admission_scans a on a.ticket_id = t.ticket_id and a.outcome = 'admitted'
     group by 1, 2 having count(a.*) <> case t.state when 'admitted' then 1 else 0 end`,
  )),
  ...(await find(
    evidence,
    'booking',
    'an admission was told not exactly once',
    `select t.ticket_id, count(e.*)::int as times from booking.tickets t left join (
       select event->'data'->>'ticketId' as ticket_id from booking.event_log where type = 'ticket.admitted'
       union all select event->'data'->>'ticketId' from booking.outbox where type = 'ticket.admitted') e
       on e.ticket_id = t.ticket_id::text
     where t.state = 'admitted' group by 1 having count(e.*) <> 1`,
  )),
  ...(await find(
    evidence,
    'booking',
    'a booking is not admitted when all of its people are',
    `select b.reference, b.state from booking.bookings b where b.state in ('confirmed', 'admitted')
     and (b.state = 'admitted') <> not exists (
       select from booking.tickets t where t.booking_id = b.booking_id and t.state = 'valid')`,
  )),
]

/** In the order in which PRODUCT.md counts them. */
const invariants: readonly Invariant[] = [
  oneLiveRow,
  allOrNothing,
  captureOnce,
  moneyEnds,
  sameKeySameAnswer,
  inTime,
  allowedMoves,
  expiredIsFree,
  eachEventOnce,
  fitsTogether,
  sumsFit,
  admitsOnce,
  onlyTheirOwn,
]
