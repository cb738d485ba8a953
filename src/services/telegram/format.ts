import type { Texts } from './texts/index.ts'

/** `06:30` on the clock of a zone. */
export function clock(at: Temporal.Instant | Temporal.ZonedDateTime, zone?: string): string {
  const zoned = at instanceof Temporal.Instant ? at.toZonedDateTimeISO(zone ?? 'UTC') : at
  return zoned.toPlainTime().toString({ smallestUnit: 'minute' })
}

/** `Monday 7 December`. */
export const longDate = (texts: Texts, date: Temporal.PlainDate): string =>
  date.toLocaleString(texts.locale, { weekday: 'long', day: 'numeric', month: 'long' })

/** `Mon 7 Dec`. */
export const shortDate = (texts: Texts, date: Temporal.PlainDate): string =>
  date.toLocaleString(texts.locale, { weekday: 'short', day: 'numeric', month: 'short' })

export const decimal = (texts: Texts, value: number, digits = 1): string =>
  value.toLocaleString(texts.locale, { maximumFractionDigits: digits })

/** @param amount Minor units. */
export function money(texts: Texts, amount: number, currency: string): string {
  const format = new Intl.NumberFormat(texts.locale, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}
