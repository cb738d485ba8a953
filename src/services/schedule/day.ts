import { canonicalJson } from '#kernel'
/** `HH:MM` on the clock of the set. */
export type ClockTime = string

export interface NamedPlace {
  name: string | null
  address: string | null
}

export interface NamedCall {
  name: string | null
  role: string | null
  department: string | null
  time: ClockTime
}

export interface Scene {
  number: string
  intExt: string | null
  dayNight: string | null
  set: string | null
  description: string | null
  pageEighths: number | null
  cast: string[]
  location: string | null
}

export interface CastCall {
  number: string | null
  character: string | null
  actor: string | null
  pickup: ClockTime | null
  arrival: ClockTime | null
  makeup: ClockTime | null
  wardrobe: ClockTime | null
  onSet: ClockTime | null
}

export interface Contact {
  role: string | null
  name: string | null
  phone: string | null
  email: string | null
}

/**
 * What one revision says about a shooting day: the values of a call sheet without their evidence, as JSON. Absent is
 * null, or an empty list.
 */
export interface DayFields {
  cancelled: boolean
  productionTitle: string | null
  /** `YYYY-MM-DD`. */
  shootingDate: string | null
  day: { number: number; of: number | null } | null
  personalCall: ClockTime | null
  crewCall: ClockTime | null
  productionCall: ClockTime | null
  calls: NamedCall[]
  /** In shooting order. */
  locations: NamedPlace[]
  unitBase: NamedPlace | null
  parking: NamedPlace | null
  vendorStops: (NamedPlace & { time: ClockTime | null })[]
  estimatedWrap: ClockTime | null
  scenes: Scene[]
  cast: CastCall[]
  meals: { name: string; time: ClockTime | null }[]
  hospital: NamedPlace | null
  contacts: Contact[]
  equipment: string[]
  safetyNotes: string[]
  background: string[]
  notes: string[]
  sunrise: ClockTime | null
  sunset: ClockTime | null
}

export type DayField = keyof DayFields

/** Lists whose items are told apart by a key of their own; all other fields are one value. */
const KEYS = {
  calls: ({ name, role, department }: NamedCall) => joined(name, role, department),
  // A company move makes the order matter: the second location is the second location.
  locations: (_: NamedPlace, index: number) => String(index + 1),
  vendorStops: ({ name, address }: NamedPlace) => joined(name ?? address),
  scenes: ({ number }: Scene) => number,
  cast: ({ number, character, actor }: CastCall) => joined(number ?? character ?? actor),
  meals: ({ name }: { name: string }) => name,
  contacts: ({ role, name }: Contact) => joined(role, name),
  equipment: (text: string) => clean(text),
  safetyNotes: (text: string) => clean(text),
  background: (text: string) => clean(text),
  notes: (text: string) => clean(text),
} satisfies { [F in DayField]?: (item: Item<F>, index: number) => string }

type Item<F extends DayField> = DayFields[F] extends (infer I)[] ? I : never
export type ListField = keyof typeof KEYS

/** In the order in which people want to hear of them. */
export const DAY_FIELDS: readonly DayField[] = [
  'cancelled',
  'shootingDate',
  'personalCall',
  'crewCall',
  'locations',
  'unitBase',
  'parking',
  'vendorStops',
  'calls',
  'productionCall',
  'estimatedWrap',
  'scenes',
  'cast',
  'meals',
  'equipment',
  'safetyNotes',
  'hospital',
  'contacts',
  'background',
  'notes',
  'day',
  'productionTitle',
  'sunrise',
  'sunset',
]

export function isListField(field: DayField): field is ListField {
  return field in KEYS
}

/**
 * The items of a list by their keys, in order. Two items of one key (two unnamed drivers) are told apart by their
 * order: the second is `driver #2`.
 */
export function keyed(day: DayFields, field: ListField): Map<string, unknown> {
  const keyOf = KEYS[field] as (item: unknown, index: number) => string
  const items = new Map<string, unknown>()
  for (const [index, item] of day[field].entries()) {
    const key = keyOf(item, index)
    let unique = key
    for (let copy = 2; items.has(unique); copy++) unique = `${key} #${copy}`
    items.set(unique, item)
  }
  return items
}

/** The value of a field, or of one item of a list; null where there is none. */
export function valueAt(day: DayFields, field: DayField, key?: string): unknown {
  if (key === undefined || !isListField(field)) return day[field]
  return keyed(day, field).get(key) ?? null
}

/** A copy with one value, or one item of a list, replaced; an item that is null is taken out, a new one added. */
export function withValue(
  day: DayFields,
  field: DayField,
  key: string | undefined,
  value: unknown,
): DayFields {
  if (key === undefined || !isListField(field)) return { ...day, [field]: value }
  const items = keyed(day, field)
  if (value === null) items.delete(key)
  else items.set(key, value)
  return { ...day, [field]: [...items.values()] }
}

/** The same to a reader: white space and the form of accents do not count, the order of object keys neither. */
export function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a, clean) === canonicalJson(b, clean)
}

function clean(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

function joined(...parts: (string | null | undefined)[]): string {
  return clean(parts.filter((part) => part).join(', '))
}
