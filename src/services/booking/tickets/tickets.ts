import type { z } from 'zod'
import { type Meta, notFound } from '#kernel'
import { reachNow } from '../access.ts'
import type { Ctx } from '../context.ts'
import type { Ticket } from '../contract.ts'
import type { Tables } from '../tables.ts'
import { ticketsIcs } from './ics.ts'
import { ticketKey } from './keys.ts'
import { ticketsPdf } from './pdf.ts'
import { qrSvg } from './qr.ts'
import { noTickets, soldTo, type TicketRow } from './sold.ts'
import { signTicket } from './token.ts'

type OneBooking = { readonly bookingId: string }

/** @throws Problem 409 while there are none */
export async function listTickets(
  ctx: Ctx,
  { bookingId }: OneBooking,
  meta: Meta<Tables>,
): Promise<{ items: z.output<typeof Ticket>[] }> {
  const [{ tickets, occasion }, key] = await Promise.all([soldTo(ctx, bookingId, meta), ticketKey(ctx)])
  const items = tickets.map(async (row) => ({
    id: row.ticket_id,
    bookingId,
    showtimeId: row.showtime_id,
    seatId: row.seat_id,
    category: row.category as z.output<typeof Ticket>['category'],
    state: row.state as z.output<typeof Ticket>['state'],
    token: await signTicket(claimsOf(row), key),
    movieTitle: occasion.movieTitle,
    theaterName: occasion.theaterName,
    theaterAddress: occasion.theaterAddress,
    screenName: occasion.screenName,
    timeZone: occasion.timeZone,
    startsAt: occasion.startsAt,
    admittedAt: row.admitted_at,
  }))
  return { items: await Promise.all(items) }
}

/** @throws Problem 409 while there are none, and when all were cancelled */
export async function printTickets(ctx: Ctx, input: OneBooking, meta: Meta<Tables>): Promise<Response> {
  const { fileName, pdf } = await onPaper(ctx, input, meta)
  return file(pdf, 'application/pdf', fileName)
}

/** @throws Problem as `printTickets` does */
export async function ticketFile(
  ctx: Ctx,
  input: OneBooking,
  meta: Meta<Tables>,
): Promise<{ fileName: string; base64: string }> {
  const { fileName, pdf } = await onPaper(ctx, input, meta)
  return { fileName, base64: Buffer.from(pdf).toString('base64') }
}

async function onPaper(ctx: Ctx, { bookingId }: OneBooking, meta: Meta<Tables>) {
  const { booking, tickets, occasion } = await soldTo(ctx, bookingId, meta)
  const rows = tickets.filter((row) => row.state !== 'cancelled')
  if (rows.length === 0) throw noTickets()
  const key = await ticketKey(ctx)
  const pdf = await ticketsPdf({
    occasion,
    language: booking.language,
    reference: booking.reference,
    currency: booking.currency,
    tickets: await Promise.all(
      rows.map(async (row) => ({
        token: await signTicket(claimsOf(row), key),
        seatId: row.seat_id,
        category: row.category,
        amount: row.amount,
      })),
    ),
  })
  return { fileName: `${booking.reference}.pdf`, pdf }
}

/** Also of a cancelled booking: whoever has the entry in their calendar learns of it. */
export async function calendarEntry(
  ctx: Ctx,
  { bookingId }: OneBooking,
  meta: Meta<Tables>,
): Promise<Response> {
  const { booking, tickets, occasion } = await soldTo(ctx, bookingId, meta)
  const isCancelled = booking.state === 'cancelled'
  const ics = ticketsIcs({
    occasion,
    bookingId,
    version: booking.version,
    language: booking.language,
    reference: booking.reference,
    seatIds: tickets.filter((row) => isCancelled || row.state !== 'cancelled').map((row) => row.seat_id),
    isCancelled,
    stamp: booking.now,
  })
  return file(ics, 'text/calendar; charset=utf-8', `${booking.reference}.ics`)
}

/** @throws Problem 404 also for a ticket that was cancelled: there is nothing to show at the door */
export async function ticketQr(
  ctx: Ctx,
  { ticketId }: { readonly ticketId: string },
  meta: Meta<Tables>,
): Promise<Response> {
  const row = await ctx.db.query
    .selectFrom('tickets')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst()
  if (!row) throw notFound('ticket')
  await reachNow(ctx, row.booking_id, meta)
  const token = await signTicket(claimsOf(row), await ticketKey(ctx))
  return new Response(qrSvg(token), { headers: privately('image/svg+xml') })
}

const claimsOf = (row: Pick<TicketRow, 'ticket_id' | 'showtime_id' | 'seat_id'>) => ({
  ticketId: row.ticket_id,
  showtimeId: row.showtime_id,
  seatId: row.seat_id,
})

/** Whoever has a ticket's bytes goes in: no cache on the way keeps them. */
const privately = (type: string) => ({ 'content-type': type, 'cache-control': 'private, no-store' })

function file(body: Uint8Array<ArrayBuffer> | string, type: string, name: string): Response {
  return new Response(body, {
    headers: { ...privately(type), 'content-disposition': `attachment; filename="klaps-${name}"` },
  })
}
