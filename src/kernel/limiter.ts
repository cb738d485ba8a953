/**
 * Counts what is limited, for all who share it. Keys are names from our own source (a provider), never something
 * a stranger can invent: a key is kept for good.
 */
export interface Limiter {
  /**
   * Gives the next free turn: at most `points` turns within any `perSeconds` seconds. Turns are handed out in the order
   * in which they were asked for, so whoever asks more often never gets ahead of who asked before.
   *
   * @param maxWaitMs A turn that is further away than this is left to others.
   */
  take(key: string, points: number, perSeconds: number, maxWaitMs: number): Promise<Turn>

  /**
   * Counts one call.
   *
   * @param day The provider's day, `2026-11-21`.
   * @returns The calls of that day so far, this one included.
   */
  count(key: string, day: string): Promise<number>

  /** The calls of that day so far. */
  counted(key: string, day: string): Promise<number>
}

/** `waitMs` milliseconds from now; not `given` when that was too long for who asked. */
export interface Turn {
  readonly given: boolean
  readonly waitMs: number
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
    async take(key, points, perSeconds, maxWaitMs) {
      checkLimit(points, perSeconds)
      const recent = (turns.get(key) ?? []).slice(-points)
      const oldest = recent.length < points ? undefined : recent[0]
      const asked = now()
      const at = oldest === undefined ? asked : Math.max(asked, oldest + perSeconds * 1000)
      const waitMs = Math.ceil(at - asked)
      const given = waitMs <= maxWaitMs
      turns.set(key, given ? [...recent, at] : recent)
      return { given, waitMs }
    },
    async count(key, day) {
      const current = days.get(key)
      const calls = current === undefined || day > current.day ? 1 : current.calls + 1
      days.set(key, { day: current && current.day > day ? current.day : day, calls })
      return calls
    },
    async counted(key, day) {
      const current = days.get(key)
      return current?.day === day ? current.calls : 0
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
