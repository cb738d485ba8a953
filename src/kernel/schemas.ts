import { LRUCache } from 'lru-cache'
import { z } from 'zod'

/** An instant, RFC 3339 in UTC on the wire, `Temporal.Instant` in code. */
export const Instant = z
  .codec(z.iso.datetime({ offset: true }), z.instanceof(Temporal.Instant), {
    decode: (text, payload) => parse(payload, text, 'instant', () => Temporal.Instant.from(text)),
    encode: (instant) => instant.toString(),
  })
  .meta({ id: 'Instant', description: 'RFC 3339 instant, UTC', example: '2026-03-14T05:30:00Z' })

/** A calendar date without zone, ISO 8601 on the wire. */
export const PlainDate = z
  .codec(z.iso.date(), z.instanceof(Temporal.PlainDate), {
    decode: (text, payload) => parse(payload, text, 'date', () => Temporal.PlainDate.from(text)),
    encode: (date) => date.toString(),
  })
  .meta({ id: 'PlainDate', description: 'ISO 8601 calendar date', example: '2026-03-14' })

/** A wall-clock time `HH:MM` (seconds are accepted and dropped on the way out). */
export const PlainTime = z
  .codec(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/), z.instanceof(Temporal.PlainTime), {
    decode: (text, payload) => parse(payload, text, 'time', () => Temporal.PlainTime.from(text)),
    encode: (time) => time.toString({ smallestUnit: 'minute' }),
  })
  .meta({ id: 'PlainTime', description: 'Wall-clock time, HH:MM', example: '06:30' })

/** A zoned time: RFC 9557 on the wire (`2026-03-14T06:30:00+01:00[Europe/Warsaw]`). */
export const ZonedDateTime = z
  .codec(
    z
      .string()
      .max(100)
      .regex(/^\d{4}-\d{2}-\d{2}T[0-9:.]+(Z|[+-]\d{2}:\d{2})\[[A-Za-z0-9_+\-/]+\]$/),
    z.instanceof(Temporal.ZonedDateTime),
    {
      decode: (text, payload) => parse(payload, text, 'zoned time', () => Temporal.ZonedDateTime.from(text)),
      encode: (time) => time.toString({ smallestUnit: 'second' }),
    },
  )
  .meta({
    id: 'ZonedDateTime',
    description: 'RFC 9557 zoned time',
    example: '2026-03-14T06:30:00+01:00[Europe/Warsaw]',
  })

/** An IANA time zone that this runtime knows. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'Not a known IANA time zone' })
  .meta({ id: 'TimeZone', description: 'IANA time zone', example: 'Europe/Warsaw' })

export const Language = z
  .enum(['pl', 'en'])
  .meta({ id: 'Language', description: 'Language of texts for people' })

/** Degrees, WGS 84. */
export const Coordinates = z
  .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
  .meta({ id: 'Coordinates', description: 'Degrees, WGS 84' })
export type Coordinates = z.output<typeof Coordinates>

/** ISO 4217 alphabetic code. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ id: 'Currency', description: 'ISO 4217 code', example: 'PLN' })

/** Money in minor units (grosz, cent) of a currency that stands beside it; never a fraction. */
export const Amount = z
  .int()
  .min(0)
  .max(1_000_000_000)
  .meta({ id: 'Amount', description: 'Money in minor units of the currency', example: 2500 })

/** Query of every paged list: an opaque cursor and a page size of at most 200. */
export const PageQuery = z.object({
  cursor: z.string().max(512).optional().describe('`nextCursor` of the page before'),
  limit: z.int().min(1).max(200).default(50).describe('Rows a page'),
})

/** The answer of every paged list. `nextCursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** Asking ICU takes a quarter of a millisecond, and almost everybody has one of a few zones. */
const zonesSeen = new LRUCache<string, boolean>({ max: 1_000 })

export function isTimeZone(zone: string): boolean {
  const known = zonesSeen.get(zone)
  if (known !== undefined) return known
  const is = /^(UTC|[A-Za-z_]+\/[A-Za-z0-9_+\-/]+)$/.test(zone) && zone.length <= 100 && isKnownToIcu(zone)
  if (zone.length <= 100) zonesSeen.set(zone, is)
  return is
}

function isKnownToIcu(timeZone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

function parse<T>(payload: z.core.ParsePayload, input: string, what: string, run: () => T): T {
  try {
    return run()
  } catch {
    payload.issues.push({ code: 'custom', message: `Not a valid ${what}`, input })
    return z.NEVER
  }
}
