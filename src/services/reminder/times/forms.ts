/** What a text says about a time, before it is known which instant that is: the same for every language. */

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
export type Part = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night' | 'midnight'

/** ISO 8601: Monday is 1. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** A day as it is named. Of ordinals and days of the month -1 is the last. */
export type DaySpec =
  /** `tonight` names a part of the day as well. */
  | { readonly kind: 'offset'; readonly days: number; readonly part: Part | null }
  | {
      readonly kind: 'weekday'
      readonly weekday: Weekday
      readonly next: boolean
      /** The word is written as `on Sundays` is: `w niedziele` without its mark. */
      readonly maybeWeekly: boolean
    }
  | {
      readonly kind: 'date'
      readonly year: number | null
      readonly month: number
      readonly day: number
      /** `3/4` is the third of April here and the fourth of March elsewhere. */
      readonly swappable: boolean
    }
  | { readonly kind: 'month-day'; readonly day: number }
  | { readonly kind: 'nth-weekday'; readonly weekday: Weekday; readonly ordinal: number }

export interface ClockSpec {
  readonly hour: number
  readonly minute: number
  /** It can only be meant on the clock of 24 hours, or a half of the day was said with it. */
  readonly sure: boolean
  /** In this language the other half of the day may as well be meant. */
  readonly open: boolean
}

/** Added to now: hours and minutes by the stopwatch, days and longer by the calendar. */
export interface SpanSpec {
  readonly amount: number
  readonly unit: Unit
}

export interface RepeatSpec {
  readonly unit: Unit
  readonly interval: number
  readonly weekdays: readonly Weekday[]
  /** Day of the month, or which of `weekdays` in the month. */
  readonly monthDay: number | null
  readonly ordinal: number | null
}

/** Days on which a series is silent. */
export type ExceptSpec =
  | { readonly kind: 'weekdays'; readonly weekdays: readonly Weekday[] }
  | { readonly kind: 'day'; readonly day: DaySpec }

/** One phrase about time, by what it says. */
export type Said =
  | { readonly kind: 'day'; readonly day: DaySpec }
  | { readonly kind: 'clock'; readonly clock: ClockSpec }
  | { readonly kind: 'part'; readonly part: Part }
  | { readonly kind: 'after'; readonly spans: readonly SpanSpec[] }
  | { readonly kind: 'repeat'; readonly repeat: RepeatSpec }
  | { readonly kind: 'except'; readonly except: readonly ExceptSpec[] }
  | { readonly kind: 'from'; readonly day: DaySpec }
  | { readonly kind: 'until'; readonly day: DaySpec }
  | { readonly kind: 'count'; readonly count: number }

/** Everything that a text says about one time. */
export interface Spoken {
  readonly day: DaySpec | null
  readonly clock: ClockSpec | null
  readonly part: Part | null
  readonly after: readonly SpanSpec[] | null
  readonly repeat: RepeatSpec | null
  readonly except: readonly ExceptSpec[]
  readonly from: DaySpec | null
  readonly until: DaySpec | null
  readonly count: number | null
  /** Another day or time stood in the text and was left in it. */
  readonly more: boolean
  /** The text without what was said about the time. */
  readonly rest: string
  /** Words that were about the time: of two languages the one that knows more of them is meant. */
  readonly words: number
}
