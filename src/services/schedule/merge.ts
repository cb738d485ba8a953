import { type DayField, type DayFields, same, valueAt, withValue } from './day.ts'

/** A value that the user set by hand, over what the sheet says. */
export interface HandEdit {
  field: DayField
  /** Which item of a list; absent for the whole field. */
  key?: string
  value: unknown
}

/** The revision changes the very field that the user had changed: the user is asked which it shall be. */
export interface MergeConflict extends HandEdit {
  /** What the sheet said when the user changed it. */
  before: unknown
  /** What the new sheet says. */
  revised: unknown
}

export interface Merged {
  /** What the plan goes by. */
  effective: DayFields
  /** Edits that stay in force. */
  kept: HandEdit[]
  /** Edits that the new revision says itself: nothing is left of them. */
  agreed: HandEdit[]
  conflicts: MergeConflict[]
}

/** Calls are when somebody must be there: nobody may be late because a question is unanswered. */
const CALLS: ReadonlySet<DayField> = new Set(['personalCall', 'crewCall', 'productionCall'])

/**
 * Carries a user's edits over to a new revision (PRODUCT 1.3). An edit survives unless the revision changes that very
 * field. Then, until the user has answered, the revision stands, and of two calls the earlier one.
 *
 * @param base the revision that the edits were made on or last carried over to
 */
export function mergeRevision(base: DayFields, edits: readonly HandEdit[], next: DayFields): Merged {
  const merged: Merged = { effective: next, kept: [], agreed: [], conflicts: [] }
  for (const edit of edits) {
    const before = valueAt(base, edit.field, edit.key)
    const revised = valueAt(next, edit.field, edit.key)
    if (same(revised, edit.value)) {
      merged.agreed.push(edit)
    } else if (same(before, revised)) {
      merged.kept.push(edit)
      merged.effective = withValue(merged.effective, edit.field, edit.key, edit.value)
    } else {
      merged.conflicts.push({ ...edit, before, revised })
      if (CALLS.has(edit.field) && isEarlier(edit.value, revised)) {
        merged.effective = withValue(merged.effective, edit.field, edit.key, edit.value)
      }
    }
  }
  return merged
}

const MINUTES_OF_DAY = 24 * 60

/** Is call `a` before call `b`? By the shorter way round the clock: 23:30 is before 00:30. A call is before none. */
function isEarlier(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string') return false
  if (typeof b !== 'string') return true
  const ahead = (minuteOf(b) - minuteOf(a) + MINUTES_OF_DAY) % MINUTES_OF_DAY
  return ahead > 0 && ahead < MINUTES_OF_DAY / 2
}

function minuteOf(clock: string): number {
  const { hour, minute } = Temporal.PlainTime.from(clock)
  return hour * 60 + minute
}
