import type { z } from 'zod'
import type { EmailState } from '#services/email'

export type State = z.output<typeof EmailState>

/** What a PDF turned out to be. `unsure` can be planned but a person should look; `unusable` lacks a date or a call. */
export type Outcome = 'usable' | 'unsure' | 'unusable' | 'unreadable' | 'schedule' | 'other'

export interface Reading {
  readonly outcome: Outcome | null
  readonly reason: string | null
}

/**
 * The state of a message out of what its PDFs turned out to be: planned first, then whatever a person has to look at.
 *
 * @param planned Is the plan made out of it there?
 */
export function stateOf(
  readings: readonly Reading[],
  planned: boolean,
): { state: State; reason: string | null } {
  const find = (...outcomes: Outcome[]) =>
    readings.find((each) => each.outcome && outcomes.includes(each.outcome))
  if (readings.some((each) => each.outcome === null)) return { state: 'pending', reason: null }
  if (!planned && find('usable', 'unsure')) return { state: 'processing', reason: null }
  const doubtful = find('unreadable', 'unusable', 'unsure')
  if (doubtful) return { state: 'needs-review', reason: doubtful.reason }
  if (find('usable', 'schedule')) return { state: 'completed', reason: null }
  return { state: 'ignored', reason: 'not-a-call-sheet' }
}

export const isFinal = (state: State) => state !== 'pending' && state !== 'processing'
