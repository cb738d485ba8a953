/** Transitions beyond this number (some 30 years) are not worth their bytes. */
const transitionLimit = 60

/**
 * The VTIMEZONE component of RFC 5545 for the time between two instants: one observance for each change of the clocks
 * in it and the one before, taken from the runtime's own time zone data, without rules to guess.
 */
export function vtimezone(zone: string, from: Temporal.Instant, to: Temporal.Instant): string {
  const first = from.toZonedDateTimeISO(zone)
  let at = first.getTimeZoneTransition('previous')
  const observances: string[] = []
  // A zone that has never changed its clocks, and the time before the first change.
  if (!at) observances.push(observance(zone, 'STANDARD', '19700101T000000', first.offset, first.offset))
  while (at && observances.length < transitionLimit) {
    const before = at.subtract({ nanoseconds: 1 })
    const kind = at.offsetNanoseconds > before.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD'
    // The onset is told in the wall time that ends with it.
    const onset = at.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime()
    observances.push(observance(zone, kind, compact(onset), before.offset, at.offset))
    at = at.getTimeZoneTransition('next')
    if (at && Temporal.Instant.compare(at.toInstant(), to) > 0) break
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances, 'END:VTIMEZONE'].join('\r\n')
}

function observance(zone: string, kind: string, onset: string, from: string, to: string): string {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${onset}`,
    `TZOFFSETFROM:${basic(from)}`,
    `TZOFFSETTO:${basic(to)}`,
    `TZNAME:${zone}${kind === 'DAYLIGHT' ? ' DST' : ''}`,
    `END:${kind}`,
  ].join('\r\n')
}

const basic = (offset: string) => offset.replaceAll(':', '')

const compact = (time: Temporal.PlainDateTime) =>
  time.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
