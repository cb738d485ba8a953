import type { Series } from '../occurrences.ts'
import type { ClockSpec, Part, Spoken } from './forms.ts'

/** Where and when the text is read. */
export interface Here {
  readonly now: Temporal.Instant
  readonly timeZone: string
  /** When the evening begins for this person. */
  readonly eveningAt: Temporal.PlainTime
}

/** Why there is another reading, or what was added to what was said. */
export type Doubt =
  /** No time of day was said: 09:00 is meant, or the hour of the part of the day that was said. */
  | 'time-assumed'
  /** No day was said: the next time that the clock shows this. */
  | 'day-assumed'
  /** `at 9` may be in the evening. */
  | 'half-of-day'
  /** `on Friday`, said on a Friday; `next Friday`. */
  | 'which-week'
  /** `w niedziele` is every Sunday, or this one without its mark. */
  | 'every-week'
  /** `3/4` is a day in March to some. */
  | 'month-first'
  /** The clocks skip this time on that day: it comes as much later. */
  | 'time-skipped'
  /** The clocks show this time twice on that day: the first is meant. */
  | 'time-twice'
  /** `every other Tuesday`: beginning with which? */
  | 'which-turn'
  /** The text holds another day or time, which was left in it. */
  | 'more-times'

export interface Reading {
  readonly series: Series
  readonly at: Temporal.Instant
  readonly because: Doubt | null
}

export interface Resolved {
  readonly meant: Reading
  readonly others: readonly Reading[]
  readonly doubts: readonly Doubt[]
}

export type Refusal = 'time-missing' | 'time-past' | 'no-such-date' | 'no-such-time' | 'too-often' | 'never'

export const usualTime = Temporal.PlainTime.from('09:00')

/** The hour that a part of the day stands for. The evening is the person's own. */
export function timeOfPart(part: Part, eveningAt: Temporal.PlainTime): Temporal.PlainTime {
  const hours = { morning: 8, noon: 12, afternoon: 15, evening: eveningAt.hour, night: 22, midnight: 0 }
  return part === 'evening' ? eveningAt : Temporal.PlainTime.from({ hour: hours[part] })
}

export const localNow = ({ now, timeZone }: Here) => now.toZonedDateTimeISO(timeZone).toPlainDateTime()

export const plainTime = ({ hour, minute }: Pick<ClockSpec, 'hour' | 'minute'>) =>
  Temporal.PlainTime.from({ hour: hour % 24, minute })

/** The time of day that was said, the other one that it may be, and what had to be assumed. */
export function timesOf({ clock, part }: Spoken, here: Here) {
  const isExact = clock || part === 'noon' || part === 'midnight'
  const doubts: Doubt[] = isExact ? [] : ['time-assumed']
  if (!clock)
    return { time: part ? timeOfPart(part, here.eveningAt) : usualTime, other: null, doubts, nextDay: false }
  const stated = part && !clock.sure ? inPartOf(clock, part) : clock
  const other = stated.open
    ? plainTime({ hour: (stated.hour % 12) + (stated.hour === 12 ? 0 : 12), minute: stated.minute })
    : null
  return { time: plainTime(stated), other, doubts, nextDay: stated.hour === 24 }
}

function inPartOf(clock: ClockSpec, part: Part): ClockSpec {
  const isLate = part === 'afternoon' || part === 'evening' || (part === 'night' && clock.hour >= 9)
  return { ...clock, hour: (clock.hour % 12) + (isLate ? 12 : 0), sure: true, open: false }
}

/** What there is to doubt of a reading and the others beside it. */
export const doubtsOf = (others: readonly Reading[], meant: Reading): Doubt[] => [
  ...new Set(
    [...(meant.because === 'which-week' ? [] : [meant]), ...others].flatMap(({ because }) => because ?? []),
  ),
]
