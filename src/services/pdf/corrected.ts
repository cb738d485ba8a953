import { ownTimeOf } from '#callsheet'
import { type Evidence, listFields, Sheet, type SheetField } from '#services/pdf'
import type { Change, KeptChange } from './present.ts'
import { nearest, sameValue } from './same.ts'

/** A value with where it stands, of any field. */
export type AnyField = Pick<NonNullable<Sheet['crewCall']>, 'confidence' | 'evidence' | 'source'> & {
  value: unknown
}

const lists: ReadonlySet<string> = new Set(listFields)
export const isList = (field: SheetField): boolean => lists.has(field)

/** The bare value of a field, as corrections speak of it. */
export function valueOf(sheet: Sheet, field: SheetField): unknown {
  const found: AnyField | AnyField[] | null = sheet[field]
  return Array.isArray(found) ? found.map(({ value }) => value) : (found?.value ?? null)
}

/** The elements of a list; none of a field with one value. */
export function itemsOf(sheet: Sheet, field: SheetField): AnyField[] {
  const found: AnyField | AnyField[] | null = sheet[field]
  return Array.isArray(found) ? found : []
}

/**
 * The sheet with a person's values in place of what was read; problems of those fields are settled. The changes were
 * made on an earlier reading perhaps: an element of a list is found again by what it says.
 */
export function correctedSheet(sheet: Sheet, changes: readonly KeptChange[]): Sheet {
  if (changes.length === 0) return sheet
  const corrected = changes.reduce(withChange, sheet)
  const touched = new Set<string>(changes.map(({ field }) => field))
  const problems = sheet.problems.filter(({ field }) => field === null || !touched.has(field))
  return Sheet.parse({ ...corrected, problems })
}

/** The sheet with one change made in it; its problems stay. */
export function withChange(sheet: Sheet, change: KeptChange): Sheet {
  const { field, item, after } = change
  if (item) return withItem(sheet, change)
  if (!isList(field)) return { ...sheet, [field]: after === null ? null : certain(after, change, 0) }
  const old = itemsOf(sheet, field)
  const list = (after as unknown[]).map((value, index) => {
    const known = old.find((each) => sameValue(each.value, value))
    const isPointedTo = (change.evidence[index] ?? []).length > 0
    return known && !isPointedTo
      ? { ...known, confidence: 1, source: 'person' }
      : certain(value, change, index)
  })
  return { ...sheet, [field]: list }
}

function withItem(sheet: Sheet, change: KeptChange): Sheet {
  const { field, before, after } = change
  const list = itemsOf(sheet, field)
  const at = itemAt(list, change)
  const old = list[at]
  const now = after === null ? null : certain(after, change, 0)
  if (!old) return before !== null && now === null ? sheet : { ...sheet, [field]: [...list, ...only(now)] }
  const changed = { ...sheet, [field]: [...list.slice(0, at), ...only(now), ...list.slice(at + 1)] }
  return withPersonalCall(changed, old, now)
}

const only = <T>(value: T | null): T[] => (value === null ? [] : [value])

/** Which element a change is about; -1 where the list has none. What was added may have been read by now. */
function itemAt(list: readonly AnyField[], { before, after }: Change): number {
  const values = list.map(({ value }) => value)
  const at = before === null ? -1 : nearest(values, before, after)
  return at >= 0 || after === null ? at : values.findIndex((value) => sameValue(value, after))
}

/** A personal call that was read from the row of this element follows it. */
function withPersonalCall(sheet: Sheet, old: AnyField, now: AnyField | null): Sheet {
  const own = sheet.personalCall
  const [place] = own?.evidence ?? []
  if (!own || !place || !sameValue(place, old.evidence[0])) return sheet
  if (ownTimeOf(old.value) !== own.value) return sheet
  const value = now && ownTimeOf(now.value)
  return { ...sheet, personalCall: now && value ? { ...own, ...now, value } : null }
}

/** A value that a person has set: where they found it, or that they typed it. */
function certain(value: unknown, { evidence, by, correctedAt }: KeptChange, index: number): AnyField {
  const at = correctedAt.toString()
  const found = isEmpty(evidence[index]) ? typed(by, at) : evidence[index]!
  return { value, confidence: 1, source: 'person', evidence: found.map((each) => ({ ...each, by, at })) }
}

const isEmpty = (evidence: readonly Evidence[] | undefined) => evidence === undefined || evidence.length === 0
const typed = (by: string, at: string): Evidence[] => [
  { page: null, box: null, text: `typed by ${by}, ${at}` },
]
