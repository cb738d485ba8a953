import { currentScope } from './scope.ts'

/** The longest that any route may take its caller's time, milliseconds: as long as a recording of five minutes. */
const longestCallMs = 5 * 60_000

/** Header in which the deadline travels between processes: epoch milliseconds. */
export const deadlineHeader = 'x-deadline'

const nowMs = () => Temporal.Now.instant().epochMilliseconds

/** When the answer to a call begun now comes too late, epoch milliseconds: the route's patience, or what the caller has left. */
export function callDeadline(patienceMs: number): number {
  const latest = nowMs() + Math.min(patienceMs, longestCallMs)
  return Math.min(currentScope().deadlineMs ?? latest, latest)
}

/** Aborts at the deadline; aborted from the start when it has passed. */
export function deadlineSignal(deadlineMs: number): AbortSignal {
  const leftMs = deadlineMs - nowMs()
  return leftMs > 0 ? AbortSignal.timeout(leftMs) : AbortSignal.abort(passed())
}

const passed = () => new DOMException('The deadline has passed', 'TimeoutError')

/**
 * Waits for `work` until the deadline and no longer: what hangs must not hang its caller. The timer ends with the work; that
 * of an `AbortSignal.timeout` would run on and abort for nobody, seconds after every call.
 *
 * @param late what is thrown when the deadline has passed, also before `work` was begun
 */
export async function untilDeadline<R>(
  deadlineMs: number,
  work: (signal: AbortSignal) => Promise<R>,
  late: (reason: unknown) => unknown,
): Promise<R> {
  const leftMs = deadlineMs - nowMs()
  if (leftMs <= 0) throw late(passed())
  const patience = new AbortController()
  const lateness = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    patience.abort(passed())
    lateness.reject(late(patience.signal.reason))
  }, leftMs).unref()
  try {
    return await Promise.race([work(patience.signal), lateness.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** The deadline that a request brought, if it is one: anybody can send the header, so it only ever shortens. */
export function readDeadline(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header)
    ? Math.min(Number(header), nowMs() + longestCallMs)
    : undefined
}
