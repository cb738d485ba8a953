import { sql } from 'kysely'
import { copyOf, defineService, rows } from '#kernel'
import {
  booking,
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
} from '#services/booking'
import {
  layoutDrawn,
  movie,
  movieChanged,
  showtimeCancelled,
  showtimeChanged,
  showtimeScheduled,
  theaterChanged,
} from '#services/movie'
import { payment, paymentCompleted, paymentRefunded, paymentRefundFailed } from '#services/payment'
import { heals } from './box-office.ts'
import {
  bookingCounts,
  boxOfficeCsv,
  occupancy,
  paymentRates,
  popular,
  revenue,
} from './box-office-reports.ts'
import { type Ctx, settings } from './context.ts'
import { analytics } from './contract.ts'
import { count } from './count.ts'
import { daily, summary } from './reports.ts'
import type { Tables } from './tables.ts'

export default defineService({
  contract: analytics,
  tables: rows<Tables>(),
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    daily: async (ctx: Ctx, { metric, ...range }) => ({ items: await daily(ctx.db.query, range, metric) }),
    bookings: async (ctx: Ctx, input) => ({ items: await bookingCounts(ctx.db.query, input) }),
    revenue: async (ctx: Ctx, input) => ({ items: await revenue(ctx.db.query, input) }),
    paymentRate: async (ctx: Ctx, input) => ({ items: await paymentRates(ctx.db.query, input) }),
    occupancy: async (ctx: Ctx, input) => ({ items: await occupancy(ctx.db.query, input) }),
    popular: async (ctx: Ctx, input) => ({ items: await popular(ctx.db.query, input) }),
    boxOfficeCsv: (ctx: Ctx, input) => boxOfficeCsv(ctx.db.query, input),
    summary: (ctx, range) => summary(ctx.db.query, range),
  },
  batch: count,
  // What is counted from copies heals with them; mere counts of events do not.
  hears: {
    bookingCreated,
    bookingConfirmed,
    bookingChanged,
    bookingCancelled,
    bookingExpired,
    layoutDrawn,
    movieChanged,
    theaterChanged,
    showtimeScheduled,
    showtimeChanged,
    showtimeCancelled,
    paymentCompleted,
    paymentRefunded,
    paymentRefundFailed,
  },
  on: {
    bookingCreated: heals(bookingCreated),
    bookingConfirmed: heals(bookingConfirmed),
    bookingChanged: heals(bookingChanged),
    bookingCancelled: heals(bookingCancelled),
    bookingExpired: heals(bookingExpired),
    layoutDrawn: heals(layoutDrawn),
    movieChanged: heals(movieChanged),
    theaterChanged: heals(theaterChanged),
    showtimeScheduled: heals(showtimeScheduled),
    showtimeChanged: heals(showtimeChanged),
    showtimeCancelled: heals(showtimeCancelled),
    paymentCompleted: heals(paymentCompleted),
    paymentRefunded: heals(paymentRefunded),
    paymentRefundFailed: heals(paymentRefundFailed),
  },
  copies: {
    movies: copyOf(movie, 'movieStates', 'own'),
    theaters: copyOf(movie, 'theaterStates', 'own'),
    layouts: copyOf(movie, 'layoutStates', 'own'),
    showtimes: copyOf(movie, 'showtimeStates', 'own'),
    bookings: copyOf(booking, 'bookingStates', 'own'),
    payments: copyOf(payment, 'paymentStates', 'own'),
    refunds: copyOf(payment, 'refundStates', 'own'),
  },
  jobs: {
    forgetStories: { cron: '20 3 * * *', run: forgetStories },
    forgetBoxOffice: { cron: '50 3 * * *', run: forgetBoxOffice },
    measureBookings: { every: 'PT15S', run: measureBookings },
  },
  // Numbers of a day name nobody; a story is a correlation id and three times, gone after 30 days.
  personal: { export: async () => ({}), erase: async () => {} },
})

/** A story that has not come to its end in 30 days will not be counted any more. */
async function forgetStories(ctx: Ctx): Promise<void> {
  await sql`delete from stories where seen_at < pg_catalog.now() - interval '30 days'`.execute(ctx.db.query)
}

/** Reports go back 366 days. */
async function forgetBoxOffice(ctx: Ctx): Promise<void> {
  const before = ctx.clock.now().subtract({ hours: 400 * 24 })
  await sql`delete from box_bookings where greatest(created_at, starts_at) < ${before}`.execute(ctx.db.query)
  await sql`delete from box_money where at < ${before}`.execute(ctx.db.query)
  await sql`delete from box_showtimes where starts_at < ${before}`.execute(ctx.db.query)
}

/** `booking_active_count`: held and confirmed, for showtimes to come. */
async function measureBookings(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from box_bookings
    where state in ('held', 'confirmed') and starts_at > analytics.now() group by state`.execute(ctx.db.query)
  const gauge = ctx.metrics.gauge('booking_active_count', 'Bookings for showtimes to come', ['state'])
  const counts = new Map(rows.map(({ state, count }) => [state, count]))
  for (const state of ['held', 'confirmed']) gauge.set({ state }, counts.get(state) ?? 0)
}
