import type { ClockTime } from './day.ts'

/** How long a day lasts when no wrap is printed. */
export const DAY_HOURS = 14

export interface Moments {
  call: Temporal.ZonedDateTime
  wrap: Temporal.ZonedDateTime | null
  /** The wrap, or fourteen hours after the call: then the day is over. */
  endsAt: Temporal.Instant
}

const SMALL_HOURS = Temporal.PlainTime.from('04:00')
const LATE_EVENING = Temporal.PlainTime.from('20:00')

/**
 * The clock times of a shooting day in the zone of the set. A wrap not after the call is the next day's. A call late in
 * the evening before a crew call in the small hours belongs to the evening before (23:30 for a crew call at 00:30).
 */
export function momentsOf(
  date: Temporal.PlainDate,
  zone: string,
  clock: { call: ClockTime; crewCall: ClockTime | null; wrap: ClockTime | null },
): Moments {
  const call = at(isEveningBefore(clock) ? date.subtract({ days: 1 }) : date, clock.call, zone)
  const wrap = clock.wrap === null ? null : firstAfter(call, clock.wrap)
  return { call, wrap, endsAt: (wrap ?? call.add({ hours: DAY_HOURS })).toInstant() }
}

function isEveningBefore({ call, crewCall }: { call: ClockTime; crewCall: ClockTime | null }): boolean {
  if (crewCall === null) return false
  const [own, crew] = [Temporal.PlainTime.from(call), Temporal.PlainTime.from(crewCall)]
  return (
    Temporal.PlainTime.compare(crew, SMALL_HOURS) < 0 && Temporal.PlainTime.compare(own, LATE_EVENING) >= 0
  )
}

function firstAfter(call: Temporal.ZonedDateTime, clock: ClockTime): Temporal.ZonedDateTime {
  const date = call.toPlainDate()
  const sameDay = at(date, clock, call.timeZoneId)
  return Temporal.ZonedDateTime.compare(sameDay, call) > 0
    ? sameDay
    : at(date.add({ days: 1 }), clock, call.timeZoneId)
}

function at(date: Temporal.PlainDate, clock: ClockTime, zone: string): Temporal.ZonedDateTime {
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) })
}

/** RFC 3339 with the offset of the zone, as events carry it. */
export function withOffset(time: Temporal.ZonedDateTime): string {
  return time.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** `HH:MM` on the clock of a zone. */
export function clockOf(instant: Temporal.Instant, zone: string): ClockTime {
  return instant.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
}
