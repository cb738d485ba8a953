import { gathered, notFound, publicKeys, type RouteHandler } from '#kernel'
import { reach, reachNow } from './access.ts'
import type { Ctx } from './context.ts'
import type { afterRoutes } from './contract/routes-after.ts'
import { listBookings, searchBookings } from './list.ts'
import { messageOf } from './message.ts'
import { bookingById } from './present.ts'
import { publicBookings } from './public-state.ts'
import { cancel } from './release.ts'
import { confirmFree, settleNow } from './settle.ts'
import type { Tables } from './tables.ts'
import { admit, listAdmissions } from './tickets/admissions.ts'
import { calendarEntry, listTickets, printTickets, ticketFile, ticketQr } from './tickets/tickets.ts'
import { addVouchers, checkVoucher, listVouchers, withdrawVoucher } from './voucher-desk.ts'

/** Who pays at once asks before any event has told of the booking, and so do others in the same moment. */
const stateTogether = gathered(64, async (ctx: Ctx, bookingIds: readonly string[]) => {
  const states = await publicBookings(ctx.db.query, bookingIds)
  return bookingIds.map((bookingId) => states.get(bookingId))
})

type Handlers = {
  readonly [K in keyof typeof afterRoutes]: RouteHandler<Ctx, Tables, (typeof afterRoutes)[K]>
}

/** From the hold on: bookings, tickets, admissions, vouchers. */
export const afterHandlers: Handlers = {
  list: (ctx, input, { userId }) => listBookings(ctx, input, userId),
  search: (ctx, input) => searchBookings(ctx, input),
  get: async (ctx, { bookingId }, meta) => {
    await reachNow(ctx, bookingId, meta)
    return await bookingById(ctx, ctx.db.query, bookingId)
  },
  release: (ctx, input, meta) => cancel(ctx, input, meta),
  cancelSeats: (ctx, input, meta) => cancel(ctx, input, meta),
  confirmFree: async (ctx, { bookingId }, meta) => {
    await reach(meta.tx.query, bookingId, meta)
    await confirmFree(ctx, meta.tx, bookingId)
    return await bookingById(ctx, meta.tx.query, bookingId)
  },
  tickets: listTickets,
  ticketsPdf: printTickets,
  ticketFile,
  ticketsIcs: calendarEntry,
  ticketQr,
  ticketKeys: (ctx) => publicKeys(ctx),
  admit,
  admissions: listAdmissions,
  addVouchers,
  listVouchers,
  withdrawVoucher,
  checkVoucher,
  state: async (ctx, { bookingId }) => {
    const state = await stateTogether(ctx, bookingId)
    if (!state) throw notFound('booking')
    return state
  },
  settle: settleNow,
  message: messageOf,
}
