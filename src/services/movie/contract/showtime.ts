import { z } from 'zod'
import { Currency, event, Instant } from '#kernel'
import { LanguageTag, PriceCategory, ScreeningFormat } from './cinema.ts'
import { SeatType } from './seating.ts'

export const ShowtimeState = z.enum(['scheduled', 'cancelled']).meta({ id: 'ShowtimeState' })

export const Price = z
  .object({
    category: PriceCategory,
    seatType: SeatType,
    amount: z.int().describe('Minor units, VAT included'),
  })
  .meta({ id: 'Price' })
export type Price = z.output<typeof Price>

const schedule = {
  movieId: z.uuid(),
  screenId: z.uuid(),
  format: ScreeningFormat,
  language: LanguageTag.describe('Spoken'),
  subtitles: LanguageTag.nullable(),
}
/** The rules that a showtime is sold by. */
const rules = {
  perBuyerLimit: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .describe('Seats that one buyer may hold or own; no limit when null'),
  refuseOrphans: z
    .boolean()
    .describe('Refuse a choice that leaves a single seat alone while another choice would not'),
}

export const ShowtimeDraft = z
  .object({
    ...schedule,
    subtitles: LanguageTag.nullable().default(null),
    priceListId: z.uuid(),
    startsAt: Instant,
    onSaleAt: Instant.optional().describe('Now when left out'),
    saleEndsAt: Instant.optional().describe('The start when left out'),
    perBuyerLimit: rules.perBuyerLimit.default(null),
    refuseOrphans: rules.refuseOrphans.default(true),
  })
  .meta({ id: 'ShowtimeDraft' })

export const Showtime = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: ShowtimeState,
    ...schedule,
    movieTitle: z.string(),
    theaterId: z.uuid(),
    theaterName: z.string(),
    city: z.string(),
    screenName: z.string(),
    layoutId: z.uuid(),
    capacity: z.int(),
    startsAt: Instant,
    endsAt: Instant.describe('Start and the runtime of the movie; the screen is free after its turnaround'),
    onSaleAt: Instant,
    saleEndsAt: Instant,
    ...rules,
    currency: Currency,
    vatPercent: z.number(),
    prices: z.array(Price),
  })
  .meta({ id: 'Showtime', description: 'Free seats are asked of /bookings/availability' })
export type Showtime = z.output<typeof Showtime>

/** Full public state; prices and rules are those of this showtime, whatever becomes of its price list. */
const PublicShowtime = z.object({
  showtimeId: z.uuid(),
  version: z.int(),
  state: ShowtimeState,
  ...schedule,
  theaterId: z.uuid(),
  layoutId: z.uuid(),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  onSaleAt: z.iso.datetime({ offset: true }),
  saleEndsAt: z.iso.datetime({ offset: true }),
  ...rules,
  currency: Currency,
  vatPercent: z.number(),
  prices: z.array(Price),
})
export type PublicShowtime = z.output<typeof PublicShowtime>

export const showtimeScheduled = event('movie', 'showtime.scheduled', PublicShowtime)
export const showtimeChanged = event('movie', 'showtime.changed', PublicShowtime)
export const showtimeCancelled = event('movie', 'showtime.cancelled', PublicShowtime)
