import { z } from 'zod'
import { Currency, Instant, PlainDate, route, TimeZone } from '#kernel'

/** Days are those of `timeZone`; both ends are included. */
export const BoxOfficeRange = z.object({
  from: PlainDate,
  to: PlainDate,
  timeZone: TimeZone.default('UTC').describe('Whose days and hours are meant'),
})
export type BoxOfficeRange = z.output<typeof BoxOfficeRange>

export const BookingCount = z
  .object({
    from: Instant.describe('Begin of the hour or day'),
    bookings: z.int().describe('Begun in it: held'),
    seats: z.int().describe('Of those that were confirmed, without the seats cancelled since'),
    confirmed: z.int(),
    cancelled: z.int(),
    expired: z.int(),
  })
  .meta({ id: 'BookingCount', description: 'Bookings that began in an hour or day, as they stand now' })
export const Revenue = z
  .object({
    date: PlainDate,
    currency: Currency,
    captured: z.int(),
    refunded: z.int(),
    revenue: z.int().describe('Captured without refunded; below zero on a day of refunds'),
  })
  .meta({ id: 'Revenue', description: 'Minor units' })
export const PaymentRate = z
  .object({
    date: PlainDate,
    succeeded: z.int(),
    failed: z.int().describe('Tries that were refused; a booking may have several'),
    successRate: z.number().nullable(),
  })
  .meta({ id: 'PaymentRate' })
export const Occupancy = z
  .object({
    showtimeId: z.uuid(),
    startsAt: Instant,
    movie: z.string().nullable(),
    theater: z.string().nullable(),
    capacity: z.int(),
    sold: z.int(),
    occupancy: z.number().describe('0 to 1'),
  })
  .meta({ id: 'Occupancy' })
export const Popular = z
  .object({
    id: z.uuid().describe('Of the movie or the showtime'),
    movie: z.string().nullable(),
    startsAt: Instant.nullable().describe('Of a showtime'),
    bookings: z.int(),
    seats: z.int(),
  })
  .meta({ id: 'Popular' })

const By = z.enum(['hour', 'day']).default('day').describe('By hour at most 31 days')
const Of = z.enum(['movie', 'showtime']).default('movie')
const Limit = z.coerce.number().int().min(1).max(100).default(20)

const problems = { 'analytics.range-too-long': 422, 'analytics.range-backwards': 422 }
const allow = 'analytics:read'

/** Reports of the box office. */
export const boxOfficeRoutes = {
  bookings: route({
    method: 'GET',
    path: '/analytics/box-office/bookings',
    summary: 'Bookings by hour or day',
    allow,
    problems,
    input: BoxOfficeRange.extend({ by: By }),
    output: z.object({ items: z.array(BookingCount) }),
  }),
  revenue: route({
    method: 'GET',
    path: '/analytics/box-office/revenue',
    summary: 'Money captured and given back by day and currency',
    allow,
    problems,
    input: BoxOfficeRange,
    output: z.object({ items: z.array(Revenue) }),
  }),
  paymentRate: route({
    method: 'GET',
    path: '/analytics/box-office/payments',
    summary: 'How many tries to pay succeed, by day',
    allow,
    problems,
    input: BoxOfficeRange,
    output: z.object({ items: z.array(PaymentRate) }),
  }),
  occupancy: route({
    method: 'GET',
    path: '/analytics/box-office/occupancy',
    summary: 'How full the showtimes of some days are, by start',
    description: 'At most 2,000 showtimes: ask for fewer days when there are more.',
    allow,
    problems,
    input: BoxOfficeRange,
    output: z.object({ items: z.array(Occupancy) }),
  }),
  popular: route({
    method: 'GET',
    path: '/analytics/box-office/popular',
    summary: 'Movies or showtimes with the most seats sold in bookings of some days',
    allow,
    problems,
    input: BoxOfficeRange.extend({ of: Of, limit: Limit }),
    output: z.object({ items: z.array(Popular) }),
  }),
  boxOfficeCsv: route({
    method: 'GET',
    path: '/analytics/box-office/{report}/csv',
    summary: 'The same reports as CSV (RFC 4180), with a line of column names',
    allow,
    problems,
    kind: 'raw',
    input: BoxOfficeRange.extend({
      report: z.enum(['bookings', 'revenue', 'payments', 'occupancy', 'popular']),
      by: By,
      of: Of,
      limit: Limit,
    }),
    produces: 'text/csv',
  }),
}
