import { DAY_FIELDS, type DayField, type DayFields, isListField, keyed, same } from './day.ts'

/** One thing that two revisions say differently. Null: not there. */
export interface Difference {
  field: DayField
  /** Which item of a list: the number of a scene, the role of a contact. */
  key?: string
  before: unknown
  after: unknown
}

const LONGEST_TEXT = 120

/**
 * What changed from one revision of a shooting day to the next, field by field and, in lists, item by item, in the
 * order in which people want to hear of it. Empty when the sheet says the same again.
 */
export function differences(before: DayFields, after: DayFields): Difference[] {
  return DAY_FIELDS.flatMap((field): Difference[] => {
    if (isListField(field)) {
      const [old, now] = [keyed(before, field), keyed(after, field)]
      const keys = new Set([...old.keys(), ...now.keys()])
      return [...keys].flatMap((key) =>
        compared({ field, key, before: old.get(key) ?? null, after: now.get(key) ?? null }),
      )
    }
    return compared({ field, before: before[field], after: after[field] })
  })
}

function compared(difference: Difference): Difference[] {
  return same(difference.before, difference.after) ? [] : [difference]
}

/** A value in few words: a time, a name, a text. Undefined when it takes more. */
export function shown(value: unknown): string | undefined {
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 3)}...` : value
  if (typeof value !== 'object' || value === null) return undefined
  if ('time' in value && typeof value.time === 'string') return value.time
  if ('onSet' in value && typeof value.onSet === 'string') return value.onSet
  if ('address' in value && 'name' in value) return shown(value.name ?? value.address)
  if ('number' in value && 'of' in value)
    return value.of === null ? `${value.number}` : `${value.number}/${value.of}`
  return undefined
}
