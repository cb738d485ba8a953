import { currentScope } from './scope.ts'

/** How long one service waits for another, where the route does not say that it takes longer, milliseconds. */
const usualCallMs = 10_000
/** The longest that any route may take its caller's time, milliseconds. */
const longestCallMs = 60_000

/** Header in which the deadline travels between processes: epoch milliseconds. */
export const deadlineHeader = 'x-deadline'

const nowMs = () => Temporal.Now.instant().epochMilliseconds

/**
 * When the answer to a call begun now comes too late, epoch milliseconds: after what the route takes, ten seconds as a
 * rule, or what the caller has left.
 */
export function callDeadline({ patienceSeconds }: { patienceSeconds?: number }): number {
  const patienceMs = patienceSeconds === undefined ? usualCallMs : patienceSeconds * 1000
  const latest = nowMs() + Math.min(patienceMs, longestCallMs)
  return Math.min(currentScope().deadlineMs ?? latest, latest)
}

/** Aborts at the deadline; aborted from the start when it has passed. */
export function deadlineSignal(deadlineMs: number): AbortSignal {
  const leftMs = deadlineMs - nowMs()
  return leftMs > 0
    ? AbortSignal.timeout(leftMs)
    : AbortSignal.abort(new DOMException('The deadline has passed', 'TimeoutError'))
}

/** The deadline that a request brought, if it is one: anybody can send the header, so it only ever shortens. */
export function readDeadline(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header)
    ? Math.min(Number(header), nowMs() + longestCallMs)
    : undefined
}
