import { isSameBand } from '../layout/cells.ts'
import type { Phrase, Word } from '../layout/model.ts'
import { leftOf, rightOf } from '../layout/neighbours.ts'
import { departmentWords, labels, roleWords } from '../lexicon/index.ts'
import { isBlank } from '../normalise/blank.ts'
import { once } from '../normalise/once.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import type { Reading } from './reading.ts'

/** Somebody in a row of a list, with the words that say so. */
export interface Person {
  role: string | null
  name: string
  /** Of the row, in points. */
  left: number
  words: readonly Word[]
}

/** What the other rows of a list tell of one. */
export interface ListColumns {
  /** Left edges of its names. */
  names: readonly number[]
  /** Where its times end. */
  right: number
  /** The time of a row stands before its name. */
  timesFirst: boolean
  /** Where rows begin and their times end, of lists that say so often enough: however wide the gap between is. */
  spans: ReadonlySet<string>
}

/** Of what begins at the one's left edge and ends at the other's right. */
export const spanOf = (first: Phrase, last: Phrase): string =>
  `${first.page.number}:${Math.round(first.left / 3)}:${Math.round(last.right / 3)}`

/** Rows that a list has at least. */
const LEAST_ROWS = 4

/** The person of a row: role and name in one cell, the name in a cell behind the role's, or a name alone. */
export function personIn(cell: Phrase, before: Phrase | undefined, columns: ListColumns): Person | null {
  const { words, left } = cell
  const who = whoIn(cell.text)
  if (who !== null && who.role !== null) return { ...who, left, words }
  // A long role may touch the name's column; the column is known from the other rows.
  const at = words.findIndex(
    (word, index) => index > 0 && columns.names.some((edge) => Math.abs(word.left - edge) < SAME_EDGE),
  )
  if (at > 0) {
    const [role, name] = [words.slice(0, at), words.slice(at)].map((part) =>
      withSecondLine(cell, part, columns.right),
    )
    // `Ayla Krüger-Lenz` may stand so that its second word is under other names.
    const isParted = role !== undefined && name !== undefined && role.length + name.length > 2
    if (isParted && isPerson(textOf(name)))
      return { role: trimmed(textOf(role)), name: textOf(name), left, words: [...role, ...name] }
  }
  const name = withSecondLine(cell, words, columns.right)
  if (!isPerson(textOf(name))) return null
  // What stands left of it is the end of another column's row.
  if (before === undefined || parseTime(before.text) !== null || isBlank(before.text))
    return isLabel(textOf(name)) ? null : { role: null, name: textOf(name), left, words: name }
  if (left - before.left > cell.size * LONGEST_ROLE && !isSameBand(before, cell)) return null
  const role = withSecondLine(before, before.words, columns.right)
  if (/\d/u.test(textOf(role).replace(ORDINAL, ''))) return null
  return {
    role: trimmed(textOf(role)),
    name: textOf(name),
    left: before.left,
    words: [...role, ...name],
  }
}

/** Points between the left edges of what stands in one column. */
const SAME_EDGE = 2.5
/** From the left edge of a role to its name, in heights of the letters. */
const LONGEST_ROLE = 26
/** `1st AC`, `A 1st AC`, `B Kamera 2. AC` */
const ORDINAL = /(?<![\p{L}\d])\d(?:[.ºªoa]|st|nd|rd|th|er|re|e|ème)?(?=\s)/giu

/** Not `Kameraassistenz Miriam` nor `Pre-call`, though each of their words might be a name's. */
export const isPerson = once((text): boolean => {
  const words = foldedWords(text)
  return (
    isName(text) &&
    labels.whole(text) === undefined &&
    roleWords.match(words) === undefined &&
    departmentWords.match(words) === undefined
  )
})

/** `Szpital Praski`: what a label begins is the name of something else. */
function isLabel(text: string): boolean {
  return labels.match(foldedWords(text)) !== undefined
}

/** Lines of other columns may stand between the two of a cell. */
const ROWS_BETWEEN = 3

/** Words of a cell with those of its second line, unless that line has a time of its own. */
function withSecondLine(cell: Phrase, words: readonly Word[], right: number): readonly Word[] {
  const [first] = words
  if (first === undefined) return words
  const { page, row, size } = cell
  for (const next of page.rows.slice(row.index + 1, row.index + 1 + ROWS_BETWEEN)) {
    const under = next.phrases.find(
      (it) => it.left < first.left + SAME_EDGE && it.right > first.left && it.size === size,
    )
    const from = under?.words.findIndex((word) => Math.abs(word.left - first.left) < SAME_EDGE) ?? -1
    if (under === undefined || from < 0) continue
    if (under.top - cell.bottom > size * 0.35) return words
    const isRow = next.phrases.some(
      (it) => it.left > first.left && it.left < right + 2 && parseTime(it.text) !== null,
    )
    const second = under.words.slice(from)
    // Two whole names under each other are two people, whatever the second is told of a time.
    const isOther = isPerson(textOf(words)) && isPerson(textOf(second))
    return isRow || isOther || second.length > 2 ? words : [...words, ...second]
  }
  return words
}

function textOf(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ')
}

/** `Focus puller - Jan Kowalski`, `Jan Kowalski, operator kamery`, `1. KA Lea Brinkmann`, `Sven Adler (DoP)`: a role and a name, or a name alone. */
export const whoIn = once((text): Readonly<Pick<Person, 'role' | 'name'>> | null => {
  const [first, second, ...more] = text.split(/,\s+|\s+[-–—|]\s+|:\s+/u)
  if (first !== undefined && second !== undefined) return more.length > 0 ? null : whoOf(first, second)
  const [, person, inBrackets] = /^(.+?)\s*\((.+)\)$/u.exec(text) ?? []
  if (person !== undefined && inBrackets !== undefined) return whoOf(inBrackets, person)
  const words = text.split(' ')
  for (let at = words.length - 2; at > 0; at--) {
    const [head, tail] = [words.slice(0, at).join(' '), words.slice(at).join(' ')]
    if (isName(tail) && isRole(head, tail)) return { role: head, name: tail }
  }
  return isName(text) ? { role: null, name: text } : null
})

/** Which of two texts is the name: a role comes first, unless only the other can be one. */
function whoOf(first: string, second: string): Pick<Person, 'role' | 'name'> | null {
  const isWork = (text: string): boolean => roleWords.match(foldedWords(text)) !== undefined
  const isReversed = isName(first) && (!isName(second) || (isWork(second) && !isWork(first)))
  if (isReversed) return /\d/u.test(second.replace(ORDINAL, '')) ? null : { role: second, name: first }
  return isName(second) ? { role: first, name: second } : null
}

/** A known role, or what only a role is shortened to: `Oberbel.`, `2. KA`. */
function isRole(head: string, tail: string): boolean {
  if (roleWords.whole(head) !== undefined || departmentWords.whole(head) !== undefined) return true
  const isShort = (word: string): boolean =>
    /^(?:\d\.?|\p{L}{2,}\.)$/u.test(word) || (/^\p{Lu}{2,3}$/u.test(word) && /\p{Ll}/u.test(tail))
  return head.split(' ').every(isShort)
}

/** What the rows of the sheet's lists have in common: where their names stand, and whether their times come first. */
export function listColumnsOf({ layout, isTaken }: Pick<Reading, 'layout' | 'isTaken'>): ListColumns {
  const counts = new Map<number, number>()
  const spans = new Map<string, number>()
  let [first, last] = [0, 0]
  for (const phrase of layout.phrases) {
    if (isTaken(phrase)) continue
    const [before, next] = [leftOf(phrase), rightOf(phrase)]
    const isTime = (it: Phrase | undefined): boolean =>
      it !== undefined &&
      it.words.length <= 2 &&
      /\d\D?\d{2}|\d\s?[ap]/iu.test(it.text) &&
      parseTime(it.text) !== null
    if (next !== undefined && isTime(next)) {
      const span = spanOf(phrase, next)
      spans.set(span, (spans.get(span) ?? 0) + 1)
    }
    if (!isPerson(phrase.text)) continue
    if (isTime(before) && (before?.index === 0 || !isTime(next))) first++
    else if (isTime(next)) last++
    if (!isTime(next)) continue
    const left = Math.round(phrase.left)
    counts.set(left, (counts.get(left) ?? 0) + 1)
  }
  const names = [...counts].filter(([, count]) => count >= 2).map(([left]) => left)
  const wide = [...spans].filter(([, count]) => count >= LEAST_ROWS).map(([span]) => span)
  return { names, right: Infinity, timesFirst: first > last, spans: new Set(wide) }
}

/** Between the parts of a name: `Óscar de la Fuente`, `Ayla von Ahrenberg`. */
const PARTICLE =
  /^(?:de|del|della|der|den|di|da|das|dos|du|la|las|le|los|van|von|vom|zu|zum|zur|ten|ter|e|i|y)$/u

/** Two to four words in capitals, particles between them aside, none a department's. */
export const isName = once((text): boolean => {
  const words = text.split(/\s+/u)
  const parts = words.filter(
    (word, index) => index === 0 || index === words.length - 1 || !PARTICLE.test(word),
  )
  return (
    parts.length >= 1 + Number(!/[-']/u.test(text)) &&
    parts.length <= 4 &&
    parts.every((word) => /^\p{Lu}[\p{L}'’.-]*$/u.test(word)) &&
    departmentWords.whole(text) === undefined
  )
})
