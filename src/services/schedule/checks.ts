import { CHECK_TEXTS, type Language } from './texts.ts'

/** Warnings never block (PRODUCT 1.3); the severity only decides how loudly they are shown. */
export type Severity = 'low' | 'medium' | 'high'

export type CheckCode =
  | 'date-in-past'
  | 'date-far-ahead'
  | 'weekday-mismatch'
  | 'several-units'
  | 'early-wake-up'
  | 'very-early-wake-up'
  | 'long-travel'
  | 'short-turnaround'
  | 'overlap'
  | 'location-not-found'
  | 'stop-closed-on-arrival'
  | 'drive-time-unsettled'
  | 'location-missing'
  | 'no-location'
  | 'location-approximate'
  | 'stop-not-found'
  | 'home-zone-differs'
  | 'no-home'
  | 'home-not-found'
  | 'route-estimated'
  | 'calendar-overlap'

export interface Check {
  code: CheckCode
  severity: Severity
  params: Record<string, string | number>
}

export const EARLY_WAKE_UP = Temporal.PlainTime.from('05:00')
export const VERY_EARLY_WAKE_UP = Temporal.PlainTime.from('03:00')
export const LONG_TRAVEL_MINUTES = 180
/** Daily rest of the Working Time Directive (2003/88/EC, article 3) and of the Polish Labour Code (article 132). */
export const TURNAROUND_HOURS = 11
export const OVERLAP_MINUTES = { high: 60, medium: 30 } as const

/** Something else in the calendar: another shooting day or an event. */
export interface Engagement {
  title: string
  from: Temporal.Instant
  to: Temporal.Instant
}

/** Everything that can be checked about a planned day; what is not known is left out and not checked. */
export interface DayToCheck {
  date: Temporal.PlainDate
  /** Today in the zone of the location. */
  today: Temporal.PlainDate
  /** The weekday printed beside the date, 1 Monday to 7 Sunday. */
  printedWeekday?: number
  call?: Temporal.ZonedDateTime
  /** On the clock where the person sleeps. */
  wakeUp?: Temporal.ZonedDateTime
  /** From leaving home to the call. */
  travelMinutes?: number
  previousWrap?: Temporal.ZonedDateTime
  /** From leaving home to the wrap. */
  busy?: { from: Temporal.Instant; to: Temporal.Instant }
  engagements?: readonly Engagement[]
  /** The address as printed, when no map knows it. */
  unknownLocation?: string
}

/** All checks of PRODUCT 1.3, the gravest first. */
export function checkDay(day: DayToCheck): Check[] {
  const found = [
    checkDate(day.date, day.today),
    day.printedWeekday === undefined ? undefined : checkWeekday(day.date, day.printedWeekday),
    day.unknownLocation === undefined ? undefined : locationNotFound(day.unknownLocation),
    day.wakeUp && checkWakeUp(day.wakeUp, day.call?.toPlainDate() ?? day.date),
    day.travelMinutes === undefined ? undefined : checkTravel(day.travelMinutes),
    day.previousWrap && day.call && checkTurnaround(day.previousWrap, day.call),
    ...(day.busy ? checkOverlaps(day.busy, day.engagements ?? []) : []),
  ]
  const rank: Record<Severity, number> = { high: 0, medium: 1, low: 2 }
  return found.flatMap((check) => check ?? []).toSorted((a, b) => rank[a.severity] - rank[b.severity])
}

/** In the past, or more than a year ahead: more likely a misread date than a plan. */
export function checkDate(date: Temporal.PlainDate, today: Temporal.PlainDate): Check | undefined {
  if (Temporal.PlainDate.compare(date, today) < 0) {
    return { code: 'date-in-past', severity: 'high', params: { date: date.toString() } }
  }
  if (Temporal.PlainDate.compare(date, today.add({ years: 1 })) > 0) {
    return { code: 'date-far-ahead', severity: 'high', params: { date: date.toString() } }
  }
  return undefined
}

export function checkWeekday(date: Temporal.PlainDate, printed: number): Check | undefined {
  if (date.dayOfWeek === printed) return undefined
  return {
    code: 'weekday-mismatch',
    severity: 'high',
    params: { date: date.toString(), printed, actual: date.dayOfWeek },
  }
}

/**
 * Before 05:00: suggest sleeping near the set. Before 03:00, or before midnight already: warn. `callDate` is the date of
 * the call: one at 23:30 on the evening before a shooting day is that evening's.
 */
export function checkWakeUp(wakeUp: Temporal.ZonedDateTime, callDate: Temporal.PlainDate): Check | undefined {
  const [date, time] = [wakeUp.toPlainDate(), wakeUp.toPlainTime()]
  const params = { wakeUp: time.toString({ smallestUnit: 'minute' }), date: date.toString() }
  const isDayBefore = Temporal.PlainDate.compare(date, callDate) < 0
  if (isDayBefore || Temporal.PlainTime.compare(time, VERY_EARLY_WAKE_UP) < 0) {
    return { code: 'very-early-wake-up', severity: 'high', params }
  }
  return Temporal.PlainTime.compare(time, EARLY_WAKE_UP) < 0
    ? { code: 'early-wake-up', severity: 'low', params }
    : undefined
}

export function checkTravel(travelMinutes: number): Check | undefined {
  if (travelMinutes <= LONG_TRAVEL_MINUTES) return undefined
  return { code: 'long-travel', severity: 'medium', params: { minutes: travelMinutes } }
}

/** Less than eleven hours from wrap to call, in real time: the night the clocks change counts as long as it is. */
export function checkTurnaround(
  previousWrap: Temporal.ZonedDateTime,
  call: Temporal.ZonedDateTime,
): Check | undefined {
  const restMinutes = Math.floor((call.epochMilliseconds - previousWrap.epochMilliseconds) / 60_000)
  if (restMinutes >= TURNAROUND_HOURS * 60) return undefined
  const rest = Math.max(0, restMinutes)
  const params = { hours: Math.floor(rest / 60), minutes: rest % 60, required: TURNAROUND_HOURS }
  return { code: 'short-turnaround', severity: 'high', params }
}

/** Another engagement inside the day: over 60 minutes high, over 30 medium, less is not told. */
export function checkOverlaps(
  busy: { from: Temporal.Instant; to: Temporal.Instant },
  engagements: readonly Engagement[],
): Check[] {
  return engagements.flatMap(({ title, from, to }): Check[] => {
    const start = Math.max(busy.from.epochMilliseconds, from.epochMilliseconds)
    const end = Math.min(busy.to.epochMilliseconds, to.epochMilliseconds)
    const minutes = Math.floor((end - start) / 60_000)
    if (minutes <= OVERLAP_MINUTES.medium) return []
    const severity = minutes > OVERLAP_MINUTES.high ? 'high' : 'medium'
    return [{ code: 'overlap', severity, params: { title, minutes } }]
  })
}

export function locationNotFound(address: string): Check {
  return { code: 'location-not-found', severity: 'high', params: { address } }
}

/** A check as a sentence in the user's language. */
export function checkSentence({ code, params }: Check, language: Language): string {
  return CHECK_TEXTS[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}
