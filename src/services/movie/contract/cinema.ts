import { z } from 'zod'
import { Currency, event, PlainDate, TimeZone } from '#kernel'

/** How a movie is shown; one movie may be shown in several. */
export const ScreeningFormat = z.enum(['2d', '3d', 'imax', '4dx']).meta({ id: 'ScreeningFormat' })
export type ScreeningFormat = z.output<typeof ScreeningFormat>

/** BCP 47 primary language, optionally with a region. */
export const LanguageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  .meta({ id: 'LanguageTag', description: 'BCP 47 language', example: 'pl' })

const Genre = z.string().trim().min(1).max(40)

/** What an administrator writes about a movie. */
export const MovieDraft = z
  .object({
    title: z.string().trim().min(1).max(200),
    originalTitle: z.string().trim().min(1).max(200).nullable().default(null),
    genres: z.array(Genre).min(1).max(8),
    rating: z
      .string()
      .trim()
      .max(20)
      .nullable()
      .default(null)
      .describe('Age rating as the cinema prints it: 12+, PG-13'),
    runtimeMinutes: z.int().min(1).max(900),
    releaseDate: PlainDate.nullable().default(null),
    synopsis: z.string().max(4000).default(''),
    posterUrl: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullable()
      .default(null),
    directors: z.array(z.string().trim().min(1).max(120)).max(20).default([]),
    cast: z.array(z.string().trim().min(1).max(120)).max(60).default([]),
    language: LanguageTag.describe('Spoken'),
    subtitles: z.array(LanguageTag).max(10).default([]),
  })
  .meta({ id: 'MovieDraft' })

export const Movie = MovieDraft.extend({
  id: z.uuid(),
  version: z.int(),
  withdrawn: z.boolean().describe('No longer offered; its past showtimes stay'),
}).meta({ id: 'Movie' })
export type Movie = z.output<typeof Movie>

export const TheaterDraft = z
  .object({
    name: z.string().trim().min(1).max(120),
    city: z.string().trim().min(1).max(120),
    address: z.string().trim().min(1).max(300),
    timeZone: TimeZone,
  })
  .meta({ id: 'TheaterDraft' })
export const Theater = TheaterDraft.extend({ id: z.uuid(), version: z.int(), closed: z.boolean() }).meta({
  id: 'Theater',
})
export type Theater = z.output<typeof Theater>

/** A price of one category of buyer for one type of seat; what a list leaves out is not sold. */
export const PriceCategory = z
  .enum(['normal', 'reduced', 'student', 'senior', 'child'])
  .meta({ id: 'PriceCategory', description: 'Who pays: each may have its own price for each type of seat' })
export type PriceCategory = z.output<typeof PriceCategory>

/** `vat` is contained in the prices, as consumers see them. Source: PRODUCT.md, section 2, catalogue. */
export const PriceListDraft = z
  .object({
    name: z.string().trim().min(1).max(120),
    currency: Currency,
    vatPercent: z.number().min(0).max(50).describe('Contained in the prices'),
    prices: z
      .array(
        z.object({
          category: PriceCategory,
          seatType: z.enum(['standard', 'vip', 'wheelchair', 'companion']),
          amount: z.int().min(0).max(10_000_000).describe('Minor units, VAT included'),
        }),
      )
      .min(1)
      .max(20)
      .refine(
        (prices) => new Set(prices.map((each) => `${each.category} ${each.seatType}`)).size === prices.length,
        {
          error: 'One price for each category and seat type',
        },
      ),
  })
  .meta({ id: 'PriceListDraft' })
export const PriceList = PriceListDraft.extend({ id: z.uuid(), version: z.int() }).meta({ id: 'PriceList' })
export type PriceList = z.output<typeof PriceList>

/** Full public state of a movie; a withdrawal is a version too. */
export const movieChanged = event(
  'movie',
  'movie.changed',
  z.object({
    movieId: z.uuid(),
    version: z.int(),
    title: z.string(),
    genres: z.array(z.string()),
    rating: z.string().nullable(),
    runtimeMinutes: z.int(),
    language: LanguageTag,
    subtitles: z.array(LanguageTag),
    withdrawn: z.boolean(),
  }),
)
/** Full public state of a theater. */
export const theaterChanged = event(
  'movie',
  'theater.changed',
  z.object({
    theaterId: z.uuid(),
    version: z.int(),
    name: z.string(),
    city: z.string(),
    address: z.string(),
    timeZone: TimeZone,
    closed: z.boolean(),
  }),
)
