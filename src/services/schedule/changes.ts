import type { z } from 'zod'
import type { FieldChange } from './contract.ts'
import { type DayFields, type NamedPlace, same } from './day.ts'
import { type Difference, differences, shown } from './difference.ts'
import { callOf } from './sheet.ts'

export type Change = z.output<typeof FieldChange>

/** Values of these may leave the service in events: times, places and numbers, never people or free text. */
const PUBLIC: ReadonlySet<string> = new Set([
  'call',
  'location',
  'wrap',
  'zone',
  'cancelled',
  'shootingDate',
  'day',
  'personalCall',
  'crewCall',
  'productionCall',
  'estimatedWrap',
  'locations',
  'unitBase',
  'parking',
  'sunrise',
  'sunset',
  'scenes',
])
const MOST_CHANGES = 50

/** A day as two versions of it are compared: what the sheet says with edits over it, and where people go. */
interface Comparable {
  fields: DayFields
  place: NamedPlace
}

/**
 * What is different for the reader. Call, wrap and location are those that the plan goes by, whichever field they were
 * printed in; the fields that only repeat such a change are left out.
 */
export function dayChanges(before: Comparable, after: Comparable): Change[] {
  const call = { before: callOf(before.fields), after: callOf(after.fields) }
  const found = differences(before.fields, after.fields)
  const used: Change[] = [
    { field: 'call', ...call },
    { field: 'location', before: text(before.place), after: text(after.place) },
    { field: 'wrap', before: before.fields.estimatedWrap, after: after.fields.estimatedWrap },
  ]
  const moved = !same(before.place, after.place)
  const changed = used.filter((each) => (each.field === 'location' ? moved : each.before !== each.after))
  const repeats = ({ field, key, before: was, after: is }: Difference) =>
    field === 'estimatedWrap' ||
    field === 'personalCall' ||
    ((field === 'crewCall' || field === 'productionCall') && was === call.before && is === call.after) ||
    (moved && (field === 'unitBase' || (field === 'locations' && key === '1')))
  return [...changed, ...changesOf(found.filter((each) => !repeats(each)))]
}

/** Differences as the API shows them: `parking` from its name to another, `scenes.12A` null to its text. */
function changesOf(found: readonly Difference[]): Change[] {
  return found.slice(0, MOST_CHANGES).map(({ field, key, before, after }) => ({
    field: key === undefined ? field : `${field}.${key}`,
    before: text(before),
    after: text(after),
  }))
}

/** The same without what names people: of those fields only that they changed. */
export function publicChanges(changes: readonly Change[]): Change[] {
  const seen = new Set<string>()
  return changes.flatMap((change): Change[] => {
    const field = change.field.split('.')[0]!
    if (PUBLIC.has(field)) return [change]
    if (seen.has(field)) return []
    seen.add(field)
    return [{ field, before: null, after: null }]
  })
}

/** What several revisions changed, the oldest first, as one change each: what went back is none. */
export function inOne(revisions: readonly (readonly Change[])[]): Change[] {
  if (revisions.length === 1) return [...revisions[0]!]
  const all = new Map<string, Change>()
  for (const change of revisions.flat())
    all.set(change.field, { ...change, before: (all.get(change.field) ?? change).before })
  return [...all.values()].filter(({ before, after }) => before !== after).slice(0, MOST_CHANGES)
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const short = shown(value)
  if (short !== undefined) return short
  if (typeof value !== 'object') return String(value)
  const parts = Object.values(value).filter((part) => typeof part === 'string' && part.length > 0)
  return shown(parts.join(', ')) ?? null
}
