import type {
  ClockSpec,
  DaySpec,
  ExceptSpec,
  Part,
  RepeatSpec,
  Said,
  SpanSpec,
  Unit,
  Weekday,
} from './forms.ts'
import type { Lexicon, Meaning } from './lexicon.ts'
import { meaning, type Word } from './words.ts'

/** What a phrase says, and the word after it. */
export interface Match<T> {
  readonly value: T
  readonly next: number
}
type Maybe<T> = Match<T> | undefined

/**
 * Reads phrases of time out of words. The grammar is one for all languages; which words there are, and which order
 * they may have, is the lexicon's matter. A method answers undefined where its phrase does not begin.
 */
export class Phrases {
  readonly #words: readonly Word[]
  readonly #lexicon: Lexicon

  constructor(words: readonly Word[], lexicon: Lexicon) {
    this.#words = words
    this.#lexicon = lexicon
  }

  /** The phrase that begins here; of several the one with the most words. */
  at(index: number): Maybe<Said> {
    const found = [
      this.#told('repeat', 'repeat', this.#repeat(index)),
      this.#told('except', 'except', this.#except(index)),
      this.#told(
        'from',
        'day',
        this.#after('from', index, (from) => this.#day(from, false)),
      ),
      this.#told(
        'until',
        'day',
        this.#after('until', index, (from) => this.#day(from, false)),
      ),
      this.#told('count', 'count', this.#count(index)),
      this.#told('after', 'spans', this.#spans(index)),
      this.#told('clock', 'clock', this.#clock(index)),
      this.#told('day', 'day', this.#day(index, true)),
      this.#told('part', 'part', this.#part(index)),
    ].filter((each) => each !== undefined)
    return found.toSorted((one, other) => other.next - one.next)[0]
  }

  #told(kind: Said['kind'], field: string, match: Maybe<unknown>): Maybe<Said> {
    return match && { value: { kind, [field]: match.value } as Said, next: match.next }
  }

  #is(index: number, kind: Meaning['kind']): boolean {
    return meaning(this.#words[index], kind) !== undefined
  }

  /** The index after words of these kinds, if there are any. */
  #skip(index: number, ...kinds: readonly Meaning['kind'][]): number {
    let at = index
    while (kinds.some((kind) => this.#is(at, kind))) at++
    return at
  }

  #after<T>(kind: Meaning['kind'], index: number, read: (index: number) => Maybe<T>): Maybe<T> {
    return this.#is(index, kind) ? read(index + 1) : undefined
  }

  #value(index: number, kind: 'number' | 'ordinal' | 'hour' | 'month'): number | undefined {
    return meaning(this.#words[index], kind)?.value
  }

  // Days

  /** `bare`: the phrase stands alone in the text, so that a short word without `on` may be about anything. */
  #day(index: number, bare: boolean): Maybe<DaySpec> {
    const named = meaning(this.#words[index], 'day')
    if (named)
      return { value: { kind: 'offset', days: named.value, part: named.part ?? null }, next: index + 1 }
    return this.#date(index) ?? this.#weekday(index, bare) ?? this.#dayOfMonth(index)
  }

  #weekday(index: number, bare: boolean): Maybe<DaySpec> {
    let at = this.#skip(index, 'on', 'article')
    const isNext = this.#is(at, 'next')
    at = this.#skip(at, 'next', 'this')
    const weekday = meaning(this.#words[at], 'weekday')
    if (!weekday || (bare && weekday.plural && at > index)) return undefined
    // `sun`, `sat`: words of their own where nothing announces a day.
    if (bare && at === index && this.#words[at]!.text.length < 5) return undefined
    const maybeWeekly = at > index && !isNext && this.#words[at]!.meanings.some((each) => isPluralDay(each))
    return { value: { kind: 'weekday', weekday: weekday.value, next: isNext, maybeWeekly }, next: at + 1 }
  }

  #date(index: number): Maybe<DaySpec> {
    const at = this.#skip(index, 'on', 'article')
    const figures = this.#words[at]?.figures
    if (figures && figures.separator !== ':') return this.#figureDate(at)
    return this.#dayMonth(at) ?? this.#monthDay(at)
  }

  #figureDate(at: number): Maybe<DaySpec> {
    const { parts, separator } = this.#words[at]!.figures!
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
    const swappable = separator === '/' && !this.#lexicon.dayFirst && first <= 12 && first !== second
    return date(third, second, first, swappable)
  }

  /** `24 grudnia 2026`, `the 24th of December`. */
  #dayMonth(index: number): Maybe<DaySpec> {
    const day = this.#value(index, 'number') ?? this.#value(index, 'ordinal')
    if (day === undefined || day < 1) return undefined
    const at = this.#skip(index + 1, 'of')
    const month = this.#value(at, 'month')
    if (month === undefined) return undefined
    return this.#withYear(at + 1, month, day)
  }

  /** `December 24th, 2026`. */
  #monthDay(index: number): Maybe<DaySpec> {
    const month = this.#value(index, 'month')
    const at = this.#skip(index + 1, 'article')
    const day = this.#value(at, 'ordinal') ?? this.#value(at, 'number')
    if (month === undefined || day === undefined || day < 1 || day > 31) return undefined
    return this.#withYear(at + 1, month, day)
  }

  #withYear(index: number, month: number, day: number): Match<DaySpec> {
    const year = this.#value(index, 'number')
    const isYear = year !== undefined && year >= 2000
    const value = { kind: 'date' as const, year: isYear ? year : null, month, day, swappable: false }
    return { value, next: isYear ? index + 1 : index }
  }

  /** `on the last day of the month`, `w pierwszy poniedziałek miesiąca`, `on the 24th`. */
  #dayOfMonth(index: number): Maybe<DaySpec> {
    const at = this.#skip(index, 'on', 'article')
    const ordinal = this.#value(at, 'ordinal')
    if (ordinal === undefined || ordinal === 0 || ordinal > 31) return undefined
    const weekday = meaning(this.#words[at + 1], 'weekday')
    const noun = weekday || isUnit(this.#words[at + 1], 'day') ? at + 2 : at + 1
    const month = this.#ofMonth(noun)
    if (weekday) {
      if (month === undefined || ordinal > 5) return undefined
      return { value: { kind: 'nth-weekday', weekday: weekday.value, ordinal }, next: month }
    }
    const isFigure = /^\d/.test(this.#words[at]!.text)
    if (month === undefined && !(isFigure && (at > index || noun > at + 1))) return undefined
    return { value: { kind: 'month-day', day: ordinal }, next: month ?? noun }
  }

  #ofMonth(index: number): number | undefined {
    const at = this.#skip(index, 'of', 'article', 'this')
    return isUnit(this.#words[at], 'month') ? at + 1 : undefined
  }

  // Times of day

  #part(index: number): Maybe<Part> {
    const at = this.#skip(index, 'on', 'in', 'at', 'this', 'article')
    const value = meaning(this.#words[at], 'part')?.value
    return value && { value, next: at + 1 }
  }

  #clock(index: number): Maybe<ClockSpec> {
    const at = this.#skip(index, 'at')
    const isAnnounced = at > index
    return this.#inHalf(this.#spokenClock(at) ?? this.#figureClock(at, isAnnounced), isAnnounced)
  }

  /** A half of the day or a part of it behind the time: `9 pm`, `o 8 wieczorem`. */
  #inHalf(match: Maybe<ClockSpec & { bare?: boolean }>, isAnnounced: boolean): Maybe<ClockSpec> {
    if (!match) return undefined
    const { bare, ...clock } = match.value
    const half = meaning(this.#words[match.next], 'half-day')
    const part = half ? undefined : this.#part(match.next)
    const next = half ? match.next + 1 : (part?.next ?? match.next)
    if (half || part) {
      const hour = half ? onHalf(clock.hour, half.value) : inPart(clock.hour, part!.value)
      if (hour === undefined) return bare && !isAnnounced ? undefined : { value: clock, next: match.next }
      return { value: { ...clock, hour, sure: true, open: false }, next }
    }
    const sharp = this.#skip(match.next, 'oclock')
    if (bare && !isAnnounced && sharp === match.next) return undefined
    return { value: clock, next: sharp }
  }

  #figureClock(at: number, isAnnounced: boolean): Maybe<ClockSpec & { bare?: boolean }> {
    const figures = this.#words[at]?.figures
    if (figures) {
      const [hour, minute, third] = figures.parts as [number, number, number | undefined]
      if (third !== undefined || hour > 24 || minute > 59 || figures.separator === '/') return undefined
      if (figures.separator === '.' && !isAnnounced && minute <= 12) return undefined
      return { value: { minute, ...this.#onClock(hour, figures.padded) }, next: at + 1 }
    }
    const hour = this.#value(at, 'number') ?? (isAnnounced ? this.#value(at, 'hour') : undefined)
    if (hour === undefined || hour > 24 || isUnit(this.#words[at + 1])) return undefined
    const isPadded = /^0\d/.test(this.#words[at]!.text)
    return { value: { minute: 0, bare: true, ...this.#onClock(hour, isPadded) }, next: at + 1 }
  }

  #onClock(hour: number, isPadded: boolean): Omit<ClockSpec, 'minute'> {
    const sure = isPadded || hour === 0 || hour > 12
    return { hour, sure, open: !sure && hour <= this.#lexicon.twelveHours }
  }

  /** `wpół do dziewiątej`, `half past nine`, `kwadrans po piątej`, `quarter to ten`, `za kwadrans dziewiąta`. */
  #spokenClock(at: number): Maybe<ClockSpec> {
    const hourAt = (index: number) => this.#value(index, 'hour') ?? this.#value(index, 'number')
    const made = (hour: number | undefined, minutes: number, next: number): Maybe<ClockSpec> => {
      if (hour === undefined || hour > 24) return undefined
      const total = (hour * 60 + minutes + 24 * 60) % (24 * 60)
      const clock = { ...this.#onClock(hour, false), hour: Math.floor(total / 60), minute: total % 60 }
      return { value: clock, next }
    }
    if (this.#is(at, 'half-to')) return made(hourAt(at + 1), -30, at + 2)
    if (this.#is(at, 'in')) {
      const minutes = this.#is(at + 1, 'quarter') ? 15 : this.#value(at + 1, 'number')
      return minutes === undefined ? undefined : made(this.#value(at + 2, 'hour'), -minutes, at + 3)
    }
    const amountAt = this.#is(at, 'quarter') || this.#is(at, 'half') ? at : this.#skip(at, 'article')
    const minutes = this.#is(amountAt, 'half')
      ? 30
      : this.#is(amountAt, 'quarter')
        ? 15
        : this.#value(amountAt, 'number')
    if (minutes === undefined || minutes > 59) return undefined
    if (this.#is(amountAt + 1, 'past')) return made(hourAt(amountAt + 2), minutes, amountAt + 3)
    return this.#is(amountAt + 1, 'to') ? made(hourAt(amountAt + 2), -minutes, amountAt + 3) : undefined
  }

  // Spans

  /** `za 20 minut`, `in an hour and a half`, `20 minutes from now`. */
  #spans(index: number): Maybe<readonly SpanSpec[]> {
    const isAnnounced = this.#is(index, 'in')
    const spans: SpanSpec[] = []
    let at = isAnnounced ? index + 1 : index
    for (let span = this.#span(at, isAnnounced); span; span = this.#span(this.#skip(at, 'and'), false)) {
      spans.push(span.value)
      at = span.next
    }
    const half = this.#andAHalf(at)
    if (half && spans.length > 0) {
      spans.push({ amount: 0.5, unit: spans.at(-1)!.unit })
      at = half
    }
    if (spans.length === 0) return undefined
    if (isAnnounced) return { value: spans, next: at }
    return this.#is(at, 'from-now') ? { value: spans, next: at + 1 } : undefined
  }

  /** `an hour and a half`. */
  #andAHalf(index: number): number | undefined {
    const at = this.#skip(index, 'and')
    const half = this.#is(at, 'half') ? at : at + 1
    return at > index && this.#is(half, 'half') && !isUnit(this.#words[half + 1]) ? half + 1 : undefined
  }

  /** `isFirst`: `za godzinę` is one hour; what follows it needs its number. */
  #span(index: number, isFirst: boolean): Maybe<SpanSpec> {
    const made = (amount: number, at: number): Maybe<SpanSpec> => {
      const unit = meaning(this.#words[at], 'unit')
      return unit && { value: { amount, unit: unit.value }, next: at + 1 }
    }
    if (isFirst && this.#is(index, 'quarter'))
      return { value: { amount: 15, unit: 'minute' }, next: index + 1 }
    if (this.#is(index, 'half')) {
      const half = made(0.5, index + 1) ?? (isUnit(this.#words[index + 2]) ? made(0.5, index + 2) : undefined)
      return half
    }
    if (this.#is(index, 'one-and-a-half')) return made(1.5, index + 1)
    const amount = this.#value(index, 'number')
    if (amount !== undefined) return made(amount, index + 1)
    return isFirst ? made(1, index) : undefined
  }

  // Repetition

  #repeat(index: number): Maybe<RepeatSpec> {
    const once = { interval: 1, weekdays: [], monthDay: null, ordinal: null }
    const frequency = meaning(this.#words[index], 'frequency')
    if (frequency) return { value: { ...once, unit: frequency.value }, next: index + 1 }
    return this.#every(index) ?? this.#plurals(index) ?? this.#everyMonth(index)
  }

  #every(index: number): Maybe<RepeatSpec> {
    const start = this.#skip(index, 'on')
    if (!this.#is(start, 'every')) return undefined
    const begin = this.#skip(start, 'every')
    const ordinal = this.#value(begin, 'ordinal')
    const interval = ordinal ?? this.#value(begin, 'number')
    const at = interval === undefined ? begin : begin + 1
    const none = { weekdays: [], monthDay: null, ordinal: null }
    if (ordinal !== undefined) {
      const month = this.#ofMonth(at) ?? this.#ofMonth(this.#skip(at, 'every'))
      const named = this.#monthly(begin)
      if (named) return named
      if (month !== undefined)
        return { value: { ...none, unit: 'month', interval: 1, monthDay: ordinal }, next: month }
    }
    const weekdays = this.#weekdays(at)
    if (weekdays) {
      if (interval !== undefined && interval < 1) return undefined
      return {
        value: { ...none, unit: 'week', interval: interval ?? 1, weekdays: weekdays.value },
        next: weekdays.next,
      }
    }
    if (this.#is(at, 'half') && isUnit(this.#words[this.#skip(at + 1, 'number')], 'hour'))
      return { value: { ...none, unit: 'minute', interval: 30 }, next: this.#skip(at + 1, 'number') + 1 }
    const unit = meaning(this.#words[at], 'unit')
    if (!unit || (interval !== undefined && interval < 1)) return undefined
    return { value: { ...none, unit: unit.value, interval: interval ?? 1 }, next: at + 1 }
  }

  /** `w poniedziałki i czwartki`, `on weekdays`. */
  #plurals(index: number): Maybe<RepeatSpec> {
    const at = this.#skip(index, 'on')
    const weekday = meaning(this.#words[at], 'weekday')
    const group = meaning(this.#words[at], 'group')
    const isPlural =
      group?.plural || (weekday && this.#words[at]!.meanings.every((each) => isPluralDay(each)))
    if (!isPlural) return undefined
    const found = this.#weekdays(at)!
    const value = { unit: 'week' as const, interval: 1, weekdays: found.value, monthDay: null, ordinal: null }
    return { value, next: found.next }
  }

  /** `ostatniego dnia każdego miesiąca`, `the first Monday of every month`. */
  #everyMonth(index: number): Maybe<RepeatSpec> {
    const at = this.#skip(index, 'on', 'article')
    return this.#monthly(at)
  }

  #monthly(at: number): Maybe<RepeatSpec> {
    const ordinal = this.#value(at, 'ordinal') ?? this.#value(at, 'number')
    if (ordinal === undefined || ordinal === 0 || ordinal > 31) return undefined
    const weekday = meaning(this.#words[at + 1], 'weekday')
    const noun = weekday || isUnit(this.#words[at + 1], 'day') ? at + 2 : at + 1
    const before = this.#is(at - 1, 'every')
    const every = this.#skip(noun, 'of')
    if (!this.#is(every, 'every') && !before) return undefined
    const month = this.#skip(every, 'every', 'article')
    if (!isUnit(this.#words[month], 'month') || (weekday && ordinal > 5)) return undefined
    const value = weekday
      ? { weekdays: [weekday.value], ordinal, monthDay: null }
      : { weekdays: [], ordinal: null, monthDay: ordinal }
    return { value: { unit: 'month', interval: 1, ...value }, next: month + 1 }
  }

  /** One or more weekdays: `Monday, Wednesday and Friday`. */
  #weekdays(index: number): Maybe<readonly Weekday[]> {
    const found: Weekday[] = []
    let next = index
    for (let at = index; ; at = this.#skip(next, 'and', 'every', 'on')) {
      const weekday = meaning(this.#words[at], 'weekday')
      const group = meaning(this.#words[at], 'group')
      if (!weekday && !group) break
      found.push(...(weekday ? [weekday.value] : group!.value))
      next = at + 1
    }
    return found.length > 0 ? { value: [...new Set(found)].toSorted(), next } : undefined
  }

  #except(index: number): Maybe<readonly ExceptSpec[]> {
    if (!this.#is(index, 'except')) return undefined
    const found: ExceptSpec[] = []
    let next = index + 1
    for (let at = next; ; at = this.#skip(next, 'and')) {
      const day = this.#date(this.#skip(at, 'on'))
      const weekdays = day ? undefined : this.#weekdays(this.#skip(at, 'on', 'every'))
      if (!day && !weekdays) break
      found.push(day ? { kind: 'day', day: day.value } : { kind: 'weekdays', weekdays: weekdays!.value })
      next = (day ?? weekdays)!.next
    }
    return found.length > 0 ? { value: found, next } : undefined
  }

  #count(index: number): Maybe<number> {
    const count = this.#value(index, 'number')
    if (count === undefined || count < 1 || !this.#is(index + 1, 'times')) return undefined
    return { value: count, next: index + 2 }
  }
}

function isUnit(word: Word | undefined, unit?: Unit): boolean {
  const found = meaning(word, 'unit')
  return found !== undefined && (unit === undefined || found.value === unit)
}

const isPluralDay = (each: Meaning) => each.kind === 'weekday' && each.plural

const fullYear = (year: number) => (year < 100 ? 2000 + year : year)

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
