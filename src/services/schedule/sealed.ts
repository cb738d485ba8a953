import { z } from 'zod'
import type { PersonalCipher } from '#kernel'
import { Sheet } from '#services/pdf'
import type { Change } from './changes.ts'
import type { Edit, EditField } from './composing.ts'
import { FieldChange } from './contract.ts'
import type { DayFields, NamedPlace } from './day.ts'

/** What a revision said: a call sheet, or a day made by hand. */
export interface Said {
  sheet: Sheet | null
  made: { fields: DayFields; exterior: boolean } | null
}

const Place = z.object({ name: z.string().nullable(), address: z.string().nullable() })
const SaidShape = z.object({
  sheet: Sheet.nullable(),
  made: z.object({ fields: z.custom<DayFields>(isObject), exterior: z.boolean() }).nullable(),
})

/**
 * Everything of a plan that names people or places, sealed under its user's key and bound to its row. Made before a
 * transaction opens, since the key may have to be fetched.
 */
export function sealFor(cipher: PersonalCipher, planId: string) {
  const seal = (column: string, value: unknown) =>
    cipher.seal(JSON.stringify(value), `schedule:${column}:${planId}`)
  const open = (column: string, sealed: string): unknown =>
    JSON.parse(cipher.open(sealed, `schedule:${column}:${planId}`))
  return {
    location: (place: NamedPlace) => seal('plans.location', place),
    openLocation: (sealed: string): NamedPlace => Place.parse(open('plans.location', sealed)),
    foretold: (place: NamedPlace) => seal('foretold.place', place),
    openForetold: (sealed: string): NamedPlace => Place.parse(open('foretold.place', sealed)),
    fields: (fields: DayFields) => seal('plans.fields', fields),
    openFields: (sealed: string) => z.custom<DayFields>(isObject).parse(open('plans.fields', sealed)),
    notes: (notes: string) => seal('plans.notes', notes),
    openNotes: (sealed: string) => z.string().parse(open('plans.notes', sealed)),
    says: (said: Said) => seal('revisions.says', said),
    openSays: (sealed: string): Said => SaidShape.parse(open('revisions.says', sealed)),
    changes: (changes: readonly Change[]) => seal('revisions.changes', changes),
    openChanges: (sealed: string): Change[] => z.array(FieldChange).parse(open('revisions.changes', sealed)),
    edit: (value: unknown) => seal('edits.value', value),
    openEdit: (row: EditRow): Edit => ({
      field: row.field as EditField,
      printed: open('edits.value', row.printed),
      edited: open('edits.value', row.edited),
      editedAt: row.edited_at,
      offered: row.offered,
    }),
  }
}
export type Seal = ReturnType<typeof sealFor>

interface EditRow {
  field: string
  printed: string
  edited: string
  edited_at: Temporal.Instant
  offered: boolean
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
