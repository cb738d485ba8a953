import type { DaySpec } from '../forms.ts'
import { meaning } from '../words.ts'
import { isPluralDay, type Match, type Maybe, type Words } from './words.ts'

/** `bare`: the phrase stands alone in the text, so that a short word without `on` may be about anything. */
export function dayAt(words: Words, index: number, bare: boolean): Maybe<DaySpec> {
  const named = meaning(words.at(index), 'day')
  if (named)
    return { value: { kind: 'offset', days: named.value, part: named.part ?? null }, next: index + 1 }
  return dateAt(words, index) ?? weekdayAt(words, index, bare) ?? dayOfMonth(words, index)
}

function weekdayAt(words: Words, index: number, bare: boolean): Maybe<DaySpec> {
  let at = words.skip(index, 'on', 'article')
  const isNext = words.is(at, 'next')
  at = words.skip(at, 'next', 'this')
  const weekday = meaning(words.at(at), 'weekday')
  if (!weekday || (bare && weekday.plural && at > index)) return undefined
  // `sun`, `sat`: words of their own where nothing announces a day.
  if (bare && at === index && words.at(at)!.text.length < 5) return undefined
  const maybeWeekly = at > index && !isNext && words.at(at)!.meanings.some((each) => isPluralDay(each))
  return { value: { kind: 'weekday', weekday: weekday.value, next: isNext, maybeWeekly }, next: at + 1 }
}

export function dateAt(words: Words, index: number): Maybe<DaySpec> {
  const at = words.skip(index, 'on', 'article')
  const figures = words.at(at)?.figures
  if (figures && figures.separator !== ':') return figureDate(words, at)
  return dayMonth(words, at) ?? monthDay(words, at)
}

function figureDate(words: Words, at: number): Maybe<DaySpec> {
  const { parts, separator } = words.at(at)!.figures!
  const date = (year: number | undefined, month: number, day: number, swappable = false) => ({
    value: {
      kind: 'date' as const,
      year: year === undefined ? null : fullYear(year),
      month,
      day,
      swappable,
    },
    next: at + 1,
  })
  const [first, second, third] = parts as [number, number, number | undefined]
  if (separator === '-') return date(first, second, third!)
  if (second > 12 && first <= 12 && separator === '/') return date(third, first, second)
  if (second > 12) return undefined
  const swappable = separator === '/' && !words.lexicon.dayFirst && first <= 12 && first !== second
  return date(third, second, first, swappable)
}

/** `24 grudnia 2026`, `the 24th of December`. */
function dayMonth(words: Words, index: number): Maybe<DaySpec> {
  const day = words.value(index, 'number') ?? words.value(index, 'ordinal')
  if (day === undefined || day < 1) return undefined
  const at = words.skip(index + 1, 'of')
  const month = words.value(at, 'month')
  if (month === undefined) return undefined
  return withYear(words, at + 1, month, day)
}

/** `December 24th, 2026`. */
function monthDay(words: Words, index: number): Maybe<DaySpec> {
  const month = words.value(index, 'month')
  const at = words.skip(index + 1, 'article')
  const day = words.value(at, 'ordinal') ?? words.value(at, 'number')
  if (month === undefined || day === undefined || day < 1 || day > 31) return undefined
  return withYear(words, at + 1, month, day)
}

function withYear(words: Words, index: number, month: number, day: number): Match<DaySpec> {
  const year = words.value(index, 'number')
  const isYear = year !== undefined && year >= 2000
  const value = { kind: 'date' as const, year: isYear ? year : null, month, day, swappable: false }
  return { value, next: isYear ? index + 1 : index }
}

/** `on the last day of the month`, `w pierwszy poniedziałek miesiąca`, `on the 24th`. */
function dayOfMonth(words: Words, index: number): Maybe<DaySpec> {
  const at = words.skip(index, 'on', 'article')
  const ordinal = words.value(at, 'ordinal')
  if (ordinal === undefined || ordinal === 0 || ordinal > 31) return undefined
  const weekday = meaning(words.at(at + 1), 'weekday')
  const noun = weekday || words.isUnit(at + 1, 'day') ? at + 2 : at + 1
  const month = ofMonthAt(words, noun)
  if (weekday) {
    if (month === undefined || ordinal > 5) return undefined
    return { value: { kind: 'nth-weekday', weekday: weekday.value, ordinal }, next: month }
  }
  const isFigure = /^\d/.test(words.at(at)!.text)
  if (month === undefined && !(isFigure && (at > index || noun > at + 1))) return undefined
  return { value: { kind: 'month-day', day: ordinal }, next: month ?? noun }
}

export function ofMonthAt(words: Words, index: number): number | undefined {
  const at = words.skip(index, 'of', 'article', 'this')
  return words.isUnit(at, 'month') ? at + 1 : undefined
}

const fullYear = (year: number) => (year < 100 ? 2000 + year : year)
