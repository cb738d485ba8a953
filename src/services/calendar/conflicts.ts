/** Something that takes the user's time. */
export interface Busy {
  eventId: string
  planId: string | null
  start: Temporal.Instant
  end: Temporal.Instant
}

export interface Overlap {
  one: Busy
  other: Busy
  start: Temporal.Instant
  overlapMinutes: number
  severity: 'high' | 'medium'
}

/** Whole minutes over which two events overlap (PRODUCT 1.6). */
const mediumOverMinutes = 30
const highOverMinutes = 60

/** How much two events overlap; undefined when it is 30 minutes or less, which is what a way between them may cost. */
export function overlapOf(one: Busy, other: Busy): Overlap | undefined {
  const start = Temporal.Instant.compare(one.start, other.start) > 0 ? one.start : other.start
  const end = Temporal.Instant.compare(one.end, other.end) < 0 ? one.end : other.end
  const overlapMinutes = Math.floor((end.epochMilliseconds - start.epochMilliseconds) / 60_000)
  if (overlapMinutes <= mediumOverMinutes) return undefined
  return { one, other, start, overlapMinutes, severity: overlapMinutes > highOverMinutes ? 'high' : 'medium' }
}

/** All overlaps among events, by the instant they begin. Each pair once, the earlier event first. */
export function overlaps(events: readonly Busy[], limit = 5000): Overlap[] {
  const sorted = events.toSorted((a, b) => Temporal.Instant.compare(a.start, b.start) || order(a, b))
  const found: Overlap[] = []
  let running: Busy[] = []
  for (const event of sorted) {
    running = running.filter((earlier) => Temporal.Instant.compare(earlier.end, event.start) > 0)
    for (const earlier of running) {
      if (earlier.eventId === event.eventId) continue
      const overlap = overlapOf(earlier, event)
      if (overlap) found.push(overlap)
      if (found.length >= limit) return found
    }
    running.push(event)
  }
  return found
}

const order = (a: Busy, b: Busy) => (a.eventId < b.eventId ? -1 : 1)
