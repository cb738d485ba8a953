import type { ClockSpec, Part } from '../forms.ts'
import { meaning } from '../words.ts'
import type { Maybe, Words } from './words.ts'

export function partAt(words: Words, index: number): Maybe<Part> {
  const at = words.skip(index, 'on', 'in', 'at', 'this', 'article')
  const value = meaning(words.at(at), 'part')?.value
  return value && { value, next: at + 1 }
}

export function clockAt(words: Words, index: number): Maybe<ClockSpec> {
  const at = words.skip(index, 'at')
  const isAnnounced = at > index
  return inHalf(words, spokenClock(words, at) ?? figureClock(words, at, isAnnounced), isAnnounced)
}

/** A half of the day or a part of it behind the time: `9 pm`, `o 8 wieczorem`. */
function inHalf(
  words: Words,
  match: Maybe<ClockSpec & { bare?: boolean }>,
  isAnnounced: boolean,
): Maybe<ClockSpec> {
  if (!match) return undefined
  const { bare, ...clock } = match.value
  const half = meaning(words.at(match.next), 'half-day')
  const part = half ? undefined : partAt(words, match.next)
  const next = half ? match.next + 1 : (part?.next ?? match.next)
  if (half || part) {
    const hour = half ? onHalf(clock.hour, half.value) : inPart(clock.hour, part!.value)
    if (hour === undefined) return bare && !isAnnounced ? undefined : { value: clock, next: match.next }
    return { value: { ...clock, hour, sure: true, open: false }, next }
  }
  const sharp = words.skip(match.next, 'oclock')
  if (bare && !isAnnounced && sharp === match.next) return undefined
  return { value: clock, next: sharp }
}

function figureClock(words: Words, at: number, isAnnounced: boolean): Maybe<ClockSpec & { bare?: boolean }> {
  const figures = words.at(at)?.figures
  if (figures) {
    const [hour, minute, third] = figures.parts as [number, number, number | undefined]
    if (third !== undefined || figures.separator === '/') return undefined
    // `o 25:00` is meant as a time and is none: said so by whoever puts it on the calendar.
    if ((hour > 24 || minute > 59) && !(isAnnounced && figures.separator === ':')) return undefined
    if (figures.separator === '.' && !isAnnounced && minute <= 12) return undefined
    return { value: { minute, ...onClock(words, hour, figures.padded) }, next: at + 1 }
  }
  const hour = words.value(at, 'number') ?? (isAnnounced ? words.value(at, 'hour') : undefined)
  if (hour === undefined || hour > 24 || words.isUnit(at + 1)) return undefined
  const isPadded = /^0\d/.test(words.at(at)!.text)
  return { value: { minute: 0, bare: true, ...onClock(words, hour, isPadded) }, next: at + 1 }
}

function onClock(words: Words, hour: number, isPadded: boolean): Omit<ClockSpec, 'minute'> {
  const sure = isPadded || hour === 0 || hour > 12
  return { hour, sure, open: !sure && hour <= words.lexicon.twelveHours }
}

/** `wpół do dziewiątej`, `half past nine`, `kwadrans po piątej`, `quarter to ten`, `za kwadrans dziewiąta`. */
function spokenClock(words: Words, at: number): Maybe<ClockSpec> {
  const hourAt = (index: number) => words.value(index, 'hour') ?? words.value(index, 'number')
  const made = (hour: number | undefined, minutes: number, next: number): Maybe<ClockSpec> => {
    if (hour === undefined || hour > 24) return undefined
    const total = (hour * 60 + minutes + 24 * 60) % (24 * 60)
    const clock = { ...onClock(words, hour, false), hour: Math.floor(total / 60), minute: total % 60 }
    return { value: clock, next }
  }
  if (words.is(at, 'half-to')) return made(hourAt(at + 1), -30, at + 2)
  if (words.is(at, 'in')) {
    const minutes = words.is(at + 1, 'quarter') ? 15 : words.value(at + 1, 'number')
    return minutes === undefined ? undefined : made(words.value(at + 2, 'hour'), -minutes, at + 3)
  }
  const amountAt = words.is(at, 'quarter') || words.is(at, 'half') ? at : words.skip(at, 'article')
  const minutes = words.is(amountAt, 'half')
    ? 30
    : words.is(amountAt, 'quarter')
      ? 15
      : words.value(amountAt, 'number')
  if (minutes === undefined || minutes > 59) return undefined
  if (words.is(amountAt + 1, 'past')) return made(hourAt(amountAt + 2), minutes, amountAt + 3)
  return words.is(amountAt + 1, 'to') ? made(hourAt(amountAt + 2), -minutes, amountAt + 3) : undefined
}

/** Undefined for an hour that no half of a day has. */
function onHalf(hour: number, half: 'am' | 'pm'): number | undefined {
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}

/** `o 8 wieczorem` is 20:00, `o 1 w nocy` 01:00, `o 11 w nocy` 23:00. */
function inPart(hour: number, part: Part): number | undefined {
  if (hour < 1 || hour > 12) return hour <= 23 ? hour : undefined
  if (part === 'morning') return hour % 12
  if (part === 'night') return hour >= 9 && hour < 12 ? hour + 12 : hour % 12
  if (part === 'afternoon' || part === 'evening') return (hour % 12) + 12
  return undefined
}
