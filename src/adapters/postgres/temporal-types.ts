import { type CustomTypesConfig, types } from 'pg'

type Parser = (text: string) => unknown

/** Object ids of PostgreSQL's built-in types (`pg_type.oid`), which never change, with those of their arrays. */
const scalars: readonly { oid: number; arrayOid: number; parse: Parser }[] = [
  { oid: 1184, arrayOid: 1185, parse: (text) => Temporal.Instant.from(text) }, // timestamptz
  { oid: 1114, arrayOid: 1115, parse: (text) => Temporal.PlainDateTime.from(text) }, // timestamp
  { oid: 1082, arrayOid: 1182, parse: (text) => Temporal.PlainDate.from(text) }, // date
  { oid: 1083, arrayOid: 1183, parse: (text) => Temporal.PlainTime.from(text) }, // time
  { oid: 20, arrayOid: 1016, parse: safeInteger }, // int8
  { oid: 1700, arrayOid: 1231, parse: (text) => text }, // numeric
]
const TEXT_ARRAY = 1009 as Parameters<typeof types.getTypeParser>[0]

const parsers = new Map<number, Parser>(
  scalars.flatMap(({ oid, arrayOid, parse }) => [
    [oid, parse],
    [arrayOid, arrayOf(parse)],
  ]),
)

/**
 * How a pool of type `temporal` reads: timestamptz as `Temporal.Instant`, timestamp as `PlainDateTime`, date as
 * `PlainDate`, time as `PlainTime` (all with PostgreSQL's microseconds), int8 as a number, numeric as text, arrays of
 * these likewise, the rest as `pg` does. Reading a value that the target cannot hold (`infinity`, a year before
 * Christ, an int8 beyond 2^53) fails the query with a `RangeError`.
 */
export const temporalTypes: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? types.getTypeParser(oid, format),
}

/**
 * Query parameters with Temporal values, in arrays too, as text that PostgreSQL reads. An `Instant` or
 * `ZonedDateTime` goes as UTC, cut (not rounded) to microseconds. Values inside objects are left to JSON.
 */
export function encodeTemporal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encodeTemporal)
  if (value instanceof Temporal.Instant) return value.toString({ fractionalSecondDigits: 6 })
  if (value instanceof Temporal.ZonedDateTime) return encodeTemporal(value.toInstant())
  if (value instanceof Temporal.PlainDate) return value.toString({ calendarName: 'never' })
  if (value instanceof Temporal.PlainTime) return value.toString({ fractionalSecondDigits: 6 })
  if (value instanceof Temporal.PlainDateTime) {
    return value.toString({ fractionalSecondDigits: 6, calendarName: 'never' })
  }
  if (value instanceof Temporal.Duration) return interval(value)
  return value
}

/** PostgreSQL does not read ISO 8601's leading minus, so every unit carries its own sign. */
function interval(duration: Temporal.Duration): string {
  const units = [
    'years',
    'months',
    'weeks',
    'days',
    'hours',
    'minutes',
    'seconds',
    'milliseconds',
    'microseconds',
  ] as const
  return units.map((unit) => `${duration[unit]} ${unit}`).join(' ')
}

function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`int8 ${text} is beyond what a number holds exactly`)
  return number
}

/** Arrays are read as text first, which `pg` can do for any nesting; then each element is parsed. */
function arrayOf(parse: Parser): Parser {
  const readText = types.getTypeParser(TEXT_ARRAY) as (text: string) => unknown[]
  const parseElement = (element: unknown): unknown => {
    if (Array.isArray(element)) return element.map(parseElement)
    return typeof element === 'string' ? parse(element) : element
  }
  return (text) => readText(text).map(parseElement)
}
