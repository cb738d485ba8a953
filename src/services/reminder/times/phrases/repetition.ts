import type { ExceptSpec, RepeatSpec, Weekday } from '../forms.ts'
import { meaning } from '../words.ts'
import { dateAt, ofMonthAt } from './days.ts'
import { isPluralDay, type Maybe, type Words } from './words.ts'

export function repeatAt(words: Words, index: number): Maybe<RepeatSpec> {
  const once = { interval: 1, weekdays: [], monthDay: null, ordinal: null }
  const frequency = meaning(words.at(index), 'frequency')
  if (frequency) return { value: { ...once, unit: frequency.value }, next: index + 1 }
  return everyAt(words, index) ?? pluralsAt(words, index) ?? everyMonth(words, index)
}

function everyAt(words: Words, index: number): Maybe<RepeatSpec> {
  const start = words.skip(index, 'on')
  if (!words.is(start, 'every')) return undefined
  const begin = words.skip(start, 'every')
  const ordinal = words.value(begin, 'ordinal')
  const interval = ordinal ?? words.value(begin, 'number')
  const at = interval === undefined ? begin : begin + 1
  const none = { weekdays: [], monthDay: null, ordinal: null }
  if (ordinal !== undefined) {
    const month = ofMonthAt(words, at) ?? ofMonthAt(words, words.skip(at, 'every'))
    const named = monthly(words, begin)
    if (named) return named
    if (month !== undefined)
      return { value: { ...none, unit: 'month', interval: 1, monthDay: ordinal }, next: month }
  }
  const weekdays = weekdaysAt(words, at)
  if (weekdays) {
    if (interval !== undefined && interval < 1) return undefined
    return {
      value: { ...none, unit: 'week', interval: interval ?? 1, weekdays: weekdays.value },
      next: weekdays.next,
    }
  }
  if (words.is(at, 'half') && words.isUnit(words.skip(at + 1, 'number'), 'hour'))
    return { value: { ...none, unit: 'minute', interval: 30 }, next: words.skip(at + 1, 'number') + 1 }
  const unit = meaning(words.at(at), 'unit')
  if (!unit || (interval !== undefined && interval < 1)) return undefined
  return { value: { ...none, unit: unit.value, interval: interval ?? 1 }, next: at + 1 }
}

/** `w poniedziałki i czwartki`, `on weekdays`. */
function pluralsAt(words: Words, index: number): Maybe<RepeatSpec> {
  const at = words.skip(index, 'on')
  const weekday = meaning(words.at(at), 'weekday')
  const group = meaning(words.at(at), 'group')
  const isPlural = group?.plural || (weekday && words.at(at)!.meanings.every((each) => isPluralDay(each)))
  if (!isPlural) return undefined
  const found = weekdaysAt(words, at)!
  const value = { unit: 'week' as const, interval: 1, weekdays: found.value, monthDay: null, ordinal: null }
  return { value, next: found.next }
}

/** `ostatniego dnia każdego miesiąca`, `the first Monday of every month`. */
function everyMonth(words: Words, index: number): Maybe<RepeatSpec> {
  const at = words.skip(index, 'on', 'article')
  return monthly(words, at)
}

function monthly(words: Words, at: number): Maybe<RepeatSpec> {
  const ordinal = words.value(at, 'ordinal') ?? words.value(at, 'number')
  if (ordinal === undefined || ordinal === 0 || ordinal > 31) return undefined
  const weekday = meaning(words.at(at + 1), 'weekday')
  const noun = weekday || words.isUnit(at + 1, 'day') ? at + 2 : at + 1
  const before = words.is(at - 1, 'every')
  const every = words.skip(noun, 'of')
  if (!words.is(every, 'every') && !before) return undefined
  const month = words.skip(every, 'every', 'article')
  if (!words.isUnit(month, 'month') || (weekday && ordinal > 5)) return undefined
  const value = weekday
    ? { weekdays: [weekday.value], ordinal, monthDay: null }
    : { weekdays: [], ordinal: null, monthDay: ordinal }
  return { value: { unit: 'month', interval: 1, ...value }, next: month + 1 }
}

/** One or more weekdays: `Monday, Wednesday and Friday`. */
function weekdaysAt(words: Words, index: number): Maybe<readonly Weekday[]> {
  const found: Weekday[] = []
  let next = index
  for (let at = index; ; at = words.skip(next, 'and', 'every', 'on')) {
    const weekday = meaning(words.at(at), 'weekday')
    const group = meaning(words.at(at), 'group')
    if (!weekday && !group) break
    found.push(...(weekday ? [weekday.value] : group!.value))
    next = at + 1
  }
  return found.length > 0 ? { value: [...new Set(found)].toSorted(), next } : undefined
}

export function exceptAt(words: Words, index: number): Maybe<readonly ExceptSpec[]> {
  if (!words.is(index, 'except')) return undefined
  const found: ExceptSpec[] = []
  let next = index + 1
  for (let at = next; ; at = words.skip(next, 'and')) {
    const day = dateAt(words, words.skip(at, 'on'))
    const weekdays = day ? undefined : weekdaysAt(words, words.skip(at, 'on', 'every'))
    if (!day && !weekdays) break
    found.push(day ? { kind: 'day', day: day.value } : { kind: 'weekdays', weekdays: weekdays!.value })
    next = (day ?? weekdays)!.next
  }
  return found.length > 0 ? { value: found, next } : undefined
}

export function countAt(words: Words, index: number): Maybe<number> {
  const count = words.value(index, 'number')
  if (count === undefined || count < 1 || !words.is(index + 1, 'times')) return undefined
  return { value: count, next: index + 2 }
}
