import { Problem } from '#kernel'
import type { CorrectionsRead, Evidence, ItemChange, ListField, Sheet, SheetField } from '#services/pdf'
import { isList, itemsOf, valueOf, withChange } from './corrected.ts'
import type { Found } from './pointing.ts'
import type { Change } from './present.ts'
import { sameValue } from './same.ts'

const nobodyYet = { by: '', correctedAt: Temporal.Instant.fromEpochMilliseconds(0) }

/**
 * What a person's request changes in a sheet: whole fields first, then element by element, each on what the ones before
 * it left. A value that is so already is no change, unless somebody points to where it stands.
 *
 * @param earlier what was changed before: the same again is a repeat, and does no harm
 * @throws Problem 409 `pdf.value-is-another` for an element that is not in its list
 */
export function changesIn(
  sheet: Sheet,
  { values, items }: Pick<CorrectionsRead, 'values' | 'items'>,
  found: Found,
  earlier: readonly Change[],
): Change[] {
  const changes: Change[] = []
  let current = sheet
  const add = (change: Change): void => {
    changes.push(change)
    current = withChange(current, { ...change, ...nobodyYet })
  }
  for (const [name, after] of Object.entries(values)) {
    const field = name as SheetField
    const before = valueOf(current, field)
    const pointed = found.of('evidence', field)
    const evidence = isList(field) ? pointed : joined(pointed)
    if (!sameValue(before, after) || evidence.length > 0) add({ field, item: false, before, after, evidence })
  }
  for (const [name, all] of Object.entries(items)) {
    const field = name as ListField
    for (const [index, item] of all.entries()) {
      const change = { ...item, field, item: true, evidence: joined(found.of('items', field, index)) }
      if (isNew(current, change, [...earlier, ...changes], index)) add(change)
    }
  }
  return changes
}

const joined = (evidence: readonly Evidence[][]): Evidence[][] =>
  evidence.length === 0 ? [] : [evidence.flat()]

function isNew(sheet: Sheet, change: Change, earlier: readonly Change[], index: number): boolean {
  const { field, before, after, evidence } = change
  const has = (value: unknown) => itemsOf(sheet, field).some((each) => sameValue(each.value, value))
  if (before === null) return !has(after) || evidence.length > 0
  if (has(before)) return !sameValue(before, after) || evidence.length > 0
  if (earlier.some((other) => isSame(other, change))) return false
  throw new Problem(409, 'pdf.value-is-another', 'The list has no such element any more', {
    fields: { errors: [{ path: `items.${field}.${index}.before`, message: 'is not in the list' }] },
  })
}

const isSame = (one: Change, other: Pick<ItemChange, 'before' | 'after'> & { field: SheetField }) =>
  one.field === other.field && sameValue(one.before, other.before) && sameValue(one.after, other.after)
