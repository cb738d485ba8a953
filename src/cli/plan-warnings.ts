import { type CallSheet, type Field, type Place, UNSURE } from '#callsheet'
import type { DayTimes } from '../services/route/planning.ts'

/** `code` is for scripts, `message` one sentence for people. */
export interface PlanWarning {
  readonly code: string
  readonly message: string
}

/** After these the plan is not whole, or stands on a guess: exit code 3. All others only ask to be read. */
const gaps: ReadonlySet<string> = new Set([
  'cancelled',
  'no-date',
  'no-call',
  'no-location',
  'location-missing',
  'no-personal-call',
  'unsure-call',
  'unsure-date',
  'unsure-location',
  'no-home',
  'home-not-found',
  'stop-not-found',
  'location-not-found',
  'no-weather',
  'provider-down',
])

/** Is something missing in the plan, or was it built on something unsure? */
export const hasGaps = (warnings: readonly PlanWarning[]): boolean =>
  warnings.some(({ code }) => gaps.has(code))

/** What of a sheet a plan goes by; null where the sheet does not say, or somebody else did. */
export interface Used {
  readonly call: Field<string> | null
  readonly date: Field<string> | null
  readonly place: Field<Place> | null
}

/**
 * What the reader found to check, without what does not matter to this plan, and what the plan is built on although the
 * reader is not sure of it.
 */
export function warningsOfSheet(
  sheet: CallSheet,
  given: { readonly date: boolean; readonly me: string | undefined },
  used: Used,
): PlanWarning[] {
  const problems = sheet.problems.filter(({ field, code }) => {
    // The plan says these itself, with what to do about it.
    if (code === 'no-date' || code === 'no-call' || code === 'no-location') return false
    return !(given.date && field === 'shootingDate')
  })
  return [
    ...(sheet.cancelled?.value ? [{ code: 'cancelled', message: 'The sheet calls this day off' }] : []),
    ...doubt('call', used.call, String),
    ...doubt('date', used.date, String),
    ...doubt('location', used.place, ({ name, address }) => address ?? name ?? ''),
    ...(given.me !== undefined && sheet.personalCall === null
      ? [{ code: 'no-personal-call', message: `No call for "${given.me}" was found: the general one counts` }]
      : []),
    ...problems.map(({ code, message }) => ({ code, message })),
  ]
}

function doubt<T>(what: string, field: Field<T> | null, show: (value: T) => string): PlanWarning[] {
  if (!field || field.confidence >= UNSURE) return []
  const percent = Math.round(field.confidence * 100)
  const page = field.evidence[0] ? `page ${field.evidence[0].page}` : 'the sheet'
  const message = `The ${what} ${show(field.value)} is unsure (${percent} %): look at ${page} before you rely on it`
  return [{ code: `unsure-${what}`, message }]
}

/** What the planning of the route noticed. */
export function routeWarning(warning: DayTimes['warnings'][number]): PlanWarning {
  const message =
    warning.code === 'stop-closed-on-arrival'
      ? `The stop opens only ${warning.params.waitMinutes} min after you get there`
      : `The drive from ${warning.params.from} to ${warning.params.to} depends so much on its start that its length is uncertain`
  return { code: warning.code, message }
}
