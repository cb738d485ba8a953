import { createHash } from 'node:crypto'
import { type Kysely, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { cutPage, decodeCursor, notFound, Problem, type Tx } from '#kernel'
import type { Ctx } from '../context.ts'
import { Admission, type AdmissionEntry, type Scan, ticketAdmitted } from '../contract.ts'
import { publishChange } from '../public-state.ts'
import type { Tables } from '../tables.ts'
import { verifyTokens } from './keys.ts'
import type { TicketClaims } from './token.ts'

type Answer = z.output<typeof Admission>

/** A scan after its signature was looked at, in the order of scanning. */
interface Looked {
  readonly scannedAt: Temporal.Instant
  readonly hash: Buffer
  readonly claims: TicketClaims | undefined
}

interface Door {
  readonly device: string
  readonly showtimeId?: string | undefined
  readonly scans: readonly z.output<typeof Scan>[]
}

/**
 * Checks tickets at the door. Each admits once, whatever devices scan it: their bookings are locked first, so that two
 * devices, or a device and a cancellation, come one after the other. What was answered to a scan of a device stays the
 * answer. The order is that of scanning, but who is told first wins: nobody is sent out again (docs/tickets.md).
 */
export async function admit(ctx: Ctx, door: Door): Promise<{ items: Answer[] }> {
  const claims = await verifyTokens(
    ctx,
    door.scans.map((scan) => scan.token),
  )
  const looked = door.scans.map((scan, index): Looked => {
    const hash = createHash('sha256').update(scan.token).digest()
    // As the database keeps it: a device's clock may tell more.
    return { hash, claims: claims[index], scannedAt: scan.scannedAt.round('microsecond') }
  })
  const answers = await ctx.db.transaction((tx) => admitAll(tx, door, looked))
  return { items: looked.map((each) => answers.get(keyOf(each.hash, each.scannedAt))!) }
}

async function admitAll(tx: Tx<Tables>, door: Door, looked: readonly Looked[]): Promise<Map<string, Answer>> {
  const tickets = await lockTickets(
    tx.query,
    looked.flatMap(({ claims }) => claims?.ticketId ?? []),
  )
  const answers = await knownAnswers(tx.query, door.device, looked)
  const now = await databaseTime(tx.query)
  const fresh: { key: string; look: Looked; answer: Answer }[] = []
  for (const look of looked.toSorted(inOrder)) {
    const key = keyOf(look.hash, look.scannedAt)
    if (answers.has(key)) continue
    const answer = judge(door, look, tickets, now)
    answers.set(key, answer)
    fresh.push({ key, look, answer })
  }
  const admitted = fresh.filter(({ answer }) => answer.outcome === 'admitted')
  await record(tx, door.device, fresh)
  await letIn(
    tx,
    admitted.map(({ answer }) => tickets.get(answer.ticketId!)!),
  )
  return answers
}

type TicketRow = Selectable<Tables['tickets']>

/** Bookings first, then their tickets, both sorted: as a cancellation does. */
async function lockTickets(
  db: Kysely<Tables>,
  ticketIds: readonly string[],
): Promise<Map<string, TicketRow>> {
  if (ticketIds.length === 0) return new Map()
  const these = sql<string>`any(${[...ticketIds]}::uuid[])`
  await sql`
    select 1 from bookings where booking_id in (select booking_id from tickets where ticket_id = ${these})
    order by booking_id for update`.execute(db)
  const rows = await db
    .selectFrom('tickets')
    .selectAll()
    .where('ticket_id', '=', these)
    .orderBy('ticket_id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.ticket_id, row]))
}

async function knownAnswers(
  db: Kysely<Tables>,
  device: string,
  looked: readonly Looked[],
): Promise<Map<string, Answer>> {
  const rows = await db
    .selectFrom('admission_scans')
    .select(['token_hash', 'scanned_at', 'answer'])
    .where('device', '=', device)
    .where('token_hash', '=', sql<Buffer>`any(${looked.map(({ hash }) => hash)}::bytea[])`)
    .execute()
  return new Map(
    rows.map((row) => [keyOf(row.token_hash, row.scanned_at), z.decode(Admission, row.answer as never)]),
  )
}

async function databaseTime(db: Kysely<Tables>): Promise<Temporal.Instant> {
  const { rows } = await sql<{ now: Temporal.Instant }>`select booking.now() as now`.execute(db)
  return rows[0]!.now
}

/** Marks the ticket in `tickets` when it admits, so that the next scan of this batch finds it used. */
function judge(
  { device, showtimeId }: Door,
  { scannedAt, claims }: Looked,
  tickets: Map<string, TicketRow>,
  now: Temporal.Instant,
): Answer {
  const nothing = { ticketId: null, seatId: null, category: null, admittedAt: null, device: null }
  if (!claims) return { ...nothing, outcome: 'forged' }
  const ticket = tickets.get(claims.ticketId)
  if (!ticket) return { ...nothing, outcome: 'unknown', ticketId: claims.ticketId }
  if (ticket.showtime_id !== claims.showtimeId || ticket.seat_id !== claims.seatId)
    return { ...nothing, outcome: 'forged' }
  if (showtimeId && ticket.showtime_id !== showtimeId) return answerOf('other-showtime', ticket)
  if (ticket.state === 'cancelled') return answerOf('cancelled', ticket)
  if (ticket.state === 'admitted') return answerOf('already-admitted', ticket)
  const inFuture = Temporal.Instant.compare(scannedAt, now) > 0
  const admitted = { ...ticket, state: 'admitted', admitted_at: inFuture ? now : scannedAt, device }
  tickets.set(ticket.ticket_id, admitted)
  return answerOf('admitted', admitted)
}

function answerOf(outcome: Answer['outcome'], ticket: TicketRow): Answer {
  return {
    outcome,
    ticketId: ticket.ticket_id,
    seatId: ticket.seat_id,
    category: ticket.category as Answer['category'],
    admittedAt: ticket.admitted_at,
    device: ticket.device,
  }
}

async function record(
  { query }: Tx<Tables>,
  device: string,
  fresh: readonly { look: Looked; answer: Answer }[],
): Promise<void> {
  if (fresh.length === 0) return
  const written = fresh.map(({ look, answer }) => ({
    token_hash: look.hash.toString('hex'),
    scanned_at: look.scannedAt.toString(),
    ticket_id: answer.ticketId,
    outcome: answer.outcome,
    answer: z.encode(Admission, answer),
  }))
  // A twin of this very request may have been first with what locks no ticket: it found the same.
  await sql`
    insert into admission_scans (device, token_hash, scanned_at, outcome, ticket_id, answer, recorded_at)
    select ${device}, decode(w.token_hash, 'hex'), w.scanned_at, w.outcome, w.ticket_id, w.answer, booking.now()
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb)
      as w(token_hash text, scanned_at timestamptz, outcome text, ticket_id uuid, answer jsonb)
    order by 2, 3 on conflict do nothing`.execute(query)
}

/** Writes down who is inside, and which bookings are by that. */
async function letIn(tx: Tx<Tables>, tickets: readonly TicketRow[]): Promise<void> {
  if (tickets.length === 0) return
  const inside = tickets.map((ticket) => ({
    ticket_id: ticket.ticket_id,
    admitted_at: ticket.admitted_at!.toString(),
    device: ticket.device,
  }))
  await sql`
    update tickets t set state = 'admitted', version = t.version + 1, admitted_at = i.admitted_at, device = i.device
    from jsonb_to_recordset(${JSON.stringify(inside)}::jsonb)
      as i(ticket_id uuid, admitted_at timestamptz, device text)
    where t.ticket_id = i.ticket_id`.execute(tx.query)
  for (const ticket of tickets)
    await tx.publish(
      ticketAdmitted,
      {
        ticketId: ticket.ticket_id,
        bookingId: ticket.booking_id,
        showtimeId: ticket.showtime_id,
        version: ticket.version + 1,
        admittedAt: ticket.admitted_at!.toString(),
      },
      { subject: `booking:${ticket.booking_id}` },
    )
  const { rows } = await sql<{ booking_id: string }>`
    update bookings b set state = 'admitted', version = version + 1
    where booking_id = any(${tickets.map((ticket) => ticket.booking_id)}::uuid[]) and state = 'confirmed'
      and not exists (select from tickets t where t.booking_id = b.booking_id and t.state = 'valid')
    returning booking_id`.execute(tx.query)
  await publishChange(
    tx,
    'changed',
    rows.map((row) => row.booking_id),
  )
}

/** Tickets of a showtime as they are now, by seat. @throws Problem 404 for a showtime that nobody has told of */
export async function listAdmissions(
  ctx: Ctx,
  { showtimeId, limit, cursor }: { showtimeId: string; limit: number; cursor?: string | undefined },
): Promise<{ items: z.output<typeof AdmissionEntry>[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor)
  if (after && !z.uuid().safeParse(after.id).success)
    throw new Problem(422, 'invalid-cursor', 'This cursor is not one of ours')
  const { query } = ctx.db
  const known = await query
    .selectFrom('showtimes')
    .select('showtime_id')
    .where('showtime_id', '=', showtimeId)
    .executeTakeFirst()
  if (!known) throw notFound('showtime')
  const rows = await query
    .selectFrom('tickets')
    .selectAll()
    .where('showtime_id', '=', showtimeId)
    .$if(after !== undefined, (page) =>
      page.where((row) => row(row.refTuple('seat_id', 'ticket_id'), '>', row.tuple(after!.key, after!.id))),
    )
    .orderBy('seat_id')
    .orderBy('ticket_id')
    .limit(limit + 1)
    .execute()
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.seat_id, id: row.ticket_id }),
    (row) => ({
      ticketId: row.ticket_id,
      seatId: row.seat_id,
      category: row.category as z.output<typeof AdmissionEntry>['category'],
      state: row.state as z.output<typeof AdmissionEntry>['state'],
      admittedAt: row.admitted_at,
    }),
  )
}

const keyOf = (hash: Buffer, at: Temporal.Instant) => `${hash.toString('hex')} ${at.toString()}`

const inOrder = (a: Looked, b: Looked) => Temporal.Instant.compare(a.scannedAt, b.scannedAt)
