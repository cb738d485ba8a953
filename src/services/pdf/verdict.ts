import { UNSURE } from '#callsheet'
import type { Sheet } from '#services/pdf'

/** Problems that a plan must not be built on without somebody looking. */
const blocking = new Set([
  'no-date',
  'ambiguous-date',
  'several-dates',
  'weekday-mismatch',
  'no-call',
  'call-after-first-scene',
])

export type DocumentState = 'read' | 'needs-review' | 'confirmed' | 'not-a-call-sheet'

export interface Verdict {
  /** Can a day be planned from it? A missing location is made up for by the equipment house (PRODUCT 1.2). */
  readonly usable: boolean
  readonly needsReview: boolean
  readonly state: DocumentState
  /** Codes, the blocking ones first. */
  readonly problems: string[]
}

/** What a sheet is good for (PRODUCT 1.2, required for a plan). A person's confirmation settles every doubt. */
export function verdictOf(sheet: Sheet, confirmed: boolean): Verdict {
  const call = sheet.personalCall ?? sheet.crewCall
  const isOff = sheet.cancelled?.value === true
  const usable = sheet.kind === 'call-sheet' && sheet.shootingDate !== null && (call !== null || isOff)
  const required = isOff ? [sheet.shootingDate] : [sheet.shootingDate, call, sheet.locations[0] ?? null]
  const unsure = required.some((field) => field !== null && field.confidence < UNSURE)
  const problems = [...new Set(sheet.problems.map((problem) => problem.code))].toSorted(
    (a, b) => Number(blocking.has(b)) - Number(blocking.has(a)),
  )
  const doubtful = unsure || !usable || problems.some((code) => blocking.has(code))
  const needsReview = sheet.kind === 'call-sheet' && !confirmed && doubtful
  return { usable, needsReview, state: stateOf(sheet, confirmed, needsReview), problems }
}

interface Doubt {
  readonly field: string
  readonly value: string | null
}

/** What a plan would stand on and a person should look at: missing, unsure, or the subject of a blocking problem. */
export function doubtsOf(sheet: Sheet): Doubt[] {
  const isOff = sheet.cancelled?.value === true
  const call = sheet.personalCall ? 'personalCall' : 'crewCall'
  const contradicted = new Set(
    sheet.problems.flatMap(({ code, field }) => (blocking.has(code) && field ? [field] : [])),
  )
  const [place] = sheet.locations
  const basis = [
    { field: 'shootingDate', found: sheet.shootingDate, text: sheet.shootingDate?.value },
    ...(isOff ? [] : [{ field: call, found: sheet[call], text: sheet[call]?.value }]),
    // A missing location is made up for, and asked for in the plan.
    ...(isOff || !place
      ? []
      : [{ field: 'locations', found: place, text: place.value.address ?? place.value.name }]),
  ]
  return basis
    .filter(({ field, found }) => !found || found.confidence < UNSURE || contradicted.has(field))
    .map(({ field, text }) => ({ field, value: text ?? null }))
}

function stateOf(sheet: Sheet, confirmed: boolean, needsReview: boolean): DocumentState {
  if (sheet.kind === 'other') return 'not-a-call-sheet'
  if (confirmed) return 'confirmed'
  return needsReview ? 'needs-review' : 'read'
}
