/** Local times of day between which nothing but critical news may disturb. */
export interface QuietHours {
  readonly from: Temporal.PlainTime
  readonly to: Temporal.PlainTime
}

const { compare } = Temporal.PlainTime

/**
 * When the quiet hours around `now` end, or null outside of them. They may run over midnight. In the night the clocks
 * change an end that does not exist is taken as much later as the gap is long; of an end that comes twice, the first
 * that still lies ahead.
 */
export function quietUntil(
  now: Temporal.Instant,
  zone: string,
  quiet: QuietHours | null,
): Temporal.Instant | null {
  if (!quiet || compare(quiet.from, quiet.to) === 0) return null
  const local = now.toZonedDateTimeISO(zone)
  const time = local.toPlainTime()
  const overMidnight = compare(quiet.from, quiet.to) > 0
  const begun = compare(time, quiet.from) >= 0
  const ended = compare(time, quiet.to) >= 0
  if (overMidnight ? !begun && ended : !begun || ended) return null
  const endDay = overMidnight && begun ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate()
  return nextAt(endDay.toPlainDateTime(quiet.to), zone, now)
}

/** A wall-clock time as an instant; of two, the first one after `now`. */
function nextAt(wall: Temporal.PlainDateTime, zone: string, now: Temporal.Instant): Temporal.Instant {
  const first = wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()
  if (Temporal.Instant.compare(first, now) > 0) return first
  return wall.toZonedDateTime(zone, { disambiguation: 'later' }).toInstant()
}

/** When the summary of a shooting day goes out: at the chosen time of the evening before, where the person lives. */
export function eveningBefore(
  shootingDate: Temporal.PlainDate,
  at: Temporal.PlainTime,
  zone: string,
): Temporal.Instant {
  return shootingDate
    .subtract({ days: 1 })
    .toPlainDateTime(at)
    .toZonedDateTime(zone, { disambiguation: 'compatible' })
    .toInstant()
}

/**
 * When a delivery may go: now, or at the end of the quiet hours, but never after `latest` (the wake-up of the day that
 * it tells of): then the person is up anyway.
 */
export function dueAt(
  now: Temporal.Instant,
  zone: string,
  quiet: QuietHours | null,
  latest: Temporal.Instant | null,
): Temporal.Instant {
  const end = quietUntil(now, zone, quiet)
  if (!end) return now
  if (!latest || Temporal.Instant.compare(latest, end) >= 0) return end
  return Temporal.Instant.compare(latest, now) > 0 ? latest : now
}
