import type { DayFields, NamedPlace } from './day.ts'
import { same } from './day.ts'
import { type HandEdit, mergeRevision } from './merge.ts'
import { type Moments, momentsOf } from './moments.ts'
import { callOf, isExterior, placeOf } from './sheet.ts'

/** What a user can change by hand about a day. */
export type EditField = 'call' | 'wrap' | 'location'

export interface Edit {
  field: EditField
  /** What the sheet said when the user changed it. */
  printed: unknown
  edited: unknown
  editedAt: Temporal.Instant
  /** Changed in the calendar: not in force until the user takes it. */
  offered: boolean
}

/** What a revision says for one reader, before their edits. */
export interface Saying {
  fields: DayFields
  place: NamedPlace | null
  /** Said by hand about a day without scenes. */
  exterior: boolean
}

/** A day of one member as the plan goes by it. */
export interface ComposedDay extends Moments {
  fields: DayFields
  callIsPersonal: boolean
  place: NamedPlace
  locationIsStop: boolean
  exterior: boolean
  /** Edits that the sheet says itself by now: nothing is left of them. */
  agreed: Edit[]
  /** In force or asked about; `conflict` when the revision changed that very field. */
  edits: (Edit & { conflict: boolean })[]
}

const SLOT = { call: 'personalCall', wrap: 'estimatedWrap', location: 'unitBase' } as const

export function sayingOf(fields: DayFields, texts: readonly string[] = [], exterior = false): Saying {
  return { fields, place: placeOf(fields, texts), exterior: exterior || isExterior(fields) }
}

/** What the sheet itself says of a field that can be edited. */
export function printedValue(saying: Saying, field: EditField): unknown {
  return slots(saying)[SLOT[field]]
}

/**
 * A revision and a user's edits become the day that the plan goes by. A user edits the call or place that counts,
 * whichever field it was printed in, so the edits are carried over on the values used and not on the fields.
 *
 * @param stop where the day starts when the sheet names no place
 * @returns undefined when there is no call at all
 */
export function composeDay(
  saying: Saying,
  edits: readonly Edit[],
  where: { date: Temporal.PlainDate; zone: string; stop: NamedPlace | null },
): ComposedDay | undefined {
  const printed = slots(saying)
  const inForce = edits.filter(({ offered }) => !offered)
  const base = { ...printed, ...Object.fromEntries(inForce.map((edit) => [SLOT[edit.field], edit.printed])) }
  const hand = inForce.map((edit): HandEdit => ({ field: SLOT[edit.field], value: edit.edited }))
  const merged = mergeRevision(base, hand, printed)
  const { personalCall: call, estimatedWrap: wrap, unitBase } = merged.effective
  if (call === null) return undefined
  const standing = (list: readonly HandEdit[]) =>
    inForce.filter(({ field }) => list.some((each) => each.field === SLOT[field]))
  return {
    ...momentsOf(where.date, where.zone, { call, crewCall: saying.fields.crewCall, wrap }),
    fields: effectiveFields(saying, { call, wrap, place: unitBase }),
    callIsPersonal: saying.fields.personalCall !== null || call !== printed.personalCall,
    place: unitBase ?? where.stop ?? { name: null, address: null },
    locationIsStop: unitBase === null && where.stop !== null,
    exterior: saying.exterior,
    agreed: standing(merged.agreed),
    edits: [
      ...standing(merged.kept).map((edit) => ({ ...edit, conflict: false })),
      ...standing(merged.conflicts).map((edit) => ({ ...edit, conflict: true })),
      ...edits.filter(({ offered }) => offered).map((edit) => ({ ...edit, conflict: true })),
    ],
  }
}

function slots({ fields, place }: Saying): DayFields {
  return { ...fields, personalCall: callOf(fields), unitBase: place }
}

function effectiveFields(
  { fields, place }: Saying,
  used: { call: string; wrap: string | null; place: NamedPlace | null },
): DayFields {
  const moved = used.place !== null && !same(used.place, place)
  return {
    ...fields,
    personalCall: used.call === callOf(fields) ? fields.personalCall : used.call,
    estimatedWrap: used.wrap,
    locations: moved ? [used.place!, ...fields.locations.slice(1)] : fields.locations,
  }
}

/** A day made by hand: no sheet, only what its owner entered. */
export function handMade(day: {
  title: string
  date: Temporal.PlainDate
  call: string
  wrap: string | null
  location: NamedPlace
}): DayFields {
  return {
    cancelled: false,
    productionTitle: day.title,
    shootingDate: day.date.toString(),
    day: null,
    personalCall: null,
    crewCall: day.call,
    productionCall: null,
    calls: [],
    locations: [day.location],
    unitBase: null,
    parking: null,
    vendorStops: [],
    estimatedWrap: day.wrap,
    scenes: [],
    cast: [],
    meals: [],
    hospital: null,
    contacts: [],
    equipment: [],
    safetyNotes: [],
    background: [],
    notes: [],
    sunrise: null,
    sunset: null,
  }
}
