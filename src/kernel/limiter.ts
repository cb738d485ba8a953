/**
 * Counts what is limited, for all who share it. Keys are names from our own source (a provider), never something
 * a stranger can invent: a key is kept for good.
 */
export interface Limiter {
  /**
   * Asks for a turn: at most `points` turns within any `perSeconds` seconds.
   *
   * @returns 0 when the turn was given; otherwise the milliseconds after which it is worth asking again.
   */
  take(key: string, points: number, perSeconds: number): Promise<number>

  /**
   * Counts one call.
   *
   * @param day The UTC day, `2026-11-21`.
   * @returns The calls of that day so far, this one included.
   */
  count(key: string, day: string): Promise<number>
}

/**
 * A limiter for one process: for commands and tests. Services share the one in PostgreSQL.
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export function memoryLimiter(now: () => number = () => performance.now()): Limiter {
  const turns = new Map<string, number[]>()
  const days = new Map<string, { day: string; calls: number }>()

  return {
    async take(key, points, perSeconds) {
      checkLimit(points, perSeconds)
      const at = now()
      const recent = (turns.get(key) ?? []).slice(-points)
      const oldest = recent.length < points ? undefined : recent[0]
      const waitMs = oldest === undefined ? 0 : oldest + perSeconds * 1000 - at
      if (waitMs <= 0) recent.push(at)
      turns.set(key, recent)
      return Math.max(0, Math.ceil(waitMs))
    },
    async count(key, day) {
      const current = days.get(key)
      const calls = current === undefined || day > current.day ? 1 : current.calls + 1
      days.set(key, { day: current && current.day > day ? current.day : day, calls })
      return calls
    },
  }
}

/** Most turns a limit may have: each one within the window is remembered. */
const MAX_POINTS = 10_000

/** Throws `RangeError` for a limit that makes no sense, so that a typing error does not become a standstill. */
export function checkLimit(points: number, perSeconds: number): void {
  if (!Number.isInteger(points) || points < 1 || points > MAX_POINTS || !(perSeconds > 0))
    throw new RangeError(`A limit of ${points} per ${perSeconds} s is not one`)
}
