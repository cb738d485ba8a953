import { findPhoneNumbersInText, isSupportedCountry, type PhoneNumber } from 'libphonenumber-js'
import { onceFor } from './once.ts'

export interface PhoneFound {
  /** E.164 when the number is complete and valid, else as printed. */
  readonly phone: string
  readonly index: number
  readonly length: number
}

/** A run of digits as people space them; emergency numbers are too short to be anyone's contact. */
const DIGITS = /(?<![\p{L}\d])(?:\+|00)?\(?\d(?:\d{1,4}\)?\s?\/)?[\d\s().-]{5,17}\d(?!\d)/gu

/** Less is nobody's number; most texts of a sheet are told by this alone. */
const SIX_FIGURES = /(?:\d\D{0,4}){6}/u

/** What nobody rings, however many figures it has: `7:30 – 18:00`, `15.12.2026`. */
const TIMES_AND_DATES =
  /(?<!\d)\d{1,2}:\d{2}(?!\d)|(?<!\d|\d[.])\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}(?![.]?\d)/gu

/** `0527 / 1950` are two times of day. */
const TWO_TIMES = /^\d{1,2}[.:]?\d{2}\s*[/–-]\s*\d{1,2}[.:]?\d{2}$|^\d{4}\D+\d{4}$/u

/** A date with a time behind it has as many figures as a number. */
const DATED = /(?<!\d[.])\b\d{1,2}[./]\d{1,2}[./]\d{2,4}(?![.]?\d)|\d{4}-\d{2}-\d{2}/u

/** Every telephone number in a text. `country` (ISO 3166) is whose national numbers are meant. */
export function findPhones(text: string, country: string): readonly PhoneFound[] {
  if (!SIX_FIGURES.test(text) || !SIX_FIGURES.test(text.replace(TIMES_AND_DATES, ''))) return []
  return phonesIn(text, country)
}

const phonesIn = onceFor((text, country: string): readonly PhoneFound[] => {
  const defaultCountry = isSupportedCountry(country) ? country : 'PL'
  const valid = findPhoneNumbersInText(text, { defaultCountry, extended: true })
    .filter(({ startsAt, endsAt, number }) => isPlain(text.slice(startsAt, endsAt), number))
    .map(({ number, startsAt, endsAt }) => ({
      phone: number.number,
      index: startsAt,
      length: endsAt - startsAt,
    }))
  const printed = [...text.matchAll(DIGITS)]
    .filter((match) => (match[0].match(/\d/gu) ?? []).length >= 7)
    .filter(
      (match) =>
        !valid.some((it) => match.index < it.index + it.length && it.index < match.index + match[0].length),
    )
    .filter((match) => !isNoPhone(match[0]))
    .filter((match) => !/\d{1,2}[.:]\d{2}\s*[-–]\s*\d|^\d{4}-\d\d-\d\d/u.test(match[0]))
    .map((match) => ({ phone: match[0].trim(), index: match.index, length: match[0].length }))
  return [...valid, ...printed].toSorted((a, b) => a.index - b.index)
})

const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu

export function findEmails(text: string): { email: string; index: number; length: number }[] {
  return [...text.matchAll(EMAIL)].map((match) => ({
    email: match[0].replace(/\.+$/u, '').toLowerCase(),
    index: match.index,
    length: match[0].length,
  }))
}

/** Where national numbers are dialled with a 0 in front, figures without it are postal codes, scenes, house numbers. */
const TRUNK_ZERO: ReadonlySet<string> = new Set(['DE', 'AT', 'CH', 'FR', 'BE', 'GB', 'IE', 'NL'])
/** Shorter numbers are called from their own town only. */
const LEAST_FIGURES = 7

function isPlain(text: string, { country, nationalNumber }: PhoneNumber): boolean {
  if (isNoPhone(text) || nationalNumber.length < LEAST_FIGURES || text.includes(',')) return false
  return !TRUNK_ZERO.has(country ?? '') || /^\s*[(]?\s*(?:\+|0)/u.test(text)
}

function isNoPhone(text: string): boolean {
  return TWO_TIMES.test(text.trim()) || DATED.test(text)
}
