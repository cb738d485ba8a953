import { z } from 'zod'
import { invalid, Problem } from '#kernel'
import { type CorrectableField, Sheet } from '#services/pdf'
import type { Change } from './present.ts'

export type Field = z.output<typeof CorrectableField>

const byHand = 'corrected by hand'
const nowhere = [{ page: 1, box: { x: 0, y: 0, width: 0, height: 0 } }]
const maxLocations = 20

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Not a time HH:MM' })
const Place = z
  .object({
    name: z.string().trim().min(1).max(200).nullable().default(null),
    address: z.string().trim().min(1).max(300).nullable().default(null),
  })
  .refine((place) => place.name !== null || place.address !== null, { error: 'Name or address is needed' })

/** What each field takes by hand. Null takes a wrong value away. */
const valueSchemas = {
  productionTitle: z.string().trim().min(1).max(300).nullable(),
  shootingDate: z.iso.date().nullable(),
  crewCall: ClockTime.nullable(),
  productionCall: ClockTime.nullable(),
  personalCall: ClockTime.nullable(),
  estimatedWrap: ClockTime.nullable(),
  locations: z.array(Place).max(maxLocations),
  unitBase: Place.nullable(),
  day: z
    .object({ number: z.int().min(1).max(999), of: z.int().min(1).max(999).nullable().default(null) })
    .nullable(),
  cancelled: z.boolean(),
} satisfies Record<Field, z.ZodType>

/**
 * Checks values set by hand.
 *
 * @throws Problem 422 `pdf.value-does-not-fit` naming each field.
 */
export function readValues(
  values: Readonly<Partial<Record<Field, unknown>>>,
): Partial<Record<Field, unknown>> {
  const result = z.object(valueSchemas).partial().strict().safeParse(values)
  if (result.success) return result.data
  const { detail, fields } = invalid(result.error.issues)
  throw new Problem(422, 'pdf.value-does-not-fit', detail, { fields })
}

/** The bare value of a field, as corrections speak of it. */
export function valueOf(sheet: Sheet, field: Field): unknown {
  if (field === 'locations') return sheet.locations.map((place) => place.value)
  return sheet[field]?.value ?? null
}

/** The sheet with a person's values in place of what was read; problems of those fields are settled. */
export function correctedSheet(sheet: Sheet, changes: readonly Change[]): Sheet {
  if (changes.length === 0) return sheet
  const values: Record<string, unknown> = {}
  const touched = new Set<string>()
  for (const { field, after, spots } of changes) {
    touched.add(field)
    values[field] =
      field === 'locations' && Array.isArray(after)
        ? after.map((place, index) => certain(place, spots.slice(index, index + 1)))
        : after === null
          ? null
          : certain(after, spots)
  }
  const problems = sheet.problems.filter((problem) => !problem.field || !touched.has(problem.field))
  return Sheet.parse({ ...sheet, ...values, problems })
}

function certain(value: unknown, spots: Change['spots']) {
  const places = spots.length > 0 ? spots : nowhere
  return { value, confidence: 1, evidence: places.map((spot) => ({ ...spot, text: byHand })) }
}

/** Are two bare values the same, whatever the order of their keys? */
export function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other
  const [a, b] = [Object.entries(one), Object.entries(other)]
  return a.length === b.length && a.every(([key, value]) => sameValue(value, Reflect.get(other, key)))
}
