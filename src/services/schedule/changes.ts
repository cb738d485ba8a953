import type { z } from 'zod'
import type { FieldChange } from './contract.ts'
import type { DayField } from './day.ts'
import { type Difference, shown } from './difference.ts'

export type Change = z.output<typeof FieldChange>

/** Values of these may leave the service in events: times, places and numbers, never people or free text. */
const PUBLIC: ReadonlySet<DayField> = new Set([
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

/** Differences as the API shows them: `crewCall` 07:00 to 06:30, `scenes.12A` null to its text. */
export function changesOf(found: readonly Difference[]): Change[] {
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
    const field = change.field.split('.')[0] as DayField
    if (PUBLIC.has(field) || FREE_FIELDS.has(field)) return [change]
    if (seen.has(field)) return []
    seen.add(field)
    return [{ field, before: null, after: null }]
  })
}

/** Fields of the plan itself that are no field of a sheet. */
const FREE_FIELDS: ReadonlySet<string> = new Set(['zone', 'wakeUp', 'leaveHome'])

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const short = shown(value)
  if (short !== undefined) return short
  if (typeof value !== 'object') return String(value)
  const parts = Object.values(value).filter((part) => typeof part === 'string' && part.length > 0)
  return shown(parts.join(', ')) ?? null
}
