import type { Component } from './ics.ts'

/** Transitions beyond this number (some 30 years) are not worth their bytes. */
const transitionLimit = 60

/**
 * The VTIMEZONE component of RFC 5545 for the time between two instants: one observance for each change of the clocks
 * in it and the one before, taken from the runtime's own time zone data, without rules to guess.
 */
export function vtimezone(zone: string, from: Temporal.Instant, to: Temporal.Instant): Component {
  const first = from.toZonedDateTimeISO(zone)
  let at = first.getTimeZoneTransition('previous')
  const observances: Component[] = []
  // A zone that has never changed its clocks, and the time before the first change.
  if (!at) observances.push(observance(zone, 'standard', '1970-01-01T00:00:00', first.offset, first.offset))
  while (at && observances.length < transitionLimit) {
    const before = at.subtract({ nanoseconds: 1 })
    const kind = at.offsetNanoseconds > before.offsetNanoseconds ? 'daylight' : 'standard'
    // The onset is told in the wall time that ends with it.
    const onset = at.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime()
    observances.push(
      observance(zone, kind, onset.toString({ smallestUnit: 'second' }), before.offset, at.offset),
    )
    at = at.getTimeZoneTransition('next')
    if (at && Temporal.Instant.compare(at.toInstant(), to) > 0) break
  }
  return ['vtimezone', [['tzid', {}, 'text', zone]], observances]
}

function observance(
  zone: string,
  kind: 'standard' | 'daylight',
  onset: string,
  from: string,
  to: string,
): Component {
  return [
    kind,
    [
      ['dtstart', {}, 'date-time', onset],
      ['tzoffsetfrom', {}, 'utc-offset', from],
      ['tzoffsetto', {}, 'utc-offset', to],
      ['tzname', {}, 'text', `${zone}${kind === 'daylight' ? ' DST' : ''}`],
    ],
    [],
  ]
}
