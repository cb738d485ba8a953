/**
 * How a wall-clock time becomes an instant, everywhere in this service. A time that the clocks skip is as much later as
 * the gap is long (02:30 rings at 03:30); of a time that comes twice the first is meant. This is `compatible` of
 * Temporal and what RFC 5545 (3.3.5) asks of a DTSTART.
 */
export const atWall = (wall: Temporal.PlainDateTime, zone: string): Temporal.Instant =>
  wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()

/** What the clocks do at that time of that day. */
export function clocksAt(wall: Temporal.PlainDateTime, zone: string): 'run' | 'skip' | 'repeat' {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.equals(later)) return 'run'
  return earlier.toPlainDateTime().equals(wall) ? 'repeat' : 'skip'
}
