import { canonicalJson } from '#kernel'

/** Are two bare values the same, whatever the order of their keys and the spaces in their texts? */
export function sameValue(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null, clean) === canonicalJson(other ?? null, clean)
}

const clean = (text: string) => text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()

/**
 * Where in a list the element stands that a correction was about. After another reading it may say a little more or
 * less: it is the one that says the same, else the only one that agrees in all that the correction left as it was.
 *
 * @param after what the correction put in its place; null when it took it out
 * @returns -1 when there is none, or more than one
 */
export function nearest(list: readonly unknown[], before: unknown, after: unknown): number {
  const same = list.findIndex((value) => sameValue(value, before))
  if (same >= 0) return same
  const kept = leftAsItWas(before, after)
  const alike = list.flatMap((value, index) => (agrees(value, kept) ? [index] : []))
  return alike.length === 1 ? alike[0]! : -1
}

/** The values of an element that tell which it is: those that a correction did not touch. */
function leftAsItWas(before: unknown, after: unknown): [name: string, value: unknown][] {
  if (!isRecord(before)) return []
  return Object.entries(before).filter(
    ([name, value]) => isSaid(value) && (!isRecord(after) || sameValue(value, after[name])),
  )
}

/** Two elements agree where both say something and it is the same, and neither says anything else. */
function agrees(value: unknown, kept: readonly [name: string, value: unknown][]): boolean {
  if (!isRecord(value)) return false
  const said = kept.filter(([name]) => isSaid(value[name]))
  return said.length > 0 && said.every(([name, own]) => sameValue(value[name], own))
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isSaid = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0)
