import type { Sheet } from '#services/pdf'
import type { CastCall, ClockTime, DayFields, NamedCall, NamedPlace } from './day.ts'

/** Who reads the sheet: what is printed beside a call of their own. */
export interface Reader {
  name: string | null
  role: string | null
  department: string | null
  /** The sheet came to this person, so the personal call that was read in it is theirs. */
  receivedIt: boolean
}

type Field<T> = { value: T } | null
const valueOf = <T>(field: Field<T>): T | null => field?.value ?? null
const valuesOf = <T>(fields: readonly { value: T }[]): T[] => fields.map(({ value }) => value)

/** The values of a call sheet as one reader sees them: their own call is the personal one. */
export function fieldsOf(sheet: Sheet, reader: Reader): DayFields {
  const calls = valuesOf(sheet.calls)
  const cast = valuesOf(sheet.cast)
  const received = reader.receivedIt ? valueOf(sheet.personalCall) : null
  // What they have put right themselves goes before what is printed beside their name.
  const byHand = sheet.personalCall?.source === 'person' ? received : null
  return {
    cancelled: valueOf(sheet.cancelled) ?? false,
    productionTitle: valueOf(sheet.productionTitle),
    shootingDate: valueOf(sheet.shootingDate),
    day: valueOf(sheet.day),
    personalCall: byHand ?? ownCall(calls, cast, reader) ?? received,
    crewCall: valueOf(sheet.crewCall),
    productionCall: valueOf(sheet.productionCall),
    calls,
    locations: valuesOf(sheet.locations),
    unitBase: valueOf(sheet.unitBase),
    parking: valueOf(sheet.parking),
    vendorStops: valuesOf(sheet.vendorStops),
    estimatedWrap: valueOf(sheet.estimatedWrap),
    scenes: valuesOf(sheet.scenes),
    cast,
    meals: valuesOf(sheet.meals),
    hospital: valueOf(sheet.hospital),
    contacts: valuesOf(sheet.contacts),
    equipment: valuesOf(sheet.equipment),
    safetyNotes: valuesOf(sheet.safetyNotes),
    background: valuesOf(sheet.background),
    notes: valuesOf(sheet.notes),
    sunrise: valueOf(sheet.sunrise),
    sunset: valueOf(sheet.sunset),
  }
}

/**
 * The call printed for this person: by name before role, by role before the whole department. Among the cast the actor
 * stands under their own name, and their role may be the character.
 */
export function ownCall(
  calls: readonly NamedCall[],
  cast: readonly CastCall[],
  reader: Reader,
): ClockTime | null {
  const [name, role, department] = [reader.name, reader.role, reader.department].map(nameKey)
  const named = name && calls.find((call) => nameKey(call.name) === name)
  const row = !named && castRow(cast, reader)
  if (row && castCall(row)) return castCall(row)
  const found =
    named ||
    (role && calls.find((call) => !call.name && textKey(call.role) === textKey(reader.role))) ||
    (department &&
      calls.find(
        (call) => !call.name && !call.role && textKey(call.department) === textKey(reader.department),
      ))
  return found ? found.time : null
}

/** The reader's row of the cast list: the actor of that name, else the character that is their role. */
export function castRow(cast: readonly CastCall[], { name, role }: Reader): CastCall | undefined {
  const [actor, character] = [nameKey(name), textKey(role)]
  return (
    (actor && cast.find((each) => nameKey(each.actor) === actor)) ||
    (character && cast.find((each) => textKey(each.character) === character)) ||
    undefined
  )
}

/**
 * Where an actor must be first: in make-up, else on set. A pick-up is at their own door, so it counts as their call
 * only where nothing else is printed.
 */
export function castCall({ makeup, onSet, pickup }: CastCall): ClockTime | null {
  return makeup ?? onSet ?? pickup
}

/** Names as they are compared: no case, accents or punctuation, given and family name in either order. */
function nameKey(name: string | null): string {
  return textKey(name).split(' ').toSorted().join(' ')
}

/** Texts as they are compared: no case, accents or punctuation. Titles of productions too. */
export function textKey(text: string | null): string {
  return (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ł/gi, 'l')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The call a plan goes by: the personal one, else the general crew call, else the production's. */
export function callOf(day: DayFields): ClockTime | null {
  return day.personalCall ?? day.crewCall ?? day.productionCall
}

const BASE = '(?:unit ?base|base ?camp|baz[aęyi]e?|basis|camp de base|campamento base)'
const REPORT = '(?:crew call|unit call|report|meet|zbi[oó]rka|stawi|treffpunkt|convocation|citaci[oó]n)'
const SENT_TO_BASE = new RegExp(`${REPORT}[^.\\n]{0,40}\\b${BASE}|\\b${BASE}[^.\\n]{0,20}${REPORT}`, 'iu')

/**
 * Where people go first: the first shooting location, or the unit base when the sheet sends them there. It does when
 * it says so beside the call or in a note, or when the base is the only place with an address. Null: nowhere is named.
 */
export function placeOf(day: DayFields, besideCalls: readonly string[] = []): NamedPlace | null {
  const location = day.locations[0] ?? null
  if (!day.unitBase?.address) return location
  if (!location?.address) return day.unitBase
  const sent = [...besideCalls, ...day.notes, ...day.safetyNotes].some((text) => SENT_TO_BASE.test(text))
  return sent ? day.unitBase : location
}

/** What is printed beside the calls, where a sheet says that they are at the base. */
export function besideCalls(sheet: Sheet): string[] {
  return [sheet.personalCall, sheet.crewCall].flatMap((field) =>
    (field?.evidence ?? []).map(({ text }) => `crew call ${text}`),
  )
}

/** Does any scene play outside? One INT among EXT does not make the day an interior. */
export function isExterior(day: DayFields): boolean {
  return day.scenes.some(({ intExt }) => intExt?.includes('EXT') ?? false)
}
