import { fold } from './text.ts'

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

/** The words of a name, folded. */
export function nameParts(name: string): string[] {
  return fold(name).match(/\p{L}+/gu) ?? []
}

/** Words with more letters may have one of them misread, and two where they are as long as most family names. */
const ONE_MISREAD = 4
const TWO_MISREAD = 8
const LONGEST_WORD = 40

/**
 * The same words in any order, but for some letters of them: `Stanistaw Jezyk` is how a copier left Stanisław Jeżyk. It
 * may be somebody else with such a name, so a person is asked.
 */
export function isAlmostSameName(printed: string, wanted: string): boolean {
  const [left, mine] = [nameParts(printed), nameParts(wanted)]
  if (left.length !== mine.length || mine.length < 2) return false
  return mine.every((part) => {
    const index = left.findIndex((other) => isAlmostSameWord(other, part))
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
}

function isAlmostSameWord(one: string, two: string): boolean {
  const most = two.length >= TWO_MISREAD ? 2 : two.length >= ONE_MISREAD ? 1 : 0
  if (one === two) return true
  if (Math.abs(one.length - two.length) > most || one.length > LONGEST_WORD) return false
  return changes(one, two) <= most
}

/** How many letters are exchanged, left out or put in between two words. */
function changes(one: string, two: string): number {
  let above = Array.from({ length: two.length + 1 }, (_, index) => index)
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1]
    for (const [column, other] of [...two].entries())
      line.push(
        Math.min(
          (above[column + 1] ?? 0) + 1,
          (line[column] ?? 0) + 1,
          (above[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      )
    above = line
  }
  return above.at(-1) ?? 0
}
