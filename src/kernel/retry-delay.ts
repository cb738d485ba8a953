export interface RetryTiming {
  /** Delay before the first repetition, in milliseconds; it doubles from there. */
  baseDelayMs: number
  /** No delay is longer, whatever the provider asks. */
  maxDelayMs: number
}

/**
 * How long to wait before repeating: what the provider asked for, else the base doubled for each repetition. The
 * second half of that is random, so that callers who failed together do not come back together.
 *
 * @param repetition 1 for the first repetition.
 * @param random In [0, 1).
 * @returns Milliseconds, at most `maxDelayMs`.
 */
export function retryDelayMs(
  timing: RetryTiming,
  repetition: number,
  retryAfterSeconds?: number,
  random: number = Math.random(),
): number {
  if (retryAfterSeconds !== undefined) return Math.min(timing.maxDelayMs, retryAfterSeconds * 1000)
  const doubled = Math.min(timing.maxDelayMs, timing.baseDelayMs * 2 ** (repetition - 1))
  return Math.round(doubled / 2 + (doubled / 2) * random)
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const HTTP_DATE = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or an HTTP date in its current form.
 *
 * @returns Seconds from `now`, never negative; `undefined` when absent or unreadable.
 */
export function parseRetryAfter(header: string | null, now: Temporal.Instant): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const [, day, monthName, year, time] = HTTP_DATE.exec(text) ?? []
  const month = MONTHS.indexOf(monthName ?? '') + 1
  if (!day || month === 0) return undefined
  try {
    const at = Temporal.Instant.from(`${year}-${String(month).padStart(2, '0')}-${day}T${time}Z`)
    return Math.max(0, Math.ceil(at.since(now).total('seconds')))
  } catch {
    return undefined
  }
}
