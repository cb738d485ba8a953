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
  'own-call-looks-wrong',
  'wrap-before-call',
  'wrap-before-last-scene',
  'no-location',
  'location-without-address',
  'location-looks-wrong',
])

export type DocumentState = 'read' | 'needs-review' | 'confirmed' | 'not-a-call-sheet'

export interface Verdict {
  /** Can a day be planned from it? A missing location is made up for by the equipment house (PRODUCT 1.2), and asked for. */
  readonly usable: boolean
  readonly needsReview: boolean
  readonly state: DocumentState
  /** Codes, the blocking ones first. */
  readonly problems: string[]
}

/** What a sheet is good for (PRODUCT 1.2, required for a plan). A person's confirmation settles every doubt. */
export function verdictOf(sheet: Sheet, confirmed: boolean): Verdict {
  const call = sheet.personalCall ?? sheet.crewCall
  const usable =
    sheet.kind === 'call-sheet' && sheet.shootingDate !== null && (call !== null || isCalledOff(sheet))
  const stops = blockingOf(sheet)
  const problems = [...new Set(sheet.problems.map((problem) => problem.code))].toSorted(
    (a, b) => Number(stops.has(b)) - Number(stops.has(a)),
  )
  const unsure = basisOf(sheet).some(({ found }) => isUnsure(found))
  const doubtful = unsure || !usable || stops.size > 0
  const needsReview = sheet.kind === 'call-sheet' && !confirmed && doubtful
  return { usable, needsReview, state: stateOf(sheet, confirmed, needsReview), problems }
}

interface Doubt {
  readonly field: string
  readonly value: string | null
}

/** What a plan would stand on and a person should look at: missing, unsure, or the subject of a blocking problem. */
export function doubtsOf(sheet: Sheet): Doubt[] {
  const contradicted = contradictedIn(sheet)
  const basis = basisOf(sheet)
  const unsure = new Set(basis.flatMap(({ field, found }) => (isUnsure(found) ? field : [])))
  return (
    basis
      // Of several places the unsure ones are meant; where none is, the list of them.
      .filter(
        ({ field, found }) => !found || isUnsure(found) || (contradicted.has(field) && !unsure.has(field)),
      )
      .map(({ field, text }) => ({ field, value: text ?? null }))
  )
}

interface Basis {
  readonly field: string
  readonly found: { readonly confidence: number } | null
  readonly text?: string | null
}

const isUnsure = (found: Basis['found']): boolean => found !== null && found.confidence < UNSURE
const isCalledOff = (sheet: Sheet): boolean => sheet.cancelled?.value === true

/** The codes of a sheet's problems that stop it; of a day that is called off only its date matters. */
function blockingOf(sheet: Sheet): Set<string> {
  return new Set(blockingProblems(sheet).map(({ code }) => code))
}

function blockingProblems(sheet: Sheet): Sheet['problems'] {
  return sheet.problems.filter(
    ({ code, field }) => blocking.has(code) && (field === 'shootingDate' || !isCalledOff(sheet)),
  )
}

/** The fields that blocking problems are about. */
function contradictedIn(sheet: Sheet): Set<string> {
  return new Set(blockingProblems(sheet).flatMap(({ field }) => field ?? []))
}

/** What a day is planned by: its date, the calls, every place of it, and its end where something contradicts that. */
function basisOf(sheet: Sheet): Basis[] {
  const { shootingDate, crewCall, personalCall, estimatedWrap, locations } = sheet
  const contradicted = contradictedIn(sheet)
  const one = (field: string, found: { value: string; confidence: number } | null): Basis => ({
    field,
    found,
    text: found?.value ?? null,
  })
  const date = one('shootingDate', shootingDate)
  if (isCalledOff(sheet)) return [date]
  const places = locations.map((found): Basis => {
    const { name, address } = found.value
    return { field: 'locations', found, text: address ?? name }
  })
  return [
    date,
    ...(personalCall || contradicted.has('personalCall') ? [one('personalCall', personalCall)] : []),
    ...(crewCall || !personalCall ? [one('crewCall', crewCall)] : []),
    ...(places.length > 0 || !contradicted.has('locations') ? places : [one('locations', null)]),
    ...(contradicted.has('estimatedWrap') ? [one('estimatedWrap', estimatedWrap)] : []),
  ]
}

function stateOf(sheet: Sheet, confirmed: boolean, needsReview: boolean): DocumentState {
  if (sheet.kind === 'other') return 'not-a-call-sheet'
  if (confirmed) return 'confirmed'
  return needsReview ? 'needs-review' : 'read'
}
