import { type CallSheet, type Field, type FieldName, UNSURE } from '#callsheet'
import type { SheetTruth } from '../../sandbox/callsheets/index.ts'
import { isHeldBack, isPlanned, type RequiredField } from './verdict.ts'

/** One value of one sheet: what the reader said of it beside what is printed. */
export interface Judged {
  /** `crewCall`, `scenes.set`. */
  readonly field: string
  /** A plan cannot be made without it (PRODUCT 1.2). */
  readonly required: boolean
  readonly printed: boolean
  readonly found: boolean
  readonly right: boolean
  /** Of what was found; null when nothing was. */
  readonly confidence: number | null
  /** A person is asked to look: by the product's own verdict where it is required, else by its low confidence. */
  readonly inReview: boolean
  /** Required, wrong, and what a day would be planned by without anybody being asked. */
  readonly unasked: boolean
  readonly said: string
  readonly truth: string
}

type Items = Readonly<Record<string, unknown>>
interface FoundItem {
  readonly values: Items
  readonly confidence: number
}

/** Compares a sheet with what its layout prints. Text is compared without case, spaces and end marks. */
export function judge(sheet: CallSheet, truth: SheetTruth): Judged[] {
  const one = (name: FieldName, field: Field<unknown> | null, printed: unknown): Judged => {
    const [said, expected] = [field && text(field.value), printed === null ? null : text(printed)]
    const confidence = field?.confidence ?? null
    return {
      field: name,
      required: false,
      printed: expected !== null,
      found: said !== null,
      right: said === expected,
      confidence,
      inReview: confidence !== null && confidence < UNSURE,
      unasked: false,
      said: said ?? '',
      truth: expected ?? '',
    }
  }
  const required = (name: RequiredField, field: Field<unknown> | null, printed: unknown): Judged => {
    const value = one(name, field, printed)
    const inReview = isHeldBack(sheet, name)
    const unasked = value.found && !value.right && !inReview && isPlanned(sheet)
    return { ...value, required: true, inReview, unasked }
  }
  const { revision } = truth
  return [
    required('shootingDate', sheet.shootingDate, truth.shootingDate),
    required('crewCall', sheet.crewCall, truth.crewCall),
    required(
      'locations',
      allPlaces(sheet.locations),
      truth.locations.length ? truth.locations.map(place) : null,
    ),
    one('productionCall', sheet.productionCall, truth.productionCall),
    one('estimatedWrap', sheet.estimatedWrap, truth.estimatedWrap),
    one('sunrise', sheet.sunrise, truth.sunrise),
    one('sunset', sheet.sunset, truth.sunset),
    one('day', sheet.day, truth.day),
    one('hospital', placed(sheet.hospital), truth.hospital && place(truth.hospital)),
    one('revision', sheet.revision, revision && { ...revision }),
    one('productionTitle', sheet.productionTitle, truth.production),
    one('unitBase', placed(sheet.unitBase), truth.unitBase),
    one('parking', placed(sheet.parking), truth.parking),
    ...listed(sheet, truth),
  ]
}

/**
 * The call of a person or a department whom the sheet names: what the reader is asked for as `me`. Where none was found
 * the day goes by the crew call, and that is a wrong value if their own is another.
 */
export function judgePersonal(sheet: CallSheet, time: string): Judged {
  const field = sheet.personalCall
  const goesBy = field ?? sheet.crewCall
  const inReview = isHeldBack(sheet, 'personalCall')
  return {
    field: 'personalCall',
    required: true,
    printed: true,
    found: field !== null,
    right: field?.value === time,
    confidence: field?.confidence ?? null,
    inReview,
    unasked: goesBy !== null && goesBy.value !== time && !inReview && isPlanned(sheet),
    said: field?.value ?? '',
    truth: time,
  }
}

function listed(sheet: CallSheet, truth: SheetTruth): Judged[] {
  const lines = (name: FieldName, found: readonly Field<string>[], printed: readonly string[]) =>
    items(
      name,
      'text',
      found.map((field) => item(field, { text: field.value })),
      printed.map((line) => ({ text: line })),
    )
  return [
    ...items(
      'calls',
      'who',
      sheet.calls.map((call) => item(call, { who: who(call.value), time: call.value.time })),
      truth.calls.filter((call) => call.time !== null).map((call) => ({ who: who(call), time: call.time })),
    ),
    ...items(
      'scenes',
      'number',
      sheet.scenes.map((scene) =>
        item(scene, {
          ...scene.value,
          eighths: scene.value.pageEighths,
          cast: scene.value.cast.join(' '),
        }),
      ),
      truth.scenes.map((scene) => ({ ...scene, eighths: scene.eighths, cast: scene.cast.join(' ') })),
    ),
    ...items(
      'cast',
      'actor',
      sheet.cast.map((member) =>
        item(member, { ...member.value, pickUp: member.value.pickup, makeUp: member.value.makeup }),
      ),
      truth.cast.map(({ costume, ...member }) => ({ ...member, wardrobe: costume })),
    ),
    ...items(
      'contacts',
      'name',
      sheet.contacts.map((contact) => item(contact, { ...contact.value })),
      truth.contacts.map(({ e164, ...contact }) => ({ ...contact, phone: e164 ?? contact.phone })),
    ),
    ...items(
      'vendorStops',
      'name',
      sheet.vendorStops.map((stop) => item(stop, { ...stop.value })),
      truth.vendorStops,
    ),
    ...items(
      'meals',
      'name',
      sheet.meals.map((meal) => item(meal, { ...meal.value })),
      truth.meals,
    ),
    ...lines('equipment', sheet.equipment, truth.equipment),
    ...lines('safetyNotes', sheet.safetyNotes, truth.safetyNotes),
    ...lines('notes', sheet.notes, truth.notes),
  ]
}

const item = ({ confidence }: Field<unknown>, values: Items): FoundItem => ({ values, confidence })
const who = (call: { name: string | null; role: string | null; department: string | null }) =>
  call.name ?? call.role ?? call.department
const placed = (field: CallSheet['hospital']) => field && { ...field, value: place(field.value) }
const place = ({ name, address }: { name: string | null; address: string | null }) =>
  `${name ?? ''}${address ?? ''}`

function allPlaces(fields: CallSheet['locations']): Field<string[]> | null {
  if (fields.length === 0) return null
  const confidence = Math.min(...fields.map((field) => field.confidence))
  return { value: fields.map((field) => place(field.value)), confidence, evidence: [] }
}

/** Items are matched by their key; each value of a matched item counts, an item too many or too few counts by its key. */
function items(
  list: FieldName,
  key: string,
  found: readonly FoundItem[],
  printed: readonly object[],
): Judged[] {
  const left = [...found]
  const judged = printed.flatMap((each) => {
    const expected = each as Items
    const at = left.findIndex(({ values }) => text(values[key]) === text(expected[key]))
    const [twin] = at < 0 ? [] : left.splice(at, 1)
    return Object.keys(expected).flatMap((name) => {
      const truth = textOrNull(expected[name])
      const said = textOrNull(twin?.values[name])
      return truth === null && said === null
        ? []
        : [value(`${list}.${name}`, said, truth, twin?.confidence ?? null)]
    })
  })
  return [
    ...judged,
    ...left.map((extra) =>
      value(`${list}.${key}`, textOrNull(extra.values[key]) ?? '', null, extra.confidence),
    ),
  ]
}

function value(field: string, said: string | null, truth: string | null, confidence: number | null): Judged {
  const found = said !== null
  return {
    field,
    required: false,
    printed: truth !== null,
    found,
    right: (found ? text(said) : null) === (truth === null ? null : text(truth)),
    confidence: found ? confidence : null,
    inReview: found && confidence !== null && confidence < UNSURE,
    unasked: false,
    said: said ?? '',
    truth: truth ?? '',
  }
}

/** An empty list, as a text, says nothing either: it is a value missed, not a value wrong. */
const textOrNull = (value: unknown) =>
  value === null || value === undefined || value === '' ? null : String(value)

/** Any value as one line in which only what was read wrong differs. */
function text(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return (
      String(value ?? '')
        // `1ª` and `1a` are the same word to a reader.
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[\s,.;:"„”“'’«»]/gu, '')
    )
  if (Array.isArray(value)) return value.map(text).join('|')
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, each]) => `${key}=${text(each)}`)
    .join('|')
}
