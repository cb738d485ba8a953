import type { Coordinates } from '#kernel'
import { estimateDrive } from './providers/estimate.ts'
import type { Drive } from './providers/types.ts'

/** Providers charge per question and answer in tenths of a second: more than this is never worth it. */
export const MAX_ITERATIONS = 8

export interface DepartureQuestion {
  from: Coordinates
  to: Coordinates
  arriveBy: Temporal.Instant
  ask: (departAt: Temporal.Instant) => Promise<Drive>
}

export interface SettledDeparture {
  departAt: Temporal.Instant
  /** `arriveBy - departAt`, whole minutes: the drive's duration rounded up, or more where it oscillates. */
  driveMinutes: number
  drive: Drive
  iterations: number
  /** False when the departure still moved after `MAX_ITERATIONS`. */
  settled: boolean
}

interface Attempt {
  departAt: Temporal.Instant
  drive: Drive
}

/**
 * When to leave so as to arrive by `arriveBy`, though the drive's duration depends on when it starts and providers
 * take no arrival time for cars (PRODUCT 1.4): leave, see how long it takes, move the departure, ask again, until it
 * stands still. Departures step in whole minutes, so "moves less than a minute" means that a departure comes up
 * that was tried before. It closes a ring: of one when the drive has settled, of more when two departures keep
 * sending the plan to each other (a rush hour that begins between them). The earliest departure of the ring is
 * taken: each drive of the ring fits before `arriveBy` from there, so nobody is late by it.
 *
 * The first guess is the built-in estimate, which usually saves a question.
 */
export async function settleDeparture({
  from,
  to,
  arriveBy,
  ask,
}: DepartureQuestion): Promise<SettledDeparture> {
  const guess = estimateDrive(from, to, arriveBy)
  let departAt = before(arriveBy, wholeMinutes(guess.durationSeconds))
  const attempts: Attempt[] = []
  while (attempts.length < MAX_ITERATIONS) {
    const drive = await ask(departAt)
    attempts.push({ departAt, drive })
    departAt = before(arriveBy, wholeMinutes(drive.durationSeconds))
    const seen = attempts.findIndex((attempt) => attempt.departAt.equals(departAt))
    if (seen >= 0) return chosen(earliest(attempts.slice(seen)), arriveBy, attempts.length, true)
  }
  const asked = earliest(attempts)
  const unasked = { departAt, drive: attempts.at(-1)?.drive ?? asked.drive }
  return chosen(earliest([asked, unasked]), arriveBy, attempts.length, false)
}

function chosen(
  { departAt, drive }: Attempt,
  arriveBy: Temporal.Instant,
  iterations: number,
  settled: boolean,
): SettledDeparture {
  const driveMinutes = Math.round((arriveBy.epochMilliseconds - departAt.epochMilliseconds) / 60_000)
  return { departAt, driveMinutes, drive, iterations, settled }
}

function earliest(attempts: Attempt[]): Attempt {
  return attempts.reduce((a, b) => (Temporal.Instant.compare(b.departAt, a.departAt) < 0 ? b : a))
}

function before(instant: Temporal.Instant, minutes: number): Temporal.Instant {
  return instant.subtract({ minutes })
}

/** Rounded up: a drive of 24 min 10 s is planned as 25. */
function wholeMinutes(seconds: number): number {
  return Math.ceil(seconds / 60)
}
