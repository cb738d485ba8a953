import { type DepartmentKey, departmentWords, labels, roleWords } from './lexicon/index.ts'
import { fold, foldedWords } from './normalise/text.ts'
import type { Call, CastMember, ClockTime, Field, Reader } from './types.ts'

/** A match by name is the reader's own row; by role it may be a colleague's, by department everybody's. */
const NAME = 1
const ROLE = 0.85
const DEPARTMENT = 0.8

/**
 * The reader's own call: the row that bears their name (in any order, with initials, without diacritics), among the
 * crew or the cast, else their role's, else their department's; null when the sheet has none, and the general crew call applies.
 */
export function personalCall(
  { calls, cast }: { calls: readonly Field<Call>[]; cast: readonly Field<CastMember>[] },
  me: Reader | undefined,
): Field<ClockTime> | null {
  if (me === undefined) return null
  const { name, role, department } = me
  const byName =
    name === undefined
      ? undefined
      : calls.filter(({ value }) =>
          [value.name, value.role].some((text) => text !== null && isSameName(text, name)),
        )
  if (byName?.[0] !== undefined) return own(byName[0], NAME)
  const onScreen = name === undefined ? null : castCall(cast, name)
  if (onScreen !== null) return onScreen
  const byRole =
    role === undefined ? [] : calls.filter(({ value }) => value.role !== null && isSameRole(value.role, role))
  if (byRole[0] !== undefined) {
    // Two focus pullers with two calls: the row says nothing about this one.
    const agree = byRole.every(({ value }) => value.time === byRole[0]?.value.time)
    return own(byRole[0], agree ? ROLE : 0.5)
  }
  const wanted = department ?? role
  const byDepartment = calls.find(
    ({ value }) =>
      wanted !== undefined &&
      value.name === null &&
      (value.role === null || isCall(value.role)) &&
      value.department !== null &&
      isSameDepartment(value.department, wanted),
  )
  return byDepartment === undefined ? null : own(byDepartment, DEPARTMENT)
}

/** `Pre-call` beside a department says when it comes, not who. */
function isCall(role: string): boolean {
  return labels.whole(role)?.keys.includes('otherCall') ?? false
}

/** An actor's own call is the first time of their row. */
function castCall(cast: readonly Field<CastMember>[], name: string): Field<ClockTime> | null {
  const row = cast.find(({ value }) => value.actor !== null && isSameName(value.actor, name))
  const time = row && (row.value.pickup ?? row.value.makeup ?? row.value.onSet)
  return row === undefined || !time ? null : own({ ...row, value: { time } }, NAME)
}

function own(call: Field<{ time: ClockTime }>, weight: number): Field<ClockTime> {
  return {
    value: call.value.time,
    confidence: Math.round(call.confidence * weight * 100) / 100,
    evidence: call.evidence,
  }
}

/** `Kowalska Anna`, `A. Kowalska` and `ANNA KOWALSKA` are Anna Kowalska; `Anna Nowak` is not. */
export function isSameName(printed: string, wanted: string): boolean {
  const one = nameParts(printed)
  const two = nameParts(wanted)
  if (one.length === 0 || two.length === 0) return false
  const [few, many] = one.length <= two.length ? [one, two] : [two, one]
  const left = [...many]
  const full = few.filter((part) => part.length > 1).length
  const fits = few.every((part) => {
    const index = left.findIndex(
      (other) =>
        part === other ||
        (part.length === 1 && other.startsWith(part)) ||
        (other.length === 1 && part.startsWith(other)),
    )
    if (index < 0) return false
    left.splice(index, 1)
    return true
  })
  // One shared word is enough only when it is all that either says.
  return fits && full > 0 && (few.length > 1 || many.length === 1)
}

function nameParts(name: string): string[] {
  return fold(name).match(/\p{L}+/gu) ?? []
}

/** The same words in any order and form of number, or the same work in another language: `ostrzyciel`, `1st AC`. */
export function isSameRole(printed: string, wanted: string): boolean {
  const roles = roleWords.whole(wanted)?.keys ?? []
  if (roleWords.whole(printed)?.keys.some((key) => roles.includes(key))) return true
  const one = foldedWords(printed).map(figured)
  const two = foldedWords(wanted).map(figured)
  return one.length > 0 && one.length === two.length && one.every((word) => two.includes(word))
}

const FIGURES: Readonly<Record<string, string>> = {
  i: '1',
  ii: '2',
  iii: '3',
  first: '1',
  second: '2',
  third: '3',
  '1st': '1',
  '2nd': '2',
  '3rd': '3',
  assistant: 'asst',
  asystent: 'as',
  asystentka: 'as',
}

function figured(word: string): string {
  return FIGURES[word] ?? word
}

function isSameDepartment(printed: string, wanted: string): boolean {
  if (foldedWords(printed).join(' ') === foldedWords(wanted).join(' ')) return true
  const one = departmentWords.whole(printed)?.keys ?? []
  const two = departmentWords.whole(wanted)?.keys ?? []
  return one.some(
    (key) => two.includes(key) || (key === 'gripElectric' && two.some((it) => LIT.includes(it))),
  )
}

/** `Grip & Electric` is the call of both. */
const LIT: readonly DepartmentKey[] = ['grip', 'electric']
